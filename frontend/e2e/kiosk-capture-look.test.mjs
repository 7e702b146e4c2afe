// How the pages with camera, pen and the shorter visits look: geometry in every theme, size, language and orientation, axe in each theme.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { freshFrame, landscape, launch, openKiosk, portrait, tap, withCamera } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { startMock } from './support/mock-server.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const artefacts = fileURLToPath(new URL('./artefacts/', import.meta.url))

let browser
let mock

before(async () => {
  browser = await launch(withCamera)
  mock = await startMock({ dist: process.env.JZ_DIST })
  await mkdir(artefacts, { recursive: true })
})
after(async () => {
  await browser?.close()
  await mock?.stop()
})

/** Walks through the pages and calls `look(name)` on each. */
async function walk(kiosk, look) {
  const { page } = kiosk
  const permit = { id: 'pm-1', number_masked: '**********0081', state: 'suspended', issued_on: '2025-10-09', endorse_from: '2026-09-09', endorse_until: '2026-10-09', endorsable: true, reportable: true }
  mock.holders['tok-wu'].permits = [permit, { ...permit, id: 'pm-2', number_masked: '**********0082' }]
  const second = { ...mock.holders['tok-wu'].registrations[0], id: 'reg-102', address: '碧湖花园1号楼1单元101室', eligible_on: '2027-01-01' }
  mock.holders['tok-wu'].registrations.push(second)
  const take = async () => {
    await page.locator('[data-picture=take]:not([aria-disabled=true])').waitFor()
    await freshFrame(page)
    await tap(kiosk, '[data-picture=take]')
    await page.locator('[data-picture=use]').waitFor()
  }
  mock.place('wu')
  await tap(kiosk, '.primary')
  await page.locator('[data-service=report]').waitFor()
  await look('services')
  await tap(kiosk, '[data-service=endorse]')
  await look('which-permit')
  await tap(kiosk, '.choice')
  await tap(kiosk, '[data-condition=dwelling]')
  await look('check-endorse')
  for (let i = 0; i < 3; i++) await tap(kiosk, '.back')
  await tap(kiosk, '[data-service=report]')
  await tap(kiosk, '.choice')
  await look('report')
  await tap(kiosk, '[data-report=damaged]')
  await look('check-report')
  for (let i = 0; i < 3; i++) await tap(kiosk, '.back')
  await tap(kiosk, '[data-service=leave]')
  await look('leave-which')
  await tap(kiosk, '.choice')
  await look('leave-when')
  await tap(kiosk, '[data-since=yesterday]')
  await look('check-leave')
  for (let i = 0; i < 3; i++) await tap(kiosk, '.back')
  await tap(kiosk, '[data-service=permit]')
  await tap(kiosk, '[data-condition=employment]')
  await look('papers')
  await tap(kiosk, '[data-paper=lodging_certificate]')
  await page.locator('[data-picture=take]:not([aria-disabled=true])').waitFor()
  await look('camera')
  await take()
  await look('taken')
  await tap(kiosk, '[data-picture=another]')
  await take()
  await look('second-page')
  await tap(kiosk, '[data-picture=use]')
  await tap(kiosk, '[data-paper=other_work_proof]')
  await tap(kiosk, '[data-picture=skip]')
  await page.locator('[data-picture=take]:not([aria-disabled=true])').waitFor()
  await look('portrait')
  await take()
  await look('portrait-taken')
  await tap(kiosk, '[data-picture=use]')
  await page.locator('.screen:not(.settling) .sheet canvas').waitFor()
  const box = await page.locator('.sheet canvas').boundingBox()
  await page.mouse.move(box.x + 80, box.y + 60)
  await page.mouse.down()
  for (let i = 1; i <= 12; i++) await page.mouse.move(box.x + 80 + i * 30, box.y + 60 + (i % 3) * 30)
  await page.mouse.up()
  await page.locator('[data-sign=clear]').waitFor()
  await look('signed')
  await tap(kiosk, 'footer .primary:not([aria-disabled=true])')
  await page.locator('.check-shot').first().waitFor()
  await look('check-permit')
  mock.beforePicture = (_body, problem) => problem(422, 'validation')
  await tap(kiosk, 'footer .primary')
  await page.locator('[data-unsent]').waitFor()
  await look('receipt')
}

/** One kiosk from the card to the receipt, in a fresh context. */
async function walked(options, look) {
  mock.reset()
  const kiosk = await openKiosk(browser, mock.base, options)
  try {
    await walk(kiosk, (name) => look(kiosk, name))
    assert.deepEqual(kiosk.errors, [])
    assert.deepEqual(kiosk.foreign, [])
  } finally {
    await kiosk.context.close()
  }
}

const looks = {
  'portrait': [portrait, ''],
  'portrait, extra large, high contrast, low reach': [portrait, '&size=xl&theme=hc&low=1'],
  'portrait, English, extra large, dark': [portrait, '&lang=en&size=xl&theme=dark'],
  'landscape': [landscape, ''],
  'landscape, English, extra large, low reach': [landscape, '&lang=en&size=xl&low=1'],
}

describe('nothing overlaps, is cut off or off screen', () => {
  for (const [name, [viewport, query]] of Object.entries(looks)) {
    test(name, async () => {
      const faults = []
      await walked({ viewport, query: `?still=1${query}` }, async (kiosk, page) => {
        for (const fault of await geometryFaults(kiosk.page)) faults.push(`${page}: ${fault}`)
        if (['services', 'camera', 'taken', 'portrait', 'signed', 'check-permit'].includes(page)) await kiosk.page.screenshot({ path: `${artefacts}capture-${name.replaceAll(/\W+/g, '-')}-${page}.png` })
      })
      assert.deepEqual(faults, [])
    })
  }
})

describe('axe finds nothing', () => {
  for (const theme of ['light', 'dark', 'hc']) {
    test(theme, async () => {
      const found = []
      await walked({ query: `?still=1&theme=${theme}` }, async ({ page }, name) => {
        if (!['services', 'camera', 'taken', 'portrait', 'signed', 'check-permit', 'check-leave', 'receipt'].includes(name)) return
        if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
        found.push(...await page.evaluate(async (at) => {
          const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          return violations.map((one) => `${at}: ${one.id}: ${one.nodes.map((n) => `${n.target} ${n.failureSummary?.split('\n').at(-1)?.trim()}`).join(' | ')}`)
        }, name))
      })
      assert.deepEqual(found, [])
    })
  }
})
