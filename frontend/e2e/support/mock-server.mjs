// A stand-in for one station, for tests of the kiosk's pages alone: it serves the built dist and answers the API
// from memory. It is NOT the product and checks no rules. It exists for states that are hard to reach with a real
// office (a reader that fails, a leader that is lost at the very moment of a submission, an empty register), and so
// that the pages can be tested without Go. The story of the real thing is told by the tests that run against JZ_BASE.
//
// All persons are invented; their numbers use area codes that belong to nobody.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { paperFile } from './mock-papers.mjs'
import { areaTree } from './mock-area.mjs'
import { ownData, takeWish } from './mock-own.mjs'

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** A fixed moment, so that screenshots and dates do not change from day to day. */
export const mockNow = '2026-11-21T01:41:00Z'
const today = '2026-11-21'

export const cards = {
  fan: {
    token: 'tok-fan', kind: 'resident', name: '范*例', id_number: '119***********91', sex: '1', address: '范本省范本市********',
    valid_to: '2035-01-01', long_term: false, expired: false, minor_under_16: false, warnings: [], placed_at: mockNow,
  },
  wu: {
    token: 'tok-wu', kind: 'resident', name: '吴*兰', id_number: '339***********26', sex: '2', address: '样例省样例县********',
    valid_to: null, long_term: true, expired: false, minor_under_16: false, warnings: [], placed_at: mockNow,
  },
  guest: {
    token: 'tok-guest', kind: 'foreign_2023', name: 'S*****', id_number: '911***********03', sex: '2', address: '',
    valid_to: '2032-01-01', long_term: false, expired: false, minor_under_16: false, warnings: [], placed_at: mockNow,
  },
  child: {
    token: 'tok-child', kind: 'resident', name: '小*', id_number: '339***********1X', sex: '1', address: '样例省样例县********',
    valid_to: '2030-05-05', long_term: false, expired: false, minor_under_16: true, warnings: [], placed_at: mockNow,
  },
}

const clock = (state, more = {}) => ({ state, limit_days: 15, ...more })
const registration = (id, address, room, since, eligible) => ({
  id, number: `3399990101-261${id.slice(-3)}-1001-2`, address, room_id: room, since, registered_on: since, state: 'active', eligible_on: eligible, waiting: false,
})
const caseRow = (id, kind, state, at, more = {}) => ({
  id, number: kind === 'residence' ? 'J3399990101-260310-1001-7' : 'Z3399990101-261101-1002-5', kind, person_id: 'p1', holder: '吴*兰',
  address: '青松苑3号楼2单元501室', state, submitted_at: at, station: 's1', station_name: '青松社区服务站', clock: clock('not_started'), changed_at: at, waiting: false, ...more,
})

export const proofKinds = {
  employment: ['business_licence', 'labour_contract', 'employment_certificate', 'other_work_proof'],
  dwelling: ['tenancy_contract', 'title_document', 'purchase_contract', 'lodging_certificate'],
  study: ['student_card', 'study_certificate'],
}

/** What the station knows about each card's holder; tests change it as they need. */
export function defaultHolders() {
  const old = registration('reg-101', '青松苑3号楼2单元501室', 'r-qs-3-2-501', '2026-03-10', '2026-09-10')
  return {
    'tok-fan': {
      known: true, phone_masked: '138****6620', registrations: [], permits: [], applications: [],
      suggested_rooms: [
        { room_id: 'r-qs-3-2-501', address: '青松苑3号楼2单元501室', reason: 'previous' },
        { room_id: 'r-bh-1-1-101', address: '碧湖花园1号楼1单元101室', reason: 'household' },
      ],
      register: { allowed: true }, apply: { allowed: false, code: 'permit.no_registration' },
    },
    'tok-wu': {
      known: true, phone_masked: '139****0417', registrations: [old], permits: [],
      applications: [
        caseRow('c2', 'permit_application', 'accepted', '2026-11-01T02:00:00Z', { clock: clock('running', { accepted_on: '2026-11-10', due_on: '2026-11-25', days_left: 4 }) }),
        caseRow('c1', 'residence', 'active', '2026-03-10T02:00:00Z'),
      ],
      suggested_rooms: [{ room_id: 'r-bh-1-1-101', address: '碧湖花园1号楼1单元101室', reason: 'household' }],
      register: { allowed: true }, apply: { allowed: true },
    },
    'tok-guest': {
      known: false, registrations: [], permits: [], applications: [], suggested_rooms: [], phone_masked: '138****6621',
      register: { allowed: true }, apply: { allowed: false, code: 'permit.not_for_this_card' },
    },
    'tok-child': {
      known: false, registrations: [], permits: [], applications: [], suggested_rooms: [],
      register: { allowed: true }, apply: { allowed: false, code: 'permit.under_16_at_window' },
    },
  }
}

/** Starts the stand-in on a free port. The returned object holds its state and the hands that move it. */
export async function startMock({ dist = fileURLToPath(new URL('../../dist', import.meta.url)), port = 0 } = {}) {
  const streams = new Set()
  const area = areaTree()
  const mock = {
    base: '',
    holders: defaultHolders(),
    /** Unfinished forms by the card's token. */
    drafts: new Map(),
    /** What was asked about the own data. */
    wishes: [],
    card: { state: 'none' },
    reader: { state: 'ready' },
    mode: 'normal',
    waiting: 0,
    stopCode: undefined,
    /** Bodies of all writes, newest last: { path, body }. */
    writes: [],
    /** Called before a submission is answered; may return a problem to send instead. */
    beforeSubmit: undefined,
    /** The same for pictures. */
    beforePicture: undefined,
    /** No event stream is served, as when the station is restarting. */
    deaf: false,
    /** Milliseconds every API answer is held back. */
    delay: 0,
    number: 1000,

    place(name) { this.setCard({ state: 'placed' }); this.setCard({ state: 'read', card: cards[name] }) },
    placing() { this.setCard({ state: 'placed' }) },
    unreadable(fault = 'card.lift_and_replace') { this.setCard({ state: 'unreadable', fault }) },
    unsupported() { this.setCard({ state: 'unsupported', fault: 'card.unsupported' }) },
    remove() { this.setCard({ state: 'removed' }) },
    setCard(state) { this.card = state; this.tell('card', state) },
    setReader(state, fault) { this.reader = fault ? { state, fault } : { state }; this.tell('reader', this.reader) },
    setMode(mode, { waiting = 0, stopCode } = {}) { Object.assign(this, { mode, waiting, stopCode }); this.tell('mode', this.standing()) },
    /** The data of the mode event. Cut off, the records of the others are those of 09:38. */
    standing() {
      const alone = mock.mode !== 'normal'
      return { mode: mock.mode, leader: alone ? '' : 's1', reachable: alone ? 1 : 3, waiting: mock.waiting, data_as_of: alone ? '2026-11-21T01:38:00Z' : mockNow, chain_alarm: false, ...(mock.stopCode ? { stop_code: mock.stopCode } : {}) }
    },
    tell(name, data) { for (const res of streams) res.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`) },
    /** Cuts every stream, as a restarted server does. */
    cut() { for (const res of streams) res.destroy() },
    reset() {
      Object.assign(mock, { holders: defaultHolders(), drafts: new Map(), wishes: [], card: { state: 'none' }, reader: { state: 'ready' }, mode: 'normal', waiting: 0, stopCode: undefined, writes: [], beforeSubmit: undefined, beforePicture: undefined, deaf: false, delay: 0 })
    },
    async stop() {
      for (const res of streams) res.destroy()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }

  const problem = (status, code, more = {}) => ({ status, type: 'application/problem+json', body: { type: `urn:jiezhan:problem:${code}`, title: code, status, code, ...more } })
  const ok = (body, status = 200) => ({ status, type: 'application/json', body })
  const holder = (token) => {
    const known = mock.holders[token]
    return known && { ...(mock.drafts.has(token) ? { draft: mock.drafts.get(token) } : {}), card: Object.values(cards).find((c) => c.token === token), proof_kinds: proofKinds, ...known }
  }
  const receipt = (kind, body, more) => {
    mock.number += 1
    return ok({ receipt: {
      record_id: `rec-${mock.number}`, number: `${kind === 'residence' ? 'J' : 'Z'}3399990101-261121-${mock.number}-4`, kind, at: mockNow, holder: holder(body.card_token).card.name,
      address: '青松苑3号楼2单元501室', warnings: [], waiting: ['isolated', 'returning'].includes(mock.mode), ...more,
    } }, 201)
  }

  const routes = {
    'GET /api/v1/station': () => ok({
      station: { id: 's1', name: '青松社区服务站', machine: '3', community_code: '339999010001' },
      office: { name: '样例街道办事处', code: '339999010', city: '样例市', authority: '样例市公安局', window_hint: '2 号窗口', phone: '0579-5550 0117' },
      version: 'mock', ...mock.standing(), mode_since: mockNow, members: 3, applied: 1, clock_offset_ms: 0, clock_warning: false, now: mockNow, today, reader: mock.reader,
    }),
    'GET /api/v1/area': (_, query) => ok({ items: area.children(query.get('parent') ?? '') }),
    'GET /api/v1/area/compounds': (_, query) => ok({ items: area.compounds(query.get('q') ?? '') }),
    'GET /api/v1/kiosk/card': () => ok(mock.card),
    'POST /api/v1/kiosk/confirm': (body) => (holder(body.card_token) ? ok(holder(body.card_token)) : problem(409, 'card.gone')),
    'GET /api/v1/kiosk/cases': (_, query) => ok({ items: holder(query.get('card_token'))?.cases ?? holder(query.get('card_token'))?.applications ?? [] }),
    'GET /api/v1/kiosk/papers/receipt': (_, query) => (holder(query.get('card_token')) ? { status: 200, file: paperFile('receipt', new URLSearchParams({ format: 'png', lang: query.get('lang') })) } : problem(409, 'card.gone')),
    'GET /api/v1/kiosk/papers/own-data': (_, query) => (holder(query.get('card_token')) ? { status: 200, file: paperFile('copy', query) } : problem(409, 'card.gone')),
    'POST /api/v1/kiosk/wipe': (body) => { mock.drafts.delete(body.card_token); return { status: 204 } },
    'POST /api/v1/kiosk/draft': (body) => { if (body.draft) mock.drafts.set(body.card_token, body.draft); else mock.drafts.delete(body.card_token); return { status: 204 } },
    'GET /api/v1/kiosk/own-data': (_, query) => ok(ownData(mock, holder(query.get('card_token')))),
    'POST /api/v1/kiosk/data-requests': (body) => mock.beforeSubmit?.(body, problem) ?? (body.kind === 'correction' && !body.detail ? problem(422, 'validation', { errors: [{ field: 'detail', code: 'data_request.detail_required' }] }) : takeWish(mock, body)),
    'POST /api/v1/kiosk/residences': (body) => mock.beforeSubmit?.(body, problem) ?? receipt('residence', body, { next: ['receipt.next.registered', 'receipt.next.permit_from'], eligible_on: '2027-05-21' }),
    'POST /api/v1/kiosk/residence-ends': (body) => mock.beforeSubmit?.(body, problem) ?? receipt('residence_end', body, { next: ['receipt.next.ended', 'receipt.next.register_again'] }),
    'POST /api/v1/kiosk/endorsements': (body) => mock.beforeSubmit?.(body, problem) ?? ok({ number: `Z3399990101-261121-${++mock.number}-4`, at: mockNow, holder: holder(body.card_token).card.name, late: false, endorse_from: '2027-11-09', endorse_until: '2027-12-09', continuous_since: '2025-12-09', waiting: false }, 201),
    'POST /api/v1/kiosk/permit-reports': (body) => mock.beforeSubmit?.(body, problem) ?? ok({ number: `Z3399990101-261121-${++mock.number}-4`, at: mockNow, holder: holder(body.card_token).card.name, kind: body.kind, cost_fen: 2000, next: [], waiting: false }, 201),
    'POST /api/v1/kiosk/attachments': (body) => mock.beforePicture?.(body, problem) ?? ok({ id: `pic-${mock.writes.length}`, kept: true }, 201),
    'POST /api/v1/kiosk/permit-applications': (body) => mock.beforeSubmit?.(body, problem) ?? receipt('permit_application', body, { next: ['receipt.next.bring_originals', 'receipt.next.check_progress'] }),
  }

  const stream = (req, res) => {
    if (mock.deaf) return res.writeHead(503).end()
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    res.write(`id: mock-0\nevent: mode\ndata: ${JSON.stringify(mock.standing())}\n\n`)
    res.write(`event: reader\ndata: ${JSON.stringify(mock.reader)}\n\nevent: card\ndata: ${JSON.stringify(mock.card)}\n\n`)
    streams.add(res)
    const beat = setInterval(() => res.write(': alive\n\n'), 5_000)
    res.on('close', () => { streams.delete(res); clearInterval(beat) })
  }

  const file = async (path, res) => {
    const name = path === '/kiosk' || path.startsWith('/kiosk/') ? 'kiosk.html' : path === '/staff' || path.startsWith('/staff/') ? 'staff.html' : normalize(path).replace(/^\/+/, '')
    try {
      const data = await readFile(join(dist, name))
      res.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'content-security-policy': policy })
      res.end(data)
    } catch {
      res.writeHead(404).end()
    }
  }

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, 'http://x')
    if (url.pathname === '/api/v1/events') return stream(req, res)
    if (!url.pathname.startsWith('/api/')) return file(url.pathname, res)
    const chunks = []
    for await (const chunk of req) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const body = text ? JSON.parse(text) : {}
    if (req.method === 'POST') mock.writes.push({ path: url.pathname, body })
    if (mock.delay > 0) await new Promise((wake) => setTimeout(wake, mock.delay))
    const answer = (routes[`${req.method} ${url.pathname}`] ?? (() => problem(404, 'not_found')))(body, url.searchParams)
    if (answer.file) return res.writeHead(200, { 'content-type': answer.file.type, 'cache-control': 'no-store' }).end(answer.file.data)
    res.writeHead(answer.status, answer.type ? { 'content-type': answer.type, 'cache-control': 'no-store' } : {})
    res.end(answer.body === undefined ? undefined : JSON.stringify(answer.body))
  })
  await new Promise((ready) => server.listen(port, '127.0.0.1', ready))
  mock.base = `http://127.0.0.1:${server.address().port}`
  return mock
}

// `node e2e/support/mock-server.mjs 8081` serves it for looking around by hand.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mock = await startMock({ port: Number(process.argv[2] ?? 8081) })
  console.log(`${mock.base}/kiosk`)
  process.stdin.setEncoding('utf8').on('data', (line) => {
    const [verb, ...rest] = line.trim().split(/\s+/) // place fan | remove | unreadable | setMode no_leader | setReader absent
    if (typeof mock[verb] === 'function') mock[verb](...rest)
  })
}
