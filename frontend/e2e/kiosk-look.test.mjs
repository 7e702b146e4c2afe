// How the kiosk looks: geometry in every theme, size, language and orientation, axe on the main pages, the focus of each
// step. Screenshots are kept in e2e/artefacts.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { landscape, launch, openKiosk, portrait, tap } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { startMock } from './support/mock-server.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const artefacts = fileURLToPath(new URL('./artefacts/', import.meta.url))

let browser

before(async () => {
  browser = await launch()
  await mkdir(artefacts, { recursive: true })
})
after(async () => {
  await browser?.close()
})

/** One kiosk at a station of its own, so that several can be walked through at a time. */
async function withKiosk(options, work) {
  const mock = await startMock({ dist: process.env.JZ_DIST })
  const kiosk = await openKiosk(browser, mock.base, options)
  try {
    await work({ ...kiosk, mock })
  } finally {
    await kiosk.context.close()
    await mock.stop()
  }
}

/** Walks through the pages and calls `look(name)` on each. */
async function walk(kiosk, look) {
  const { page, mock } = kiosk
  const screen = (name) => page.locator(`[data-screen=${name}] .screen`).waitFor()
  await look('home')
  mock.unreadable()
  await page.locator('.hero.unreadable').waitFor()
  await look('unreadable')
  mock.unreadable('card.suspect')
  await page.locator('.hero.ask_staff').waitFor()
  await look('ask-staff')
  mock.setReader('fault', 'reader.self_test_failed')
  mock.remove()
  await page.locator('.hero.down').waitFor()
  await look('reader-down')
  mock.setReader('ready')
  await tap(kiosk, '.alt button >> nth=1')
  await look('staff')
  await tap(kiosk, '.back')
  await tap(kiosk, '.tile.residence')
  await look('place')
  await tap(kiosk, '.back')
  mock.place('wu')
  await screen('confirm')
  await look('confirm')
  await tap(kiosk, '.primary')
  await screen('services')
  await look('services')
  await tap(kiosk, '[data-service=residence]')
  await look('address')
  await tap(kiosk, '.choice >> nth=1')
  await page.locator('[data-area]').first().waitFor()
  await look('compound')
  await tap(kiosk, '[data-area]')
  await page.locator('[data-area=building]').first().waitFor()
  await look('building')
  await tap(kiosk, '[data-area]')
  await tap(kiosk, '[data-area=unit]')
  await page.locator('[data-area=room]').first().waitFor()
  await look('room')
  await tap(kiosk, '[data-area=room]')
  await look('since')
  await tap(kiosk, '[data-since=other]')
  await look('year')
  await tap(kiosk, '.cell >> nth=1')
  await look('month')
  await tap(kiosk, '.cell')
  await look('day')
  await tap(kiosk, '.cell')
  await look('moved')
  await tap(kiosk, '[data-moved=yes]')
  await screen('check_residence')
  await look('check')
  await tap(kiosk, '.edit >> nth=3')
  await look('phone')
  await tap(kiosk, '.back')
  mock.beforeSubmit = (_body, problem) => problem(409, 'residence.already_registered')
  await tap(kiosk, 'footer .primary')
  await page.locator('.error-box').waitFor()
  await look('refused')
  mock.remove()
  await page.locator('.prompt').waitFor()
  await look('removed')
  mock.place('wu')
  await tap(kiosk, '.prompt .primary')
  for (let i = 0; i < 4; i++) await tap(kiosk, '.back')
  await tap(kiosk, '[data-service=permit]')
  await look('condition')
  await tap(kiosk, '[data-condition=employment]')
  await look('papers')
  await tap(kiosk, '[data-paper=tenancy_contract]')
  await tap(kiosk, 'footer .primary')
  await tap(kiosk, '[data-paper=labour_contract]')
  await tap(kiosk, 'footer .primary')
  await page.locator('.sheet canvas').waitFor()
  await look('signature')
  await tap(kiosk, '[data-sign=skip]')
  await screen('check_permit')
  await look('check-permit')
  mock.beforeSubmit = undefined
  await tap(kiosk, 'footer .primary')
  await page.locator('[data-receipt-number]').waitFor()
  await look('receipt')
  await tap(kiosk, '[data-receipt-paper]')
  await page.locator('.paper-image').waitFor()
  await look('receipt-paper')
  await tap(kiosk, 'footer .big:not(.primary):not([data-receipt-paper])')
  await screen('services')
  await tap(kiosk, '[data-service=progress]')
  await page.locator('[data-case]').first().waitFor()
  await look('cases')
  await tap(kiosk, '[data-case]')
  await look('case')
  await tap(kiosk, 'footer .primary')
  await page.locator('.hero.leftover').waitFor()
  await look('leftover')
}

const looks = {
  'portrait': [portrait, ''],
  'portrait, extra large': [portrait, '&size=xl'],
  'portrait, high contrast, low reach': [portrait, '&theme=hc&low=1'],
  'portrait, extra large, low reach': [portrait, '&size=xl&low=1'],
  'portrait, English, dark': [portrait, '&lang=en&theme=dark'],
  'portrait, English, extra large': [portrait, '&lang=en&size=xl'],
  'landscape': [landscape, ''],
  'landscape, extra large, high contrast': [landscape, '&size=xl&theme=hc'],
  'landscape, English, low reach': [landscape, '&lang=en&low=1'],
  'landscape, English, extra large': [landscape, '&lang=en&size=xl'],
}

describe('nothing overlaps, is cut off or off screen', { concurrency: 3 }, () => {
  for (const [name, [viewport, query]] of Object.entries(looks)) {
    test(name, () => withKiosk({ viewport, query: `?still=1${query}` }, async (kiosk) => {
      const faults = []
      await walk(kiosk, async (page) => {
        for (const fault of await geometryFaults(kiosk.page)) faults.push(`${page}: ${fault}`)
        if (['home', 'check', 'receipt'].includes(page)) await kiosk.page.screenshot({ path: `${artefacts}${name.replaceAll(/\W+/g, '-')}-${page}.png` })
      })
      assert.deepEqual(faults, [])
      assert.deepEqual(kiosk.errors, [])
      assert.deepEqual(kiosk.foreign, [])
    }))
  }
})

describe('axe finds nothing', { concurrency: 3 }, () => {
  const pages = new Set(['home', 'reader-down', 'place', 'confirm', 'address', 'compound', 'since', 'phone', 'refused', 'removed', 'papers', 'check-permit', 'receipt', 'receipt-paper', 'cases'])
  for (const theme of ['light', 'dark', 'hc']) {
    test(theme, () => withKiosk({ query: `?still=1&theme=${theme}` }, async (kiosk) => {
      const found = []
      await walk(kiosk, async (page) => {
        if (!pages.has(page)) return
        if (!(await kiosk.page.evaluate(() => 'axe' in globalThis))) await kiosk.page.evaluate(axeSource)
        const violations = await kiosk.page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          return violations.map((one) => `${one.id}: ${one.nodes.map((n) => `${n.target} ${n.failureSummary?.split('\n').at(-1)?.trim()}`).join(' | ')}`)
        })
        found.push(...violations.map((one) => `${page}: ${one}`))
      })
      assert.deepEqual(found, [])
    }))
  }
})

test('each step has its title, and the title has the focus', () => withKiosk({ query: '?still=1' }, async (kiosk) => {
  const faults = []
  const still = new Set(['unreadable', 'ask-staff', 'reader-down', 'leftover', 'refused', 'receipt-paper']) // the same page with other content
  await walk(kiosk, async (page) => {
    if (still.has(page)) return
    await kiosk.page.waitForFunction(() => document.activeElement?.tagName === 'H1', undefined, { timeout: 2000 }).catch(() => faults.push(`${page}: focus`))
    const same = await kiosk.page.evaluate(() => document.title.replaceAll(/\s/g, '') === document.querySelector('h1')?.textContent?.replaceAll(/\s/g, ''))
    if (!same) faults.push(`${page}: title is not the heading`)
  })
  assert.deepEqual(faults, [])
}))
