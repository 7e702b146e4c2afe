// A resident's visit on the real program: the power goes while a form is half filled, a picture comes from a scanner's file, and what is asked about the own
// data reaches the desk. Needs bin/jiezhan (or JZ_PROGRAM) and `npm run build`.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from './support/office.mjs'
import { ask, openStreet, receipt, tap } from './support/people.mjs'

let street
before(async () => { street = await openStreet('power') }, { timeout: 180_000 })
after(() => street?.close())

/** leave ends a visit: the card is taken, the page closed. */
async function leave(n, kiosk) {
  await street.office.act(n, 'remove')
  assert.deepEqual([kiosk.foreign, kiosk.errors], [[], []])
  await kiosk.context.close()
}

test('a half-filled form survives a power cut, and is submitted once', { timeout: 180_000 }, async () => {
  const before = await street.confirmCard(1, 'moved_back')
  await tap(before, '是我本人')
  await tap(before, /^居住登记/)
  const kept = before.page.waitForResponse(/kiosk\/draft$/)
  await tap(before, /您以前登记过这里/)
  assert.equal((await kept).status(), 204)
  await street.office.act(1, 'kill')
  await before.context.close()
  await street.office.act(1, 'start')
  await until('the station', async () => (await street.office.station(1)).mode === 'normal')
  await street.office.act(1, 'remove')
  const kiosk = await street.confirmCard(1, 'moved_back')
  await tap(kiosk, '是我本人')
  await street.shot(kiosk.page, 'resume')
  await tap(kiosk, /接着上次的办/)
  await tap(kiosk, '今天')
  await tap(kiosk, '属实，提交')
  assert.match(await receipt(kiosk, '居住登记办好了'), /^330106099001-/)
  await leave(1, kiosk)
})

test('a correction asked for at the kiosk stands on the desk, with what is wrong', async () => {
  const kiosk = await street.confirmCard(2, 'half_year')
  await tap(kiosk, '是我本人')
  await tap(kiosk, /我的资料，谁看过/)
  await kiosk.page.locator('.facts').waitFor()
  await street.shot(kiosk.page, 'own')
  await tap(kiosk, /更正、复制、删除/)
  await tap(kiosk, /^更正/)
  await tap(kiosk, '手机号')
  await kiosk.page.getByRole('heading', { name: '已经收到您的申请' }).waitFor()
  const number = await kiosk.page.locator('[data-receipt-number]').innerText()
  await leave(2, kiosk)
  const clerk = await street.logIn(3, 'zhoumin')
  const row = await until('the request at another station', async () => (await ask(clerk, '/api/v1/data-requests')).items.find((one) => one.request.number === number))
  assert.match(row.detail, /手机号/)
  await clerk.context().close()
})

test('a scanned paper and the signature go along with the application', async () => {
  const kiosk = await street.confirmCard(2, 'half_year')
  const { page } = kiosk
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住证/)
  await tap(kiosk, /有稳定住处/)
  await tap(kiosk, /^租房合同/)
  await tap(kiosk, '继续')
  await page.locator('.screen:not(.settling) .sheet canvas').waitFor()
  const box = await page.locator('.sheet canvas').boundingBox()
  await page.mouse.move(box.x + 100, box.y + 120)
  await page.mouse.down()
  for (let i = 1; i <= 20; i++) await page.mouse.move(box.x + 100 + i * 25, box.y + 120 + 80 * Math.sin(i))
  await page.mouse.up()
  await tap(kiosk, '继续')
  await page.locator('[data-edit=shot_dwelling]').tap()
  const scan = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 900, height: 1200 })
    const on = canvas.getContext('2d')
    on.fillStyle = 'white'
    on.fillRect(0, 0, 900, 1200)
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg'))
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  await page.locator('input[type=file]').setInputFiles({ name: 'scan.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(scan) })
  await page.locator('[data-picture=use]').tap()
  await page.locator('.check-shot').first().waitFor()
  await street.shot(page, 'check')
  await tap(kiosk, '属实，提交')
  const number = await receipt(kiosk, '居住证申请已提交')
  assert.equal(await page.locator('[data-unsent]').count(), 0)
  await leave(2, kiosk)
  const clerk = await street.logIn(1, 'zhoumin')
  const found = await until('the application', async () => (await ask(clerk, `/api/v1/cases?view=open&q=${number}`)).items[0])
  const { items } = await ask(clerk, `/api/v1/permit-applications/${found.id}/attachments`)
  assert.deepEqual(items.map((one) => [one.kind, one.document ?? '']), [['paper', 'tenancy_contract'], ['signature', '']])
  await clerk.context().close()
})

test('a child alone is sent to the window with a guardian, a foreigner is told of the police', async () => {
  const child = await street.confirmCard(3, 'child')
  await tap(child, '是我本人')
  await tap(child, /^居住登记/)
  await child.page.getByText('未满 14 周岁，请由监护人陪同').waitFor()
  await street.shot(child.page, 'child')
  await leave(3, child)
  const guest = await street.confirmCard(3, 'foreign_resident')
  await tap(guest, '是我本人')
  await tap(guest, /^居住证/)
  await guest.page.getByRole('heading', { name: '现在还不能申请居住证' }).waitFor()
  await leave(3, guest)
})
