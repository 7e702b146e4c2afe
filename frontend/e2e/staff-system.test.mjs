// The system page: how the stations are, and what an administrator does about it. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-system-${name}.png`, artefacts).pathname })

test('the stations with role, contact, lag and clock; a clock that is off is amber', async (t) => {
  const { page } = await sit(t, '/system', { as: 'zhoumin', size: { width: 1440, height: 1000 } })
  await page.locator('.table tbody tr').first().waitFor()
  const rows = await page.locator('.table tbody tr').evaluateAll((all) => all.map((one) => one.innerText.replaceAll(/\s+/g, ' ').trim()))
  assert.match(rows[0], /青松社区服务站 ?本站 ?s1 · 10\.7\.0\.1:7400 主站 在线 已跟上 0\.0 秒 0\.3\.0/)
  assert.match(rows[1], /参加表决 在线 已跟上 -2\.8 秒/)
  assert.match(rows[2], /连不上 ?最后联系 09:20 差 36 笔 不清楚/)
  assert.match(rows[3], /只同步，不表决 在线 差 2 笔 \+0\.0 秒 0\.2\.0/)
  assert.match(rows[4], /旧河湾自助机[\s\S]*已移除/)
  assert.deepEqual(await page.locator('.table .tone-amber').allInnerTexts(), ['-2.8 秒'])
  assert.equal(await page.getByRole('button', { name: '移除' }).count(), 0, 'a clerk manages no stations')
  assert.match(await text(page, '[aria-label=磁盘]'), /18 GB 可用，共 60 GB[\s\S]*登记册\s*60 MB/)
  await shot(page, 'clerk')
})

test('a code for a new station: large, with its time, and another one when it is over', async (t) => {
  const { page, mock } = await sit(t, '/system', { as: 'guanli', clock: true })
  await page.getByRole('button', { name: '添加站点' }).click()
  await page.locator('dialog .code').waitFor()
  assert.deepEqual(await page.locator('dialog .code span').allInnerTexts(), ['22QG', 'ZNJS', 'Y6U2', 'JZJV', 'WR7W', '4QJ7', 'NES9'])
  assert.match(await text(page, 'dialog .left'), /还能用\s*1[45]:\d\d/)
  await clean(page, 'a code')
  await shot(page, 'code')
  mock.office.now = '2026-11-21T01:57:00Z'
  await page.clock.runFor(61_000)
  await page.locator('dialog .left.tone-red').waitFor()
  assert.match(await text(page, 'dialog .left'), /已经过期/)
})

test('a station is removed with a reason and its name typed', async (t) => {
  const { page, mock } = await sit(t, '/system', { as: 'guanli' })
  await page.locator('.table tr', { hasText: '书香社区服务站' }).getByRole('button', { name: '移除' }).click()
  await dialog(page).waitFor()
  const go = page.getByRole('button', { name: '移除这个站点' })
  await page.getByLabel('为什么移除').fill('机器进水报废')
  await page.getByLabel(/请输入站点名称/).fill('书香')
  assert.equal(await go.isDisabled(), true)
  await page.getByLabel(/请输入站点名称/).fill('书香社区服务站')
  await clean(page, 'remove')
  await shot(page, 'remove')
  await go.click()
  await dialog(page).waitFor({ state: 'detached' })
  assert.deepEqual(mock.office.removals, [{ station: 's3', reason: '机器进水报废' }])
  await page.locator('.table tr', { hasText: '书香社区服务站' }).getByText('已移除').waitFor()
})

test('the version is raised after a warning; a backup is made at once', async (t) => {
  const { page } = await sit(t, '/system', { as: 'guanli' })
  await page.getByRole('button', { name: '升级' }).click()
  await dialog(page).waitFor()
  assert.match(await text(page, 'dialog'), /从第 2 版升到第 3 版[\s\S]*不能退回/)
  await page.getByRole('button', { name: '现在升级' }).click()
  await page.getByText('已经是最新').waitFor()
  await page.getByRole('button', { name: '立即备份' }).click()
  await page.getByText('jiezhan-s1-20261121-0941.age').waitFor()
})

test('what is wrong is said with what to do: chain, disk, backup', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin', size: { width: 1440, height: 1000 } })
  mock.office.system.chain.alarm = { peer: 's3', peer_name: '书香社区服务站', seq: 4102, index: 4119, kind: 'residence.register.v1', at: '2026-11-20T06:12:00Z' }
  Object.assign(mock.office.system.disk, { low: true, free_bytes: 524_288_000 })
  mock.office.system.backup = { configured: true, last_at: '2026-11-19T18:30:00Z', last_file: 'jiezhan-s1-20261120-0230.age', last_bytes: 1, last_code: 'backup.failed', next_at: '2026-11-21T18:30:00Z' }
  await page.locator('.rail a[href$="/system"]').click()
  await page.locator('.alarm[role=alert]').waitFor()
  assert.match(await text(page, '.alarm'), /本站和书香社区服务站从第 4102 笔（居住登记，2026年11月20日 14:12）开始不一致/)
  assert.match(await text(page, '[aria-label=磁盘]'), /空间不够[\s\S]*500 MB[\s\S]*请清理磁盘/)
  await page.getByText('备份没有做成').waitFor()
  await clean(page, 'a system in trouble')
  await shot(page, 'trouble')
})
