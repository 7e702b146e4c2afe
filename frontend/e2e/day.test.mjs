// A clerk's day: applications of every kind through their whole life, at a kiosk with cards, at two desks and in the authority's list, on real processes.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  accept, act, approve, arrived, choose, chooseRoom, endPermit, field, fillDate, go, handOut, importList, openCase, openHolder, openPermit, openPerson, press, preview, reached, register,
  renew, takeIn, toPermit,
} from './support/counter.mjs'
import { cardNumber, newcomers, passportLines, personNumber, tableOf, today } from './support/day-people.mjs'
import { until } from './support/office.mjs'
import { apply, ask, openStreet, receipt, tap } from './support/people.mjs'

/** Milliseconds that a page is given on a busy machine. */
const patience = 60_000
const place = { 小区: '安康家园', 楼: '1号楼', 单元: '1单元', 房间: '202室' }
const papers = ['居民身份证', '近期证件照', '租房合同']
const own = {}
/** What each case should be when the day is over: applications and permits by their id. */
const outcome = { applications: new Map(), permits: new Map() }
let street
let clerk
let recorder
const shot = (page, name) => street.shot(page, name)

before(async () => {
  street = await openStreet('day')
  clerk = await street.logIn(1, 'zhoumin')
  recorder = await street.logIn(2, 'wanglei')
  for (const page of [clerk, recorder]) page.setDefaultTimeout(patience)
}, { timeout: 180_000 })
after(() => street?.close())

/** hour is one part of the day; after one that failed the rest has nothing to go on. */
let broken = false
function hour(name, does) {
  test(name, { timeout: 240_000 }, async (t) => {
    assert.ok(!broken, 'an earlier hour of the day failed')
    broken = true
    await does(t).catch(async (error) => {
      for (const [who, page] of [['clerk', clerk], ['recorder', recorder]]) await shot(page, `failed-${who}`)
      throw error
    })
    broken = false
  })
}

/** takenIn opens somebody's record, takes their application in and remembers its number. */
async function takenIn(who, form) {
  await openPerson(clerk, newcomers[who].number)
  own[who] = await takeIn(clerk, { condition: '有稳定住处', papers, ...form })
}

/** issue takes an approved application from the arrival of its card to the hand-out. */
async function issue(who, number, toProxy = '') {
  const id = await openCase(clerk, own[who])
  await arrived(clerk, number)
  await handOut(clerk, toProxy)
  outcome.applications.set(id, 'delivered')
}

/** permit opens the file of a sample permit and says what it should be in the end. */
async function permit(n, state) {
  const id = await openPermit(clerk, cardNumber(n))
  outcome.permits.set(id, state)
  return id
}

hour('08:30 the register of last year comes in as a table', async () => {
  await go(clerk, '/bulk')
  await clerk.getByText('人员与居住登记').first().waitFor()
  await clerk.locator('input[type=file]').setInputFiles({ name: '居住登记.csv', mimeType: 'text/csv', buffer: Buffer.from(tableOf(newcomers)) })
  await clerk.getByRole('button', { name: `导入没有问题的 ${Object.keys(newcomers).length} 行` }).click()
  await clerk.getByText(`已写入 ${Object.keys(newcomers).length} 行。`).waitFor()
})

hour('08:45 three permits to endorse: a day early, in time, and late', async () => {
  await permit(201, 'active')
  await clerk.getByText('现在不能签注').waitFor()
  assert.match(await clerk.locator('p', { hasText: '现在不能签注' }).innerText(), /从 \d{4}-\d\d-\d\d 起可以签注/)
  assert.equal(await clerk.getByRole('button', { name: /^签注/ }).count(), 0)
  await shot(clerk, 'early')

  const endorse = async (box) => {
    await box.getByLabel('有稳定工作').check()
    await box.getByLabel('本人声明仍在这里居住').check()
  }
  await permit(203, 'active')
  await act(clerk, '签注', endorse)
  await clerk.locator('.tag', { hasText: '按期' }).waitFor()
  await permit(222, 'active')
  await clerk.locator('.panel-head', { hasText: '暂停使用' }).waitFor()
  await act(clerk, '签注', endorse)
  await clerk.locator('.tag', { hasText: '补签，年限重算' }).waitFor()
  await clerk.locator('.panel-head', { hasText: '有效' }).first().waitFor()
  await shot(clerk, 'restored')
  assert.ok((await clerk.locator('.timeline li div').first().boundingBox()).width > 200, 'the history has room')
})

hour('09:00 two residents apply at the kiosk, and one endorses there', async () => {
  const kiosk = await street.kioskOf(1)
  kiosk.page.setDefaultTimeout(patience)
  const leave = async () => {
    await street.office.act(1, 'remove')
    await tap(kiosk, /办完了|结束，清除资料/)
    await kiosk.page.getByText('读卡区已准备好').waitFor()
  }
  await street.confirmCard(1, 'half_year', kiosk)
  await apply(kiosk)
  await tap(kiosk, '属实，提交')
  own.work = await receipt(kiosk, '居住证申请已提交')
  await leave()

  await street.confirmCard(1, 'second_half_year', kiosk)
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住证/)
  await tap(kiosk, /连续上学/)
  for (const paper of [/^租房合同/, /^学生证/]) {
    await tap(kiosk, paper)
    await tap(kiosk, '继续')
  }
  await tap(kiosk, '到窗口签')
  await tap(kiosk, '属实，提交')
  own.study = await receipt(kiosk, '居住证申请已提交')
  await leave()

  await street.confirmCard(1, 'permit_holder', kiosk)
  await tap(kiosk, '是我本人')
  await tap(kiosk, /^居住证签注/)
  await tap(kiosk, /有稳定工作/)
  await tap(kiosk, '属实，提交')
  await receipt(kiosk, '签注办好了')
  await shot(kiosk.page, 'endorsed')
  await leave()
  assert.deepEqual([kiosk.foreign, kiosk.errors], [[], []])
  await kiosk.context.close()
  await permit(200, 'active')
  await clerk.locator('.tag', { hasText: '按期' }).waitFor()
})

hour('09:30 at the window: somebody with a dwelling, a child, an old lady, somebody from Hong Kong', async () => {
  await takenIn('dwelling', {})
  await takenIn('child', { proxy: { name: '范大山', number: personNumber('1988-04-04', 41), relation: '父亲', reason: '未满 16 周岁' } })
  await takenIn('elder', { by: '近亲属', proxy: { name: '林秋月', number: personNumber('1975-06-06', 62), relation: '女儿', reason: '老年人，行动不便' } })
  await shot(clerk, 'proxy')
  await openPerson(clerk, '陈伟业')
  own.hongkong = await takeIn(clerk, { condition: '有稳定工作', papers: ['来往内地（大陆）通行证', '近期证件照', '租房合同', '劳动合同'] })
  for (const who of ['refused', 'listed', 'twice', 'conflict']) await takenIn(who, {})
})

hour('10:15 papers that are not right: told once, brought, accepted', async () => {
  await takenIn('papers', {})
  await preview(clerk, '受理回执', () => shot(clerk, 'paper-receipt'))
  await choose(clerk, '一次性告知', async (box) => {
    await box.getByRole('checkbox').nth(2).check()
    await shot(clerk, 'notice')
  })
  await clerk.getByText('待补正').first().waitFor()
  await preview(clerk, '一次性告知书', () => shot(clerk, 'paper-notice'))
  await choose(clerk, '补正材料', (box) => field(box, '房产证').check())
  await accept(clerk)
})

hour('10:45 what is complete is accepted', async () => {
  for (const who of ['work', 'study', 'dwelling', 'child', 'elder', 'hongkong', 'refused', 'listed', 'twice', 'conflict']) {
    await openCase(clerk, own[who])
    await accept(clerk)
  }
  await shot(clerk, 'accepted')
})

hour('11:30 another desk refuses one, with a reason and a second officer', async () => {
  outcome.applications.set(await openCase(recorder, own.refused), 'refused')
  await choose(recorder, '录入不予', async (box) => {
    await field(box, '决定文号').fill('范公居〔2026〕7001号')
    await box.getByLabel('不符合三个条件中的任何一个').check()
    await field(box, '理由说明').fill('租房合同已经解除，也没有其他住处证明')
    await field(box, '账号').fill('chengang')
    await field(box, '密码').fill('qingsong-2026')
    await shot(recorder, 'refuse')
  })
  await reached(recorder, '不予')
  await recorder.getByText('第二经办人 陈刚').waitFor()
  await preview(recorder, '不予签发通知书', () => shot(recorder, 'paper-refusal'))
})

hour('13:30 decisions one by one, and a list of the authority', async () => {
  for (const [i, who] of ['work', 'dwelling', 'child', 'elder', 'papers', 'hongkong', 'conflict'].entries()) {
    await openCase(recorder, own[who])
    await approve(recorder, `范公居〔2026〕71${i}0号`)
  }
  const line = (who, ...cells) => [own[who], '准予', ...cells].join('\t')
  const list = [line('study', '范公居〔2026〕7201号', today), line('listed', '范公居〔2026〕7202号', today), line('twice', '范公居〔2026〕7203号', today)]
  await go(recorder, '/permits/decisions')
  await importList(recorder, [...list, line('conflict', '范公居〔2026〕9999号', today)], ['已录入', '已录入', '已录入', '没有录入'])
  await recorder.getByText('这份申请已经录过另一个决定（文号 范公居〔2026〕7160号').waitFor()
  await shot(recorder, 'decisions')
  await recorder.getByRole('button', { name: '再导入一份' }).click()
  await importList(recorder, [list[2]], ['以前录过，相同'])
})

hour('14:30 the cards arrive and are handed out', async () => {
  const visitor = personNumber('1988-12-19', 905, '810000')
  await issue('work', cardNumber(8001))
  await preview(clerk, '领证单', () => shot(clerk, 'paper-slip'))
  for (const [i, who] of ['study', 'dwelling', 'papers', 'listed', 'twice', 'conflict'].entries()) await issue(who, cardNumber(8010 + i))
  await issue('child', cardNumber(8020), '代办人')
  await issue('elder', cardNumber(8021), '代办人')
  await issue('hongkong', visitor)
  await shot(clerk, 'delivered')
})

hour('15:15 cards damaged, lost, and with another address', async () => {
  await permit(250, 'replaced')
  await choose(clerk, '报损、报失、变更', async (box) => {
    await box.getByLabel('损坏换领').check()
    await box.getByLabel('本人声明所说属实').check()
    await box.getByLabel('旧证已收回并剪角').check()
  })
  await clerk.locator('dd', { hasText: '已收回剪角' }).waitFor()
  outcome.permits.set(await renew(clerk, cardNumber(8030)), 'active')

  const lost = await permit(251, 'replaced')
  await choose(clerk, '报损、报失、变更', async (box) => {
    await box.getByLabel('丢失补领').check()
    await box.getByLabel('本人已签丢失声明').check()
  })
  await clerk.locator('dd', { hasText: '报失作废' }).waitFor()
  outcome.permits.set(await renew(clerk, cardNumber(8031)), 'active')
  assert.equal((await ask(clerk, `/api/v1/permits/${lost}`)).permit.card, 'void')
  await shot(clerk, 'replaced')

  await openHolder(clerk, cardNumber(256))
  await choose(clerk, '变更住址', async (box) => {
    await chooseRoom(clerk, { ...place, 房间: '201室' })
    await fillDate(clerk, '入住日期', today)
    await box.getByLabel('本人声明').check()
  })
  await clerk.getByText('安康家园').first().waitFor()
  outcome.permits.set(await toPermit(clerk), 'replaced')
  await choose(clerk, '报损、报失、变更', async (box) => {
    await box.getByLabel('内容变更').check()
    await box.getByLabel('本人声明所说属实').check()
  })
  outcome.permits.set(await renew(clerk, cardNumber(8032)), 'active')
})

hour('16:00 one moves away, one settles, one has died', async () => {
  for (const [n, why, end] of [[252, '搬走了', '搬走'], [253, '落户本地', '落户'], [254, '去世', '去世']]) {
    const person = await openHolder(clerk, cardNumber(n))
    await choose(clerk, '注销登记', async (box) => {
      await box.getByLabel(why).check()
      await fillDate(clerk, '离开的日期', today)
    })
    await clerk.getByText('没有有效的居住登记').first().waitFor()
    outcome.permits.set(await endPermit(clerk, end), 'ended')
    own[why] = person
  }
  await openPersonInVain(own['去世'])
})

/** openPersonInVain finds the record of somebody who has died closed. */
async function openPersonInVain(id) {
  await go(clerk, `/residents/${id}`)
  await clerk.locator('.asks').waitFor()
  await press(clerk, '2')
  await clerk.getByText('封存').first().waitFor()
  await shot(clerk, 'closed')
}

hour('16:30 somebody without a reader; the power goes in the middle of the form', async () => {
  const page = await street.logIn(3, 'zhoumin')
  const number = personNumber('1991-12-12', 33)
  await go(page, '/residents/new')
  await field(page, '证件号').fill(number)
  await field(page, '再输一遍证件号').fill(number)
  await field(page, '姓名').fill('项思齐')
  await page.getByText(/草稿已保存/).waitFor()
  await street.office.act(3, 'kill')
  await street.office.act(3, 'start')
  await until('the station is back', async () => (await street.office.station(3)).mode === 'normal')
  await page.context().close()

  const again = await street.logIn(3, 'zhoumin')
  again.setDefaultTimeout(patience)
  await go(again, '/residents/new')
  await again.getByRole('button', { name: '接着填' }).click()
  await again.waitForFunction(() => [...document.querySelectorAll('input')].some((i) => i.value === '项思齐'))
  own.typed = await register(again, place)

  await go(again, '/residents/new')
  await field(again, '证件种类').selectOption({ label: '护照' })
  await again.getByText('派出所办住宿登记').waitFor()
  await field(again, '护照机读码').fill(passportLines)
  await again.getByRole('button', { name: '读出' }).click()
  await again.getByText('按护照机读码录入，校验通过').waitFor()
  await shot(again, 'passport')
  own.passport = await register(again, place)
  assert.equal(await again.getByText('可以申请居住证').count(), 0, 'no permit is promised to a foreigner')
  await again.context().close()
})

hour('17:00 every case is where it should be, at two stations alike, and the looks are on record', async (t) => {
  const there = await street.logIn(3, 'zhoumin')
  there.setDefaultTimeout(patience)
  t.diagnostic(`${outcome.applications.size} applications, ${outcome.permits.size} permits`)
  assert.equal(outcome.applications.size, 11)
  await until('both stations at the same entry', async () => {
    const [a, b] = [await ask(clerk, '/api/v1/system'), await ask(there, '/api/v1/system')]
    return a.chain.seq === b.chain.seq && a.chain.head === b.chain.head
  })
  for (const page of [clerk, there]) {
    for (const [id, state] of outcome.applications) assert.equal((await ask(page, `/api/v1/permit-applications/${id}`)).state, state, `application ${own[id] ?? id}`)
    for (const [id, state] of outcome.permits) {
      const { permit: p, code } = await ask(page, `/api/v1/permits/${id}`)
      assert.ok(p ? p.state === state : state === 'ended' && code === 'person.closed', `permit ${id} is ${p?.state ?? code}, not ${state}`)
    }
    const { items } = await ask(page, `/api/v1/cases?view=today&q=${own.refused}`)
    assert.deepEqual(items.map((c) => c.state), ['refused'])
  }
  await there.context().close()

  const auditor = await street.logIn(2, 'zhaoliang')
  for (const id of [own.typed, own.passport, own['搬走了']]) {
    const { items } = await ask(auditor, `/api/v1/people/${id}/looks`)
    assert.ok(items.some((l) => l.what === 'opened'), `looks at ${id}`)
  }
  const { holder } = await ask(clerk, `/api/v1/permit-applications/${[...outcome.applications].find(([, state]) => state === 'refused')[0]}`)
  const { items } = await ask(auditor, `/api/v1/people/${holder.person_id}/looks`)
  for (const [what, field] of [['opened', ''], ['printed', 'refusal']]) assert.ok(items.some((l) => l.what === what && (l.field ?? '') === field), `${what} ${field} is on record`)
  await go(auditor, `/looks?person=${own['搬走了']}`)
  await auditor.locator('.table tbody tr').first().waitFor()
  await shot(auditor, 'looks')
})
