// The monthly tables: read, frozen, amended, printed. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-statistics-${name}.png`, artefacts).pathname })
const state = (page, word) => page.locator('[data-state]', { hasText: word }).waitFor()
const cell = (page, community, period, column) => page.locator(`[data-community=${community}] [data-period=${period}] td.num`).nth(column)

test('a month is read, frozen, and amended with a second officer', async (t) => {
  const { page, mock, key } = await sit(t, '/cases', { as: 'lixiang' })
  await key('g', 's')
  await state(page, '已冻结')
  assert.equal(await cell(page, 'c1', 'this_month', 3).innerText(), '862')
  assert.equal(await cell(page, 'c1', 'year_to_date', 3).innerText(), '–')
  assert.equal(await page.locator('[data-community=c9]').first().locator('tr').count(), 2, 'a community that is no more has no line for the month')
  await clean(page, 'the monthly tables')
  await shot(page, 'frozen')

  await key('[')
  await state(page, '暂计')
  await page.locator('.hold', { hasText: '尚未冻结' }).waitFor()
  await page.getByRole('button', { name: '冻结本月' }).click()
  await dialog(page).waitFor()
  await clean(page, 'the freeze')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await state(page, '已冻结')
  assert.deepEqual(mock.office.statistics.sent.map(({ month, verb }) => [month, verb]), [['2026-09', 'freeze']])

  await key(']')
  await page.waitForURL(/statistics\/2026-10$/)
  await page.getByRole('button', { name: '核对与更正' }).click()
  await dialog(page).locator('td', { hasText: '861' }).waitFor()
  assert.equal(await page.locator('dialog .modal-foot .main').isDisabled(), true)
  await page.getByLabel('更正原因').fill('迁出补报')
  await page.fill('[name=second-login]', 'zhaoliang')
  await page.fill('[name=second-password]', 'wrong')
  await clean(page, 'the amendment')
  await shot(page, 'amend')
  await key('Control+Enter')
  await dialog(page).locator('.field .error').waitFor()
  await page.fill('[name=second-password]', 'Qingsong-2026')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await state(page, '已更正')
  assert.equal(await cell(page, 'c1', 'this_month', 3).innerText(), '861')
  await page.locator('[data-version="2"]', { hasText: '迁出补报' }).waitFor()
  await page.locator('[name=version]').selectOption('1')
  await state(page, '已冻结')
  assert.equal(await cell(page, 'c1', 'this_month', 3).innerText(), '862', 'the former version stays')
})

test('the sheets are looked at before a file is made for a purpose', async (t) => {
  const { page, mock } = await sit(t, '/statistics/2026-10', { as: 'zhoumin' })
  await state(page, '已冻结')
  assert.equal(await page.getByRole('button', { name: /冻结本月|核对与更正/ }).count(), 0, 'a clerk freezes nothing')
  await page.getByRole('button', { name: '打印与导出' }).click()
  await dialog(page).locator('.paper-image').waitFor()
  await clean(page, 'print and export')
  await shot(page, 'export')
  assert.equal(await page.locator('dialog .modal-foot .main').isDisabled(), true)
  await page.getByLabel('用途').fill('报区统计局')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 PDF 打印' }).click()])
  assert.equal(file.suggestedFilename(), 'statistics-2026-10.pdf')
  const [book] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载 .xlsx' }).click()])
  assert.equal(book.suggestedFilename(), 'statistics-2026-10.xlsx')
  const ids = mock.office.statistics.sent.map((one) => one.body.request_id)
  assert.equal(new Set(ids).size, 2, 'each file is on record by itself')
})

test('small groups are shown to those who see the people, and to nobody else', async (t) => {
  const clerk = await sit(t, '/statistics/2026-10', { as: 'zhoumin' })
  assert.equal(await cell(clerk.page, 'c2', 'this_month', 4).innerText(), '3')
  await clerk.page.getByLabel('按公布口径显示').check()
  await clerk.page.locator('[data-community=c2] td', { hasText: '<5' }).first().waitFor()
  const auditor = await sit(t, '/statistics/2026-10', { as: 'shenji' })
  assert.equal(await cell(auditor.page, 'c2', 'this_month', 4).innerText(), '<5')
  assert.equal(await cell(auditor.page, 'c2', 'this_month', 5).innerText(), '*')
  assert.equal(await auditor.page.getByLabel('按公布口径显示').count(), 0)
})

for (const [name, options] of Object.entries({ 'en-dark': { lang: 'en', theme: 'dark' }, narrow: { size: { width: 900, height: 900 } }, 'hc-en-narrow': { lang: 'en', theme: 'hc', size: { width: 1024, height: 768 } } })) {
  test(`the tables hold together: ${name}`, async (t) => {
    const { page } = await sit(t, '/statistics/2026-10', { as: 'lixiang', ...options })
    await page.locator('[data-state]').waitFor()
    await clean(page, `the tables, ${name}`)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page does not scroll sideways; its tables do')
    await shot(page, name)
  })
}
