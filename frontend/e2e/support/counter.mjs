// What an officer does at the counter, by keyboard where the console has a key for it.
import assert from 'node:assert/strict'
import { today } from './day-people.mjs'
import { ask } from './people.mjs'

export const dialogOf = (page) => page.locator('dialog.modal[open]')
const origin = (page) => new URL(page.url()).origin
export const go = (page, path) => page.goto(`${origin(page)}/staff${path}`)
export const idOf = (page) => new URL(page.url()).pathname.split('/').at(-1)
export const field = (at, label) => at.getByLabel(label, { exact: true })

/** press presses keys one after the other. */
export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key)
}

export async function fillDate(page, label, day) {
  await field(page, label).fill(day)
  await page.keyboard.press('Tab')
}

/** find types into the box of Ctrl K and opens what stands first; Enter there waits for the answer. */
export async function find(page, text) {
  await page.keyboard.press('Control+k')
  await page.locator('dialog.palette input').waitFor()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
  await page.locator('dialog.palette').waitFor({ state: 'detached' })
}

/** openPerson opens somebody's record by name or number, for a case at hand. */
export async function openPerson(page, text) {
  await find(page, text)
  return forACase(page)
}

/** forACase states the purpose that a record asks for, and answers whose it is. */
async function forACase(page) {
  await page.waitForURL(/\/residents\/[^/]+$/)
  await page.locator('.asks').waitFor()
  await page.keyboard.press('2')
  await page.locator('.facts').first().waitFor()
  return idOf(page)
}

/** openPermit opens the file of a permit by the number on its card, and answers its id. */
export async function openPermit(page, number) {
  await find(page, number)
  await page.waitForURL(/\/permits\/[^/]+$/)
  await page.locator('.facts').first().waitFor()
  return idOf(page)
}

/** openHolder opens the record of a permit's holder by the number on the card. */
export async function openHolder(page, number) {
  await openPermit(page, number)
  await page.getByText('看人员档案').click()
  return forACase(page)
}

/** openCase opens an application by its number and answers its id. */
export async function openCase(page, number) {
  await find(page, number)
  await page.waitForURL(/\/cases\/[^/]+$/)
  await page.locator('.num', { hasText: number }).first().waitFor()
  return idOf(page)
}

/** toPermit goes from the open record to the file of the latest permit, and answers its id. */
export async function toPermit(page) {
  await page.locator('a[href*="/permits/"]').first().click()
  await page.waitForURL(/\/permits\/[^/]+$/)
  await page.locator('.facts').first().waitFor()
  return idOf(page)
}

/** takeIn takes an application in at the window from the open record, and answers its number. */
export async function takeIn(page, { condition, papers, by = '', proxy }) {
  await page.keyboard.press('n')
  await page.waitForURL(/\/apply$/)
  await field(page, condition).check()
  if (by) await page.getByLabel(by).check()
  if (proxy) {
    await field(page, '代办人姓名').fill(proxy.name)
    await field(page, '代办人证件号').fill(proxy.number)
    await field(page, '与申请人的关系').fill(proxy.relation)
    await field(page, '代办原因').selectOption({ label: proxy.reason })
  }
  for (const paper of papers) await field(page, paper).check()
  await page.getByLabel('已声明').check()
  await page.locator('button[form=intake]:not(:disabled)').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/cases\/[^/]+$/)
  await reached(page, '提交')
  return (await ask(page, `/api/v1/permit-applications/${idOf(page)}`)).number
}

/** act opens the main action of a case or permit, fills it in and confirms it, all by keyboard. */
export async function act(page, title, fill = () => {}) {
  await page.locator('button.main:not(:disabled)', { hasText: title }).first().waitFor()
  await page.keyboard.press('Control+Enter')
  await confirm(page, title, fill)
}

/** choose is act for an action that has no key. */
export async function choose(page, title, fill = () => {}) {
  await page.getByRole('button', { name: title }).first().click()
  await confirm(page, title, fill)
}

/** confirm fills the open dialog in and says yes. */
async function confirm(page, title, fill) {
  const box = dialogOf(page)
  await box.locator('.modal-head h2', { hasText: title }).waitFor()
  await fill(box)
  await box.locator('.modal-foot .main:not(:disabled)').waitFor()
  await page.keyboard.press('Control+Enter')
  await box.waitFor({ state: 'detached' })
}

/** reached waits until the open case stands at a step of its way. */
export const reached = (page, step) => page.locator('.steps .now', { hasText: step }).waitFor()

/** accept ticks every paper by its figure and accepts the application. */
export async function accept(page) {
  await page.locator('button.main', { hasText: '受理' }).waitFor()
  await press(page, ...await page.locator('label.paper kbd').allInnerTexts())
  await act(page, '受理')
  await reached(page, '受理')
}

/** approve records the authority's consent. */
export async function approve(page, reference) {
  await act(page, '录入同意', (box) => field(box, '决定文号').fill(reference))
  await reached(page, '批准')
}

/** arrived records the card that came. */
export async function arrived(page, number) {
  await act(page, '证已制好', (box) => field(box, '证件编号').fill(number))
  await reached(page, '制证')
}

/** handOut gives the card to its holder, or to who applied for them. */
export async function handOut(page, who = '') {
  await act(page, '发证', async (box) => {
    if (who) await field(box, who).check()
    await box.getByLabel('已核对来人的身份证件').check()
  })
  await reached(page, '发证')
}

/** chooseRoom picks a room from the compound down to the door; a level with one entry chooses itself. */
export async function chooseRoom(page, names) {
  await page.getByRole('button', { name: '换一个' }).first().click()
  for (const [level, name] of Object.entries(names)) {
    const list = page.getByLabel(level, { exact: true })
    await list.waitFor()
    if (await list.inputValue() === '') await list.selectOption({ label: name })
  }
}

/** preview shows a paper of the open case as it will be printed, for the eyes of `look`. */
export async function preview(page, paper, look) {
  await page.getByRole('button', { name: '打印' }).waitFor()
  await page.keyboard.press('p')
  const box = dialogOf(page)
  await box.locator('img.paper-image').waitFor()
  const which = box.getByRole('button', { name: paper })
  if (await which.count() > 0) await which.click()
  await box.getByAltText(`${paper}预览`).waitFor()
  await look()
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
}

/** importList pastes a list of decisions, imports it and reads what became of each line. */
export async function importList(page, lines, tags) {
  await page.getByLabel('粘贴名单').fill(lines.join('\n'))
  await page.locator('.btn.main:not(:disabled)').waitFor()
  await press(page, 'Control+Enter')
  await page.locator('tbody .tag').nth(tags.length - 1).waitFor()
  assert.deepEqual(await page.locator('tbody .tag').allInnerTexts(), tags)
}

/** renew has the new card arrive, hands it out for the old one and answers its id. */
export async function renew(page, number) {
  const before = idOf(page)
  await choose(page, '录入新证', (box) => field(box, '证件编号').fill(number))
  await choose(page, '发新证', async (box) => {
    await box.getByLabel('已核对来人的身份证件').check()
    const [old, cost] = [box.getByLabel('旧证已收回并剪角'), box.getByLabel('工本费收据编号')]
    if (await old.count() > 0) await old.check()
    if (await cost.count() > 0) await cost.fill('0081234')
  })
  await page.waitForURL((url) => !url.pathname.endsWith(before))
  await page.locator('.line', { hasText: '已换发' }).waitFor()
  return idOf(page)
}

/** endPermit ends the permit of the open record for the reason. */
export async function endPermit(page, why) {
  const id = await toPermit(page)
  await choose(page, '终止居住证', async (box) => {
    await box.getByLabel(why).check()
    await box.getByLabel('居住证已收回并剪角').check()
  })
  return id
}

/** register fills the rest of a registration in, saves it and answers whose record it became. */
export async function register(page, place) {
  await chooseRoom(page, place)
  await fillDate(page, '入住日期', today)
  await page.getByLabel('本人声明').check()
  await page.locator('button[form=registration]:not(:disabled)').waitFor()
  await press(page, 'Control+Enter')
  await page.waitForURL(/\/residents\/(?!new)[^/]+$/)
  await page.locator('.facts').first().waitFor()
  return idOf(page)
}
