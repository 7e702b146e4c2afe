// The landlords' terminal, against a stand-in for its program. `npm run build` first; no Go program is needed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { after, before, describe, test } from 'node:test'
import { landscape, launch, portrait } from './support/browser.mjs'
import { geometryFaults } from './support/geometry.mjs'
import { startLandlordMock } from './support/landlord-mock.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const artefacts = fileURLToPath(new URL('./artefacts/', import.meta.url))
const number = '11010519491231002X'
let browser

before(async () => {
  browser = await launch()
  await mkdir(artefacts, { recursive: true })
})
after(() => browser?.close())

/** A terminal of its own; fails the test when a request leaves the origin or the page throws. `prompts` counts the questions asked. */
async function sit(t, { viewport = landscape, query = '?still=1', clock = false, employer = false } = {}) {
  const mock = await startLandlordMock({ dist: process.env.JZ_DIST, employer })
  const context = await browser.newContext({ viewport, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
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
  if (clock) await page.clock.install()
  await page.goto(`${mock.base}/landlord.html${query}`)
  await page.locator('[data-stage=login] h1').waitFor()
  await page.evaluate(() => document.fonts.ready)
  const at = (stage) => page.locator(`[data-stage=${stage}] h1`).waitFor()
  const press = async (text) => { for (const key of text) await page.keyboard.press(key) }
  return { mock, page, at, press }
}

async function enter({ page, at, press }) {
  await press('100001#')
  await at('pin')
  await press('482915')
  await page.keyboard.press('Enter')
  await at('menu')
}

/** Answers each prompt with keys and gives how many prompts there were. */
async function answer({ page, press }, ...answers) {
  let prompts = 0
  for (const keys of answers) {
    prompts += 1
    await page.locator('.step', { hasText: `第 ${prompts} 步` }).waitFor()
    await press(keys)
  }
  return prompts
}

/** A tablet's keys are smaller than those of a standing terminal, and still half as large again as a fingertip needs (44 px). */
async function looksRight(page, name) {
  const faults = (await geometryFaults(page)).filter((fault) => !(name.startsWith('tablet') && /^too small \((5[0-9]|[67]\d) x|^too small \(\d+ x (5[0-9]|[67]\d)\)/.test(fault)))
  assert.deepEqual(faults, [], `geometry of ${name}`)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe)
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map((one) => `${one.id}: ${one.nodes.map((n) => n.target)}`))
  assert.deepEqual(found, [], `axe on ${name}`)
  await page.screenshot({ path: `${artefacts}landlord-${name}.png` })
}

test('a tenant is reported in eight prompts with a number pad alone, and leaves in four', async (t) => {
  const sitting = await sit(t)
  const { mock, page, at, press } = sitting
  await enter(sitting)
  await press('1')
  const moving = await answer(sitting, '1', '11010519491231002*##', '1', '#', '20271120#', '1', '1#', '#')
  await at('done')
  assert.ok(moving <= 8, `${moving} prompts`)
  assert.match(await page.locator('.number').innerText(), /339999001001/)
  assert.match(await page.locator('.note.green').innerText(), /居住登记/)
  const { path, body } = mock.asked[0]
  assert.equal(path, '/reports')
  const { request_id: id, ...report } = body
  assert.ok(id)
  assert.deepEqual(report, { premises_id: 'p1', id_number: number, since: '2026-11-21', until: '2027-11-20', written: true, head_count: 1 })

  await press('#')
  await at('menu')
  await press('2')
  const leaving = await answer(sitting, '1', '#', '0#', '#')
  await at('done')
  assert.ok(leaving <= 4, `${leaving} prompts`)
  assert.deepEqual([mock.asked[1].path, mock.asked[1].body.on, mock.asked[1].body.head_count], ['/leavings', '2026-11-21', 0])
  await press('##')
  await at('menu')
})

test('an employer reports who begins to work in four prompts, and who leaves in three', async (t) => {
  const sitting = await sit(t, { employer: true })
  const { mock, page, at, press } = sitting
  await enter(sitting)
  await looksRight(page, 'employer')
  await press('1')
  assert.equal(await answer(sitting, '1', '11010519491231002*##', '20261116#', '#'), 4)
  await at('done')
  const { request_id: id, ...report } = mock.asked[0].body
  assert.ok(id)
  assert.deepEqual(report, { premises_id: 'p4', id_number: number, since: '2026-11-16', written: false, head_count: 0 })
  await press('#')
  await at('menu')
  await press('2')
  assert.equal(await answer(sitting, '1', '#', '#'), 3)
  await at('done')
  assert.deepEqual([mock.asked[1].path, mock.asked[1].body.on], ['/leavings', '2026-11-21'])
  await press('##')
  await at('menu')
})

test('the same by touch, with a name typed; back keeps what was answered', async (t) => {
  const sitting = await sit(t, { viewport: portrait })
  const { mock, page, at } = sitting
  await enter(sitting)
  const touch = (name) => page.getByRole('button', { name, exact: true }).tap()
  await page.locator('.numbered-key', { hasText: '租客入住' }).tap()
  await page.locator('.numbered-key', { hasText: '1204' }).tap()
  for (const key of '11010519491231002') await touch(key)
  await touch('X')
  await page.locator('.note.green').waitFor()
  await page.locator('.named input').fill('租客一')
  await touch('# 确认')
  await page.locator('.step', { hasText: '第 3 步' }).waitFor()
  await page.locator('.back').tap()
  assert.equal(await page.locator('.typed').innerText(), number)
  await touch('# 确认')
  await page.locator('.numbered-key', { hasText: '2 号房间' }).waitFor()
  await page.locator('.numbered-key').nth(2).tap()
  await touch('# 确认')
  await page.locator('.step', { hasText: '第 5 步' }).waitFor()
  await touch('# 确认')
  await page.locator('.numbered-key').nth(1).tap()
  await page.locator('.step', { hasText: '第 7 步' }).waitFor()
  await touch('2')
  await touch('# 确认')
  await page.locator('.checks').waitFor()
  assert.match(await page.locator('.checks').innerText(), /租客一 110105\*{8}002X/)
  await touch('# 提交')
  await at('done')
  assert.deepEqual([mock.asked[0].body.name, mock.asked[0].body.premises_id, mock.asked[0].body.room, mock.asked[0].body.written, mock.asked[0].body.until], ['租客一', 'p2', '2 号房间', false, undefined])
})

test('a wrong number is told at once, and cannot be confirmed', async (t) => {
  const sitting = await sit(t)
  const { page, at, press } = sitting
  await press('100001#')
  await press('000000#')
  await page.locator('[data-stage=login] .error-box', { hasText: '不符' }).waitFor()
  await press('#482915#')
  await at('menu')
  await press('11')
  await press('110105194912310021')
  await page.locator('.note.amber', { hasText: '逐位核对' }).waitFor()
  await press('##')
  await page.locator('.step', { hasText: '第 2 步' }).waitFor()
  await page.keyboard.press('Backspace')
  await press('*')
  await page.locator('.note.green').waitFor()
})

test('a double report says the number; a lost line asks again with the same request', async (t) => {
  const sitting = await sit(t)
  const { mock, page, at, press } = sitting
  await enter(sitting)
  await press('1')
  await answer(sitting, '1', '11010519491231002*##', '1', '#', '#', '2', '1#')
  mock.cut()
  await press('#')
  await page.locator('.note.amber', { hasText: '不会重复申报' }).waitFor()
  await press('#')
  await at('done')
  assert.equal(mock.asked[0].body.request_id, mock.asked[1].body.request_id)
  assert.equal(mock.own.length, 1)
  await press('#')
  await at('menu')
  await press('1')
  await answer(sitting, '1', '11010519491231002*##', '1', '#', '#', '2', '1#')
  mock.refuse('report.already_sent', [{ field: 'id_number', code: 'report.already_sent', params: { number: mock.own[0].number } }])
  await press('#')
  await page.locator('.error-box', { hasText: '不用再报' }).waitFor()
  await page.locator('.step', { hasText: '第 2 步' }).waitFor()
})

test('a hotel reports a count, and there is nowhere to type a guest', async (t) => {
  const sitting = await sit(t)
  const { mock, page, at, press } = sitting
  await enter(sitting)
  await press('3')
  await page.locator('.step', { hasText: '第 1 步' }).waitFor()
  await press('1')
  await page.locator('.step', { hasText: '第 2 步' }).waitFor()
  assert.equal(await page.locator('input').count(), 0)
  await press('12#')
  await press('#')
  await at('done')
  const { request_id: id, ...kept } = mock.asked[0].body
  assert.ok(id)
  assert.deepEqual(kept, { premises_id: 'p3', day: '2026-11-21', guests: 12 })
})

test('left alone for a minute it asks, and then forgets everything', async (t) => {
  const sitting = await sit(t, { clock: true })
  const { page, at, press } = sitting
  await enter(sitting)
  await press('1')
  await press('1')
  await press('110105')
  await page.clock.runFor(61_000)
  await at('idle')
  assert.ok(!(await page.content()).includes('110105'))
  await press('#')
  await at('work')
  await page.clock.runFor(77_000)
  await at('login')
  const html = await page.content()
  for (const left of ['110105', '房*一', '青松家园', '100001']) assert.ok(!html.includes(left), left)
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0)
})

describe('every page fits and is clean', () => {
  for (const [name, viewport, query] of [['landscape', landscape, '?still=1'], ['portrait-hc', portrait, '?still=1&theme=hc'], ['landscape-dark', landscape, '?still=1&theme=dark'], ['tablet', { width: 1024, height: 768 }, '?still=1']]) {
    test(name, async (t) => {
      const sitting = await sit(t, { viewport, query })
      const { page, at, press } = sitting
      await looksRight(page, `${name}-login`)
      await enter(sitting)
      await looksRight(page, `${name}-menu`)
      await press('1')
      let step = 0
      for (const keys of ['1', '11010519491231002*##', '1', '#', '#', '2', '1#']) {
        step += 1
        await page.locator('.step', { hasText: `第 ${step} 步` }).waitFor()
        await looksRight(page, `${name}-${step}`)
        await press(keys)
      }
      await page.locator('.checks').waitFor()
      await looksRight(page, `${name}-check`)
      await press('#')
      await at('done')
      await looksRight(page, `${name}-done`)
      await press('#4')
      await at('own')
      await looksRight(page, `${name}-own`)
    })
  }
})
