// The set-up page of a machine that belongs to no office yet, against a stand-in for its program. `npm run build` first; no Go program is needed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { landscape, launch, portrait } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { startSetupMock } from './support/setup-mock.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const artefacts = fileURLToPath(new URL('./artefacts/', import.meta.url))
const code = '22QG-ZNJS-Y6U2-JZJV-WR7W-4QJ7-NES9'
let browser

before(async () => {
  browser = await launch()
  await mkdir(artefacts, { recursive: true })
})
after(() => browser?.close())

/** A machine of its own at the set-up page; fails the test when a request leaves the origin or the page throws. */
async function sit(t, { viewport = portrait, query = '?still=1' } = {}) {
  const mock = await startSetupMock({ dist: process.env.JZ_DIST })
  const context = await browser.newContext({ viewport, hasTouch: true, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const faults = []
  await context.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === mock.base) return route.continue()
    faults.push(`foreign: ${route.request().url()}`)
    return route.abort()
  })
  page.on('pageerror', (error) => faults.push(error.message))
  t.after(async () => {
    await context.close()
    await mock.stop()
    assert.deepEqual(faults, [])
  })
  await page.goto(`${mock.base}/setup.html${query}`)
  await page.locator('[data-phase=choose] h1').waitFor()
  await page.evaluate(() => document.fonts.ready)
  return { mock, page, at: (phase) => page.locator(`[data-phase=${phase}] h1`).waitFor() }
}

async function looksRight(page, name) {
  assert.deepEqual(await geometryFaults(page), [], `geometry of ${name}`)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target)}`))
  assert.deepEqual(found, [], `axe on ${name}`)
  await page.screenshot({ path: `${artefacts}setup-${name}.png` })
}

const type = async (page, text) => { for (const one of text) await page.locator('.code-key', { hasText: new RegExp(`^${one}$`) }).tap() }

describe('every page fits and is clean', () => {
  for (const [name, viewport, query] of [['portrait', portrait, '?still=1'], ['landscape', landscape, '?still=1'], ['landscape-en-dark', landscape, '?still=1&lang=en&theme=dark'], ['portrait-en-hc', portrait, '?still=1&lang=en&theme=hc']]) {
    test(name, async (t) => {
      const { page, mock, at } = await sit(t, { viewport, query })
      await looksRight(page, `${name}-choose`)
      await page.locator('[data-way=found]').tap()
      await at('found')
      await looksRight(page, `${name}-found`)
      await page.locator('.back').tap()
      await page.locator('[data-way=join]').tap()
      await at('code')
      await page.keyboard.type(code.replace('QG', 'GQ'))
      await looksRight(page, `${name}-code-wrong`)
      mock.refuse('join.code_wrong')
      await page.getByRole('button', { name: /清空|Clear/ }).tap()
      await page.keyboard.type(code)
      await page.locator('footer .primary').tap()
      await page.locator('.error-box').waitFor()
      await looksRight(page, `${name}-code-refused`)
      await page.locator('footer .primary').tap()
      await at('working')
      await looksRight(page, `${name}-working`)
      mock.set({ state: 'failed', code: 'join.unreachable' })
      await at('failed')
      await looksRight(page, `${name}-failed`)
    })
  }
})

test('a code is typed by touch, checked with its last letter, and joins; then the kiosk opens', async (t) => {
  const { page, mock, at } = await sit(t)
  await page.locator('[data-way=join]').tap()
  await at('code')
  assert.equal(await page.locator('.code-key', { hasText: /^[01ILO]$/ }).count(), 0)
  const join = page.locator('footer .primary')
  await type(page, '22QG')
  assert.match(await page.locator('.note').innerText(), /还差 24 个/)
  assert.equal(await join.getAttribute('aria-disabled'), 'true')
  await page.getByRole('button', { name: '删掉一个' }).tap()
  await type(page, 'G')
  await page.evaluate((text) => document.dispatchEvent(Object.assign(new Event('paste'), { clipboardData: { getData: () => text } })), code.slice(5).toLowerCase())
  assert.match(await page.locator('.note.green').innerText(), /输对了/)
  await join.tap()
  await at('working')
  assert.deepEqual(mock.asked, [{ path: '/api/v1/setup/join', body: { code: code.replaceAll('-', '') } }])
  mock.set({ state: 'done' })
  await at('done')
  mock.serve()
  await page.waitForURL(/\/kiosk$/)
})

test('a mistyped code is told at once and is not sent', async (t) => {
  const { page, mock, at } = await sit(t)
  await page.locator('[data-way=join]').tap()
  await at('code')
  await page.keyboard.type(code.replace('ZNJS', 'ZNSJ'))
  assert.match(await page.locator('.note.amber').innerText(), /有一个输错了，或者两个输反了/)
  await page.keyboard.press('Enter')
  await page.locator('footer .primary').tap({ force: true })
  assert.deepEqual(mock.asked, [])
  await page.keyboard.press('Backspace')
  assert.match(await page.locator('.note').innerText(), /还差 1 个/)
})

test('a failure stays until it is read; then one begins again', async (t) => {
  const { page, mock, at } = await sit(t)
  mock.set({ state: 'failed', code: 'join.unreachable' })
  await at('failed')
  assert.match(await page.locator('.doing').innerText(), /请看网线是否插好[\s\S]*什么也没有改[\s\S]*join\.unreachable/)
  await page.locator('footer .primary').tap()
  await at('choose')
  await page.locator('[data-way=join]').tap()
  await at('code')
})

test('an office is founded after a word of warning', async (t) => {
  const { page, mock, at } = await sit(t)
  await page.locator('[data-way=found]').tap()
  await at('found')
  assert.match(await page.locator('.note.amber').innerText(), /一个街道只建立一次/)
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1' && document.title === document.activeElement.textContent)
  await page.locator('footer .primary').tap()
  await at('working')
  assert.deepEqual(mock.asked.map((one) => one.path), ['/api/v1/setup/found'])
})
