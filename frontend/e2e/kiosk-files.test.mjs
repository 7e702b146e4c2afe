// Pictures that go wrong: files that are none, a camera that is refused or unplugged, a page chosen twice or upside down, a dot for a signature.
// Against the stand-in; `npm run build` first.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench({ camera: true })
const { at, clean, shown, tap, text } = bench
const page = () => bench.kiosk.page

/** To the page that photographs the first paper; `before` runs in the page before the form is opened. */
async function toShot(before) {
  await bench.open()
  if (before) await page().evaluate(before)
  bench.mock.place('wu')
  await tap('.primary')
  await tap('[data-service=permit]')
  await tap('[data-condition=dwelling]')
  await tap('[data-paper=tenancy_contract]')
  await at('shot_dwelling')
}

const refused = () => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }
const choose = (name, buffer) => page().locator('input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer: Buffer.from(buffer) })

/** A JPEG drawn by the browser, as a scanner would write it: a dark stripe along one edge says which way is up. */
const scan = (width, height) => page().evaluate(async ([w, h]) => {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: w, height: h })
  const on = canvas.getContext('2d')
  on.fillStyle = 'white'
  on.fillRect(0, 0, w, h)
  on.fillStyle = 'black'
  on.fillRect(0, 0, w, h / 8)
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
  return [...new Uint8Array(await blob.arrayBuffer())]
}, [width, height])

const refusal = async (pattern) => {
  await page().locator('.sight .note.amber').filter({ hasText: pattern }).waitFor()
}

describe('files', () => {
  test('that are no pictures say what they are and what to do', async () => {
    await toShot(refused)
    await refusal(/镜头没有打开/)
    await choose('contract.pdf', '%PDF-1.7\n30 pages')
    await refusal(/PDF[\s\S]*JPG/)
    await choose('photo.heic', '\0\0\0\x18ftypheic\0\0\0\0')
    await refusal(/HEIC/)
    await choose('empty.jpg', '')
    await refusal(/空的/)
    await choose('notes.jpg', 'this is text')
    await refusal(/打不开这个文件/)
    await choose('stamp.jpg', await scan(150, 100))
    await refusal(/太小/)
    assert.equal(await page().locator('[data-picture=use]').count(), 0)
    clean()
  })

  test('of 20 MB are made small, pages are counted, and the same page is not taken twice', async () => {
    await toShot(refused)
    const first = await scan(900, 1200)
    // Fill bytes behind a comment marker make the file large without changing the picture.
    const filler = Buffer.concat(Array.from({ length: 320 }, () => Buffer.concat([Buffer.from([0xff, 0xfe, 0xff, 0xff]), Buffer.alloc(65_533, 32)])))
    await choose('large.jpg', Buffer.concat([Buffer.from(first.slice(0, 2)), filler, Buffer.from(first.slice(2))]))
    await shown('[data-picture=use]')
    await tap('[data-picture=another]')
    await choose('again.jpg', first)
    await refusal(/刚才已经有了/)
    await choose('second.jpg', await scan(1200, 900))
    await shown('.sight .tag:has-text("第 2 页")')
    await tap('[data-picture=another]')
    await tap('[data-picture=enough]') // not a third: the two stay
    await at('portrait')
    await tap('[data-picture=skip]')
    await tap('[data-sign=skip]')
    await tap('footer .primary')
    await shown('[data-receipt-number]')
    const sent = bench.mock.writes.filter((one) => one.path.endsWith('/attachments'))
    assert.equal(sent.length, 2)
    assert.ok(sent.every((one) => one.body.content.length < 200 * 1024))
    clean()
  })

  test('upside down are turned', async () => {
    await toShot(refused)
    await choose('scan.jpg', await scan(900, 1200))
    const dark = () => page().locator('.sight img').evaluate(async (img) => {
      await img.decode()
      const canvas = document.createElement('canvas')
      Object.assign(canvas, { width: img.naturalWidth, height: img.naturalHeight })
      const on = canvas.getContext('2d')
      on.drawImage(img, 0, 0)
      const [w, h] = [canvas.width, canvas.height]
      const at = { top: [w / 2, 10], right: [w - 10, h / 2], bottom: [w / 2, h - 10], left: [10, h / 2] }
      return [Object.keys(at).filter((side) => on.getImageData(...at[side].map(Math.floor), 1, 1).data[0] < 128).join(), w > h]
    })
    await shown('[data-picture=turn]')
    assert.deepEqual(await dark(), ['top', false])
    for (const want of [['right', true], ['bottom', false]]) {
      const before = await page().locator('.sight img').getAttribute('src')
      await tap('[data-picture=turn]')
      await page().waitForFunction((src) => document.querySelector('.sight img')?.src !== src, before)
      assert.deepEqual(await dark(), want)
      await page().waitForTimeout(320) // a second tap at once would pass for a tremble
    }
    clean()
  })
})

describe('a camera', () => {
  test('refused can be tried again, and a file does as well', async () => {
    await toShot(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      let first = true
      navigator.mediaDevices.getUserMedia = (wish) => (first ? ((first = false), Promise.reject(new DOMException('no', 'NotAllowedError'))) : open(wish))
    })
    await refusal(/镜头没有打开/)
    await tap('[data-picture=retry]')
    await tap('[data-picture=take]:not([aria-disabled=true])')
    await shown('[data-picture=use]')
    clean()
  })

  test('unplugged while it looks is said at once, and the form goes on', async () => {
    await toShot(() => {
      const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = async (wish) => (globalThis.opened = await open(wish))
    })
    await shown('[data-picture=take]:not([aria-disabled=true])')
    await page().evaluate(() => {
      for (const track of globalThis.opened.getTracks()) {
        track.stop()
        track.dispatchEvent(new Event('ended')) // stop() alone tells nobody; a cable does
      }
      navigator.mediaDevices.enumerateDevices = async () => []
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await refusal(/镜头断开了/)
    await shown('label.file.primary')
    await tap('[data-picture=skip]')
    await at('portrait') // the questions are those the form began with
    assert.match(await text('.where'), /第 4 步，共 6 步/)
    await tap('.back')
    await at('shot_dwelling')
    clean()
  })
})

test('a dot is no signature, and can be wiped', async () => {
  await toShot()
  await tap('[data-picture=skip]')
  await tap('[data-picture=skip]')
  await shown('.screen:not(.settling) .sheet canvas')
  const box = await page().locator('.sheet canvas').boundingBox()
  await page().mouse.click(box.x + 100, box.y + 100)
  await shown('.intro .note.amber:has-text("请写全名字")')
  assert.equal(await page().locator('footer .primary').getAttribute('aria-disabled'), 'true')
  await tap('[data-sign=clear]')
  await shown('.intro .note:not(.amber)')
  assert.equal(await page().locator('[data-sign=clear]').count(), 0)
  clean()
})
