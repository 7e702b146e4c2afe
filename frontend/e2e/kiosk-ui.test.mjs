// The kiosk's flows by touches and the states of the card, against the stand-in server of support/mock-server.mjs.
// `npm run build` first; no Go program is needed.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench()
const { at, clean, shown, submissions, tap, text, toCheck } = bench

describe('flows', () => {
  test('card to submitted registration in five touches', async () => {
    await toCheck()
    assert.match(await text('.check-facts'), /青松苑3号楼2单元501室[\s\S]*2026年11月21日[\s\S]*138\*\*\*\*6620/)
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.ok(bench.kiosk.touches <= 5, `${bench.kiosk.touches} touches`)
    const [{ body }] = submissions()
    assert.deepEqual({ ...body, request_id: 'x' }, { request_id: 'x', card_token: 'tok-fan', room_id: 'r-qs-3-2-501', since: '2026-11-21', statement: true })
    assert.match(await text('[data-receipt-number]'), /^J3399990101-/)
    assert.match(await text('.next'), /从 2027年5月21日 起，可以申请居住证/)
    clean()
  })

  test('new address by the picker in nine touches', async () => {
    await bench.open()
    bench.mock.place('fan')
    await at('confirm')
    await tap('.primary')
    await tap('.choice >> nth=0')
    await tap('.choice >> nth=2')
    await tap('[data-area=compound]:has-text("碧湖花园")')
    await tap('[data-area=building]:has-text("2号楼")')
    await tap('[data-area=unit]:has-text("3单元")')
    await tap('[data-area=room]:has-text("502室")')
    await tap('[data-since=yesterday]')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.ok(bench.kiosk.touches <= 9, `${bench.kiosk.touches} touches`)
    assert.equal(submissions()[0].body.room_id, 'r-bh-2-3-502')
    assert.equal(submissions()[0].body.since, '2026-11-20')
    clean()
  })

  test('compounds are found by pinyin initials, a level with one choice is passed over', async () => {
    await bench.open()
    bench.mock.place('child')
    await tap('.primary')
    await tap('.choice >> nth=0')
    await tap('.key:text-is("G")')
    await tap('.key:text-is("Y")')
    await bench.kiosk.page.locator('[data-area]', { hasText: '桂园' }).waitFor()
    await bench.kiosk.page.waitForFunction(() => document.querySelectorAll('[data-area]').length === 1)
    await tap('[data-area]')
    await tap('[data-area=building]:has-text("1号楼")')
    await shown('[data-area=room]') // not "which unit?": there is only one
    await tap('.back')
    await tap('.back')
    await tap('.key:text-is("Z")')
    await tap('.key:text-is("Q")')
    await shown('.note.amber') // nothing found says what to do
    assert.match(await text('.note.amber'), /2 号窗口/)
  })

  test('a date of years ago, the former home, a new phone number', async () => {
    bench.mock.holders['tok-wu'].phone_masked = undefined
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=residence]')
    await tap('[data-suggested]')
    await tap('[data-since=other]')
    await tap('.cell:text-is("2024 年")')
    await tap('.cell:text-is("2 月")')
    await tap('.cell:text-is("29")')
    assert.match(await text('.choices'), /从这里搬来：青松苑3号楼2单元501室/)
    await tap('[data-moved=yes]')
    await at('phone')
    for (const digit of '13912340417') {
      await tap(`.key:text-is("${digit}")`)
      await bench.kiosk.page.waitForTimeout(digit === '1' ? 320 : 0)
    }
    assert.equal(await text('.phone-out'), '139 1234 0417')
    await tap('footer .primary')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    const { body } = submissions()[0]
    assert.deepEqual([body.since, body.moved_from, body.phone], ['2024-02-29', 'reg-101', '13912340417'])
    clean()
  })

  test('a correction on the check page comes straight back', async () => {
    await toCheck()
    await tap('.edit >> nth=1')
    await tap('[data-since=month]')
    await at('check_residence')
    assert.match(await text('.check-facts'), /2026年11月1日/)
  })

  test('permit application with its proofs', async () => {
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=permit]')
    await tap('[data-condition=employment]')
    assert.equal(await bench.kiosk.page.locator('footer .primary').getAttribute('aria-disabled'), 'true')
    await tap('[data-paper=lodging_certificate]')
    await tap('footer .primary')
    await tap('[data-paper=labour_contract]')
    await tap('[data-paper=business_licence]')
    await tap('footer .primary')
    await at('signature')
    await tap('[data-sign=skip]')
    await at('check_permit')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    const { body } = submissions()[0]
    assert.deepEqual([body.registration_id, body.condition], ['reg-101', 'employment'])
    assert.deepEqual(body.documents.map((one) => one.kind), ['resident_id_card', 'portrait', 'lodging_certificate', 'business_licence', 'labour_contract'])
    clean()
  })

  test('own cases in two touches', async () => {
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=progress]')
    await shown('[data-case]')
    assert.ok(bench.kiosk.touches <= 2)
    await tap('[data-case]')
    assert.match(await text('.facts'), /已受理[\s\S]*2026年11月25日/)
  })

  test('not eligible yet says from when, under 16 says to come to the window', async () => {
    bench.mock.holders['tok-fan'].apply = { allowed: false, code: 'permit.half_year_not_reached', params: { eligible_on: '2027-02-03' } }
    await bench.open()
    await tap('.tile.permit')
    await at('place')
    bench.mock.place('fan')
    await tap('.primary')
    await at('apply_refused')
    assert.match(await text('.from'), /从 2027年2月3日 起可以申请/)
    bench.mock.remove()
    await tap('.prompt .big >> nth=0')
    bench.mock.place('child')
    await tap('.primary')
    await tap('[data-service=permit]')
    assert.match(await text('.content'), /未满 16 周岁，请由监护人陪同到窗口办理[\s\S]*2 号窗口/)
  })

  test('English from beginning to end, and the next person has Chinese again', async () => {
    await bench.open()
    await tap('.seg [lang=en]')
    assert.equal(await bench.kiosk.page.evaluate(() => document.documentElement.lang), 'en')
    bench.mock.place('fan')
    await tap('.primary:has-text("Yes, this is me")')
    await tap('.choice:has-text("Register residence")')
    await tap('[data-suggested]')
    await tap('.choice:has-text("Today")')
    await tap('.primary:has-text("True, submit")')
    await shown('text=Your residence is registered')
    await tap('.primary:has-text("Finish")')
    await shown('text=请取走')
    assert.equal(await bench.kiosk.page.evaluate(() => document.documentElement.lang), 'zh-CN')
    clean()
  })
})

describe('the card', () => {
  test('unreadable, unsupported and reading are said in big words', async () => {
    await bench.open()
    bench.mock.unreadable()
    await shown('h1:has-text("请拿起卡")')
    bench.mock.unreadable('card.removed_early')
    await shown('.hero p:has-text("卡拿走得太快了")')
    bench.mock.unreadable('card.suspect')
    await shown('h1:has-text("工作人员")')
    await shown('.hero p:has-text("可能损坏，请到窗口核对")')
    bench.mock.unsupported()
    await shown('h1:has-text("居民身份证")')
    bench.mock.placing()
    await shown('h1:has-text("正在读卡")')
    bench.mock.remove()
    await shown('h1:has-text("放在读卡区")')
  })

  test('already there when the page starts', async () => {
    bench.mock.place('fan')
    await bench.open()
    await at('confirm')
  })

  test('taken away midway: asked at once, goes on when put back', async () => {
    await toCheck()
    bench.mock.remove()
    await shown('text=身份证拿走了')
    assert.ok(!(await bench.kiosk.page.content()).includes('138****6620'), 'nobody reads on behind the prompt')
    bench.mock.unreadable()
    await shown('text=没有读出来')
    bench.mock.place('fan')
    await tap('.primary:has-text("继续")')
    await at('check_residence')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    clean()
  })

  test('of somebody else midway: the first one is wiped', async () => {
    await toCheck()
    bench.mock.remove()
    bench.mock.place('wu')
    await at('confirm')
    assert.match(await text('.note.amber'), /另一张身份证/)
    const page = await bench.kiosk.page.content()
    for (const left of ['范*例', '138****6620', '青松苑3号楼']) assert.ok(!page.includes(left), left)
  })

  test('"not me" ends the visit, and the card left there is asked to be taken', async () => {
    await bench.open({ clock: true })
    bench.mock.place('fan')
    await tap('footer .big:has-text("不是我")')
    await shown('h1:has-text("请取走")')
    await bench.kiosk.page.clock.runFor(61_000)
    await shown('.left-card')
    bench.mock.remove()
    await shown('h1:has-text("放在读卡区")')
  })
})
