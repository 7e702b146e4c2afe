// What a resident does at a kiosk and an officer at a desk, on the stations of a real office.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launch, openKiosk, portrait } from './browser.mjs'
import { startOffice } from './office.mjs'

const artefacts = fileURLToPath(new URL('../artefacts/', import.meta.url))
const password = 'qingsong-2026'

/** openStreet starts the office and a browser; screenshots of the story called `name` go to artefacts. */
export async function openStreet(name) {
  await mkdir(artefacts, { recursive: true })
  const office = await startOffice()
  const browser = await launch().catch(async (error) => {
    await office.stop()
    throw error
  })

  /** kioskOf opens the kiosk of a station, ready for a card. */
  async function kioskOf(n) {
    const kiosk = await openKiosk(browser, office.base(n), { viewport: portrait })
    await kiosk.page.getByText('读卡区已准备好').waitFor()
    return kiosk
  }

  /** confirmCard lays a card on the reader and waits for the question whose it is. */
  async function confirmCard(n, card, kiosk) {
    const at = kiosk ?? await kioskOf(n)
    await office.act(n, 'place', card)
    await at.page.getByRole('heading', { name: '是您吗？' }).waitFor()
    return at
  }

  async function logIn(n, login) {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    await page.goto(`${office.base(n)}/staff`)
    await page.getByLabel('账号').fill(login)
    await page.getByLabel('密码').fill(password)
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('navigation').waitFor()
    return page
  }

  async function close() {
    await browser.close()
    await office.stop()
  }

  return { office, browser, kioskOf, confirmCard, logIn, close, shot: (page, what) => page.screenshot({ path: `${artefacts}${name}-${what}.png` }) }
}

/** tap touches the button that reads so, and counts. */
export async function tap(kiosk, name) {
  kiosk.touches += 1
  await kiosk.page.getByRole('button', { name }).first().tap()
}

/** receipt reads the number off the last page. */
export async function receipt(kiosk, title) {
  await kiosk.page.getByRole('heading', { name: title }).waitFor()
  const text = await kiosk.page.locator('main').innerText()
  return text.match(/\d{12}-\d{6}-\d{4,}-[\dX]/)[0]
}

/** apply files an application for a resident who has lived here long enough, from the confirmed card to the check page. */
export async function apply(kiosk) {
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住证/)
  await tap(kiosk, /有稳定工作/)
  for (const paper of [/^租房合同/, /^劳动合同/]) {
    await tap(kiosk, paper)
    await tap(kiosk, '继续')
  }
  await tap(kiosk, '到窗口签')
  await kiosk.page.getByRole('heading', { name: '请看看对不对' }).waitFor()
}

export async function tickAll(dialog) {
  for (const box of await dialog.getByRole('checkbox').all()) await box.check()
}

/** ask calls the API with the page's own session. */
export const ask = (page, path) => page.evaluate(async (p) => (await fetch(p, { cache: 'no-store' })).json(), path)
