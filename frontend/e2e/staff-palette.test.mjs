// The box that finds everything, by keyboard alone. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-palette-${name}.png`, artefacts).pathname })
const groups = (page) => page.locator('.palette .group').allInnerTexts()
const chosen = (page) => text(page, '.hit[aria-selected=true] b')

/** Opens the palette and types. */
async function ask({ page, key }, words) {
  await key('Control+k')
  await dialog(page).waitFor()
  await page.keyboard.type(words)
}

test('groups stand below each other with what was matched; arrows walk through all of them and Enter opens', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key } = desk
  await page.locator('.row').first().waitFor()
  await ask(desk, 'zwb')
  await page.locator('.hit', { hasText: '周*博' }).first().waitFor()
  assert.deepEqual(await groups(page), ['居民', '居住证', '办件'])
  assert.equal(await text(page, '.hit .tag'), '拼音首字母')
  assert.equal(await chosen(page), '周*博')
  assert.equal(await page.evaluate(() => document.querySelector('.palette').innerText.includes('周文博')), false, 'names are masked')
  await page.locator('.foot', { hasText: '3 项' }).waitFor()
  await clean(page, 'the palette with hits')
  await shot(page, 'groups')
  await key('ArrowUp')
  assert.match(await chosen(page), /居住证|周\*博 · /)
  await key('Enter')
  await page.waitForURL(/\/cases\/a\d+/)
  await dialog(page).waitFor({ state: 'detached' })
})

test('an address opens the list of who lives there, and the pages are found as well', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key } = desk
  await page.locator('.row').first().waitFor()
  await ask(desk, '和园')
  await page.locator('.palette .group', { hasText: '地址' }).waitFor()
  await page.locator('.hit', { hasText: '查看住在这里的人' }).first().waitFor()
  for (let i = 0; i < 20 && !(await page.locator('.hit[aria-selected=true]').innerText()).includes('查看住在这里的人'); i++) await key('ArrowDown')
  await key('Enter')
  await page.waitForURL(/\/residents$/)
  await page.locator('.table tbody tr').first().waitFor()
  assert.match(await page.locator('.box input').inputValue(), /^和园/)
  await ask(desk, '警情')
  await page.locator('.palette .group', { hasText: '页面' }).waitFor()
  await key('Enter')
  await page.waitForURL(/\/alarms/)
})

test('a name with the last four asks what for; stated once, the record opens without asking again', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key, mock } = desk
  await page.locator('.row').first().waitFor()
  const somebody = mock.office.books.people[19]
  await ask(desk, `${somebody.full.name}${somebody.full.phone.slice(-4)}`)
  await page.locator('.palette .group', { hasText: '先说明用途' }).waitFor()
  assert.deepEqual(await page.locator('.hit b').allInnerTexts(), ['窗口咨询', '办理业务', '更正资料'])
  assert.equal(mock.office.books.listed.length, 0)
  await clean(page, 'the palette that asks for a purpose')
  await shot(page, 'purpose')
  await key('ArrowDown', 'Enter')
  await page.locator('.hit', { hasText: '蒋*华' }).first().waitFor()
  assert.equal(await text(page, '.entry .tag'), '用途：办理业务')
  assert.deepEqual(mock.office.books.listed, [{ person: somebody.row.id, purpose: 'case' }])
  await key('Enter')
  await page.locator('.head h2', { hasText: '蒋*华' }).waitFor()
  assert.deepEqual(mock.office.books.looks.map((l) => l.purpose), ['case'])
})

test('Enter right after typing opens what was typed, not what was found before', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key } = desk
  await page.locator('.row').first().waitFor()
  await ask(desk, 'jmh')
  await page.locator('.hit', { hasText: '蒋*华' }).first().waitFor()
  await page.locator('.palette input').fill('')
  await page.keyboard.type('ph')
  await key('Enter')
  await page.waitForURL(/\/residents\/p0019$/)
})

test('a permit opens the permit, and the former name of a community the community of today', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key } = desk
  await page.locator('.row').first().waitFor()
  await ask(desk, 'zwb')
  await page.locator('.palette .group', { hasText: '居住证' }).waitFor()
  await key('ArrowDown', 'Enter')
  await page.waitForURL(/\/permits\/[^/]+$/)
  await page.getByText('签注', { exact: false }).first().waitFor()
  await ask(desk, '松林社区')
  await page.locator('.hit', { hasText: '社区 · 原松林社区' }).waitFor()
  assert.equal(await chosen(page), '青松社区')
  await clean(page, 'the palette with a community')
  await shot(page, 'community')
  await key('Enter')
  await page.waitForURL(/\/housing\/c1$/)
})

test('while an input method composes nothing is looked for, and its keys are its own', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key, asked } = desk
  await page.locator('.row').first().waitFor()
  await key('Control+k')
  await dialog(page).waitFor()
  const method = await page.context().newCDPSession(page)
  for (const text of ['z', "zhou'w", "zhou'wen'bo"]) await method.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await method.send('Input.insertText', { text: '周文博' })
  await page.locator('.hit', { hasText: '周*博' }).first().waitFor()
  const searches = asked.filter((path) => path.startsWith('/api/v1/search')).map((path) => new URLSearchParams(path.split('?')[1]).get('q'))
  assert.deepEqual(searches, ['周文博'])
})

test('nothing typed, nothing found and no answer each say what to do', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, key } = desk
  await page.locator('.row').first().waitFor()
  await key('Control+k')
  await page.locator('.ways').waitFor()
  await clean(page, 'the empty palette')
  await page.keyboard.type('囍囍')
  await page.locator('.foot', { hasText: '没有找到“囍囍”' }).waitFor()
  await page.route('**/api/v1/search**', (route) => route.abort())
  await page.keyboard.type('囍')
  await page.locator('.palette [role=alert]', { hasText: '现在查不到' }).waitFor()
  await shot(page, 'problem')
  await page.unroute('**/api/v1/search**')
  await page.getByRole('button', { name: '再试一次' }).click()
  await page.locator('.foot', { hasText: '没有找到“囍囍囍”' }).waitFor()
  await key('Escape')
  await dialog(page).waitFor({ state: 'detached' })
})

test('an administrator finds pages only, and the server is not asked', async (t) => {
  const desk = await sit(t, '/system', { as: 'guanli' })
  const { page, asked } = desk
  await page.locator('.rail').waitFor()
  await ask(desk, '系统')
  await page.locator('.palette .group', { hasText: '页面' }).waitFor()
  assert.equal(asked.some((path) => path.startsWith('/api/v1/search')), false)
})
