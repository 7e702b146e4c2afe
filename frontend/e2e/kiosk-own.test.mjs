// What is held about me and who looked, what I may ask about it, and a form that a power cut ended. Against the stand-in; `npm run build` first.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { landscape } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { kioskBench } from './support/kiosk-bench.mjs'
import { until } from './support/office.mjs'

const bench = kioskBench()
const { at, clean, shown, tap, text } = bench
const page = () => bench.kiosk.page
const sent = (path) => bench.mock.writes.filter((one) => one.path.endsWith(path)).map((one) => one.body)

async function confirmed(name, options) {
  await bench.open(options)
  bench.mock.place(name)
  await tap('.primary')
  await at('services')
}

describe('the own data', () => {
  test('what is held, in two touches, and who looked, in three', async () => {
    await confirmed('wu')
    await tap('[data-service=own]')
    assert.equal(bench.kiosk.touches, 2)
    await shown('.facts')
    assert.match(await text('.facts'), /吴\*兰[\s\S]*339\*+26[\s\S]*青松苑3号楼2单元501室\s+在住[\s\S]*删除\s+3399990101-261001-0007-2\s+没有照办：登记还有效/)
    await tap('[data-own=looks]')
    assert.deepEqual(await page().locator('[data-look] small').allInnerTexts(), ['受理员 · 打开查看 · 办理您的事', '审计员 · 打印材料 · 审计', '本人 · 在自助机上查看 · 本人查看'])
    await tap('.back')
    await tap('.back')
    await at('services')
    clean()
  })

  test('a correction says what is wrong and gets its number', async () => {
    await confirmed('wu')
    await tap('[data-service=own]')
    await tap('[data-own=ask]')
    await tap('[data-wish=correction]')
    await shown('h1:has-text("哪里写错了")')
    await tap('.back')
    await tap('[data-wish=correction]')
    await tap('[data-wrong=phone]')
    await shown('[data-receipt-number]')
    assert.match(await text('.from'), /3399990101-261121-\d{4}-8[\s\S]*更正：手机号[\s\S]*2026年12月6日/)
    assert.deepEqual({ ...sent('/data-requests')[0], request_id: 'x' }, { request_id: 'x', card_token: 'tok-wu', kind: 'correction', detail: '本人在自助机上提出：“手机号”写错了，请联系本人核对。' })
    await tap('.back')
    await shown('.facts')
    assert.match(await text('.facts'), /更正\s+3399990101-261121-\d{4}-8\s+2026年12月6日 前答复/)
    clean()
  })

  test('a copy in full is shown on wish alone, and forgotten with its page', async () => {
    await confirmed('wu')
    await tap('[data-service=own]')
    await shown('.facts')
    assert.equal(await page().locator('.paper-image').count(), 0)
    await tap('[data-own=copy]')
    await page().waitForFunction(() => document.querySelector('.paper-image')?.naturalWidth > 400)
    assert.match(await text('.page'), /您的资料副本\s+内容没有遮住，请留意身后[\s\S]*凭编号到2 号窗口领取/)
    await page().screenshot({ path: new URL('artefacts/own-copy.png', import.meta.url).pathname })
    await page().evaluate(() => {
      const revoke = URL.revokeObjectURL
      globalThis.forgotten = []
      URL.revokeObjectURL = (address) => { globalThis.forgotten.push(address); revoke(address) }
    })
    const picture = await page().locator('.paper-image').getAttribute('src')
    await tap('.back')
    await shown('.facts')
    assert.deepEqual(await page().evaluate(() => globalThis.forgotten), [picture])
    clean()
  })

  test('a copy is fetched at the window; cut off, the number is this machine\'s', async () => {
    bench.mock.setMode('isolated')
    await confirmed('wu')
    await tap('[data-service=own]')
    await tap('[data-own=ask]')
    await tap('[data-wish=copy]')
    await shown('[data-receipt-number]')
    assert.match(await text('.from'), /已在本机受理，等待同步[\s\S]*2 号窗口/)
    await tap('footer .primary')
    await shown('h1:has-text("请取走")')
  })

  test('somebody the office does not know is told so', async () => {
    await confirmed('guest')
    await tap('[data-service=own]')
    await shown('text=这里没有登记您的资料')
  })

  for (const [name, options] of [['portrait', {}], ['portrait, extra large, high contrast', { query: '?still=1&size=xl&theme=hc' }], ['landscape, English, extra large', { viewport: landscape, query: '?still=1&size=xl&lang=en' }]]) {
    test(`fits: ${name}`, async () => {
      const faults = []
      const look = async (of) => faults.push(...(await geometryFaults(page())).map((one) => `${of}: ${one}`))
      await confirmed('wu', options)
      await tap('[data-service=own]')
      await shown('.facts')
      await look('own')
      await tap('[data-own=looks]')
      await look('looks')
      await tap('.back')
      await tap('[data-own=copy]')
      await shown('.paper-image')
      await look('copy')
      await tap('.back')
      await tap('[data-own=ask]')
      await look('ask')
      await tap('[data-wish=correction]')
      await look('wrong')
      await tap('[data-wrong=other]')
      await shown('[data-receipt-number]')
      await look('taken')
      await page().screenshot({ path: new URL(`artefacts/own-${name.replaceAll(/\W+/g, '-')}.png`, import.meta.url).pathname })
      assert.deepEqual(faults, [])
    })
  }
})

describe('a form that the power ended', () => {
  test('goes on from where it was, under the same request', async () => {
    await confirmed('fan')
    await tap('[data-service=residence]')
    await tap('[data-suggested]')
    await at('since')
    const draft = await until('the form is kept', () => sent('/kiosk/draft').findLast((one) => one.draft?.body.includes('r-qs-3-2-501')))
    await bench.kiosk.context.close() // the page is gone with the power; what the station wrote down is not
    await confirmed('fan')
    assert.match(await text('[data-resume]'), /接着上次的办[\s\S]*居住登记：填过的还在/)
    await tap('[data-resume]')
    await at('since')
    await tap('[data-since=today]')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    const [body] = bench.submissions().map((one) => one.body)
    assert.deepEqual([body.request_id, body.room_id], [JSON.parse(draft.draft.body).request, 'r-qs-3-2-501'])
    assert.deepEqual(await until('the form is forgotten', () => sent('/kiosk/draft').find((one) => !one.draft)), { card_token: 'tok-fan' })
    clean()
  })

  test('is forgotten with the visit that was ended', async () => {
    await confirmed('fan')
    await tap('[data-service=residence]')
    await tap('[data-suggested]')
    await at('since')
    bench.mock.remove()
    await tap('.prompt .big >> nth=0')
    await at('home')
    await until('the form is forgotten', () => !bench.mock.drafts.has('tok-fan'))
    await bench.kiosk.context.close()
    await confirmed('fan')
    assert.equal(await page().locator('[data-resume]').count(), 0)
  })
})

describe('not now', () => {
  test('an endorsement asked for a day early names its day', async () => {
    bench.mock.holders['tok-wu'].permits = [{
      id: 'pm-1', number_masked: '**********0081', state: 'active', issued_on: '2025-12-22', endorse_from: '2026-11-22', endorse_until: '2026-12-22', endorsable: false,
      endorse_code: 'permit.endorse_too_early', endorse_params: { from: '2026-11-22', until: '2026-12-22' }, reportable: true,
    }]
    await confirmed('wu')
    assert.match(await text('[data-service=endorse]'), /从 2026年11月22日 起可以办/)
    await tap('[data-service=endorse]')
    await at('endorse_refused')
    assert.match(await text('.content'), /从 2026年11月22日 起可以签注[\s\S]*到 2026年12月22日 为止/)
    await tap('.back')
    await at('services')
    clean()
  })

  test('a foreigner is told that the police is to be told, too', async () => {
    await confirmed('guest')
    await tap('[data-service=residence]')
    for (const kind of ['compound', 'building', 'unit', 'room']) await tap(`[data-area=${kind}]`)
    await tap('[data-since=today]')
    await at('check_residence')
    assert.match(await text('.note.amber'), /24 小时内[\s\S]*派出所/)
  })

  test('what is still to be brought stands beside the case', async () => {
    Object.assign(bench.mock.holders['tok-wu'].applications[0], {
      state: 'returned_for_completion', wanted: { by: '2026-12-06', papers: [{ group: 'dwelling', kind: 'tenancy_contract', note: '合同没有房东签名' }, { group: 'photo', note: '请带近期照片' }] },
    })
    await confirmed('wu')
    await tap('[data-service=progress]')
    await tap('[data-case]')
    assert.match(await text('[data-wanted]'), /租房合同[\s\S]*没有房东签名[\s\S]*照片[\s\S]*近期照片[\s\S]*2026年12月6日/)
  })
})

describe('a card that is on its way', () => {
  const exchange = (state) => ({
    id: 'x1', number: '3399990101-261120-0031-6', kind: 'card_exchange', person_id: 'p1', holder: '吴*兰', address: '', state, cause: 'lost', submitted_at: '2026-11-20T02:00:00Z',
    station: 's1', station_name: '青松社区服务站', clock: { state: 'not_started', limit_days: 15 }, changed_at: '2026-11-20T02:00:00Z', waiting: false,
  })
  const endorsed = { ...exchange('endorsed'), id: 'e1', kind: 'endorsement', cause: undefined, number: '3399990101-251120-0007-1', submitted_at: '2025-11-19T16:00:00Z' }

  async function progress(state, options) {
    const wu = bench.mock.holders['tok-wu']
    wu.permits = [{ id: 'pm-1', number_masked: '**********0081', state: 'active', issued_on: '2024-12-22', endorsable: false, reportable: false, replacement: state }]
    wu.cases = [exchange(state), ...wu.applications, endorsed]
    await confirmed('wu', options)
  }

  test('whoever lost it reads how far the new one is, and when it was endorsed', async () => {
    await progress('reported')
    assert.match(await text('[data-service]'), /查进度\s+新证制作中/)
    await tap('[data-service=progress]')
    assert.match(await text('[data-case]'), /居住证换领、补领[\s\S]*-0031-6[\s\S]*新证制作中/)
    await tap('[data-case] >> nth=0')
    assert.match(await text('.page'), /旧证丢失[\s\S]*2026年11月20日[\s\S]*正在做新证/)
    assert.equal(await page().locator('dt:has-text("住址")').count(), 0)
    await tap('.back')
    await tap('[data-case] >> nth=3')
    assert.match(await text('.page'), /居住证签注[\s\S]*已签注[\s\S]*签注日期\s+2025年11月20日\s[\s\S]*下次签注/)
    clean()
  })

  test('fits when the card is ready: landscape, English, extra large', async () => {
    await progress('made', { viewport: landscape, query: '?still=1&size=xl&lang=en' })
    assert.match(await text('[data-service]'), /My progress\s+Card is ready/)
    await tap('[data-service=progress]')
    await shown('[data-case]')
    const faults = await geometryFaults(page())
    await tap('[data-case] >> nth=0')
    await at('case')
    await page().screenshot({ path: new URL('artefacts/own-new-card.png', import.meta.url).pathname })
    assert.deepEqual([...faults, ...await geometryFaults(page())], [])
    clean()
  })
})

test('the language is changed in the middle of a form, and what was typed stays', async () => {
  bench.mock.holders['tok-fan'].phone_masked = undefined
  await confirmed('fan')
  await tap('[data-service=residence]')
  await tap('[data-suggested]')
  await tap('[data-since=yesterday]')
  await at('phone')
  for (const digit of '13912') await page().keyboard.press(digit)
  await tap('[lang=en]')
  await shown('h1:has-text("mobile")')
  assert.equal(await text('.phone-out'), '139 12')
  for (const digit of '340417') await page().keyboard.press(digit)
  await tap('footer .primary')
  await at('check_residence')
  assert.match(await text('.check-facts'), /青松苑3号楼2单元501室[\s\S]*139 1234 0417/)
  await tap('[lang=zh-CN]')
  await tap('footer .primary')
  await shown('[data-receipt-number]')
  const [body] = bench.submissions().map((one) => one.body)
  assert.deepEqual([body.room_id, body.since, body.phone], ['r-qs-3-2-501', '2026-11-20', '13912340417'])
  clean()
})
