// The live list of alarms: what comes is seen and said at once, on every page. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, logOn, open, sit, text } from './support/staff-desk.mjs'
import { signal } from './support/staff-mock-alarms.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-alarm-${name}.png`, artefacts).pathname })
const rowIds = (page) => page.locator('.row').evaluateAll((all) => all.map((one) => one.dataset.row))
const duress = (id = 'i-new') => signal(id, '1234', '121', 'panic', 1, 0, { silent: true, duress: true, user: true, zone: '001' })

/** Counts how often the live region says something new. */
async function listen(page) {
  await page.evaluate(() => {
    globalThis.said = []
    const region = document.querySelector('.alarm-bar [role=alert]')
    new MutationObserver(() => globalThis.said.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true })
  })
  return () => page.evaluate(() => globalThis.said)
}

function bring({ office }, item, touch) {
  office.alarms.items.push(item)
  touch('alarm', '')
}

test('the gravest stands first, each line says in words what, where and when', async (t) => {
  const { page } = await sit(t, '/alarms', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  assert.deepEqual(await rowIds(page), ['i-fire', 'i-gone', 'i-burg', 'i-it', 'i-run', 'i-odd', 'i-open', 'i-test'])
  const lines = Object.fromEntries(await page.locator('.row').evaluateAll((all) => all.map((one) => [one.dataset.row, one.innerText.replace(/\s+/g, ' ')])))
  assert.match(lines['i-fire'], /^火警 火警 E110 · 分区 01 · 防区 003 书香路 9 号 书\*\*学 · 2002 已恢复 07:43:26 07:36:26 书香社区服务站$/)
  assert.match(lines['i-burg'], /盗警 E130 .*重复 ×3 09:10:26 最近 09:11:06 主机时间 08:20:26/)
  assert.match(lines['i-gone'], /^接警机 河湾接警机：设备被拔掉了 河湾社区服务站/)
  assert.match(lines['i-it'], /^盗警 防区报警 601 /, 'the number of an IT-100 is read as its own')
  assert.match(lines['i-run'], /^\S+ 主机连续发信号 未登记的用户编号 7777 连发 214 个/)
  assert.match(lines['i-odd'], /^未知 未知信号 E7A9/)
  assert.match(lines['i-open'], /撤防（用户撤布防） E401 · 分区 01 · 用户 012/)
  assert.deepEqual(await page.locator('.tabs .priority .num').allInnerTexts(), ['1', '3', '2', '2'])
  assert.match(await text(page, '.strip li.tone-amber'), /河湾接警机[\s\S]*设备被拔掉了/)
  await clean(page, 'alarms')
})

test('of a receiver whose station is out of reach nothing is claimed; a swinging zone keeps its code', async (t) => {
  const { page, mock } = await sit(t, '/alarms', { as: 'zhoumin' })
  await page.locator('.strip li.tone-green').nth(2).waitFor()
  mock.setMode({ reachable: 2 }) // the system page says that it is the third
  await page.locator('.strip li.tone-amber', { hasText: '网络接警' }).waitFor()
  assert.deepEqual(await page.locator('.strip .state').evaluateAll((all) => all.map((one) => one.querySelector('b').textContent)), ['正常', '设备被拔掉了', '正常', '不知道（站点连不上）'])
  await clean(page, 'receivers out of reach')
  await shot(page, 'away')
  mock.setMode({})
  await page.locator('.strip li.tone-green', { hasText: '网络接警' }).waitFor()
  bring(mock, signal('i-swing', '2001', '130', 'intrusion', 2, 0, { kind: 'swinger', qualifier: 0, signals: 9 }), mock.touch)
  await page.locator('[data-row=i-swing]', { hasText: '反复触发 9 次' }).waitFor()
  assert.match(await text(page, '[data-row=i-swing] .what'), /盗警/)
})

test('a new urgent alarm is on screen within a second, is said once, and counts in the title until somebody looks', async (t) => {
  const { page, mock, key } = await sit(t, '/alarms', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  const said = await listen(page)
  const began = Date.now()
  bring(mock, duress(), mock.touch)
  await page.locator('.row.fresh[data-row=i-new]').waitFor()
  assert.ok(Date.now() - began < 1000, `${Date.now() - began} ms`)
  assert.equal((await rowIds(page))[0], 'i-new')
  assert.equal(await page.locator('.row.sel').getAttribute('data-row'), 'i-fire', 'the selection stays where it was')
  assert.match(await text(page, '[data-row=i-new]'), /新[\s\S]*静默：不要回拨[\s\S]*胁迫/)
  assert.match(await page.title(), /^\(1\) 警情/)
  assert.equal(await text(page, '.rail a[href$="/alarms"] .badge span'), '1')
  await clean(page, 'a new alarm')
  await shot(page, 'new')
  bring(mock, signal('i-mild', '2001', '130', 'intrusion', 2, 0), mock.touch)
  await page.locator('[data-row=i-mild]').waitFor()
  assert.deepEqual(await said(), ['新的一级警情：胁迫报警，青松家园 3 栋 2 单元 501'])
  await key('k')
  await page.locator('.row.sel[data-row=i-new]:not(.fresh)').waitFor()
  assert.match(await page.title(), /^警情/)
  assert.equal(await page.locator('.rail .badge.red').count(), 0)
})

test('on another page it stands above the page; G A leads to it; somebody who sits down later sees it too', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, mock, key } = desk
  await page.locator('.row').first().waitFor()
  const said = await listen(page)
  bring(mock, duress(), mock.touch)
  await page.locator('.alarm-bar .line', { hasText: '胁迫报警 · 青松家园 3 栋 2 单元 501' }).waitFor()
  assert.equal((await said()).length, 1)
  await clean(page, 'the bar of alarms')
  await shot(page, 'bar')
  await page.reload()
  await page.locator('.alarm-bar .line').waitFor()
  await key('g', 'a')
  await page.locator('.row.fresh[data-row=i-new]').waitFor()
  assert.equal(await page.locator('.alarm-bar .line').count(), 0)
})

test('a burst means few requests and loses nothing; a broken line is made good', async (t) => {
  const { page, mock } = await sit(t, '/alarms', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  const before = mock.office.alarms.asked
  for (let n = 0; n < 60; n++) bring(mock, signal(`b-${n}`, '2001', '130', 'intrusion', 2, 0), mock.touch)
  await page.locator('[data-row=b-59]').waitFor()
  assert.ok(mock.office.alarms.asked - before <= 4, `${mock.office.alarms.asked - before} requests`)
  for (const stream of mock.office.streams) stream.end()
  mock.office.streams.clear()
  mock.office.alarms.items.push(duress())
  await page.waitForResponse((r) => r.url().endsWith('/events'))
  while (mock.office.streams.size === 0) await page.waitForTimeout(20)
  for (const stream of mock.office.streams) stream.write('event: reset\ndata: {}\n\n')
  await page.locator('[data-row=i-new]').waitFor()
})

test('the list is walked, narrowed and opened with the keyboard alone', async (t) => {
  const { page, key } = await sit(t, '/alarms', { as: 'lixiang' })
  await page.locator('.row.sel[data-row=i-fire]').waitFor()
  await key('2')
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 3)
  assert.deepEqual(await rowIds(page), ['i-gone', 'i-burg', 'i-it'])
  assert.deepEqual(await page.locator('.tabs .priority .num').allInnerTexts(), ['1', '3', '2', '2'], 'the figures are of the whole')
  await key('j', 'Enter')
  await page.locator('.signal').first().waitFor()
  assert.equal(new URL(page.url()).pathname, '/staff/alarms/i-burg')
  assert.equal(await page.locator('.signal').count(), 3)
  assert.match(await text(page, '.signal'), /盗警[\s\S]*Sur-Gard[\s\S]*主机时间[\s\S]*差 50 分钟[\s\S]*138\*\*\*\*6620[\s\S]*5011 182001E13001003\.[\s\S]*35 30 31 31 20/)
  await shot(page, 'detail')
  await clean(page, 'one alarm')
  await key(']')
  await page.waitForURL(/i-it$/)
  await key('[', '[')
  await page.waitForURL(/i-gone$/)
  assert.match(await text(page, '.hold'), /重新插上/)
  await key('Escape')
  await page.locator('.row.sel[data-row=i-gone]').waitFor()
  await key('2')
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 8)
  await page.getByRole('button', { name: '近 72 小时' }).click()
  await page.locator('.row').first().waitFor()
})

test('a long group is fetched page by page and stays whole when it grows', async (t) => {
  const { page, mock } = await sit(t, '/alarms/i-run', { as: 'zhoumin' })
  await page.locator('.signal').first().waitFor()
  assert.match(await text(page, '.panel-body'), /短时间内不停地发信号/)
  assert.equal(await page.locator('.signal').count(), 100)
  await page.getByRole('button', { name: '再取后面的信号' }).click()
  await page.waitForFunction(() => document.querySelectorAll('.signal').length === 200)
  mock.office.alarms.items.find((one) => one.id === 'i-run').signals = 216
  mock.touch('alarm', '')
  await page.locator('.panel-head', { hasText: '216 个' }).waitFor()
  assert.equal(await page.locator('.signal').count(), 200)
})

test('empty, failing and forbidden say so', async (t) => {
  const desk = await sit(t, '/alarms', { as: 'zhoumin' })
  const { page, mock, key } = desk
  await page.locator('.row').first().waitFor()
  Object.assign(mock.office.alarms, { items: [], receivers: [] })
  mock.touch('alarm', '')
  await page.locator('.empty b', { hasText: '这段时间没有警情' }).waitFor()
  assert.match(await text(page, '.none'), /还没有接警机/)
  await key('1')
  await page.locator('.empty b', { hasText: '这一级没有警情' }).waitFor()
  await page.route('**/api/v1/alarms?**', (route) => route.abort())
  mock.touch('alarm', '')
  await page.locator('.hold', { hasText: '现在取不到新的警情' }).waitFor()
  await page.unroute('**/api/v1/alarms?**')
  mock.touch('alarm', '')
  await page.locator('.hold').waitFor({ state: 'detached' })
  await page.goto(`${mock.base}/staff/alarms/nothing`)
  await page.locator('.load-state').waitFor()
  await page.click('.me')
  await page.getByRole('button', { name: '退出登录' }).click()
  await logOn(desk, 'guanli')
  await page.goto(`${mock.base}/staff/alarms`)
  await page.waitForURL(/\/staff\/accounts$/) // who manages accounts sees no alarm
  assert.equal(await page.locator('.rail a[href$="/alarms"]').count(), 0)
})
