// A stand-in for the station's HTTP API, used only by the staff interface tests (staff-ui.test.mjs) and while drawing screens.
// It keeps invented data in memory, serves the built pages from dist/ with the product's security headers, and knows just enough
// of the rules to answer like the station does. The story against real stations is told by other tests.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { areaTree } from './mock-area.mjs'
import { alarmRoute, openAlarms, openSubscribers, subscriberRoute } from './staff-mock-alarms.mjs'
import { housingRoute, openHousing } from './staff-mock-housing.mjs'
import { bulkRoute, exportRoute, openBulk } from './staff-mock-bulk.mjs'
import { deviceRoute, openDevices } from './staff-mock-devices.mjs'
import { paperFile } from './mock-papers.mjs'
import { openRegister, registerRoute } from './staff-mock-people.mjs'
import { openRentals, rentalRoute } from './staff-mock-rentals.mjs'
import { conflictRoute, journalLines, membershipRoute, openConflicts, openSystem } from './staff-mock-office.mjs'
import { openPermits, permitOfficeRoute, permitRoute } from './staff-mock-permits.mjs'
import { openStatistics, statisticsRoute } from './staff-mock-statistics.mjs'
import { byEnding, searchRoute } from './staff-mock-search.mjs'
import { NOW, TODAY, allowedFor, clockOf, missing, openBooks } from './staff-mock-data.mjs'

const dist = process.env.JZ_DIST ? pathToFileURL(process.env.JZ_DIST + '/') : new URL('../../dist/', import.meta.url)
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json' }
const permissions = {
  clerk: ['case.read', 'case.handle', 'registration.reopen', 'person.read', 'person.reveal', 'cluster.read', 'conflict.handle', 'device.read', 'alarm.read', 'alarm.manage', 'area.read', 'area.manage', 'bulk.import', 'export.make', 'rental.read', 'rental.handle', 'statistics.read', 'statistics.exact'],
  recorder: ['case.read', 'decision.record', 'person.read', 'person.reveal', 'cluster.read', 'device.read', 'alarm.read', 'area.read', 'export.make', 'rental.read', 'statistics.read', 'statistics.exact', 'statistics.freeze'],
  auditor: ['look.read', 'person.read', 'cluster.read', 'export.read', 'statistics.read'],
  admin: ['account.manage', 'cluster.read', 'office.manage', 'device.read', 'device.manage', 'area.read', 'area.manage', 'area.reorganise', 'statistics.read'],
}

const without = (object, ...keys) => Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)))

class Refusal extends Error {
  constructor(status, code, { errors, params } = {}) {
    super(code)
    this.problem = { type: `urn:jiezhan:problem:${code}`, title: code, status, code, errors, params }
  }
}

/** The mode of an office where all is well. */
const calm = () => ({ mode: 'normal', leader: 's1', reachable: 3, waiting: 0, data_as_of: NOW, chain_alarm: false })

/** startStaffMock serves one office on a free port. `fail(code)` makes the next write answer with that problem. */
export async function startStaffMock({ port = 0 } = {}) {
  const office = {
    books: openBooks(),
    sessions: new Map(),
    streams: new Set(),
    wrong: new Map(),
    done: new Map(),
    failNext: null,
    mode: calm(),
    index: 4812,
    area: areaTree(),
    housing: openHousing(),
    conflicts: openConflicts(),
    resolutions: [],
    system: openSystem(),
    ports: openDevices(),
    alarms: openAlarms(),
    subscribers: openSubscribers(),
    removals: [],
    waiting: new Set(),
    clockWarning: false,
    now: NOW,
    permits: openPermits(),
    pictures: new Map(),
    bulk: openBulk(),
    rentals: openRentals(),
    statistics: openStatistics(),
  }
  office.register = openRegister(office.books)
  const server = createServer((req, res) => answer(office, req, res))
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${server.address().port}`
  return {
    base, office,
    fail: (code) => { office.failNext = code },
    setMode: (mode) => { office.mode = { ...calm(), ...mode }; broadcast(office, 'mode', office.mode) },
    tellDevice: (id, more) => {
      const device = office.ports.devices.find((d) => d.id === id)
      Object.assign(device, more)
      broadcast(office, 'device', { id, state: device.state, fault: device.fault })
    },
    touch: (topic, id) => broadcast(office, 'change', { topic, id, index: ++office.index }),
    close: () => { for (const s of office.streams) s.end(); server.closeAllConnections(); return new Promise((r) => server.close(r)) },
  }
}

async function answer(office, req, res) {
  const url = new URL(req.url, 'http://x')
  res.setHeader('Content-Security-Policy', "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
  res.setHeader('Referrer-Policy', 'no-referrer')
  if (!url.pathname.startsWith('/api/')) return page(url.pathname, res)
  if (url.pathname === '/api/v1/events') return stream(office, req, res)
  res.setHeader('Cache-Control', 'no-store')
  try {
    const body = req.method === 'GET' || req.method === 'DELETE' ? undefined : /\/(content|permit-decisions\/read)$/.test(url.pathname) ? await readBytes(req) : JSON.parse(await read(req) || '{}')
    const [status, value] = route(office, req, url, body, res)
    if (Buffer.isBuffer(value?.data)) return res.writeHead(status, { 'Content-Type': value.type }).end(value.data)
    if (value instanceof Uint8Array) { res.writeHead(status, { 'Content-Type': 'application/octet-stream' }); return res.end(value) }
    res.writeHead(status, { 'Content-Type': 'application/json' })
    res.end(value === undefined ? undefined : JSON.stringify(value))
  } catch (err) {
    if (!(err instanceof Refusal)) throw err
    res.writeHead(err.problem.status, { 'Content-Type': 'application/problem+json' })
    res.end(JSON.stringify(err.problem))
  }
}

async function readBytes(req) {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function read(req) {
  let text = ''
  for await (const chunk of req) text += chunk
  return text
}

async function page(path, res) {
  const file = path.startsWith('/staff') ? 'staff.html' : path.startsWith('/kiosk') ? 'kiosk.html' : normalize(path).slice(1)
  try {
    const data = await readFile(join(fileURLToPath(dist), file))
    res.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
    res.end(data)
  } catch {
    res.writeHead(404).end()
  }
}

function stream(office, req, res) {
  res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  res.write(`id: m-1\nevent: mode\ndata: ${JSON.stringify(office.mode)}\n\n`)
  office.streams.add(res)
  req.on('close', () => office.streams.delete(res))
}

function broadcast(office, event, data) {
  for (const s of office.streams) s.write(`id: m-${++office.index}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

function route(office, req, url, body, res) {
  const path = url.pathname.replace('/api/v1', '')
  const method = req.method
  if (path === '/station') return [200, station(office)]
  if (path === '/session' && method === 'POST') return login(office, body, res)
  const me = office.sessions.get(/jz_session=([^;]+)/.exec(req.headers.cookie ?? '')?.[1])
  if (path === '/session' && method === 'DELETE') { office.sessions.delete(/jz_session=([^;]+)/.exec(req.headers.cookie ?? '')?.[1]); return [204] }
  if (!me) throw new Refusal(401, 'unauthenticated')
  if (path === '/session') return [200, session(me)]
  if (method === 'POST') {
    if (office.failNext) { const code = office.failNext; office.failNext = null; throw new Refusal(503, code) }
    if (!/\/(reveal|codes|backups|devices|probe|test-ticket|check|mrz|permit-decisions\/read)$/.test(path) && !body.request_id) throw new Refusal(422, 'validation', { errors: [{ field: 'request_id', code: 'required' }] })
    if (body.request_id && office.done.has(body.request_id)) return office.done.get(body.request_id)
  }
  const result = resource(office, me, method, path, url.searchParams, body)
  if (body?.request_id) office.done.set(body.request_id, result)
  return result
}

function need(me, permission) {
  if (!permissions[me.role].includes(permission)) throw new Refusal(403, 'forbidden')
}

function resource(office, me, method, path, query, body) {
  const part = path.split('/').slice(1)
  const [kind, id, verb] = part
  if (kind === 'session' && id === 'password') {
    if (body.old !== me.password) throw new Refusal(422, 'validation', { errors: [{ field: 'old', code: 'password.wrong' }] })
    me.password = body.new
    return [204]
  }
  if (kind === 'cases') { need(me, 'case.read'); return [200, cases(office, query)] }
  if (kind === 'permit-applications' && !id) { need(me, 'case.handle'); return [201, view(office, intake(office, me, body), me)] }
  if (verb === 'papers' || kind === 'papers') { need(me, 'case.read'); return [200, printed(office, part, query)] }
  if (kind === 'permit-applications' && verb === 'attachments') { need(me, 'case.read'); return [200, { items: office.pictures.get(id) ?? [] }] }
  if (kind === 'attachments') { need(me, 'case.read'); return [200, pictureOf(office, id)] }
  if (kind === 'permit-applications') { need(me, 'case.read'); return [200, application(office, me, id, verb, body)] }
  if (kind === 'permits') { need(me, 'case.read'); return permitRoute(office, me, method, id, verb, query, body, tools(office)) }
  if (/^permit-(reminders|decisions|rules|benefits)$/.test(kind)) return permitOfficeRoute(office, kind, method, body, tools(office))
  if (kind === 'search') return searchRoute(office, query, boxTools(office, me))
  const registered = registerRoute(office, me, method, path, query, body, tools(office))
  if (registered) return registered
  if (kind === 'people' && !id) { need(me, 'person.read'); return [200, listed(office, search(office, query), query.get('purpose') ?? 'search')] }
  if (kind === 'people') return [200, personal(office, me, id, verb, query, body)]
  if (kind === 'area') return [200, { items: office.area.children(query.get('parent') ?? '') }]
  if (kind === 'system') { need(me, 'cluster.read'); return [200, system(office)] }
  if (kind === 'journal') { need(me, 'cluster.read'); return [200, journal(office)] }
  if (kind === 'conflicts') { need(me, 'conflict.handle'); return conflictRoute(office, me, method, id, verb, query, body, tools(office)) }
  if (kind === 'office') { need(me, 'office.manage'); return membershipRoute(office, id, verb, body, tools(office)) }
  if (kind === 'backups') { need(me, 'office.manage'); return [201, backUp(office)] }
  if (kind === 'bulk') { need(me, 'bulk.import'); return bulkRoute(office, method, part.slice(1), query, body, me, tools(office)) }
  if (kind === 'exports') { need(me, method === 'GET' ? 'export.read' : 'export.make'); return exportRoute(office, method, body, me, tools(office)) }
  if (kind === 'serial-ports') { need(me, 'device.manage'); return [200, { ports: office.ports.ports }] }
  if (kind === 'devices') { need(me, method === 'GET' ? 'device.read' : 'device.manage'); return deviceRoute(office, method, id && decodeURIComponent(id), verb, query, body, tools(office)) }
  if (kind === 'housing') { need(me, id === 'reorganisation' ? 'area.reorganise' : method === 'POST' ? 'area.manage' : id === 'rooms' ? 'person.read' : 'area.read'); return housingRoute(office, me, method, part.slice(1), query, body, tools(office)) }
  if (kind === 'alarms') { need(me, 'alarm.read'); return alarmRoute(office, id, query, tools(office)) }
  if (kind === 'subscribers') { need(me, method === 'GET' || verb === 'reveal' ? 'alarm.read' : 'alarm.manage'); return subscriberRoute(office, me, method, id, verb, query, body, tools(office)) }
  if (kind === 'accounts') { need(me, 'account.manage'); return accounts(office, method, id, verb, body) }
  if (kind === 'rental-rules') { if (method !== 'GET') need(me, 'office.manage'); return rentalRoute(office, method, part, query, body, tools(office)) }
  if (kind === 'statistics') {
    need(me, verb === 'freeze' || verb === 'amend' || verb === 'recount' ? 'statistics.freeze' : 'statistics.read')
    return statisticsRoute(office, (permission) => permissions[me.role].includes(permission), method, id, verb, query, body, tools(office))
  }
  if (['rentals', 'tenants-to-register', 'tenancy-reports', 'reporters', 'premises'].includes(kind)) {
    need(me, method === 'GET' || verb === 'reveal' ? 'rental.read' : 'rental.handle')
    return rentalRoute(office, method, part, query, body, tools(office))
  }
  throw new Refusal(404, 'not_found')
}

/** A picture whole: here its thumbnail again. */
function pictureOf(office, id) {
  const found = [...office.pictures.values()].flat().find((one) => one.id === id)
  if (!found || found.erased_at) throw new Refusal(404, found ? 'attachment.erased' : 'not_found')
  return { mime: 'image/png', content: found.thumbnail }
}

function station(office) {
  return {
    station: { id: 's1', name: '青松社区服务站', machine: '1 号机', community_code: '339999001001' },
    office: { name: '和平街道', code: '339999001', city: '范本市', authority: '范本市公安局和平分局', window_hint: '2 号窗口', phone: '0999-5550123' },
    version: '0.1.0', ...without(office.mode, 'chain_alarm'), mode_since: NOW, members: 3, applied: office.index, clock_offset_ms: office.clockWarning ? -3400 : 12, clock_warning: office.clockWarning,
    now: office.now, today: TODAY, reader: { state: 'ready', since: NOW },
  }
}

function login(office, body, res) {
  const account = office.books.accounts.find((a) => a.login === body.login && !a.disabled)
  const wrong = office.wrong.get(body.login) ?? 0
  if (wrong >= 5) throw new Refusal(429, 'login.locked', { params: { until: '2026-11-21T01:56:00Z' } })
  if (!account || account.password !== body.password) {
    office.wrong.set(body.login, wrong + 1)
    throw new Refusal(401, 'login.wrong')
  }
  office.wrong.delete(body.login)
  const key = Math.random().toString(36).slice(2)
  office.sessions.set(key, account)
  res.setHeader('Set-Cookie', `jz_session=${key}; Path=/; HttpOnly; SameSite=Strict`)
  return [200, session(account)]
}

function session(account) {
  const { id, login: name, name: full, role, station: at } = account
  return { account: { id, login: name, name: full, role, station: at }, idle_lock_seconds: 300, permissions: permissions[role] }
}

function caseRow(office, app) {
  const p = office.books.people[app.person]
  return { id: app.id, number: app.number, kind: 'permit_application', person_id: p.id, holder: p.view.name, address: p.row.address, state: app.state, submitted_at: app.submitted_at, station: app.station[0], station_name: app.station[1], clock: clockOf(app), changed_at: app.changed_at, waiting: office.waiting.has(app.id) }
}

const closed = ['refused', 'delivered', 'withdrawn']

function cases(office, query) {
  const rows = [...office.books.apps.map((a) => caseRow(office, a)), ...office.books.residences]
  const sets = {
    today: rows.filter((r) => r.submitted_at.startsWith(TODAY) || r.changed_at.startsWith(TODAY)),
    open: rows.filter((r) => r.kind === 'permit_application' && !closed.includes(r.state)),
    due: rows.filter((r) => ['amber', 'red'].includes(r.clock.state)),
    decided: rows.filter((r) => ['approved', 'refused', 'made', 'delivered'].includes(r.state)),
  }
  const kind = query.get('kind')
  const q = query.get('q')
  const items = (sets[query.get('view') ?? 'today'] ?? []).filter((r) => (!kind || r.kind === kind) && (!q || r.number.includes(q) || r.holder.includes(q) || r.address.includes(q)))
  return { items, counts: Object.fromEntries(Object.entries(sets).map(([k, v]) => [k, v.length])) }
}

function view(office, app, me) {
  const p = office.books.people[app.person]
  const rest = without(app, 'person', 'accepted_on', 'lacks', 'station')
  return {
    ...rest, holder: { person_id: p.id, name: p.view.name, id_number: p.view.id_number, sex: p.view.sex, ethnic_code: p.view.ethnic_code, birth: p.view.birth, hukou_address: p.view.hukou_address, phone: p.view.phone, photo_present: false, warnings: app.person % 4 === 1 ? ['citizen_number.unknown_area'] : [] },
    registration: p.view.registrations[0], missing_groups: missing(app), clock: clockOf(app), allowed: allowedFor(app, me.role), submitted_station: app.station[1], supply_by: '2026-12-07', most_days: app.state === 'accepted' && !app.extension ? 30 : 0, extend_by_two: false, waiting: office.waiting.has(app.id),
  }
}

function printed(office, [kind, id, , paper], query) {
  if (office.failNext) { const code = office.failNext; office.failNext = null; throw new Refusal(503, code) }
  if (kind === 'papers') return paperFile(id, query)
  return paperFile({ registrations: 'registration', rentals: 'rental' }[kind] ?? paper, query)
}

function application(office, me, id, verb, body) {
  const app = office.books.apps.find((a) => a.id === id)
  if (!app) throw new Refusal(404, 'not_found')
  if (!verb) return view(office, app, me)
  const action = verb.replaceAll('-', '_')
  if (!allowedFor(app, me.role).includes(action)) throw new Refusal(action === 'request_completion' && app.notice ? 409 : 403, action === 'request_completion' && app.notice ? 'permit.notice_already_given' : 'forbidden')
  steps[action](office, app, me, body)
  app.changed_at = NOW
  app.history.push({ at: NOW, action, actor_name: me.name, actor_role: me.role, station_name: '青松社区服务站', note: body.reason_text })
  broadcast(office, 'change', { topic: 'permit', id: app.id, index: ++office.index })
  return view(office, app, me)
}

const steps = {
  request_completion(office, app, me, body) {
    if (!body.items?.length) throw new Refusal(422, 'validation', { errors: [{ field: 'items', code: 'required' }] })
    app.notice = { at: NOW, items: body.items, supply_by: body.supply_by }
    app.state = 'returned_for_completion'
  },
  supply(office, app, me, body) {
    for (const d of body.documents) app.documents.push({ id: `${app.id}-d${app.documents.length + 1}`, ...d, state: 'supplied' })
  },
  accept(office, app, me, body) {
    const seen = new Set(app.documents.filter((d) => body.seen.includes(d.id)).map((d) => d.group))
    const lacking = app.required_groups.filter((g) => !seen.has(g))
    if (lacking.length) throw new Refusal(422, 'permit.documents_missing', { errors: lacking.map((g) => ({ field: `documents.${g}`, code: 'permit.documents_missing', params: { group: g } })) })
    for (const d of app.documents) d.state = body.seen.includes(d.id) ? 'seen' : d.state
    app.state = 'accepted'
    app.accepted_on = TODAY
  },
  approve(office, app, me, body) {
    if (!body.decision_ref) throw new Refusal(422, 'validation', { errors: [{ field: 'decision_ref', code: 'required' }] })
    app.state = 'approved'
    app.decision = { kind: 'approved', decision_ref: body.decision_ref, decided_on: body.decided_on, officer: me.name }
  },
  refuse(office, app, me, body) {
    const second = office.books.accounts.find((a) => a.login === body.second_officer?.login)
    if (!second || second.password !== body.second_officer.password) throw new Refusal(422, 'validation', { errors: [{ field: 'second_officer.password', code: 'login.wrong' }] })
    if (second.id === me.id) throw new Refusal(422, 'validation', { errors: [{ field: 'second_officer.login', code: 'permit.second_officer_same' }] })
    app.state = 'refused'
    app.decision = { kind: 'refused', reason_code: body.reason_code, reason_text: body.reason_text, decision_ref: body.decision_ref, decided_on: body.decided_on, officer: me.name, second_officer: second.name }
  },
  make(office, app, me, body) {
    app.state = 'made'
    app.permit = { id: `k-${app.id}`, number: body.permit_number, issued_on: body.issued_on, state: 'made' }
  },
  hand_out(office, app) {
    app.state = 'delivered'
    app.permit.state = 'active'
  },
  withdraw(office, app) {
    app.state = 'withdrawn'
  },
  extend(office, app, me, body) {
    app.extension = { at: NOW, days: body.days, days_before: 15, due_before: clockOf(app).due_on, rule_ref: '范本省实施办法第十条', reason: body.reason_text, means: body.means }
  },
  close(office, app) {
    app.state = 'over'
  },
}

function intake(office, me, body) {
  const index = office.books.people.findIndex((p) => p.id === body.person_id)
  if (office.books.apps.some((a) => a.person === index && !closed.includes(a.state))) throw new Refusal(409, 'permit.already_open')
  const lacking = office.books.required[body.condition].filter((g) => !body.documents.some((d) => d.group === g))
  if (lacking.length) throw new Refusal(422, 'permit.documents_incomplete')
  const n = office.books.apps.length + 100
  const app = { id: `a${n}`, number: `339999001001-261121-0${n}-7`, state: 'submitted', person: index, condition: body.condition, lacks: [], station: office.books.stations[0], applied_by: body.applied_by, proxy: body.proxy && { ...body.proxy, name: office.books.mask(body.proxy.name), id_number: office.books.maskID(body.proxy.id_number) }, submitted_at: NOW, changed_at: NOW, required_groups: office.books.required[body.condition], documents: body.documents.map((d, i) => ({ id: `a${n}-d${i + 1}`, ...d, state: 'declared' })), history: [{ at: NOW, action: 'submit', actor_name: me.name, actor_role: me.role, station_name: '青松社区服务站' }] }
  office.books.apps.push(app)
  broadcast(office, 'change', { topic: 'permit', id: app.id, index: ++office.index })
  return app
}

function listed(office, found, purpose) {
  for (const p of found.items) office.books.listed.push({ person: p.id, purpose })
  return found
}

function search(office, query) {
  const q = (query.get('q') ?? '').trim().toLowerCase().replaceAll(' ', '')
  const hits = []
  for (const p of office.books.people) {
    const address = p.row.address.replaceAll(' ', '')
    const matched = p.full.name.startsWith(q) ? 'name' : p.initials.startsWith(q) ? 'pinyin' : p.full.id_number.toLowerCase().startsWith(q) ? 'id_number' : p.full.phone.startsWith(q) ? 'phone' : address.includes(q) ? 'address' : ''
    if (q && matched) hits.push({ ...p.row, matched })
  }
  const stated = query.get('purpose')
  const ended = byEnding(office, (query.get('q') ?? '').trim())
  if (stated) hits.unshift(...ended.people.map((p) => ({ ...p.row, matched: 'id_number' })))
  return { items: hits.slice(0, 20), took_us: 640, more: hits.length > 20, ...(ended.asked && !stated && hits.length === 0 ? { needs_purpose: true } : {}) }
}

/** What the one box finds by, from what the other resources answer. */
function boxTools(office, me) {
  return {
    may: (permission) => permissions[me.role].includes(permission),
    people: (q) => search(office, new URLSearchParams({ q })).items,
    caseRow: (app) => caseRow(office, app),
    permits: (q, ids) => office.books.apps.filter((a) => a.permit && (ids.has(office.books.people[a.person].id) || a.permit.number.startsWith(q)))
      .map((a) => ({ id: office.permits.cards[0].row.id, number_masked: '33999911******81', person_id: office.books.people[a.person].id, holder: office.books.people[a.person].view.name, state: a.permit.state, matched: a.permit.number.startsWith(q) ? 'number' : 'name' })),
  }
}

function personal(office, me, id, verb, query, body) {
  const p = office.books.people.find((x) => x.id === id)
  if (!p) throw new Refusal(404, 'not_found')
  const look = (entry) => office.books.looks.unshift({ person: id, at: NOW, actor_name: me.name, actor_role: me.role, station_name: '青松社区服务站', ...entry })
  if (verb === 'looks') { need(me, 'look.read'); return { items: office.books.looks.filter((l) => l.person === id) } }
  if (verb === 'reveal') {
    need(me, 'person.reveal')
    if (!body.reason) throw new Refusal(422, 'validation', { errors: [{ field: 'reason', code: 'required' }] })
    look({ what: 'revealed', field: body.field, purpose: 'case', reason: body.reason })
    return { value: p.full[body.field], hide_after_seconds: 30 }
  }
  need(me, 'person.read')
  look({ what: 'opened', purpose: query.get('purpose') })
  return { ...p.view, applications: office.books.apps.filter((a) => office.books.people[a.person] === p).map((a) => caseRow(office, a)), permits: office.books.apps.filter((a) => office.books.people[a.person] === p && a.permit).map((a) => ({ id: a.permit.id, number_masked: '33999911******81', state: a.permit.state, issued_on: a.permit.issued_on, endorse_from: '2027-10-18', endorse_until: '2027-11-18', continuous_since: a.permit.issued_on })) }
}

const tools = (office) => ({ Refusal, touch: (topic, id) => broadcast(office, 'change', { topic, id, index: ++office.index }) })

function system(office) {
  const open = office.conflicts.filter((c) => c.row.state === 'open').length
  return { ...office.system, mode: office.mode.mode, journal: { waiting: office.mode.waiting, attention: open }, conflicts_open: open }
}

function journal(office) {
  const { mode, waiting, data_as_of } = office.mode
  return { mode, since: NOW, data_as_of, waiting, attention: 1, items: journalLines }
}

function backUp(office) {
  const made = { at: NOW, file: 'jiezhan-s1-20261121-0941.age', bytes: 21_504_000 }
  Object.assign(office.system.backup, { last_at: made.at, last_file: made.file, last_bytes: made.bytes })
  return made
}

function accounts(office, method, id, verb, body) {
  const list = office.books.accounts
  if (method === 'GET') return [200, { items: list.map((a) => without(a, 'password')) }]
  if (!id) {
    if (list.some((a) => a.login === body.login)) throw new Refusal(422, 'validation', { errors: [{ field: 'login', code: 'account.login_taken' }] })
    const account = without(body, 'request_id')
    list.push({ id: `u${list.length + 1}`, station: 's1', disabled: false, ...account })
    return [201, { ...account, id: `u${list.length}`, station: 's1', disabled: false, password: undefined }]
  }
  const account = list.find((a) => a.id === id)
  if (!account) throw new Refusal(404, 'not_found')
  if (verb === 'disable') account.disabled = true
  if (verb === 'password') account.password = body.password
  return [200, { ...account, password: undefined }]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const mock = await startStaffMock({ port: Number(process.env.PORT ?? 4173) })
  console.log(`${mock.base}/staff`)
}
