import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CardView, Holder } from '@core/api/types'
import { useSession } from './session'

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
    const special = answers.shift()?.(path)
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
    expect(sent.at(-1)).toMatchObject({ path: '/api/v1/kiosk/residences', body: { card_token: 't1', room_id: 'r1', since: '2026-11-21', statement: true } })
    expect(sent.at(-1)?.body).not.toHaveProperty('phone')
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
