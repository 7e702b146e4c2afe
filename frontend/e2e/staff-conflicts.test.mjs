// The conflict desk: both versions side by side, three ways out, on to the next. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-conflict-${name}.png`, artefacts).pathname })

test('three conflicts are resolved in three ways with the keyboard alone', async (t) => {
  const { page, mock, key, asked } = await sit(t, '/cases', { as: 'zhoumin' })
  await page.locator('.rail .badge.amber', { hasText: '3' }).waitFor()
  await key('g', 'f')
  await page.locator('.row.sel[data-row=k1]').waitFor()
  await key('j', 'k')
  assert.equal(asked.some((path) => path.startsWith('/api/v1/conflicts/')), false, 'passing by is not looking')
  await key('Enter')
  await page.locator('.versions').waitFor()

  await key('2')
  await dialog(page).waitFor()
  await clean(page, 'attach')
  await page.getByLabel('银杏里 5 号楼 2 单元 602', { exact: false }).check()
  assert.match(await text(page, 'dialog .will'), /以选中的记录为准[\s\S]*回执 J3399990201-261120-2001-3 记作已处理/)
  await shot(page, 'attach')
  await key('Control+Enter')
  await page.waitForURL(/\/conflicts\/k2$/)
  assert.match(await text(page, '.hold.tone-green'), /2001-3：已归到已有记录/)
  await page.locator('.rail .badge.amber', { hasText: '2' }).waitFor()

  await page.locator('.versions').waitFor()
  await key('1')
  assert.equal(await dialog(page).count(), 0, 'what is not allowed does not open')
  assert.match(await text(page, '.way:disabled'), /这一件不能重新提交/)
  await key('3')
  await dialog(page).waitFor()
  assert.equal(await page.locator('dialog .modal-foot .main').isDisabled(), true, 'a reason is needed')
  await page.getByLabel('居民本人不办了').check()
  await clean(page, 'drop')
  await key('Control+Enter')
  await page.waitForURL(/\/conflicts\/k3$/)

  await page.locator('.versions').waitFor()
  await key('Control+Enter')
  await dialog(page).waitFor()
  await page.getByLabel('有稳定住处').check()
  await key('Control+Enter')
  await page.waitForURL(/\/conflicts$/)
  await page.locator('.empty b', { hasText: '都处理完了' }).waitFor()
  assert.equal(await page.locator('.rail .badge.amber').count(), 0)
  assert.deepEqual(mock.office.resolutions.map(({ id, verb, body }) => [id, verb, body.record_id ?? body.reason ?? body.changes]), [
    ['k1', 'attach', 'r0001'], ['k2', 'drop', '居民本人不办了'], ['k3', 'amend', { condition: 'dwelling' }],
  ])
  await key('2')
  await page.locator('.row').first().waitFor()
  assert.match(await text(page, '.row'), /周敏：已归到已有记录/)
})

test('the versions stand side by side; what does not fit is marked, what both have is too', async (t) => {
  const { page } = await sit(t, '/conflicts/k1', { as: 'zhoumin' })
  await page.locator('.versions').waitFor()
  assert.deepEqual(await page.locator('.versions thead th').evaluateAll((all) => all.map((one) => one.firstChild.textContent)), ['断网以前', '断网时录入', '现有记录'])
  const rows = await page.locator('.versions tbody tr').evaluateAll((all) => all.map((one) => [...one.children].map((cell) => cell.innerText.replaceAll('\n', ' ').trim())))
  assert.deepEqual(rows.slice(0, 3), [
    ['住址 两边一致', '松涛苑 1 号楼 1 单元 101', '银杏里 5 号楼 2 单元 602', '银杏里 5 号楼 2 单元 602'],
    ['从哪天住起 不一致', '2026年4月1日', '2026年11月18日', '2026年11月15日'],
    ['电话 不一致', '没有', '138****6620', '139****0417'],
  ])
  assert.match(await text(page, '.why'), /这个人已经登记在这个地址[\s\S]*已经在别处办了/)
  assert.match(await text(page, '.timeline'), /居住登记[\s\S]*居民本人 · 书香社区服务站/)
  await shot(page, 'desk')
})

test('only what is changed is sent; a room is chosen from compound to door; a refusal keeps the form', async (t) => {
  const { page, mock, key } = await sit(t, '/conflicts/k1', { as: 'zhoumin' })
  await page.locator('.versions').waitFor()
  await key('1')
  await dialog(page).waitFor()
  assert.match(await text(page, 'dialog .field .hint'), /不改就留空，用原来的：138\*\*\*\*6620/)
  await page.getByLabel('电话').fill('13911112222')
  await page.getByRole('button', { name: '换一个房间' }).click()
  await page.getByLabel('小区').selectOption({ label: '青松苑' })
  await page.getByLabel('楼', { exact: true }).selectOption({ label: '3号楼' })
  await page.getByLabel('单元').selectOption({ label: '2单元' })
  await page.getByLabel('房间').selectOption({ label: '501室' })
  await clean(page, 'amend')
  await shot(page, 'amend')
  mock.fail('cluster.uncertain')
  await key('Control+Enter')
  await page.locator('dialog .note', { hasText: '还不确定有没有办成' }).waitFor()
  assert.equal(mock.office.resolutions.length, 0)
  await key('Control+Enter')
  await page.waitForURL(/\/conflicts\/k2$/)
  assert.deepEqual(mock.office.resolutions[0].body.changes, { phone: '13911112222', room_id: 'r-qs-3-2-501' })
})

test('cut off, nothing can be resolved, and the reason is said', async (t) => {
  const { page, mock, key } = await sit(t, '/conflicts/k1', { as: 'zhoumin' })
  await page.locator('.versions').waitFor()
  mock.setMode({ mode: 'isolated', leader: '', reachable: 1 })
  await page.locator('.hold.tone-local').waitFor()
  assert.deepEqual(await page.locator('.way').evaluateAll((all) => all.map((one) => one.disabled)), [true, true, true])
  await key('2')
  assert.equal(await dialog(page).count(), 0)
})

test('somebody else was quicker: what became of it is shown, nothing is offered', async (t) => {
  const { page, mock } = await sit(t, '/conflicts/k1', { as: 'zhoumin' })
  await page.locator('.versions').waitFor()
  const other = mock.office.conflicts[0]
  Object.assign(other.row, { state: 'resolved', action: 'dropped', reason: '重复', resolved_by_name: '李想', resolved_at: '2026-11-21T01:40:00Z' })
  other.allowed = []
  mock.touch('conflict', 'k1')
  await page.getByText('处理结果').waitFor()
  assert.match(await text(page, '.facts'), /不再办理[\s\S]*重复[\s\S]*李想/)
  assert.equal(await page.locator('.way').count(), 0)
})
