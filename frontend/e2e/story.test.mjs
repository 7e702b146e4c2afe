// The whole story on three real processes: a card on a reader becomes a registration and a permit, and the leader is killed in the middle.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from './support/office.mjs'
import { apply, ask, openStreet, receipt, tap, tickAll } from './support/people.mjs'

let street
before(async () => { street = await openStreet('story') }, { timeout: 120_000 })
after(() => street?.close())

const confirmCard = (n, card) => street.confirmCard(n, card)
const logIn = (n, login) => street.logIn(n, login)
const shot = (page, name) => street.shot(page, name)

test('a known resident registers in at most five touches', async () => {
  const kiosk = await confirmCard(1, 'moved_back')
  assert.ok(!(await kiosk.page.content()).includes('林晓燕'), 'the name is masked')
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住登记/)
  await tap(kiosk, /您以前登记过这里/)
  await tap(kiosk, '今天')
  await kiosk.page.getByRole('heading', { name: '请看看对不对' }).waitFor()
  await shot(kiosk.page, 'check')
  await tap(kiosk, '属实，提交')
  const number = await receipt(kiosk, '居住登记办好了')
  assert.ok(kiosk.touches <= 5, `touches = ${kiosk.touches}`)
  assert.match(number, /^330106099001-/)
  await shot(kiosk.page, 'registered')
  await street.office.act(1, 'remove')
  assert.deepEqual([kiosk.foreign, kiosk.errors], [[], []])
  await kiosk.context.close()
})

test('an application goes through the desks of three stations while the leader is killed', { timeout: 240_000 }, async (t) => {
  const number = await applyAt(2)
  const leader = await street.office.leader(1)
  const [desk, other] = [1, 2, 3].filter((n) => n !== leader)
  const clerk = await logIn(desk, 'zhoumin')
  const id = await open(clerk, number)
  await shot(clerk, 'submitted')

  await clerk.getByRole('button', { name: /一次性告知/ }).first().click()
  const notice = clerk.getByRole('dialog')
  await notice.getByRole('checkbox').nth(2).check()
  await shot(clerk, 'notice')
  await notice.getByRole('button', { name: '告知申请人' }).click()
  await clerk.getByText('待补正').first().waitFor()

  await clerk.getByRole('button', { name: /补正材料/ }).first().click()
  const supply = clerk.getByRole('dialog')
  await tickAll(supply)
  await supply.getByRole('button', { name: '登记补正' }).click()
  await clerk.getByRole('button', { name: /^受理/ }).first().waitFor()

  await street.office.act(leader, 'kill')
  const cut = Date.now()
  await clerk.getByRole('button', { name: /^受理/ }).first().click()
  const accept = clerk.getByRole('dialog')
  await tickAll(accept)
  await accept.getByRole('button', { name: '确认受理' }).click()
  await clerk.getByText('已受理').first().waitFor()
  t.diagnostic(`leader killed to accepted on the screen, clicks included: ${Date.now() - cut} ms`)
  await shot(clerk, 'accepted')

  const recorder = await logIn(other, 'wanglei')
  await open(recorder, number)
  await recorder.getByRole('button', { name: /录入同意/ }).first().click()
  await recorder.getByLabel('决定文号').fill('范公居〔2026〕8001号')
  await shot(recorder, 'approve')
  await recorder.getByRole('dialog').getByRole('button', { name: '录入同意' }).click()
  await recorder.getByText('已批准').first().waitFor()

  await clerk.getByText('已批准').first().waitFor() // by itself, over the event stream of another station
  await clerk.getByRole('button', { name: /证已制好/ }).first().click()
  await clerk.getByLabel('证件编号').fill('33019900 888888')
  await clerk.getByRole('dialog').getByRole('button', { name: '录入证件' }).click()
  await clerk.getByRole('button', { name: /^发证/ }).first().click()
  await clerk.getByRole('dialog').getByText('已核对来人的身份证件').click()
  await clerk.getByRole('dialog').getByRole('button', { name: '确认发证' }).click()
  await clerk.getByText('已发证').first().waitFor()
  await shot(clerk, 'delivered')

  await cameBack(leader, desk)
  await showsEverywhere(leader, id)
})

test('a new colleague begins with a password of their own', async () => {
  const admin = await logIn(1, 'admin')
  const made = await admin.evaluate(async () => {
    const body = { request_id: crypto.randomUUID(), login: 'newcomer', name: '新来', role: 'clerk', password: 'given-by-the-admin' }
    const answer = await fetch('/api/v1/accounts', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return answer.status
  })
  assert.equal(made, 201)
  await admin.context().close()
  const context = await street.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto(`${street.office.base(2)}/staff`)
  await page.getByLabel('账号').fill('newcomer')
  await page.getByLabel('密码').fill('given-by-the-admin')
  await page.getByRole('button', { name: '登录' }).click()
  const fields = page.locator('input[type=password]')
  await page.getByText('修改密码').first().waitFor()
  for (const [n, text] of ['given-by-the-admin', 'horse battery staple', 'horse battery staple'].entries()) await fields.nth(n).fill(text)
  await page.getByRole('button', { name: '保存新密码' }).click()
  await page.getByText('数据截至').first().waitFor() // the cases of the day
  await context.close()
})

/** applyAt files an application for the resident who has lived here long enough. */
async function applyAt(n) {
  const kiosk = await confirmCard(n, 'half_year')
  await apply(kiosk)
  await tap(kiosk, '属实，提交')
  const number = await receipt(kiosk, '居住证申请已提交')
  await shot(kiosk.page, 'applied')
  await street.office.act(n, 'remove')
  await kiosk.context.close()
  return number
}

/** open finds the case by its number and answers its id. */
async function open(page, number) {
  const { items } = await ask(page, `/api/v1/cases?view=open&q=${number}`)
  assert.equal(items.length, 1, `cases with the number ${number}`)
  await page.goto(`${new URL(page.url()).origin}/staff/cases/${items[0].id}`)
  await page.getByText(number).first().waitFor()
  return items[0].id
}

/** cameBack starts the killed station and waits until its audit chain ends like that of the others. */
async function cameBack(killed, witness) {
  await street.office.act(killed, 'start')
  await until('the killed station', async () => (await street.office.station(killed)).mode === 'normal')
  const [here, there] = [await logIn(killed, 'zhoumin'), await logIn(witness, 'zhoumin')]
  await until('equal chain heads', async () => {
    const [a, b] = [await ask(here, '/api/v1/system'), await ask(there, '/api/v1/system')]
    return a.chain.seq === b.chain.seq && a.chain.head === b.chain.head && a.chain.head.length === 64
  })
  await here.context().close()
  await there.context().close()
}

/** showsEverywhere finds the resident by initials on all three stations and sees the permit there; the auditor sees the looks. */
async function showsEverywhere(killed, id) {
  for (const n of [1, 2, 3]) {
    const page = await logIn(n, 'zhoumin')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('zjg')
    await page.getByRole('option', { name: /赵\*国/ }).first().waitFor()
    if (n === killed) await shot(page, 'palette')
    const application = await ask(page, `/api/v1/permit-applications/${id}`)
    assert.equal(application.permit.number, '33019900 888888', `permit at station ${n}`)
    await page.context().close()
    if (n !== killed) continue
    const auditor = await logIn(n, 'zhaoliang')
    const { items } = await ask(auditor, `/api/v1/people/${application.holder.person_id}/looks`)
    assert.ok(items.some((l) => l.what === 'kiosk') && items.some((l) => l.what === 'opened'), 'looks by kiosk and desk')
    await auditor.context().close()
  }
}
