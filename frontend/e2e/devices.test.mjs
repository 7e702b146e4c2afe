// The story of the devices on real processes: what a receiver on a pseudo-terminal says reaches every desk, and what a cable, a setting, a paper roll,
// a cut network and a lost leader do to it is seen and put right in the browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from './support/office.mjs'
import { ask, openStreet } from './support/people.mjs'

const stations = [1, 2, 3]
let street
let panel
before(async () => {
  street = await openStreet('devices')
  panel = await street.browser.newPage({ viewport: { width: 1600, height: 1400 } })
  await panel.goto(street.office.panel)
  await panel.locator('section').nth(stations.length - 1).waitFor()
}, { timeout: 120_000 })
after(() => street?.close())

/** press pushes a button of a station on the panel of the devices. */
const press = (n, button) => panel.locator('section').nth(n - 1).locator(button).click()
const happen = (n, scene) => press(n, `[data-scene=${scene}]`)
const see = (page, path) => page.goto(`${new URL(page.url()).origin}/staff${path}`)
const tidy = async (locator) => (await locator.innerText()).replaceAll(/\s+/g, ' ').trim()

async function sit(n, login, path) {
  const page = await street.logIn(n, login)
  await see(page, path)
  return page
}

/** list is all lines of the last day as the station of the page knows them. */
async function list(page) {
  const items = []
  for (let before = ''; ;) {
    const answer = await ask(page, `/api/v1/alarms?hours=24&limit=200&before=${encodeURIComponent(before)}`)
    items.push(...answer.items)
    if (!answer.next) return items
    before = answer.next
  }
}

test('what the receiver at one station says is on the desk of another within a second, the gravest first', async (t) => {
  const clerk = await sit(2, 'zhoumin', '/alarms')
  await clerk.locator('.strip li.tone-green').nth(stations.length - 1).waitFor()
  const pressed = Date.now()
  await happen(1, 'help')
  const row = clerk.locator('.row', { hasText: '青松社区服务站' })
  await row.waitFor()
  t.diagnostic(`button pressed to line on the other station's screen: ${Date.now() - pressed} ms`)
  assert.match(await tidy(row), /求助.* E101 · 分区 01 · 防区 001 .*\d+幢.*\*.* · 1001/)
  await clerk.locator('.row.fresh').waitFor()

  for (const scene of ['mains_lost', 'opened', 'burglary', 'fire', 'mains_back', 'unknown_code', 'duress']) await happen(1, scene)
  await clerk.locator('.row').nth(7).waitFor()
  const items = await list(clerk)
  assert.deepEqual(items.map((i) => [i.priority, i.event]), [[1, '121'], [1, '111'], [1, '101'], [2, '131'], [3, '799'], [3, '301'], [4, '301'], [4, '401']])
  assert.deepEqual(await clerk.locator('.row').evaluateAll((all) => all.map((one) => one.dataset.row)), items.map((i) => i.id))
  assert.match(await tidy(clerk.locator('.row', { hasText: 'E121' })), /静默：不要回拨/)
  assert.match(await tidy(clerk.locator('.row', { hasText: 'E301' })), /已恢复/)
  assert.match(await clerk.title(), /^\(3\) 警情/)
  await street.shot(clerk, 'alarms')
  await clerk.locator('.row', { hasText: 'E121' }).click()
  await clerk.locator('.signal', { hasText: /5011 18\d{4}E12101001\./ }).waitFor()
  await street.shot(clerk, 'alarm')
  await clerk.context().close()
})

test('an account that nobody has entered is entered from its alarm, and then says where', async () => {
  const clerk = await sit(2, 'zhoumin', '/alarms')
  const other = await sit(3, 'zhoumin', '/alarms')
  await happen(1, 'stranger')
  await clerk.locator('.row', { hasText: '未登记的用户编号 9001' }).click()
  await clerk.getByRole('button', { name: '登记此编号' }).click()
  await clerk.getByLabel('名称', { exact: true }).fill('孙小满')
  await clerk.getByLabel('独居老人').check()
  await clerk.getByLabel('地点', { exact: true }).fill('银杏里 5 号楼 602')
  await street.shot(clerk, 'subscriber-form')
  await clerk.keyboard.press('Control+Enter')
  await clerk.waitForURL(/\/subscribers\/[^/]+$/)
  await clerk.locator('.facts').first().waitFor()
  await street.shot(clerk, 'subscriber')
  await clerk.keyboard.press('g')
  await clerk.keyboard.press('a')
  for (const page of [clerk, other]) {
    const row = page.locator('.row', { hasText: '9001' })
    await row.filter({ hasText: '银杏里 5 号楼 602' }).waitFor()
    assert.match(await tidy(row), /孙\*满 · 9001/)
    assert.equal(await page.getByText('未登记的用户编号 9001').count(), 0)
    await page.context().close()
  }
})

test('a pulled cable is told with what to do, and is well again by itself; the frames can be watched', async (t) => {
  const admin = await sit(1, 'admin', '/devices')
  const clerk = await sit(1, 'zhoumin', '/devices/alarms')
  await admin.locator('.card').nth(2).waitFor()
  assert.deepEqual(await admin.locator('.card header .state .tag').allInnerTexts(), ['正常', '正常', '正常'])
  await street.shot(admin, 'devices')
  await press(1, '[data-act="alarm/unplug"]')
  const card = admin.locator('.card', { hasText: '接警机' })
  await card.getByText(/设备被拔掉了|找不到端口/).waitFor()
  await clerk.locator('.trouble').waitFor()
  await admin.locator('.mode-banner', { hasText: '接警机' }).waitFor()
  await street.shot(admin, 'devices-unplugged')
  const plugged = Date.now()
  await press(1, '[data-act="alarm/plug"]')
  await card.locator('.trouble').waitFor({ state: 'detached' })
  t.diagnostic(`cable plugged in to ready on the screen: ${Date.now() - plugged} ms`)
  await admin.locator('.mode-banner .line').waitFor({ state: 'detached' })

  await happen(1, 'gas')
  const frame = clerk.locator('.table tr.in', { hasText: 'E151' }).last()
  await frame.waitFor()
  assert.match(await tidy(frame), /^\d\d:\d\d:\d\d\.\d{3} 收 35 30 31 31 20 31 38 .* 45 31 35 31 .* 14 5011 18\d{4}E15101\d{3}\.$/)
  await clerk.locator('.table tr.out', { hasText: '06' }).last().waitFor()
  await street.shot(clerk, 'traffic')
  for (const page of [admin, clerk]) await page.context().close()
})

test('the traffic of a card reader shows no byte of the card', async () => {
  const clerk = await sit(1, 'zhoumin', '/devices/idcard')
  const { cards } = await panel.evaluate(async () => (await fetch('/api/devices')).json())
  const { name, number } = cards.find((c) => c.role === 'half_year')
  await press(1, '[data-card=half_year]')
  await clerk.locator('.facts', { hasText: '读卡' }).first().waitFor()
  await clerk.locator('.table tr.in', { hasText: '·· ·· ··' }).first().waitFor()
  await clerk.locator('.table tr.out', { hasText: 'AA AA AA 96 69 00 03 30 01 32' }).first().waitFor() // the command that reads text and picture
  const shown = `${await clerk.locator('main').innerText()} ${JSON.stringify(await ask(clerk, '/api/v1/devices/idcard/traffic?after=0'))}`.toUpperCase()
  for (const data of [name, name.slice(1), number, number.slice(6, 10), '赵', '范本']) {
    const bytes = [...Buffer.from(data, 'utf16le')].map((b) => b.toString(16).padStart(2, '0').toUpperCase())
    for (const form of [data, bytes.join(' '), bytes.join('')]) assert.ok(!shown.includes(form), `${form} is shown`)
  }
  await street.shot(clerk, 'traffic-masked')
  await press(1, '[data-act=remove]')
  await clerk.context().close()
})

test('a wrong terminator shows as a fault and is put right, without a restart', async (t) => {
  const admin = await sit(1, 'admin', '/devices/alarms')
  const began = (await ask(admin, '/api/v1/devices')).devices.find((d) => d.id === 'idcard').since
  await setTerminator(admin, '0D')
  const set = Date.now()
  await happen(1, 'tamper')
  await admin.locator('.trouble', { hasText: '收到的内容看不懂' }).waitFor({ timeout: 30_000 })
  t.diagnostic(`wrong terminator to the fault on the screen: ${Date.now() - set} ms`)
  await street.shot(admin, 'garbage')
  assert.equal((await street.office.wire(1)).waiting, 1)
  await setTerminator(admin, '')
  await admin.locator('.trouble').waitFor({ state: 'detached' })
  await until('the signal that waited', async () => (await street.office.wire(1)).waiting === 0)
  const devices = (await ask(admin, '/api/v1/devices')).devices
  assert.equal(devices.find((d) => d.id === 'alarms').state, 'ready')
  assert.equal(devices.find((d) => d.id === 'idcard').since, began, 'the other devices were left alone')
  await street.shot(admin, 'ready-again')
  await admin.context().close()
})

/** setTerminator sets the byte that ends a frame on the page of the device. */
async function setTerminator(page, byte) {
  await page.getByRole('button', { name: '设置' }).click()
  const more = page.getByText('不常用的设置', { exact: true })
  if (!await page.getByLabel('结束字节').isVisible()) await more.click()
  await page.getByLabel('结束字节').fill(byte)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

test('a test ticket comes out; an empty roll is told, and a new one is noticed', async () => {
  const admin = await sit(1, 'admin', '/devices/ticket-printer')
  await admin.getByRole('button', { name: '打印测试票' }).click()
  await admin.getByText('打印机说票已经出来。').waitFor()
  const picture = panel.locator('section').first().locator('.tray img')
  await picture.waitFor()
  const paper = await until('the whole ticket on the panel', async () => {
    const measured = await picture.evaluate(inked)
    return measured?.height > 300 && measured
  })
  assert.equal(paper.width, 576)
  assert.ok(paper.ink > 0.01 && paper.ink < 0.5, `${paper.ink} of it is black`)
  await picture.screenshot({ path: new URL('artefacts/devices-ticket.png', import.meta.url).pathname })
  await street.shot(panel, 'panel')

  await press(1, '[data-act="printer/paper_out"]')
  await admin.locator('.trouble', { hasText: '打印机没有纸了' }).waitFor()
  await admin.getByRole('button', { name: '打印测试票' }).click()
  await admin.locator('.ticket').getByText(/没有纸/).waitFor()
  await street.shot(admin, 'paper-out')
  await press(1, '[data-act="printer/paper_in"]')
  await admin.locator('.trouble').waitFor({ state: 'detached' })
  await admin.getByRole('button', { name: '打印测试票' }).click()
  await admin.getByText('打印机说票已经出来。').waitFor()
  await admin.context().close()
})

/** inked measures a picture inside its page: how large, and how much of it is dark. Nothing while it has not loaded; a ticket grows while it is printed. */
function inked(image) {
  if (!image.complete || image.naturalWidth === 0) return undefined
  const { naturalWidth: width, naturalHeight: height } = image
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const brush = canvas.getContext('2d')
  brush.drawImage(image, 0, 0)
  const { data } = brush.getImageData(0, 0, width, height)
  let dark = 0
  for (let i = 0; i < data.length; i += 4) if (data[i] < 128) dark += 1
  return { width, height, ink: dark / (width * height) }
}

test('a station that is cut off acknowledges and shows its alarms, and the others get each of them once', async (t) => {
  const here = await sit(1, 'zhoumin', '/alarms')
  const there = await sit(2, 'zhoumin', '/alarms')
  await here.locator('.row').first().waitFor()
  const known = (await list(here)).map((i) => i.id)
  const { acked } = await street.office.wire(1)
  await street.office.act(1, 'cut')
  await here.locator('.mode-banner .local').waitFor()
  const sent = Date.now()
  await happen(1, 'help')
  await until('the acknowledgement', async () => (await street.office.wire(1)).acked === acked + 1)
  t.diagnostic(`cut off: pressed to acknowledged: ${Date.now() - sent} ms`)
  const row = here.locator('.row', { hasText: '本机受理' })
  await row.waitFor()
  assert.equal(await row.count(), 1)
  await street.shot(here, 'cut-off')
  const id = await row.getAttribute('data-row')
  assert.ok(!known.includes(id))
  const [item] = (await list(here)).filter((i) => i.id === id)
  assert.deepEqual((await list(there)).filter((i) => !known.includes(i.id)), [])

  await street.office.act(1, 'mend')
  await until('the station is back', async () => (await street.office.station(1)).mode === 'normal')
  await row.waitFor({ state: 'detached' })
  for (const n of [2, 3]) {
    const page = n === 2 ? there : await sit(3, 'zhoumin', '/alarms')
    await page.locator(`.row[data-row="${id}"]`).waitFor()
    const same = (await list(page)).filter((i) => i.account === item.account && i.zone === item.zone && i.event === item.event)
    assert.deepEqual(same.map((i) => [i.id, i.first_at, i.signals, i.repeats, i.local]), [[id, item.first_at, 1, 0, false]], `station ${n}`)
  }
  await street.shot(there, 'cut-off-there')
})

test('the leader is killed while a receiver speaks: what was acknowledged stands on the list of another station, once', async (t) => {
  const leader = await street.office.leader(1)
  const speaker = leader === 1 ? 2 : 1 // stations with a receiver
  const witness = stations.find((n) => n !== leader && n !== speaker)
  const page = await sit(witness, 'zhoumin', '/alarms')
  await page.locator('.row').first().waitFor()
  const heard = async (at = page) => (await list(at)).filter((i) => i.kind !== 'receiver' && i.station === `station-${speaker}`).reduce((n, i) => n + i.signals - i.repeats, 0)
  const [before, first] = [await heard(), await street.office.wire(speaker)]
  const scenes = ['help', 'fire', 'gas', 'burglary', 'tamper']
  const many = 50
  const half = async () => {
    for (let n = 0; n < many / 2; n += 1) await street.office.happen(speaker, scenes[n % scenes.length])
  }
  await half()
  const killed = Date.now()
  await street.office.act(leader, 'kill')
  t.diagnostic(`acknowledged when the leader was gone: ${(await street.office.wire(speaker)).acked - first.acked}`)
  await half()
  const last = await until('all acknowledged', async () => {
    const wire = await street.office.wire(speaker)
    return wire.waiting === 0 && wire
  })
  t.diagnostic(`leader killed to the last of ${many} acknowledged: ${Date.now() - killed} ms; sent again: ${last.repeated - first.repeated}`)
  assert.equal(last.acked - first.acked, many)
  assert.equal(last.blocked, false)
  await until('all on the list of another station', async () => await heard() === before + many)
  const all = await list(page)
  const counts = [1, 2, 3, 4].map((p) => String(all.filter((i) => i.priority === p).length))
  await until('all on its screen', async () => (await page.locator('.tabs .priority .num').allInnerTexts()).join() === counts.join())
  t.diagnostic(`leader killed to all on the screen of another station: ${Date.now() - killed} ms`)
  await street.shot(page, 'leader-killed')

  await street.office.act(leader, 'start')
  await until('the killed station', async () => (await street.office.station(leader)).mode === 'normal')
  const back = await sit(leader, 'zhoumin', '/alarms')
  await until('all on its list', async () => await heard(back) === before + many)
})
