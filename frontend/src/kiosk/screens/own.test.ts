import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { createText } from '@core/i18n'
import { useSession } from '../stores/session'
import { useStation } from '../stores/station'
import { messages } from '../texts'
import OwnAsk from './OwnAsk.vue'
import OwnData from './OwnData.vue'

const own = {
  known: true, name: '吴*兰', id_number: '339***********26', phone: '139****0417', hukou_address: '样例省样例县********',
  registrations: [{ id: 'r1', address: '青松苑3号楼2单元501室', state: 'active' }], applications: [], permits: [],
  looks: [{ on: '2026-11-20', station_name: '青松社区服务站', role: 'clerk', what: 'opened', purpose: 'case' }],
  data_requests: [{ id: 'd1', number: 'D-0007', kind: 'copy', state: 'open', due_on: '2026-12-01' }, { id: 'd0', number: 'D-0003', kind: 'erasure', state: 'refused', due_on: '2026-10-01', answer: '法律要求保存五年' }],
}
let asked: { url: string; body?: Record<string, unknown> }[] = []
let answers: (() => Response)[] = []
const reply = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

beforeEach(() => {
  setActivePinia(createPinia())
  asked = []
  answers = []
  vi.stubGlobal('ResizeObserver', class { observe() {} disconnect() {} })
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push({ url: request.url, ...(request.method === 'POST' ? { body: JSON.parse(await request.text()) } : {}) })
    return answers.shift()!()
  })
  useSession().card = { token: 'tok wu', name: '吴*兰' } as never
})

const open = (page: typeof OwnData | typeof OwnAsk) => mount(page, { global: { plugins: [createText(messages)] } })

it('shows what is held and who looked, for the card on the reader', async () => {
  answers = [() => reply(own)]
  const page = open(OwnData)
  await flushPromises()
  expect(asked[0]!.url).toMatch(/\/api\/v1\/kiosk\/own-data\?card_token=tok%20wu$/)
  expect(page.text()).toMatch(/339\*+26[\s\S]*青松苑3号楼2单元501室\s+在住[\s\S]*复制一份\s+D-0007\s+2026年12月1日 前答复[\s\S]*删除\s+D-0003\s+没有照办：法律要求保存五年/)
  await page.get('[data-own=looks]').trigger('click')
  expect(page.get('[data-look]').text()).toMatch(/青松社区服务站受理员 · 打开查看 · 办理您的事/)
  await page.get('.back').trigger('click')
  expect(page.find('[data-look]').exists()).toBe(false)
})

it('says so when nothing is held', async () => {
  answers = [() => reply({ ...own, known: false })]
  const page = open(OwnData)
  await flushPromises()
  expect(page.text()).toContain('这里没有登记您的资料')
  expect(page.find('[data-own]').exists()).toBe(false)
})

it('asks once, however often the answer gets lost', async () => {
  answers = [() => reply({ code: 'cluster.uncertain' }, 503), () => reply({ number: 'D-0008', due_on: '2026-12-06', waiting: false }, 201)]
  const page = open(OwnAsk)
  await page.get('[data-wish=correction]').trigger('click')
  expect(asked).toHaveLength(0) // what is wrong has to be said first
  await page.get('[data-wrong=phone]').trigger('click')
  await flushPromises()
  await page.get('.error-retry').trigger('click')
  await flushPromises()
  expect(asked).toHaveLength(2)
  expect(asked[0]!.body).toEqual(asked[1]!.body)
  expect(asked[0]!.body).toMatchObject({ card_token: 'tok wu', kind: 'correction', detail: '本人在自助机上提出：“手机号”写错了，请联系本人核对。' })
  expect(page.get('[data-receipt-number]').text()).toBe('D-0008')
  expect(page.text()).toContain('2026年12月6日')
})

it('has words for every kind of look and every purpose that the stations record', async () => {
  const looks = ['listed', 'opened', 'revealed', 'printed', 'kiosk', 'exported'].flatMap((what) =>
    ['case', 'counter', 'correction', 'audit', 'reveal', 'room', 'search', 'self', 'duplicates', 'two_open', 'data_request', 'export', 'conflict', 'rental'].map((purpose) =>
      ({ on: '2026-11-20', station_name: '青松社区服务站', role: 'clerk', what, purpose })))
  answers = [() => reply({ ...own, looks })]
  const page = open(OwnData)
  await flushPromises()
  await page.get('[data-own=looks]').trigger('click')
  for (const look of page.findAll('[data-look]')) expect(look.get('small').text()).not.toMatch(/[a-z_]{3,}/)
})

it('says what was accepted at this machine alone, and takes no wish where nothing can be saved', async () => {
  answers = [() => reply({ number: 'D-0009', due_on: '2026-12-06', waiting: true }, 201)]
  const page = open(OwnAsk)
  await page.get('[data-wish=copy]').trigger('click')
  await flushPromises()
  expect(page.text()).toMatch(/已在本机受理，等待同步[\s\S]*D-0009[\s\S]*领取/)
  useStation().mode = 'no_leader'
  const stopped = open(OwnAsk)
  expect(stopped.get('[data-wish=copy]').attributes()).toHaveProperty('disabled')
})
