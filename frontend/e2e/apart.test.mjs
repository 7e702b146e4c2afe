// The story of a cut cable on real processes: a station serves residents alone, comes back, and what did not fit is put right by people.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { portrait } from './support/browser.mjs'
import { until } from './support/office.mjs'
import { apply, ask, openStreet, receipt, tap } from './support/people.mjs'

const alone = 3
const desks = [1, 2, alone]
let street
before(async () => { street = await openStreet('apart') }, { timeout: 120_000 })
after(() => street?.close())

test('a station without a network serves on, and nothing is lost when it comes back', { timeout: 150_000 }, async (t) => {
  const { act, station } = street.office
  const consoles = new Map()
  for (const n of desks) consoles.set(n, await street.logIn(n, 'zhoumin'))
  const kiosk = await street.kioskOf(alone)

  await act(alone, 'cut')
  await kiosk.page.getByText('网络暂时断开，本站照常办理').waitFor()
  await street.shot(kiosk.page, 'home')
  const registered = await registerNewcomer(kiosk)
  const taken = await applyAlone(kiosk)
  const filed = await fileAtDesk(consoles.get(1))
  await looksApart(consoles.get(alone), registered, taken)
  await decisionWaits()

  const mended = Date.now()
  await act(alone, 'mend')
  await until('the station is back', async () => (await station(alone)).mode === 'normal')
  t.diagnostic(`network mended to normal: ${Date.now() - mended} ms`)
  await kiosk.page.locator('.banner').waitFor({ state: 'detached' })
  await street.shot(kiosk.page, 'home-again')
  await inRegister(consoles.get(1), registered)
  for (const n of desks) await consoles.get(n).locator('.rail .badge.amber', { hasText: '1' }).waitFor()
  await street.shot(consoles.get(alone), 'console-again')
  await consoles.get(alone).locator('.mode-banner .line').waitFor({ state: 'detached' })

  await attach(consoles.get(2), taken, filed)
  for (const n of desks) await consoles.get(n).locator('.rail .badge.amber').waitFor({ state: 'detached' })
  for (const n of desks) assert.equal((await ask(consoles.get(n), '/api/v1/conflicts?state=open')).open, 0, `open at station ${n}`)
  assert.deepEqual([kiosk.foreign, kiosk.errors], [[], []])
})

test('a machine out of its box joins with the code of the system page', { timeout: 60_000 }, async () => {
  const admin = await street.logIn(1, 'admin')
  await admin.goto(`${street.office.base(1)}/staff/system`)
  await admin.locator('.table tbody tr').nth(2).waitFor()
  assert.deepEqual(await admin.locator('.table .tone-green').allInnerTexts(), ['在线', '在线', '在线'])
  await street.shot(admin, 'system')
  await admin.getByRole('button', { name: '添加站点' }).click()
  await admin.locator('dialog .code').waitFor()
  const code = (await admin.locator('dialog .code span').allInnerTexts()).join('-')
  await street.shot(admin, 'code')

  await street.office.machine()
  const context = await street.browser.newContext({ viewport: portrait, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto(`${street.office.base(4)}/kiosk`)
  await page.locator('[data-phase=choose] h1').waitFor()
  await street.shot(page, 'setup')
  await page.locator('[data-way=join]').tap()
  await page.keyboard.type(code.toLowerCase())
  await page.locator('.note.green').waitFor()
  await street.shot(page, 'setup-code')
  await page.locator('footer .primary').tap()
  await page.waitForURL(/\/kiosk$/)
  await page.locator('.tile').first().waitFor()
  await until('the new station is up to date', async () => {
    const { mode, applied } = await street.office.station(4)
    return mode === 'normal' && applied > 0
  })
  await street.shot(page, 'setup-kiosk')
  await context.close()

  await admin.getByRole('button', { name: '完成' }).click()
  const row = admin.locator('.table tr', { hasText: '河湾社区服务站' })
  await row.locator('.tone-green').waitFor()
  await admin.getByText('本站集群 4/4').waitFor()
  await until('all level, the programs known', async () => (await ask(admin, '/api/v1/system')).members.every((m) => m.lag === 0 && m.program))
  await row.getByText('已跟上').waitFor()
  await row.locator('td').nth(5).filter({ hasText: /./ }).waitFor()
  await street.shot(admin, 'system-four')
  await admin.context().close()
})

/** registerNewcomer is the visit of somebody whom no register knows yet; answers the number on the receipt. */
async function registerNewcomer(kiosk) {
  const { page } = kiosk
  await street.confirmCard(alone, 'new_in_town', kiosk)
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住登记/)
  for (const [level, name] of [['compound', '安康家园'], ['building', '1号楼'], ['unit', '1单元'], ['room', '101室']]) {
    await page.locator(`[data-area=${level}]`, { hasText: name }).first().tap()
  }
  await tap(kiosk, '昨天')
  await page.keyboard.type('19900010099')
  await tap(kiosk, '继续')
  await page.getByText('网络恢复后自动同步，同步后生效').waitFor()
  await street.shot(page, 'check')
  await tap(kiosk, '属实，提交')
  const number = await receipt(kiosk, '已在本机受理')
  await page.getByText('本机受理').first().waitFor()
  await street.shot(page, 'receipt')
  await leave(kiosk)
  return number
}

/** applyAlone files an application of a settled resident, which the office will get a second time. */
async function applyAlone(kiosk) {
  await street.confirmCard(alone, 'half_year', kiosk)
  await apply(kiosk)
  await tap(kiosk, '属实，提交')
  const number = await receipt(kiosk, '已在本机受理')
  await street.shot(kiosk.page, 'receipt-permit')
  await leave(kiosk)
  await street.confirmCard(alone, 'half_year', kiosk)
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^查进度/)
  await kiosk.page.getByText('本机受理').first().waitFor()
  await street.shot(kiosk.page, 'progress')
  await leave(kiosk)
  return number
}

/** leave takes the card away at the end of a visit. */
async function leave(kiosk) {
  await street.office.act(alone, 'remove')
  await tap(kiosk, /办完了|结束，清除资料/)
  await kiosk.page.getByText('读卡区已准备好').waitFor()
}

/** fileAtDesk takes the same person's application in at the window of a station that has its network. */
async function fileAtDesk(page) {
  await page.getByRole('link', { name: '居民' }).click()
  await page.waitForURL(/\/residents$/)
  await page.getByRole('searchbox', { name: '查找居民' }).fill('zjg')
  await page.locator('[data-row]', { hasText: /赵\*国/ }).first().click()
  await page.getByRole('button', { name: '办理业务' }).click()
  await page.getByRole('button', { name: '窗口申领居住证' }).click()
  await page.getByLabel('有稳定住处').check()
  for (const paper of ['居民身份证', '近期证件照', '租房合同']) await page.getByLabel(paper).check()
  await street.shot(page, 'intake')
  await page.getByLabel('已声明').check()
  await page.getByRole('button', { name: '收件' }).click()
  await page.waitForURL(/\/cases\//)
  const id = new URL(page.url()).pathname.split('/').at(-1)
  return (await ask(page, `/api/v1/permit-applications/${id}`)).number
}

/** looksApart checks what the console of the lonely station tells: the mode, how old the rest is, what waits. */
async function looksApart(page, ...numbers) {
  const { waiting } = await ask(page, '/api/v1/journal')
  assert.ok(waiting >= numbers.length, `waiting = ${waiting}`)
  const banner = page.locator('.mode-banner', { hasText: `${waiting} 件等待同步` })
  await banner.waitFor()
  assert.match(await banner.innerText(), /在本机照常受理。 别站的数据截至 \d\d:\d\d；/)
  await page.locator('.rail a[href$="/journal"]').click()
  const lines = page.locator('.table tbody tr', { hasText: '330106' })
  await lines.first().waitFor()
  assert.deepEqual(await lines.evaluateAll((all) => all.map((one) => one.children[3].innerText)), numbers.toReversed())
  assert.deepEqual(await lines.locator('.tag').allInnerTexts(), numbers.map(() => '等待同步'))
  await street.shot(page, 'journal')
}

/** decisionWaits opens a case that could be decided, were the other stations there. */
async function decisionWaits() {
  const page = await street.logIn(alone, 'wanglei')
  const { items } = await ask(page, '/api/v1/cases?view=open')
  const { id } = items.find((one) => one.state === 'accepted')
  await page.goto(`${street.office.base(alone)}/staff/cases/${id}`)
  const approve = page.getByRole('button', { name: /录入同意/ })
  await approve.waitFor()
  assert.equal(await approve.isDisabled(), true)
  await page.locator('.hold.tone-local', { hasText: '与其他站点断开' }).waitFor()
  await street.shot(page, 'approve')
  const refused = await page.evaluate(async (path) => {
    const body = { request_id: crypto.randomUUID(), decision_ref: '范公居〔2026〕8002号', decided_on: new Date().toISOString().slice(0, 10) }
    const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return [answer.status, (await answer.json()).code]
  }, `/api/v1/permit-applications/${id}/approve`)
  assert.deepEqual(refused, [503, 'cluster.cut_off'])
  await page.context().close()
}

/** inRegister finds what was taken in at the lonely station by its number at another one. */
async function inRegister(page, number) {
  const row = await until('the registration at station 1', async () => (await ask(page, `/api/v1/cases?view=today&q=${number}`)).items[0])
  assert.equal(row.number, number)
  assert.equal(row.waiting, false)
}

/** attach settles the double application: what the clerk filed stands, what the kiosk took in belongs to it. */
async function attach(page, taken, filed) {
  await page.getByRole('link', { name: /^冲突台/ }).click()
  await page.locator('.row', { hasText: taken }).waitFor()
  await street.shot(page, 'desk')
  await page.locator('.row', { hasText: taken }).click()
  await page.locator('.versions').waitFor()
  await street.shot(page, 'versions')
  await page.locator('.way', { hasText: '归到已有记录' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(filed).waitFor()
  await street.shot(page, 'attach')
  await dialog.getByRole('button', { name: '归到这份记录' }).click()
  await page.getByText('都处理完了').waitFor()
  await street.shot(page, 'desk-done')
}
