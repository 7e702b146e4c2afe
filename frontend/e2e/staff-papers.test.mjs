// Papers at the desk: the preview, its languages, the file for the printer. Against the stand-in; needs a built dist/.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, open, sit, text } from './support/staff-desk.mjs'

before(open)
after(close)

/** Waits for a picture that has arrived and answers its size. */
async function picture(page) {
  await page.waitForFunction(() => document.querySelector('.paper-image')?.naturalWidth > 0)
  return page.locator('.paper-image').evaluate((image) => [image.naturalWidth, image.naturalHeight])
}

test('a case is printed: the preview first, then the file that the link names', async (t) => {
  const { page, key, asked, mock } = await sit(t, '/cases/a0001', { as: 'zhoumin' })
  await page.locator('.countdown').waitFor()
  await key('p')
  await dialog(page).waitFor()
  assert.deepEqual(await picture(page), [420, 595])
  assert.equal(await page.locator('.paper-image').getAttribute('alt'), '受理回执预览')
  assert.deepEqual(asked.filter((one) => one.includes('/papers/')), ['/api/v1/permit-applications/a0001/papers/receipt?format=png&lang=zh-CN'])
  const before = await page.locator('.paper-image').getAttribute('src')
  await page.getByRole('button', { name: '英文' }).click()
  await page.waitForFunction((old) => document.querySelector('.paper-image') && document.querySelector('.paper-image').getAttribute('src') !== old, before)
  await picture(page)
  assert.ok(asked.includes('/api/v1/permit-applications/a0001/papers/receipt?format=png&lang=en'))
  const download = page.locator('dialog a[download]')
  assert.equal(await download.getAttribute('download'), 'receipt.pdf')
  const file = await page.request.get(mock.base + await download.getAttribute('href'))
  assert.equal(file.headers()['content-type'], 'application/pdf')
  assert.match(await text(page, 'dialog .modal-foot'), /都会留下记录/)
  await clean(page, 'the preview')
  await page.screenshot({ path: new URL('staff-paper.png', artefacts).pathname })
  await key('Escape')
  await dialog(page).waitFor({ state: 'detached' })
})

test('what there is reason for can be chosen, what cannot be recorded is not shown and may be tried again', async (t) => {
  const { page, mock } = await sit(t, '/cases/a0002', { as: 'zhoumin' })
  await page.locator('.countdown').waitFor()
  const app = mock.office.books.apps.find((a) => a.id === 'a0002')
  app.notice = { at: app.changed_at, items: [] }
  mock.touch('permit', 'a0002')
  await page.locator('.block', { hasText: '一次性告知' }).waitFor()
  mock.office.failNext = 'look.not_recorded'
  await page.getByRole('button', { name: /^打印/ }).click()
  await page.locator('dialog [role=alert]', { hasText: '查看记录没有写下来' }).waitFor()
  assert.deepEqual(await page.locator('dialog .paper-set').first().locator('button').allInnerTexts(), ['一次性告知书', '受理回执'])
  await page.locator('dialog .error-retry').click()
  assert.deepEqual(await picture(page), [595, 842])
  await page.getByRole('button', { name: '受理回执' }).click()
  await page.waitForFunction(() => document.querySelector('.paper-image')?.naturalWidth === 420)
})

test('the receipt of a registration is printed from the resident\'s record', async (t) => {
  const { page, asked, mock } = await sit(t, `/residents/p0001`, { as: 'zhoumin' })
  await page.locator('.pick').first().click()
  const registration = mock.office.books.people[0].view.registrations[0]
  await page.locator('.line', { hasText: registration.number }).getByRole('button', { name: '打印' }).click()
  assert.deepEqual(await picture(page), [420, 595])
  assert.ok(asked.includes(`/api/v1/registrations/${registration.id}/papers/receipt?format=png&lang=zh-CN`))
})
