// The receipt as it would be printed, on the kiosk's screen. Against the stand-in; `npm run build` first.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench()

test('the receipt is shown as paper, says where to get it, and is forgotten with the page', async () => {
  await bench.toCheck()
  await bench.tap('footer .primary')
  await bench.shown('[data-receipt-number]')
  await bench.tap('[data-receipt-paper]')
  const { page } = bench.kiosk
  await page.waitForFunction(() => document.querySelector('.paper-image')?.naturalWidth === 420)
  assert.match(await bench.text('.note'), /要纸质回执，请到2 号窗口领取/)
  await page.screenshot({ path: new URL('artefacts/kiosk-paper.png', import.meta.url).pathname })
  await page.evaluate(() => {
    const revoke = URL.revokeObjectURL
    globalThis.forgotten = []
    URL.revokeObjectURL = (address) => { globalThis.forgotten.push(address); revoke(address) }
  })
  const picture = await page.locator('.paper-image').getAttribute('src')
  await page.waitForTimeout(320) // a second tap at once would pass for a tremble
  await bench.tap('[data-receipt-paper]')
  await bench.shown('[data-receipt-number]')
  assert.deepEqual(await page.evaluate(() => globalThis.forgotten), [picture])
  bench.clean()
})
