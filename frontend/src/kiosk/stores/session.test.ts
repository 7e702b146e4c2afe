import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CardView, Holder } from '@core/api/types'
import { useSession } from './session'
import { useStation } from './station'

const card = (token: string, name = '范*例'): CardView => ({
  token, kind: 'resident', name, id_number: '119***********91', sex: '1', address: '范本省********', valid_to: null, long_term: true,
  expired: false, minor_under_16: false, warnings: [], placed_at: '2026-11-21T01:41:00Z',
})
const holder = (one: CardView): Holder => ({
  card: one, known: true, phone_masked: '138****6620', registrations: [], suggested_rooms: [], applications: [], permits: [],
  register: { allowed: true }, apply: { allowed: false, code: 'permit.no_registration' }, proof_kinds: { employment: [], dwelling: [], study: [] },
})
const receipt = { record_id: 'x1', number: 'J1', kind: 'residence', at: '2026-11-21T01:41:00Z', address: 'x', holder: '范*例', warnings: [], next: [] }

let sent: { path: string; body: Record<string, unknown> }[] = []
let answers: ((path: string) => Response | undefined)[] = []

function reply(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

beforeEach(() => {
  setActivePinia(createPinia())
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname
    sent.push({ path, body: request.method === 'POST' ? JSON.parse(await request.text()) : {} })
    const special = path.endsWith('/draft') ? undefined : answers.shift()?.(path)
    if (special) return special
    if (path.endsWith('/confirm')) return reply(holder(card('t1')))
    if (path.endsWith('/residences')) return reply({ receipt }, 201)
    return new Response(null, { status: 204 })
  })
})

async function visit() {
  const session = useSession()
  session.hearCard({ state: 'read', card: card('t1') })
  await session.confirm()
  session.choose('residence')
  session.answers.room = { id: 'r1', address: '青松苑' }
  session.next()
  session.answers.since = '2026-11-21'
  session.next()
  return session
}

/** Everything the store holds, as text: what a wipe must leave nothing of. */
const everything = (session: ReturnType<typeof useSession>) => JSON.stringify(session.$state)

describe('a visit', () => {
  it('goes from the card to the receipt', async () => {
    const session = await visit()
    expect(session.screen).toBe('check_residence')
    await session.submit()
    expect(session.screen).toBe('receipt')
    const form = sent.find((one) => one.path === '/api/v1/kiosk/residences')
    expect(form?.body).toMatchObject({ card_token: 't1', room_id: 'r1', since: '2026-11-21', statement: true })
    expect(form?.body).not.toHaveProperty('phone')
  })

  it('leaves nothing personal after the wipe, here and at the station', async () => {
    const session = await visit()
    expect(everything(session)).toContain('范')
    await session.wipe()
    expect(everything(session)).not.toMatch(/范|青松|119|138|r1/)
    expect(session.screen).toBe('home')
    expect(sent.at(-1)).toEqual({ path: '/api/v1/kiosk/wipe', body: { card_token: 't1' } })
  })

  it('keeps the form and its request id when the outcome is uncertain', async () => {
    vi.useFakeTimers()
    const session = await visit()
    const lost = () => reply({ code: 'cluster.no_leader', status: 503 }, 503)
    answers = [lost, lost, lost, lost]
    const first = session.submit()
    await vi.runAllTimersAsync()
    await first
    expect(session.problem?.code).toBe('cluster.no_leader')
    expect(session.screen).toBe('check_residence')
    await session.submit()
    vi.useRealTimers()
    expect(session.screen).toBe('receipt')
    const tries = sent.filter((one) => one.path.endsWith('/residences'))
    expect(tries).toHaveLength(5)
    expect(new Set(tries.map((one) => one.body.request_id)).size).toBe(1)
  })

  it('does not try again by itself when it was refused', async () => {
    const session = await visit()
    answers = [() => reply({ code: 'residence.already_registered', status: 409 }, 409)]
    await session.submit()
    expect(session.problem?.code).toBe('residence.already_registered')
    expect(sent.filter((one) => one.path.endsWith('/residences'))).toHaveLength(1)
  })
})

describe('an unfinished form', () => {
  const drafts = () => sent.filter((one) => one.path === '/api/v1/kiosk/draft').map((one) => one.body)

  it('is kept with every answer and forgotten once it is submitted', async () => {
    const session = await visit()
    await vi.waitFor(() => expect(drafts()).toHaveLength(2))
    const [first, second] = drafts()
    expect(JSON.parse((first?.draft as { body: string }).body)).toMatchObject({ room: { id: 'r1' } })
    const kept = JSON.parse((second?.draft as { body: string }).body) as { request: string; since: string }
    await session.submit()
    expect(kept).toMatchObject({ since: '2026-11-21', request: sent.find((one) => one.path.endsWith('/residences'))?.body.request_id })
    await vi.waitFor(() => expect(drafts().at(-1)).toEqual({ card_token: 't1' }))
  })

  it('goes on where the power went, under the request id it had', async () => {
    const body = JSON.stringify({ request: 'req-before', room: { id: 'r7', address: '青松苑' }, since: '2026-11-02' })
    answers = [() => reply({ ...holder(card('t1')), draft: { service: 'residence', body } })]
    const session = useSession()
    session.choose('residence')
    session.hearCard({ state: 'read', card: card('t1') })
    await session.confirm()
    expect(session.screen).toBe('services') // it is offered, not forced
    session.resume()
    expect(session.screen).toBe('check_residence')
    await session.submit()
    expect(sent.find((one) => one.path.endsWith('/residences'))?.body).toMatchObject({ request_id: 'req-before', room_id: 'r7', since: '2026-11-02' })
  })

  it('of a service that cannot be had any more says why', async () => {
    answers = [() => reply({ ...holder(card('t1')), draft: { service: 'permit', body: '{"condition":"study"}' } })]
    const session = useSession()
    session.hearCard({ state: 'read', card: card('t1') })
    await session.confirm()
    session.resume()
    expect(session.screen).toBe('apply_refused')
  })
})

describe('a submission', () => {
  it('is never tried again with the card of the next person', async () => {
    vi.useFakeTimers()
    const session = await visit()
    answers = [() => reply({ code: 'cluster.no_leader', status: 503 }, 503)]
    const first = session.submit()
    await vi.advanceTimersByTimeAsync(100)
    session.hearCard({ state: 'read', card: card('t2', '吴*兰') })
    await vi.runAllTimersAsync()
    await first
    vi.useRealTimers()
    expect(sent.filter((one) => one.path.endsWith('/residences')).map((one) => one.body.card_token)).toEqual(['t1'])
    expect([session.screen, session.busy]).toEqual(['confirm', false])
  })
})

describe('a camera', () => {
  it('that is unplugged or plugged in midway changes no questions', async () => {
    const apply = { ...holder(card('t1')), apply: { allowed: true } }
    answers = [() => reply(apply)]
    const session = useSession()
    const station = useStation()
    station.camera = true
    session.hearCard({ state: 'read', card: card('t1') })
    await session.confirm()
    session.choose('permit')
    session.answers.condition = 'dwelling'
    session.next()
    session.answers.papers = { dwelling: ['tenancy_contract'] }
    session.next()
    expect(session.screen).toBe('shot_dwelling')
    station.camera = false
    expect(session.steps).toContain('portrait')
    session.answers.pictures.dwelling = []
    session.next()
    expect(session.screen).toBe('portrait')
    session.back()
    expect(session.screen).toBe('shot_dwelling')
  })
})

describe('the card', () => {
  it('taken away midway asks at once and goes on when it is back', async () => {
    const session = await visit()
    session.hearCard({ state: 'removed' })
    expect(session.prompt).toBe('removed')
    session.hearCard({ state: 'placed' })
    session.hearCard({ state: 'read', card: card('t1') })
    expect(session.cardPhase).toBe('read')
    session.prompt = undefined
    expect(session.screen).toBe('check_residence')
    expect(session.answers.room?.id).toBe('r1')
  })

  it('of somebody else starts a new visit and forgets the old one', async () => {
    const session = await visit()
    session.hearCard({ state: 'removed' })
    session.hearCard({ state: 'read', card: card('t2', '吴*兰') })
    expect(session.screen).toBe('confirm')
    expect(session.swapped).toBe(true)
    expect(everything(session)).not.toMatch(/范\*例|青松|r1/)
  })

  it('taken away before the question was answered just ends', () => {
    const session = useSession()
    session.hearCard({ state: 'read', card: card('t1') })
    session.hearCard({ state: 'removed' })
    expect(session.screen).toBe('home')
    expect(session.prompt).toBeUndefined()
  })

  it('left behind is reminded of and does not begin a new visit', async () => {
    const session = await visit()
    await session.wipe()
    expect(session.leftover).toBe(true)
    session.hearCard({ state: 'none' }) // the station forgot it; it lies there all the same
    session.hearCard({ state: 'read', card: card('t1') }) // told again after a reconnect
    expect(session.screen).toBe('home')
    expect(session.leftover).toBe(true)
    session.hearCard({ state: 'removed' })
    expect(session.leftover).toBe(false)
    session.hearCard({ state: 'read', card: card('t3') })
    expect(session.screen).toBe('confirm')
  })

  it('told again on the receipt changes nothing', async () => {
    const session = await visit()
    await session.submit()
    session.hearCard({ state: 'read', card: card('t1') })
    expect(session.screen).toBe('receipt')
    session.hearCard({ state: 'removed' })
    expect(session.screen).toBe('receipt')
  })

  it('swapped while the station was asked does not show the first holder', async () => {
    const session = useSession()
    session.hearCard({ state: 'read', card: card('t1') })
    const asked = session.confirm()
    session.hearCard({ state: 'read', card: card('t2', '吴*兰') })
    await asked
    expect(session.holder).toBeUndefined()
    expect(session.screen).toBe('confirm')
  })

  it('chosen service waits for the card', async () => {
    const session = useSession()
    session.choose('residence')
    expect(session.screen).toBe('place')
    session.hearCard({ state: 'read', card: card('t1') })
    await session.confirm()
    expect(session.screen).toBe('address')
  })
})

describe('corrections', () => {
  it('lead straight back to the check page', async () => {
    const session = await visit()
    session.edit('since')
    session.answers.since = '2026-11-01'
    session.next()
    expect(session.screen).toBe('check_residence')
  })

  it('can be given up with back', async () => {
    const session = await visit()
    session.edit('address')
    session.back()
    expect(session.screen).toBe('check_residence')
    expect(session.editing).toBe(false)
  })
})
