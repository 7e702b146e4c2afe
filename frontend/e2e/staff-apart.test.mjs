// The console when its station stands apart from the others: what it says, what waits, what goes on. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const cutOff = { mode: 'isolated', leader: '', reachable: 1, waiting: 2, data_as_of: '2026-11-21T01:38:00Z' }
const shot = (page, name) => page.screenshot({ path: new URL(`staff-apart-${name}.png`, artefacts).pathname })

test('cut off: the banner says since when and how much waits, decisions wait with their reason, the desk works on', async (t) => {
  const { page, mock, key } = await sit(t, '/cases/a0001', { as: 'zhoumin' })
  mock.office.waiting.add('a0001')
  await page.locator('.countdown').waitFor()
  mock.setMode(cutOff)
  await page.locator('.mode-banner[role=status]', { hasText: '在本机照常受理' }).waitFor()
  assert.match(await text(page, '.mode-banner'), /别站的数据截至 09:38；2 件等待同步/)
  assert.equal(await page.getByRole('button', { name: /^受理/ }).isDisabled(), false)
  assert.equal(await page.getByRole('button', { name: /^一次性告知/ }).isDisabled(), true)
  assert.match(await text(page, '.hold.tone-local'), /与其他站点断开[\s\S]*等网络恢复才能办/)
  await key('Control+Shift+Enter')
  assert.equal(await dialog(page).count(), 0, 'the shortcut of what has to wait does nothing')
  await clean(page, 'a case while cut off')
  await key('1', '2', '3', '4', 'Control+Enter')
  await dialog(page).waitFor()
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  assert.match(await text(page, '.panel-head:has(.num)'), /已受理\s*本机受理/)
  await shot(page, 'case')
  await page.getByRole('link', { name: '看等待同步的件' }).click()
  await page.locator('.table tbody tr').first().waitFor()
  assert.equal(new URL(page.url()).pathname, '/staff/journal')
})

test('where nobody handed anything in, nothing is said to wait', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin' })
  const line = page.locator('.mode-banner .line')
  mock.setMode({ ...cutOff, waiting: 0 })
  await line.filter({ hasText: '在本机照常受理' }).waitFor()
  assert.match(await line.innerText(), /别站的数据截至 09:38。$/)
  mock.setMode({ ...cutOff, waiting: 0, mode: 'returning' })
  await line.filter({ hasText: '正在同步' }).waitFor()
  assert.match(await line.innerText(), /正在同步。 可以照常受理。$/)
})

test('rows that only this station has carry the tag; the rail says how many wait', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  mock.setMode(cutOff)
  assert.deepEqual(await page.locator('.row', { has: page.locator('.tone-local') }).evaluateAll((all) => all.map((one) => one.dataset.row)), ['r0019'])
  await page.locator('.rail a[href$="/journal"] .badge', { hasText: '2' }).waitFor()
  assert.match(await text(page, '.row[data-row=r0019]'), /有效\s*本机受理\s*同步后生效/)
  assert.match(await text(page, '.tools [role=status]'), /数据截至 09:38/)
  await shot(page, 'list')
})

test('accounts wait for the others, and say why', async (t) => {
  const { page, mock, key } = await sit(t, '/accounts', { as: 'guanli' })
  await page.locator('.table tbody tr').first().waitFor()
  mock.setMode(cutOff)
  await page.locator('.hold', { hasText: '与其他站点断开' }).waitFor()
  assert.deepEqual([...new Set(await page.locator('.panel .btn').evaluateAll((all) => all.map((one) => one.disabled)))], [true])
  await key('n')
  assert.equal(await dialog(page).count(), 0)
})

test('coming back: the banner counts down, the journal says what became of each entry', async (t) => {
  const { page, mock } = await sit(t, '/journal', { as: 'zhoumin' })
  mock.setMode({ ...cutOff, mode: 'returning' })
  await page.locator('.mode-banner', { hasText: '还有 2 件没有同步完' }).waitFor()
  await page.locator('.table tbody tr').first().waitFor()
  assert.deepEqual(await page.locator('.table .tag').allInnerTexts(), ['等待同步', '等待同步', '正在同步', '要人处理', '已生效'])
  assert.match(await text(page, '.table tr:nth-child(4)'), /这个人已经登记在这个地址/)
  await clean(page, 'the journal')
  await shot(page, 'journal')
  mock.setMode({})
  await page.locator('.mode-banner .line').waitFor({ state: 'detached' })
})

test('stopped: nothing can be saved, and what to do about it', async (t) => {
  const { page, mock } = await sit(t, '/cases/a0001', { as: 'zhoumin' })
  await page.locator('.countdown').waitFor()
  mock.setMode({ mode: 'stopped', stop_code: 'disk.full', reachable: 1 })
  await page.locator('.mode-banner[role=alert]', { hasText: '本站现在不能保存，也不能受理' }).waitFor()
  assert.match(await text(page, '.mode-banner'), /磁盘满了[\s\S]*请清理磁盘/)
  assert.equal(await page.locator('.actions .main').isDisabled(), true)
  await clean(page, 'a stopped station')
  await shot(page, 'stopped')
})

test('chains that differ are told on every page, a wrong clock where nothing graver is', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  mock.setMode({ chain_alarm: true })
  await page.locator('.mode-banner[role=alert]', { hasText: '审计链对不上' }).waitFor()
  mock.setMode({})
  await page.locator('.mode-banner .line').waitFor({ state: 'detached' })
  mock.office.clockWarning = true
  await page.reload()
  await page.locator('.mode-banner', { hasText: '本机的时钟和主站相差 3.4 秒' }).waitFor()
})

test('a change of everything reads again what is shown', async (t) => {
  const { page, mock, asked } = await sit(t, '/cases', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  const before = asked.filter((path) => path.startsWith('/api/v1/cases')).length
  const again = page.waitForResponse((answer) => answer.url().includes('/api/v1/cases'))
  mock.touch('*', '')
  await again
  assert.equal(asked.filter((path) => path.startsWith('/api/v1/cases')).length, before + 1)
})
