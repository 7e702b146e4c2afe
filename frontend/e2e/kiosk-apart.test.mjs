// The kiosk when its station stands apart from the others: cut off, coming back, behind, stopped. Screenshots are kept in e2e/artefacts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { before, describe, test } from 'node:test'
import { landscape, portrait } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { kioskBench } from './support/kiosk-bench.mjs'

const bench = kioskBench()
const { at, clean, shown, tap, text, toCheck } = bench
const artefacts = fileURLToPath(new URL('./artefacts/', import.meta.url))
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

before(() => mkdir(artefacts, { recursive: true }))

/** Geometry, axe and a screenshot of what is on the screen now. */
async function looksRight(name) {
  const { page } = bench.kiosk
  assert.deepEqual(await geometryFaults(page), [], `geometry of ${name}`)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target)}`))
  assert.deepEqual(found, [], `axe on ${name}`)
  await page.screenshot({ path: `${artefacts}kiosk-apart-${name}.png` })
}

const looks = {
  'portrait': [portrait, '?still=1'], 'portrait-xl': [portrait, '?still=1&size=xl'], 'portrait-en-dark': [portrait, '?still=1&lang=en&theme=dark'],
  'landscape-hc': [landscape, '?still=1&theme=hc'], 'landscape-en-xl': [landscape, '?still=1&lang=en&size=xl'],
}

describe('cut off: the whole way from the card to the receipt, nothing overlaps, axe finds nothing', () => {
  for (const [name, [viewport, query]] of Object.entries(looks)) {
    test(name, async () => {
      await bench.open({ viewport, query })
      bench.mock.setMode('isolated', { waiting: 2 })
      await shown('.banner.violet')
      await looksRight(`${name}-home`)
      bench.mock.holders['tok-wu'].applications[0].waiting = true
      bench.mock.place('wu')
      await tap('.primary')
      await at('services')
      await looksRight(`${name}-services`)
      await tap('[data-service=progress]')
      await shown('[data-case]')
      await looksRight(`${name}-cases`)
      await tap('[data-case]')
      await looksRight(`${name}-case`)
      await tap('.back')
      await tap('.back')
      await tap('[data-service=residence]')
      await tap('[data-suggested]')
      await tap('[data-since=today]')
      await tap('[data-moved=yes]')
      await at('check_residence')
      await looksRight(`${name}-check`)
      await tap('footer .primary')
      await shown('[data-receipt-number]')
      await looksRight(`${name}-receipt`)
      clean()
    })
  }
})

describe('out of service fits and is clean', () => {
  for (const [name, [viewport, query]] of Object.entries(looks)) {
    test(name, async () => {
      await bench.open({ viewport, query })
      bench.mock.setMode('stopped', { stopCode: 'disk.full' })
      await shown('.closed')
      await looksRight(`${name}-stopped`)
    })
  }
})

test('cut off: what is different is said before it is begun, and the receipt promises no more than is true', async () => {
  await bench.open()
  bench.mock.setMode('isolated')
  await shown('.banner.violet')
  assert.match(await text('.banner.violet'), /网络暂时断开，本站照常办理：先在本机受理，网络恢复后自动同步。别处的资料截至 09:38。/)
  assert.deepEqual(await bench.kiosk.page.locator('.tile em').allInnerTexts(), ['先在本机受理', '先在本机受理', '数据截至 09:38'])
  assert.deepEqual(await bench.kiosk.page.locator('.tile').evaluateAll((all) => all.map((one) => one.disabled)), [false, false, false])
  bench.mock.place('fan')
  await tap('.primary')
  await tap('[data-service=residence]')
  await tap('[data-suggested]')
  await tap('[data-since=today]')
  await at('check_residence')
  assert.match(await text('.note.local'), /先在本机受理，编号马上给您；网络恢复后自动同步，同步后生效/)
  await tap('footer .primary')
  await shown('[data-receipt-number]')
  assert.equal(await text('h1'), '已在本机受理')
  assert.match(await text('.slip'), /等待同步，同步后生效[\s\S]*登记编号[\s\S]*请用手机拍下这个编号/)
  const next = await text('.next')
  assert.match(next, /编号现在就有效，网络恢复后自动同步。[\s\S]*查进度[\s\S]*工作人员会处理并联系您[\s\S]*0579-5550 0117/)
  assert.doesNotMatch(next, /登记已经生效/)
  clean()
})

test('cut off: a case accepted here carries the tag, and how old the rest is', async () => {
  await bench.open()
  bench.mock.setMode('isolated')
  bench.mock.holders['tok-wu'].applications[0].waiting = true
  bench.mock.place('wu')
  await tap('.primary')
  await tap('[data-service=progress]')
  await shown('[data-case]')
  assert.match(await text('.note.local'), /09:38 以后在别处办的事，这里还看不到/)
  assert.deepEqual(await bench.kiosk.page.locator('[data-case] .tag').allInnerTexts(), ['本机受理', '在住'])
  await tap('[data-case]')
  assert.match(await text('.facts'), /已在本机受理，等待同步/)
  assert.match(await text('.note'), /网络恢复后自动同步，同步后生效/)
})

test('the network comes back: how many are being sent on, then nothing more to say', async () => {
  await bench.open()
  bench.mock.setMode('isolated', { waiting: 3 })
  await shown('.banner.violet')
  bench.mock.setMode('returning', { waiting: 3 })
  await shown('.banner.violet:has-text("正在同步本机受理的 3 件，可以照常办理")')
  bench.mock.setMode('normal')
  await bench.kiosk.page.locator('.banner').waitFor({ state: 'detached' })
  assert.equal(await bench.kiosk.page.locator('.tile em.local').count(), 0)
})

test('behind the others: submissions wait, looking does not', async () => {
  await bench.open()
  bench.mock.setMode('catching_up')
  await shown('.banner.info')
  assert.deepEqual(await bench.kiosk.page.locator('.tile').evaluateAll((all) => all.map((one) => one.disabled)), [true, true, false])
  assert.deepEqual(await bench.kiosk.page.locator('.tile em').allInnerTexts(), ['请稍等', '请稍等'])
})

test('an election is no news for two and a half seconds', async () => {
  await bench.open({ clock: true })
  bench.mock.setMode('no_leader')
  await bench.kiosk.page.clock.runFor(2_000)
  assert.equal(await bench.kiosk.page.locator('.banner').count(), 0)
  await bench.kiosk.page.clock.runFor(1_000)
  await shown('.banner.red')
})

test('stopped in the middle of a visit: where to go, nothing was submitted; when it is over the answers are still there', async () => {
  await toCheck()
  bench.mock.setMode('stopped', { stopCode: 'disk.failing' })
  await shown('.closed')
  assert.match(await text('.closed'), /这台机器暂时不能办理[\s\S]*还没有提交[\s\S]*2 号窗口[\s\S]*0579-5550 0117[\s\S]*disk\.failing/)
  assert.equal(await bench.kiosk.page.locator('.banner').count(), 0, 'it is said once')
  assert.ok(!(await bench.kiosk.page.content()).includes('138****6620'), 'nothing personal stays on the screen')
  await bench.kiosk.page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.title.includes('暂时不能办理'))
  bench.mock.setMode('normal')
  await at('check_residence')
  await tap('footer .primary')
  await shown('[data-receipt-number]')
  clean()
})

test('a receipt stays on the screen when the station stops', async () => {
  await toCheck()
  await tap('footer .primary')
  await shown('[data-receipt-number]')
  bench.mock.setMode('stopped', { stopCode: 'disk.full' })
  await shown('.banner.red')
  assert.match(await text('.banner.red'), /这台机器暂时不能办理，请到 2 号窗口/)
  await shown('[data-receipt-number]')
})
