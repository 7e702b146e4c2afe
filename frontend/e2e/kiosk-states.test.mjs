// Time, privacy and the station's troubles on the kiosk: what is hard to reach with a real office, against the stand-in
// server of support/mock-server.mjs. `npm run build` first; no Go program is needed.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench()
const { at, clean, shown, submissions, tap, text, toCheck } = bench

describe('time and privacy', () => {
  const personal = ['范*例', '119***', '范本省', '138****6620', '青松苑3号楼', 'tok-fan']

  async function nothingLeft() {
    const found = await bench.kiosk.page.evaluate(async () => JSON.stringify([
      document.documentElement.outerHTML, document.title, location.href, history.state, history.length, document.cookie,
      { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys(),
      [...document.querySelectorAll('input, textarea')].map((el) => el.value),
    ]))
    for (const word of personal) assert.ok(!found.includes(word), `${word} is still there`)
  }

  test('idle: asks after 60 s, gives more time, wipes 15 s later, leaves nothing', async () => {
    await toCheck({ clock: true })
    await bench.kiosk.page.clock.runFor(61_000)
    await shown('text=您还在吗')
    assert.ok(!(await bench.kiosk.page.content()).includes('138****6620'), 'hidden while asking')
    await tap('.prompt .primary')
    await at('check_residence') // the answers are still there
    await bench.kiosk.page.clock.runFor(61_000)
    await shown('text=您还在吗')
    await bench.kiosk.page.clock.runFor(16_000)
    await at('home')
    await nothingLeft()
    assert.ok(bench.mock.writes.some((one) => one.path === '/api/v1/kiosk/wipe' && one.body.card_token === 'tok-fan'))
    clean()
  })

  test('removed and not put back: wiped', async () => {
    await toCheck({ clock: true })
    bench.mock.remove()
    await shown('text=身份证拿走了')
    await bench.kiosk.page.clock.runFor(16_000)
    await at('home')
    await shown('h1:has-text("放在读卡区")')
    await nothingLeft()
  })

  test('the receipt goes by itself after 30 s', async () => {
    await toCheck({ clock: true })
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    bench.mock.remove()
    await bench.kiosk.page.clock.runFor(31_000)
    await at('home')
    await nothingLeft()
  })

  test('larger text and contrast do not outlive the visit', async () => {
    await bench.open({ clock: true })
    await tap('.bar > button >> nth=0')
    await tap('.bar > button >> nth=1')
    await tap('.bar > button >> nth=2')
    const look = () => bench.kiosk.page.evaluate(() => [document.documentElement.dataset.size, document.documentElement.dataset.theme, document.documentElement.hasAttribute('data-low')])
    assert.deepEqual(await look(), ['xl', 'hc', true])
    await bench.kiosk.page.clock.runFor(61_000)
    assert.deepEqual(await look(), ['', 'light', false])
  })

  test('a second tap within 300 ms is a tremble', async () => {
    bench.mock.holders['tok-fan'].phone_masked = undefined
    await bench.open()
    bench.mock.place('fan')
    await tap('.primary')
    await tap('.choice >> nth=0')
    await tap('[data-suggested]')
    await tap('[data-since=today]')
    await at('phone')
    await bench.kiosk.page.evaluate(() => {
      const key = [...document.querySelectorAll('.key')].find((one) => one.textContent.trim() === '1')
      key.click()
      key.click()
    })
    assert.equal(await text('.phone-out'), '1')
  })
})

describe('the station', () => {
  test('no leader at the submission: tries again by itself with the same request id', async () => {
    await toCheck()
    let tries = 0
    bench.mock.beforeSubmit = (_body, problem) => { tries += 1; return tries < 3 ? problem(503, 'cluster.no_leader') : undefined }
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.equal(new Set(submissions().map((one) => one.body.request_id)).size, 1)
    assert.equal(submissions().length, 3)
  })

  test('no leader for long: the form stays, the banner says where to go, "try again" sends the same form', async () => {
    await toCheck()
    bench.mock.beforeSubmit = (_body, problem) => problem(503, 'cluster.uncertain')
    bench.mock.setMode('no_leader')
    await tap('footer .primary')
    await shown('.error-box')
    assert.match(await text('.error-box'), /不会重复登记[\s\S]*您填的内容还在[\s\S]*cluster\.uncertain/)
    await shown('.banner.red')
    assert.match(await text('.banner.red'), /暂时不能办理，请到 2 号窗口/)
    bench.mock.beforeSubmit = undefined
    bench.mock.setMode('normal')
    await tap('.error-retry')
    await shown('[data-receipt-number]')
    assert.equal(new Set(submissions().map((one) => one.body.request_id)).size, 1)
    assert.equal(await bench.kiosk.page.locator('.banner').count(), 0)
  })

  test('no leader on the home page: what cannot be done is off, looking is not', async () => {
    await bench.open()
    bench.mock.setMode('no_leader')
    await shown('.banner.red')
    assert.deepEqual(await bench.kiosk.page.locator('.tile').evaluateAll((all) => all.map((one) => one.disabled)), [true, true, false])
  })

  test('reader gone: the banner and the page say where to go', async () => {
    await bench.open()
    bench.mock.setReader('fault', 'reader.self_test_failed')
    await shown('.banner.amber')
    assert.match(await text('.banner.amber'), /读卡器暂时不能用，请到 2 号窗口办理/)
    bench.mock.setReader('ready')
    await bench.kiosk.page.locator('.banner').waitFor({ state: 'detached' })
  })

  test('connection lost and back: says so, misses no card', async () => {
    await bench.open()
    bench.mock.deaf = true
    bench.mock.cut()
    await shown('.banner.amber')
    assert.match(await text('.banner.amber'), /连接中断，正在重连/)
    bench.mock.place('fan')
    bench.mock.deaf = false
    await at('confirm')
    await bench.kiosk.page.locator('.banner').waitFor({ state: 'detached' })
  })

  test('without a card: which window, which telephone', async () => {
    await bench.open()
    await tap('.alt button >> nth=0')
    assert.match(await text('.where-facts'), /2 号窗口[\s\S]*0579-5550 0117/)
    await tap('.back')
    await tap('.bar > button >> nth=3')
    await at('info_staff')
  })
})
