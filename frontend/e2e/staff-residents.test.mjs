// The page that finds residents. Against a stand-in for the server.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

const shot = (page, name) => page.screenshot({ path: new URL(`staff-residents-${name}.png`, artefacts).pathname })
const asksOf = (asked) => asked.filter((path) => path.startsWith('/api/v1/people?')).map((path) => Object.fromEntries(new URLSearchParams(path.split('?')[1])))

test('a name with the last four is looked for only once a purpose is stated, and the record does not ask again', async (t) => {
  const { page, key, mock, asked } = await sit(t, '/residents', { as: 'zhoumin' })
  const somebody = mock.office.books.people[19]
  await page.locator('.box input').waitFor()
  await page.keyboard.type(`${somebody.full.name}${somebody.full.phone.slice(-4)}`)
  await page.locator('.empty', { hasText: '先说明用途' }).waitFor()
  assert.deepEqual(mock.office.books.listed, [])
  await clean(page, 'the residents page that asks for a purpose')
  await shot(page, 'purpose')
  await page.getByRole('button', { name: '办理业务' }).click()
  await page.locator('.table tbody tr').waitFor()
  assert.equal(await text(page, '.asking .tag'), '用途：办理业务')
  assert.deepEqual(mock.office.books.listed, [{ person: somebody.row.id, purpose: 'case' }])
  assert.equal(asksOf(asked).at(-1).purpose, 'case')
  await clean(page, 'the residents page with a purpose')
  await shot(page, 'found')
  await key('Enter')
  await page.locator('.head h2', { hasText: somebody.view.name }).waitFor()
  assert.deepEqual(mock.office.books.looks.map((l) => l.purpose), ['case'])
})

test('a purpose ends with its search', async (t) => {
  const { page, mock, asked } = await sit(t, '/residents', { as: 'zhoumin' })
  const somebody = mock.office.books.people[19]
  const box = page.locator('.box input')
  await box.fill(`${somebody.full.name}${somebody.full.phone.slice(-4)}`)
  await page.getByRole('button', { name: '窗口咨询' }).click()
  await page.locator('.table tbody tr').waitFor()
  await box.fill('')
  await page.locator('.asking .tag').waitFor({ state: 'detached' })
  await box.fill('jmh')
  await page.locator('.table tbody tr').first().waitFor()
  assert.equal(asksOf(asked).at(-1).purpose, undefined)
})

test('Enter right after typing opens what was typed, not what was found before', async (t) => {
  const { page, key } = await sit(t, '/residents', { as: 'zhoumin' })
  await page.locator('.box input').fill('jmh')
  await page.locator('.table tbody tr', { hasText: '蒋*华' }).first().waitFor()
  await page.locator('.box input').fill('')
  await page.keyboard.type('ph')
  await key('Enter')
  await page.waitForURL(/\/residents\/p0019$/)
})

test('while an input method composes nobody is looked for', async (t) => {
  const { page, asked } = await sit(t, '/residents', { as: 'zhoumin' })
  await page.locator('.box input').focus()
  const method = await page.context().newCDPSession(page)
  for (const part of ['z', "zhou'w", "zhou'wen'bo"]) await method.send('Input.imeSetComposition', { text: part, selectionStart: part.length, selectionEnd: part.length })
  await method.send('Input.insertText', { text: '周文博' })
  await page.locator('.table tbody tr', { hasText: '周*博' }).waitFor()
  assert.deepEqual(asksOf(asked).map((q) => q.q), ['周文博'])
})

test('whoever reads the log of looks searches for that purpose', async (t) => {
  const { page, mock, asked } = await sit(t, '/looks', { as: 'shenji' })
  const somebody = mock.office.books.people[19]
  await page.locator('.asking input').fill(`${somebody.full.name}${somebody.full.phone.slice(-4)}`)
  await page.locator('.people button', { hasText: somebody.view.name }).waitFor()
  assert.deepEqual(asksOf(asked).map((q) => q.purpose), ['audit'])
})

test('the record of a foreigner says that there is no permit to apply for', async (t) => {
  const { page, key, mock } = await sit(t, '/residents', { as: 'zhoumin' })
  const somebody = mock.office.books.people[19]
  somebody.view.apply = { allowed: false, code: 'permit.not_for_this_card' }
  await page.locator('.box input').waitFor()
  await page.keyboard.type(`${somebody.full.name}${somebody.full.phone.slice(-4)}`)
  await page.getByRole('button', { name: '办理业务' }).click()
  await page.locator('.table tbody tr').waitFor()
  await key('Enter')
  await page.locator('.no-permit', { hasText: '不用办居住证，居住登记就够了' }).waitFor()
  assert.equal(await page.locator('button kbd', { hasText: 'N' }).count(), 0, 'nothing to press that leads nowhere')
  await key('n')
  assert.match(page.url(), /residents\/p\d+$/)
  await clean(page, 'the record of a foreigner')
  await shot(page, 'foreigner')
})
