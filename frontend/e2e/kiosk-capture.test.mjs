// Camera, pictures and signature at the kiosk, with Chromium's own test picture for a camera, and the shorter visits: leaving, endorsing, reporting.
// `npm run build` first; no Go program is needed.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { freshFrame } from './support/browser.mjs'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench({ camera: true })
const { at, clean, shown, tap, text } = bench
const page = () => bench.kiosk.page
const sent = (path) => bench.mock.writes.filter((one) => one.path.endsWith(path)).map((one) => one.body)

/** Holds on until the camera shows something, then takes the picture. */
async function take() {
  await shown('[data-picture=take]:not([aria-disabled=true])')
  await freshFrame(page())
  await tap('[data-picture=take]')
  await shown('[data-picture=use]')
}

/** One touch: a stroke over the sheet. */
async function sign() {
  await shown('.screen:not(.settling) .sheet canvas')
  const box = await page().locator('.sheet canvas').boundingBox()
  bench.kiosk.touches += 1
  await page().mouse.move(box.x + 100, box.y + 120)
  await page().mouse.down()
  for (let i = 1; i <= 20; i++) await page().mouse.move(box.x + 100 + i * 25, box.y + 120 + 80 * Math.sin(i))
  await page().mouse.up()
}

/** From the card to the check page of an application for work, everything photographed and signed. */
async function toCheck(options) {
  await bench.open(options)
  bench.mock.place('wu')
  await tap('.primary')
  await tap('[data-service=permit]')
  await tap('[data-condition=employment]')
  await tap('[data-paper=tenancy_contract]')
  await take()
  await tap('[data-picture=use]')
  await tap('[data-paper=labour_contract]')
  await take()
  await tap('[data-picture=use]')
  await at('portrait')
  await take()
  await tap('[data-picture=use]')
  await at('signature')
  await sign()
  await tap('footer .primary:not([aria-disabled=true])')
  await at('check_permit')
}

/** Width and height of a JPEG or PNG, and whether it is one. */
function sizeOf(base64) {
  const b = Buffer.from(base64, 'base64')
  if (b.subarray(1, 4).toString() === 'PNG') return ['png', b.readUInt32BE(16), b.readUInt32BE(20)]
  assert.equal(b.readUInt16BE(0), 0xffd8)
  for (let i = 2; i < b.length; i += 2 + b.readUInt16BE(i + 2)) {
    if ((b[i + 1] & 0xf0) === 0xc0 && b[i + 1] !== 0xc4) return ['jpeg', b.readUInt16BE(i + 7), b.readUInt16BE(i + 5)]
  }
  return undefined
}

describe('a first application with camera', () => {
  test('two papers, portrait and signature in fourteen touches', async () => {
    await toCheck()
    assert.equal(await page().locator('.check-shot').count(), 4)
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.ok(bench.kiosk.touches <= 14, `${bench.kiosk.touches} touches`)
    const pictures = sent('/kiosk/attachments')
    assert.deepEqual(pictures.map((one) => [one.kind, one.document?.kind, one.card_token]), [
      ['paper', 'tenancy_contract', 'tok-wu'], ['paper', 'labour_contract', 'tok-wu'], ['portrait', undefined, 'tok-wu'], ['signature', undefined, 'tok-wu'],
    ])
    const application = `rec-${bench.mock.number}`
    assert.ok(pictures.every((one) => one.application_id === application && one.content.length < 200 * 1024))
    assert.equal(new Set(pictures.map((one) => one.request_id)).size, 4)
    assert.deepEqual(sizeOf(pictures[2].content), ['jpeg', 480, 640])
    assert.equal(sizeOf(pictures[3].content)[0], 'png')
    assert.equal(await page().locator('[data-unsent]').count(), 0)
    clean()
  })

  test('nothing photographed and nothing signed is as good: the originals go to the window', async () => {
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=permit]')
    await tap('[data-condition=dwelling]')
    await tap('[data-paper=tenancy_contract]')
    await tap('[data-picture=skip]')
    await at('portrait')
    await tap('[data-picture=skip]')
    await tap('[data-sign=skip]')
    assert.match(await text('.check-facts'), /带原件到窗口[\s\S]*带照片或到窗口拍[\s\S]*到窗口签/)
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.deepEqual(sent('/kiosk/attachments'), [])
    clean()
  })

  test('each row is changed by itself and leads straight back', async () => {
    await toCheck()
    await tap('[data-edit=shot_dwelling]')
    await take()
    await tap('[data-picture=another]')
    await take()
    assert.equal(await text('.sight .tag'), '第 2 页')
    await tap('[data-picture=use]')
    await at('check_permit')
    await tap('[data-edit=docs_employment]')
    await tap('[data-paper=business_licence]') // another paper: its picture has to be taken anew
    await at('shot_employment')
    await tap('[data-picture=skip]')
    await at('check_permit')
    await tap('[data-edit=signature]')
    await sign()
    await tap('[data-sign=clear]')
    assert.equal(await page().locator('footer .primary').getAttribute('aria-disabled'), 'true')
    await sign()
    await tap('footer .primary:not([aria-disabled=true])')
    await at('check_permit')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.deepEqual(sent('/kiosk/attachments').map((one) => one.document?.kind ?? one.kind), ['tenancy_contract', 'tenancy_contract', 'portrait', 'signature'])
  })

  test('pictures that are not saved are told of, and undo nothing', async () => {
    bench.mock.beforePicture = (body, problem) => (body.kind === 'paper' ? problem(422, 'validation', { errors: [{ field: 'content', code: 'attachment.too_large' }] }) : undefined)
    await toCheck()
    await tap('footer .primary')
    assert.match(await text('[data-unsent]'), /有 2 张图片没有存上/)
  })

  test('the camera is let go and nothing is left when the person walks away', async () => {
    await bench.open({ clock: true })
    await page().evaluate(() => {
      globalThis.tracks = []
      globalThis.given = new Set()
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (wish) => { const stream = await open(wish); globalThis.tracks.push(...stream.getTracks()); return stream }
      const [make, drop] = [URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)]
      URL.createObjectURL = (blob) => { const url = make(blob); globalThis.given.add(url); return url }
      URL.revokeObjectURL = (url) => { globalThis.given.delete(url); drop(url) }
    })
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=permit]')
    await tap('[data-condition=dwelling]')
    await tap('[data-paper=tenancy_contract]')
    await take()
    await tap('[data-picture=use]')
    await shown('[data-picture=take]:not([aria-disabled=true])')
    assert.deepEqual(await page().evaluate(() => [globalThis.tracks.map((one) => one.readyState), globalThis.given.size]), [['ended', 'live'], 1])
    await page().clock.runFor(61_000)
    await shown('.prompt')
    assert.deepEqual(await page().evaluate(() => globalThis.tracks.map((one) => one.readyState)), ['ended', 'ended'], 'behind the question no camera runs')
    await page().clock.runFor(16_000)
    await shown('h1:has-text("请取走")')
    assert.equal(await page().evaluate(() => globalThis.given.size), 0)
    assert.equal(await page().locator('video, canvas, .check-shot').count(), 0)
  })

  test('taken away midway: pictures wait for the card, and go with another one', async () => {
    await toCheck()
    bench.mock.remove()
    await shown('text=身份证拿走了')
    assert.equal(await page().locator('.check-shot').count(), 0)
    bench.mock.place('wu')
    await tap('.primary:has-text("继续")')
    assert.equal(await page().locator('.check-shot').count(), 4)
    bench.mock.remove()
    bench.mock.place('fan')
    await at('confirm')
    assert.equal(await page().locator('img').count(), 0)
  })
})

describe('shorter visits', () => {
  test('moving away in four touches', async () => {
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=leave]')
    await tap('[data-since=today]')
    await at('check_leave')
    assert.match(await text('.check-facts'), /青松苑3号楼2单元501室[\s\S]*2026年11月21日/)
    assert.match(await text('.note.amber'), /居住时间不再累计/)
    await tap('footer .primary')
    await shown('h1:has-text("登记已经结束")')
    assert.ok(bench.kiosk.touches <= 4, `${bench.kiosk.touches} touches`)
    const [body] = sent('/kiosk/residence-ends')
    assert.deepEqual({ ...body, request_id: 'x' }, { request_id: 'x', card_token: 'tok-wu', registration_id: 'reg-101', on: '2026-11-21', statement: true })
    clean()
  })

  test('a last day of months ago', async () => {
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=leave]')
    await tap('[data-since=other]')
    await shown('h1:has-text("哪一年搬走的")')
    await tap('.cell:text-is("2026 年")')
    await tap('.cell:text-is("8 月")')
    await tap('.cell:text-is("31")')
    await at('check_leave')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    assert.equal(sent('/kiosk/residence-ends')[0].on, '2026-08-31')
  })

  test('what there is nothing of is not offered: end, endorse, report', async () => {
    await bench.open()
    bench.mock.place('fan')
    await tap('.primary')
    await at('services')
    assert.equal(await page().locator('[data-service]').count(), 4)
  })

  test('a yearly endorsement in six touches, a late one says what it costs', async () => {
    bench.mock.holders['tok-wu'].permits = [{ id: 'pm-1', number_masked: '**********0081', state: 'active', issued_on: '2025-12-09', endorse_from: '2026-11-09', endorse_until: '2026-12-09', endorsable: true, reportable: true }]
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    assert.match(await text('[data-service=endorse]'), /2026年11月9日 到 2026年12月9日/)
    await tap('[data-service=endorse]')
    await tap('[data-condition=employment]')
    await at('check_endorse')
    await tap('footer .primary')
    await shown('h1:has-text("签注办好了")')
    assert.ok(bench.kiosk.touches <= 6, `${bench.kiosk.touches} touches`)
    assert.match(await text('.next'), /下一次签注：2027年11月9日 到 2027年12月9日/)
    const [body] = sent('/kiosk/endorsements')
    assert.deepEqual({ ...body, request_id: 'x' }, { request_id: 'x', card_token: 'tok-wu', permit_id: 'pm-1', condition: 'employment', statement: true })
    clean()
    bench.mock.holders['tok-wu'].permits[0].state = 'suspended'
    await tap('footer .big:has-text("再办一件事")')
    await tap('[data-service=endorse]')
    await tap('[data-condition=study]')
    assert.match(await text('.note.amber'), /重新算/)
  })

  test('a lost card of two is reported', async () => {
    const permit = (id, tail) => ({ id, number_masked: `**********${tail}`, state: 'active', issued_on: '2025-12-09', endorsable: false, reportable: true })
    bench.mock.holders['tok-wu'].permits = [permit('pm-1', '0081'), permit('pm-2', '0082')]
    await bench.open()
    bench.mock.place('wu')
    await tap('.primary')
    await tap('[data-service=report]')
    await tap('.choice:has-text("0082")')
    await tap('[data-report=lost]')
    assert.match(await text('.check-facts'), /0082[\s\S]*丢了/)
    await tap('footer .primary')
    await shown('h1:has-text("已经收到您的报告")')
    assert.match(await text('.next'), /工本费 20.00 元/)
    const [body] = sent('/kiosk/permit-reports')
    assert.deepEqual([body.permit_id, body.kind], ['pm-2', 'lost'])
  })
})
