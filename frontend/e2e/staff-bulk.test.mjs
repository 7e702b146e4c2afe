// Whole tables: upload, check, import; a file that leaves, and its log. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, logOn, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-bulk-${name}.png`, artefacts).pathname })
const table = (...rows) => ({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(['姓名,证件号码,备注', ...rows].join('\n')) })

test('a table is checked first, then exactly the good rows are imported', async (t) => {
  const { page, mock } = await sit(t, '/bulk', { as: 'zhoumin' })
  await page.getByText('人员与居住登记').first().waitFor()
  await page.locator('input[type=file]').setInputFiles(table('吴兰,339999198505050020', '坏,4.40524E+17', '吴小,339999199005011230', '范例,339999199005011239'))
  await page.getByText('还没有写入。3 行可以导入，1 行有问题，不会导入。').waitFor()
  assert.match(await text(page, '.table tbody tr'), /B3\s+证件号码\s+号码被表格软件改成了科学计数/)
  assert.equal(mock.office.bulk.jobs[0].state, 'checked', 'nothing is imported unasked')
  await clean(page, 'a table that is checked')
  await shot(page, 'checked')
  await page.getByRole('button', { name: '导入没有问题的 3 行' }).click()
  await page.getByText('已写入 3 行。').waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载问题表' }).click()
  assert.equal((await saving).suggestedFilename(), '名单-问题.xlsx')
})

test('an upload whose line was lost goes on with the same request', async (t) => {
  const { page, mock } = await sit(t, '/bulk', { as: 'zhoumin' })
  await page.getByText('人员与居住登记').first().waitFor()
  mock.fail('cluster.uncertain')
  await page.locator('input[type=file]').setInputFiles(table('吴兰,339999198505050020', '吴小,339999199005011230'))
  await page.getByRole('button', { name: '继续上传' }).click()
  await page.getByText('还没有写入。2 行可以导入，0 行有问题，不会导入。').waitFor()
  assert.equal(mock.office.bulk.jobs.length, 1)
})

test('a file leaves for a reason; whole values need a second officer; the auditor sees it', async (t) => {
  const desk = await sit(t, '/export', { as: 'zhoumin' })
  const { page, mock, key } = desk
  const go = page.locator('button[form=export]')
  await page.getByLabel('小区', { exact: true }).fill('青松')
  await page.locator('input[name=place]').first().check()
  assert.equal(await go.isDisabled(), true)
  await page.getByLabel('事由', { exact: true }).fill('查')
  await go.click()
  await page.locator('.field.wrong', { hasText: '至少 4 个字' }).waitFor()
  await page.getByLabel('事由', { exact: true }).fill('核对本小区登记')
  await page.getByText('完整的姓名、号码和电话').click()
  assert.equal(await go.isDisabled(), true)
  await page.getByLabel('同意的同事（账号）').fill('lixiang')
  await page.getByLabel('同事的密码').fill('Qingsong-2026')
  await clean(page, 'the form of an export')
  await shot(page, 'export')
  const saving = page.waitForEvent('download')
  await key('Control+Enter')
  assert.equal((await saving).suggestedFilename(), '登记人员.xlsx')
  await page.getByText('已导出并记录。').waitFor()
  assert.equal(await page.getByLabel('同事的密码').inputValue(), '')
  assert.equal(mock.office.bulk.exports.length, 1)

  await page.context().clearCookies()
  await page.goto(`${mock.base}/staff/exports`)
  await logOn(desk, mock.office.books.accounts.find((a) => a.role === 'auditor').login)
  await page.goto(`${mock.base}/staff/exports`)
  assert.match(await text(page, '.table tbody tr'), /登记人员 · 青松家园.*核对本小区登记.*X0123456789AB/s)
  await clean(page, 'the log of exports')
  await shot(page, 'log')
})
