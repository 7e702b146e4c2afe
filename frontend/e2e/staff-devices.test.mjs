// The devices at the station's ports: how they do, how they are set up, and what goes over their wires. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'
import { speak } from './support/staff-mock-devices.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-devices-${name}.png`, artefacts).pathname })
const tidy = (words) => words.replaceAll(/\s+/g, ' ').trim()

test('every device with state, port, what came last and counters; a clerk changes nothing', async (t) => {
  const { page, key, asked } = await sit(t, '/devices', { as: 'zhoumin' })
  await page.locator('.card').first().waitFor()
  const cards = (await page.locator('.card').allInnerTexts()).map(tidy)
  assert.match(cards[0], /^身份证读卡器 身份证读卡器 正常 07:41起 端口 \S+PL2303\S+ 最近一次 1 分钟前 · 读了一张卡 31 读卡 0 重新连接$/)
  assert.match(cards[1], /^一楼接警机 接警机 · Sur-Gard 正常 .* 最近一次 \d 秒前 · 心跳 184 已保存的信号 0 没存下的信号 1020 心跳/)
  assert.match(cards[2], /接听地址 0\.0\.0\.0:8900/)
  assert.match(cards[3], /网络地址 10\.7\.0\.40:9100 .*58 打印/)
  assert.equal(await page.getByRole('button', { name: '添加设备' }).count(), 0)
  await clean(page, 'devices')
  await shot(page, 'list')
  await key('j', 'j', 'Enter')
  await page.locator('h2', { hasText: '一楼接警机' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '设置' }).count(), 0)
  await key('Escape')
  await page.locator('.card').first().waitFor()
  assert.equal(asked.some((path) => path.includes('serial-ports')), false)
})

test('a fault shows at once, everywhere, with what to do and the way around', async (t) => {
  const { page, mock, key } = await sit(t, '/cases', { as: 'zhoumin' })
  await page.locator('.row').first().waitFor()
  assert.equal(await page.locator('.mode-banner .line').count(), 0)
  mock.tellDevice('printer-叫号', { state: 'fault', fault: 'printer.paper_out', printer: { paper: 'out', cover: 'closed', online: true, job: '' } })
  await page.locator('.mode-banner .amber').waitFor()
  assert.equal(tidy(await text(page, '.mode-banner')), '大厅打印机：打印机没有纸了。 请居民拍下屏幕上的号码，或者口头告知。 看设备')
  assert.equal(await page.locator('.mode-banner').getAttribute('role'), 'status')
  mock.tellDevice('alarm-一楼接警机', { state: 'fault', fault: 'line.garbage', detail: 'parity' })
  await page.locator('.mode-banner', { hasText: '一楼接警机：收到的内容看不懂' }).waitFor()
  assert.match(await text(page, '.mode-banner'), /还有 1 个设备有故障/)
  mock.setMode({ mode: 'isolated', reachable: 1 })
  await page.locator('.mode-banner .local').waitFor()
  mock.setMode({})
  await page.locator('.mode-banner .amber').waitFor()
  await key('g', 'v')
  await page.locator('.card .trouble').first().waitFor()
  const faults = (await page.locator('.card .trouble').allInnerTexts()).map(tidy)
  assert.match(faults[0], /^收到的内容看不懂 校验不对：.*7 位、偶校验/)
  assert.match(faults[1], /^打印机没有纸了 换上新纸卷/)
  await clean(page, 'devices in trouble')
  await shot(page, 'fault')
  mock.tellDevice('alarm-一楼接警机', { fault: 'clock.wrong', detail: '*****555' })
  await page.locator('.card .trouble', { hasText: '主机的时间不准，报文没有收下 用户编号 *****555' }).waitFor()
  assert.match(await text(page, '.card .trouble'), /把主机的时间校准/)
  mock.tellDevice('alarm-一楼接警机', { state: 'ready', fault: '', detail: '' })
  mock.tellDevice('printer-叫号', { state: 'ready', fault: '' })
  await page.locator('.mode-banner .line').waitFor({ state: 'detached' })
  await page.locator('.card .trouble').first().waitFor({ state: 'detached' })
})

test('a receiver is added by maker and port; the port of another device cannot be taken', async (t) => {
  const { page, mock, key } = await sit(t, '/devices', { as: 'guanli', size: { width: 1440, height: 1000 } })
  await page.locator('.card').first().waitFor()
  await key('n')
  await dialog(page).waitFor()
  await page.getByLabel('厂家和型号').selectOption({ label: 'Sur-Gard MLR2E' })
  assert.deepEqual(await page.locator('dialog .line select').evaluateAll((all) => all.map((one) => one.selectedOptions[0].textContent)), ['请选择', '19200', '7', '偶', '1'])
  const port = page.getByLabel('串口', { exact: true })
  assert.deepEqual(await port.locator('option').evaluateAll((all) => all.map((one) => (one.disabled ? '(-) ' : '') + one.textContent)), [
    '请选择', '(-) Prolific PL2303（/dev/ttyUSB0）（“身份证读卡器”正在用）', '(-) FTDI FT232R（/dev/ttyUSB1）（“一楼接警机”正在用）', 'CH340（/dev/ttyUSB2）', '/dev/ttyS0', '自己填写……',
  ])
  await key('Control+Enter')
  await page.locator('dialog .port .error').waitFor()
  assert.equal(await text(page, 'dialog .port .error'), '还没有填。')
  assert.equal(await port.evaluate((el) => el === document.activeElement), true, 'the first wrong field has the focus')
  await port.selectOption({ label: 'CH340（/dev/ttyUSB2）' })
  await page.getByLabel('名称').fill('二楼接警机')
  await page.getByText('不常用的设置').click()
  await page.getByLabel('确认字节').fill('zz')
  await page.getByRole('button', { name: '加一行' }).click()
  await page.getByLabel('第 1 个代码', { exact: true }).fill('134')
  await page.getByLabel('第 1 个代码当作什么').selectOption({ label: '记录' })
  await page.getByRole('button', { name: '保存' }).click()
  await page.locator('dialog .field.wrong', { hasText: '确认字节' }).waitFor()
  assert.deepEqual((await page.locator('dialog .field.wrong').allInnerTexts()).map(tidy), ['确认字节 两位十六进制数；空着就用这种协议通常的 应是一个字节的两位十六进制数，例如 06。'])
  await clean(page, 'the form of a receiver')
  await shot(page, 'form')
  await page.getByLabel('确认字节').fill('06')
  await page.getByRole('button', { name: '保存' }).click()
  await page.locator('h2', { hasText: '二楼接警机' }).waitFor()
  assert.deepEqual(mock.office.ports.saved, [{ kind: 'alarm', name: '二楼接警机', connection: 'serial', port: '/dev/serial/by-id/usb-1a86_CH340-if00-port0', protocol: 'surgard', keys: {}, settings: { baud: 19200, data_bits: 7, parity: 'even', stop_bits: 1, ack: '06', makers: { 134: 'log' } } }])
})

test('keys of panels go in, stay, and never come out', async (t) => {
  const { page, mock } = await sit(t, `/devices/${encodeURIComponent('alarm-联网主机')}`, { as: 'guanli', size: { width: 1440, height: 1000 } })
  await page.getByRole('button', { name: '设置' }).click()
  await dialog(page).waitFor()
  assert.equal(await page.getByLabel('保留现在的密钥').isChecked(), true)
  await page.getByLabel('名称').fill('街面主机')
  await page.getByRole('button', { name: '保存' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  assert.equal(mock.office.ports.saved[0].keys, undefined)
  await page.getByRole('button', { name: '设置' }).click()
  await page.getByLabel('填写密钥').check()
  await page.getByLabel('第 1 行的密钥').fill('3F2504E04F8911D39A0C0305E82C3301')
  await clean(page, 'the form of panels')
  await shot(page, 'keys')
  await page.getByRole('button', { name: '保存' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  assert.deepEqual(mock.office.ports.saved[1].keys, { '': '3F2504E04F8911D39A0C0305E82C3301' })
  assert.deepEqual(mock.office.ports.saved[1].settings, { windows: { 1234: 0 } })
})

test('the rate of a card reader is found and set', async (t) => {
  const { page, mock } = await sit(t, '/devices/idcard', { as: 'guanli' })
  const probe = page.getByRole('button', { name: '找波特率' })
  await probe.click()
  await page.getByText('现在的设置就是它，不用改。').waitFor()
  mock.office.ports.baud = 9600
  await probe.click()
  await page.getByRole('button', { name: '改用 9600' }).click()
  await page.locator('.facts', { hasText: '9600' }).first().waitFor()
  assert.deepEqual(mock.office.ports.saved, [{ kind: 'idcard', name: '', connection: 'serial', port: '/dev/serial/by-id/usb-Prolific_PL2303-if00-port0', settings: { baud: 9600 } }])
  mock.office.ports.baud = 0
  await probe.click()
  await page.getByText('设备没有反应。请检查电源和连线，再试一次。').waitFor()
})

test('a test ticket, with what became of it in words', async (t) => {
  const { page, mock } = await sit(t, `/devices/${encodeURIComponent('printer-叫号')}`, { as: 'guanli' })
  for (const [outcome, words] of [
    ['printed', '打印机说票已经出来。'], ['unsure', '打印机没有回答，票可能已打出：请看一眼。'], ['sent', /不会回话，请看一眼/], ['parted', /断成两截/], ['printer.cover_open', '打印机的盖子开着，请盖好。'],
  ]) {
    mock.office.ports.outcome = outcome
    await page.getByRole('button', { name: '打印测试票' }).click()
    await page.getByText(words).waitFor()
  }
  await clean(page, 'a printer')
  await shot(page, 'printer')
})

test('a port that is not there now stays set, and is said to be unplugged', async (t) => {
  const { page, mock } = await sit(t, `/devices/${encodeURIComponent('alarm-一楼接警机')}`, { as: 'guanli' })
  mock.office.ports.ports.splice(1, 1)
  const chosen = async () => {
    await page.getByRole('button', { name: '设置' }).click()
    await page.locator('dialog option[value*=A50285BI]').waitFor({ state: 'attached' })
    const words = await page.getByLabel('串口', { exact: true }).evaluate((el) => el.selectedOptions[0].textContent)
    await page.getByRole('button', { name: '取消' }).click()
    return words
  }
  assert.equal(await chosen(), '/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0')
  mock.tellDevice('alarm-一楼接警机', { state: 'fault', fault: 'port.gone' })
  await page.getByText('重新插上，本站会自己接着工作。').waitFor()
  assert.equal(await chosen(), '/dev/serial/by-id/usb-FTDI_FT232R_A50285BI-if00-port0（现在没有插上）')
})

test('a device is removed after what that means was said', async (t) => {
  const { page, mock } = await sit(t, `/devices/${encodeURIComponent('alarm-一楼接警机')}`, { as: 'guanli' })
  await page.getByRole('button', { name: '移除' }).click()
  await dialog(page).waitFor()
  assert.match(await text(page, 'dialog .will'), /接在它上面的报警从现在起收不到/)
  await clean(page, 'remove a device')
  await page.getByRole('button', { name: '移除这个设备' }).click()
  await page.locator('.card').first().waitFor()
  assert.equal(mock.office.ports.devices.length, 3)
  await page.goto(`${mock.base}/staff/devices/${encodeURIComponent('alarm-一楼接警机')}`)
  await page.getByText('没有这个设备').waitFor()
})

test('the wire, as it speaks: both ways, paused, filtered, cleared, copied', async (t) => {
  const { page, mock } = await sit(t, `/devices/${encodeURIComponent('alarm-一楼接警机')}`, { as: 'zhoumin', size: { width: 1440, height: 900 } })
  const id = 'alarm-一楼接警机'
  const lines = async () => (await page.locator('.table tbody tr').allInnerTexts()).map(tidy)
  await page.getByText('还没有数据').waitFor()
  speak(mock.office, id, 'in', '5012 185555E10102012\x14')
  speak(mock.office, id, 'out', '\x06')
  await page.locator('.table tbody tr').nth(1).waitFor()
  assert.deepEqual(await lines(), ['09:41:26.000 收 35 30 31 32 20 31 38 35 35 35 35 45 31 30 31 30 32 30 31 32 14 5012 185555E10102012.', '09:41:26.125 发 06 .'])
  assert.equal(await page.locator('.scroll').evaluate((el) => el.closest('[aria-live]')), null)
  await clean(page, 'traffic')
  await page.getByRole('button', { name: '只看发出的' }).click()
  assert.deepEqual(await lines(), ['09:41:26.125 发 06 .'])
  await page.getByRole('button', { name: '收和发' }).click()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: '复制' }).click()
  await page.getByText('已复制 2 行').waitFor()
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^09:41:26\.000\t收\t35 30 .* 14\t5012 185555E10102012\.\n09:41:26\.125\t发\t06\t\.$/)
  await page.getByRole('button', { name: '暂停' }).click()
  speak(mock.office, id, 'in', '1010           @    \x14')
  await page.getByRole('button', { name: '清空' }).click()
  await page.getByRole('button', { name: '继续' }).click()
  await page.locator('.table tbody tr').first().waitFor()
  assert.deepEqual(await lines(), ['09:41:26.250 收 31 30 31 30 20 20 20 20 20 20 20 20 20 20 20 40 20 20 20 20 14 1010 @ .'])
  for (let i = 0; i < 320; i += 1) speak(mock.office, id, i % 2 ? 'out' : 'in', i % 2 ? '\x06' : `5012 185555E130020${String(i).padStart(2, '0')}\x14`)
  await page.locator('.table tbody tr').nth(299).waitFor()
  assert.equal(await page.locator('.table tbody tr').count(), 300)
  const end = await page.locator('.scroll').evaluate((el) => el.scrollHeight - el.scrollTop - el.clientHeight)
  assert.ok(end < 8, `the newest row is in sight, ${end} px left`)
  await shot(page, 'traffic')
})

test('card data is hidden, and the page says so', async (t) => {
  const { page, mock } = await sit(t, '/devices/idcard', { as: 'zhoumin' })
  speak(mock.office, 'idcard', 'in', '', { hex: 'AA AA AA 96 69 05 08 00 00 90 ·· ·· ··', text: '', masked: true })
  await page.locator('.table tbody tr').first().waitFor()
  assert.match(await text(page, '.hold'), /卡上的资料已遮住/)
  await clean(page, 'masked traffic')
  await shot(page, 'masked')
})

test('nothing set up: what to do, by who asks; what cannot be read is said', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin', theme: 'dark' })
  Object.assign(mock.office.ports, { devices: [], source: 'file' })
  await page.locator('.rail a[href$="/devices"]').click()
  await page.getByText('需要添加设备时，请联系系统管理员。').waitFor()
  mock.office.ports.problem = { field: 'devices.toml', code: 'device.file_damaged', params: { line: '7' } }
  await page.getByText('第 7 行').waitFor()
  await clean(page, 'no devices, dark')
})

for (const [lang, theme, size] of [['zh-CN', 'light', { width: 1366, height: 768 }], ['en', 'dark', { width: 1366, height: 768 }], ['en', 'light', { width: 960, height: 720 }]]) {
  test(`nothing is clipped or runs off the screen, ${lang} ${theme} ${size.width}`, async (t) => {
    const desk = await sit(t, '/devices', { as: 'guanli', lang, theme, size })
    const { page, mock } = desk
    mock.tellDevice('idcard', { state: 'fault', fault: 'reader.not_found' })
    speak(mock.office, 'idcard', 'in', '', { hex: 'AA AA AA 96 69 00 04 00 00 90 94', text: '', masked: true })
    for (const [path, ready] of [['', '.card .trouble'], ['/idcard', '.table tbody tr'], [`/${encodeURIComponent('alarm-联网主机')}`, '.empty'], [`/${encodeURIComponent('printer-叫号')}`, '.empty']]) {
      await page.goto(`${mock.base}/staff/devices${path}?lang=${lang}&theme=${theme}`)
      await page.locator(ready).first().waitFor()
      if (path && path !== '/idcard') {
        await page.locator('.panel .row-btns .main').click()
        await dialog(page).waitFor()
        for (const more of await page.locator('dialog summary').all()) await more.click()
      }
      await clean(page, `${path} ${lang} ${theme}`)
      const clipped = await page.evaluate(() => [...document.querySelectorAll('.btn, .tag, .tabs button, .rail a, h1, h2, h3, .choice, .label, .facts dt, .counters span, .hold, .modal-foot')]
        .filter((el) => el.checkVisibility() && (el.scrollWidth > el.clientWidth + 1 || el.getBoundingClientRect().right > innerWidth + 1) && getComputedStyle(el).display !== 'inline')
        .map((el) => `${el.className || el.tagName}: ${el.innerText.slice(0, 40)}`))
      assert.deepEqual(clipped, [], path)
      await shot(page, `look-${lang}-${size.width}${path.replaceAll(/[^a-z]/g, '') || '-list'}`)
    }
  })
}
