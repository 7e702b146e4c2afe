// What was photographed at the kiosk, beside the list of papers at the desk.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

/** A white PNG of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAGFxaOwAAAABJRU5ErkJggg=='

/** Puts pictures beside the first application: a paper, the portrait, a signature, and one that is erased. */
function photographed(mock) {
  const app = mock.office.books.apps.find((one) => one.id === 'a0001')
  const paper = app.documents.find((one) => one.group === 'dwelling')
  const row = (id, more) => ({ id, at: '2026-11-21T01:00:00Z', width: 800, height: 600, thumbnail: pixel, ...more })
  mock.office.pictures.set('a0001', [
    row('p1', { kind: 'paper', group: 'dwelling', document: paper.kind, document_id: paper.id }),
    row('p2', { kind: 'portrait', group: 'photo', document: 'portrait', document_id: app.documents.find((one) => one.group === 'photo').id }),
    row('p3', { kind: 'signature' }),
    row('p4', { kind: 'paper', group: 'identity', document: 'resident_id_card', thumbnail: undefined, erased_at: '2026-11-20T01:00:00Z' }),
  ])
  return paper
}

test('pictures stand beside the list; opening one large is asked of the server, and the original is ticked there', async (t) => {
  const desk = await sit(t, '/cases', { as: 'zhoumin' })
  const { page, mock, asked } = desk
  const paper = photographed(mock)
  await page.goto(`${mock.base}/staff/cases/a0001`)
  await page.locator('[data-picture]').first().waitFor()
  assert.equal(await page.locator('[data-picture]').count(), 3)
  assert.match(await text(page, '.shots li:last-child'), /已按期清除/)
  assert.ok(!asked.some((one) => one.startsWith('/api/v1/attachments/')), 'nothing is opened before somebody looks')
  await page.locator('[data-picture=p1]').click()
  await dialog(page).locator('img.whole').waitFor()
  assert.ok(asked.includes('/api/v1/attachments/p1'))
  await dialog(page).getByLabel('原件已核对').check()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  assert.match(await text(page, '.shots li:first-child'), /已经看过/)
  const ticked = await page.locator('.papers input:checked').count()
  assert.equal(ticked, 1, `the paper ${paper.id} is ticked in the list, too`)
  await page.locator('[data-picture=p3]').click()
  await dialog(page).locator('img.whole').waitFor()
  assert.equal(await dialog(page).getByLabel('原件已核对').count(), 0, 'a signature has no original to tick')
})

test('a picture goes by itself, and is not left in the page', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'zhoumin', clock: true })
  photographed(mock)
  await page.goto(`${mock.base}/staff/cases/a0001`)
  await page.locator('[data-picture=p2]').click()
  await dialog(page).locator('img.whole').waitFor()
  await page.clock.runFor(61_000)
  await dialog(page).waitFor({ state: 'detached' })
  assert.equal(await page.locator('img.whole').count(), 0)
})

test('a picture that cannot be shown says why', async (t) => {
  const { page, mock } = await sit(t, '/cases', { as: 'lixiang' })
  photographed(mock)
  await page.goto(`${mock.base}/staff/cases/a0001`)
  await page.locator('[data-picture=p1]').waitFor()
  mock.office.pictures.get('a0001')[0].erased_at = '2026-11-21T01:30:00Z'
  await page.locator('[data-picture=p1]').click()
  await dialog(page).getByText('这张图片已经到期清除').waitFor()
})
