// A browser at one page of the staff console, in front of a stand-in for the server.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { launch } from './browser.mjs'
import { startStaffMock } from './staff-mock.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const artefacts = new URL('../artefacts/', import.meta.url)
export const password = 'Qingsong-2026'
let browser

/** Starts one browser for the file and keeps a folder for screenshots. */
export async function open() {
  mkdirSync(artefacts, { recursive: true })
  browser = await launch()
}

export const close = () => browser?.close()

/** A fresh office and a fresh browser at one page; fails the test when a request would leave the origin or the page throws. */
export async function sit(t, path = '/cases', { as, theme = 'light', lang = 'zh-CN', clock = false, size = { width: 1440, height: 900 } } = {}) {
  const mock = await startStaffMock()
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' })
  const page = await context.newPage()
  const foreign = []
  const thrown = []
  const asked = []
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url())
    if (url.origin !== mock.base) { foreign.push(url.href); return route.abort() }
    asked.push(url.pathname + url.search)
    return route.continue()
  })
  page.on('pageerror', (error) => thrown.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) thrown.push(message.text()) })
  t.after(async () => {
    await context.close()
    await mock.close()
    assert.deepEqual(foreign, [], 'requests that leave the origin')
    assert.deepEqual(thrown, [], 'errors on the page')
  })
  if (clock) await page.clock.install()
  await page.goto(`${mock.base}/staff${path}${path.includes('?') ? '&' : '?'}theme=${theme}&lang=${lang}`)
  const desk = { mock, page, asked, key: (...names) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve()) }
  if (as) await logOn(desk, as)
  return desk
}

export async function logOn({ page }, who, secret = password) {
  await page.fill('[name=login]', who)
  await page.fill('[name=password]', secret)
  await page.keyboard.press('Enter')
  await page.locator('.rail').waitFor()
}

/** What stands in the first match. */
export const text = (page, selector) => page.locator(selector).first().innerText()
export const dialog = (page) => page.locator('dialog[open]')

/** Fails when axe finds anything. */
export async function clean(page, what) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`), [], `axe on ${what}`)
}
