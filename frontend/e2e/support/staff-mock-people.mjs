// The part of the staff stand-in that is about the register at the window: typing a registration, drafts, duplicates, corrections, data requests.
import { NOW, TODAY, addDays } from './staff-mock-data.mjs'

/** Puts what stands behind a record to everybody, and makes two records that may be one person. */
export function openRegister(books) {
  for (const p of books.people) {
    p.view.file = { two_open: false, corrections: [], merges: [], data_requests: [] }
    p.view.documents.forEach((d) => { d.verified_by = d.verified ? 'chip' : 'seen' })
    p.row.two_open = false
  }
  const [first, second] = [books.people[3], books.people[21]]
  const shared = { birth: first.view.birth, phone: first.view.phone }
  Object.assign(second.view, shared, { name: first.view.name, hukou_address: '', documents: [{ kind: 'passport', number_masked: 'EA1***567', valid_from: '2021-02-02', valid_to: null, verified: false, verified_by: 'seen' }] })
  Object.assign(second.row, { name: first.row.name, phone: first.row.phone, birth_year: first.row.birth_year })
  second.full = { ...second.full, name: first.full.name, phone: first.full.phone }
  return {
    drafts: new Map(), pairs: [[first, second]], merges: [],
    requests: [{ request: { id: 'q1', number: 'Q-261118-0007-3', kind: 'correction', state: 'open', made_on: '2026-11-08', due_on: addDays(TODAY, 2) }, person_id: books.people[0].id, name: books.people[0].view.name, detail: '电话换了', station_name: '青松社区服务站', channel: 'kiosk', days_left: 2 }],
  }
}

const numberOf = (text) => text.replace(/\s/g, '').toUpperCase()

/** registerRoute answers what is about the register; undefined for anything else. */
export function registerRoute(office, me, method, path, query, body, { Refusal, touch }) {
  const { books, register } = office
  const part = path.split('/').slice(1)
  const wrong = (field, code) => new Refusal(422, 'validation', { errors: [{ field, code }] })
  if (part[0] === 'drafts') return drafts(register, method, part[1], body, Refusal)
  if (path === '/mrz') {
    if (!/<</.test(body.lines)) throw wrong('lines', 'mrz.checksum')
    return [200, { name: 'ERIKSSON ANNA MARIA', id_number: 'L898902C3', issuer: 'UTO', nationality: 'UTO', birth: '1974-08-12', valid_to: '2032-04-15', sex_code: '2' }]
  }
  if (path === '/duplicates/check') {
    const number = numberOf(body.document.id_number)
    const items = books.people.filter((p) => p.full.id_number === number || (p.full.name === body.document.name && p.view.birth === body.document.birth))
      .map((p) => ({ person: { ...p.row, matched: 'name' }, why: p.full.id_number === number ? 'same_number' : 'same_details' }))
    return [200, { items }]
  }
  if (path === '/residences') return [201, takeDown(office, body, touch)]
  if (part[0] === 'residences') {
    const found = books.people.flatMap((p) => p.view.registrations).find((r) => r.id === part[1])
    const back = part[2] === 'reopen'
    if (back && found.end_reason === 'deceased' && !body.second_officer) throw wrong('second_officer', 'residence.reopen_second_officer')
    Object.assign(found, back ? { state: 'active', ended_on: undefined, end_reason: undefined } : { state: 'ended', ended_on: body.on, end_reason: body.reason })
    return [204]
  }
  if (path === '/duplicates') return [200, { items: register.pairs.map(([a, b]) => ({ a: { ...a.row, matched: 'name' }, b: { ...b.row, matched: 'name' } })), next: '' }]
  if (path === '/duplicates/pair') return [200, compare(books, query.get('a'), query.get('b'))]
  if (path === '/duplicates/merge') return [200, merge(office, me, body)]
  if (path === '/duplicates/apart') { register.pairs = []; return [204] }
  if (part[0] === 'merges') return [200, undo(office, part[1], body)]
  if (path === '/two-open') return [200, { items: books.people.filter((p) => p.view.file.two_open).map((p) => ({ ...p.row, matched: 'name' })), more: false, took_us: 0 }]
  if (part[2] === 'documents') return showDocument(books, me, part[1], body, Refusal)
  if (part[2] === 'data-requests') return [201, ask(register, view(books, part[1]), part[1], body)]
  if (part[2] === 'corrections') return correct(books, me, part[1], body, wrong)
  if (part[2] === 'living') { view(books, part[1]).file.living = { kind: body.living, place: body.place ? '范本省********' : '', confirmed_on: body.confirmed_on }; return [204] }
  if (part[0] === 'households' || part[2]?.includes('household')) return household(books, part, body, wrong)
  if (path === '/data-requests') return [200, { items: register.requests.filter((r) => (r.request.state === 'open') === (query.get('state') !== 'answered')) }]
  if (part[0] === 'data-requests') {
    const row = register.requests.find((r) => r.request.id === part[1])
    row.restricts = part[2] === 'answer' && body.granted && ['erasure', 'restriction'].includes(row.request.kind)
    if (part[2] === 'lift') return [204]
    Object.assign(row.request, { state: body.granted ? 'granted' : 'refused', answer: body.answer, answered_on: TODAY })
    row.answered_by = me.name
    return [204]
  }
  return undefined
}

/** A household stands in the file of each of its members. */
function household(books, part, body, wrong) {
  const put = (members, address) => {
    const h = members.length ? { id: 'h1', address, members } : undefined
    for (const p of books.people) if (p.view.file.household?.id === 'h1' || members.some((m) => m.person_id === p.id)) p.view.file.household = members.some((m) => m.person_id === p.id) ? h : undefined
  }
  const member = (id, relation) => ({ person_id: id, name: view(books, id).name, relation, joined_on: body.on })
  const present = books.people.map((p) => p.view.file.household).find(Boolean)
  if (part[0] === 'households' && !part[1]) put([member(body.head_id, '0')], view(books, body.head_id).registrations[0].address)
  else if (part[0] === 'households') {
    if (view(books, body.person_id).file.household) throw wrong('person_id', 'household.already_in_one')
    put([...present.members, member(body.person_id, body.relation)], present.address)
  } else if (part[2] === 'leave-household') {
    put(present.members.filter((m) => m.person_id !== part[1]), present.address)
    view(books, part[1]).file.household = undefined
  } else put([member(part[1], '0'), ...present.members.filter((m) => m.person_id !== part[1]).map((m) => ({ ...m, relation: body.relations[m.person_id] }))], present.address)
  return [part[1] ? 200 : 201, { id: 'h1' }]
}

const view = (books, id) => books.people.find((p) => p.id === id).view

function drafts(register, method, id, body, Refusal) {
  const row = (d) => ({ id: d.id, kind: d.kind, saved_at: NOW, until: '2026-11-24T01:41:26Z' })
  if (!id) return [200, { items: [...register.drafts.values()].map(row) }]
  if (method === 'PUT') { register.drafts.set(id, { id, ...body }); return [200, row(register.drafts.get(id))] }
  if (method === 'DELETE') { register.drafts.delete(id); return [204] }
  if (!register.drafts.has(id)) throw new Refusal(404, 'not_found')
  const { kind, body: text } = register.drafts.get(id)
  return [200, { kind, body: text }]
}

function takeDown(office, body, touch) {
  const { books, register } = office
  register.drafts.delete(body.draft_id)
  const n = books.people.length
  const entry = { id: `r9${n}`, number: `R-261121-0${n}`, address: '青松苑1号楼1单元101室', room_id: body.room_id, since: body.since, registered_on: TODAY, state: 'active', waiting: office.mode.mode === 'isolated' }
  let known = body.person_id && books.people.find((p) => p.id === body.person_id)
  if (!known) {
    const d = body.document
    const pattern = books.people[0]
    known = structuredClone(pattern)
    Object.assign(known, { id: 'p9001', full: { name: d.name, id_number: numberOf(d.id_number), phone: body.phone ?? '', hukou_address: d.address ?? '' } })
    Object.assign(known.view, { id: 'p9001', name: books.mask(d.name), id_number: books.maskID(numberOf(d.id_number)), birth: d.birth, sex: d.sex_code, registrations: [], documents: [{ kind: d.kind, number_masked: books.maskID(numberOf(d.id_number)), valid_from: '', valid_to: null, verified: false, verified_by: d.verified }], file: { two_open: false, corrections: [], merges: [], data_requests: [] } })
    books.people.push(known)
  }
  for (const r of known.view.registrations) if (r.id === body.moved_from) r.state = 'changed'
  known.view.registrations.unshift(entry)
  known.view.file.two_open = known.view.registrations.filter((r) => r.state === 'active').length > 1
  touch('person', known.id)
  return { id: entry.id, number: entry.number, person_id: known.id, warnings: [], waiting: entry.waiting }
}

function compare(books, a, b) {
  const [one, two] = [a, b].map((id) => books.people.find((p) => p.id === id).view)
  const values = (v) => ({ name_full: v.name, id_number: v.documents[0].kind === 'passport' ? 'EA1***567' : v.id_number, birth: v.birth, sex_code: v.sex, nationality: v.nationality, address: v.hukou_address, phone: v.phone })
  const [x, y] = [values(one), values(two)]
  return { a: one, b: two, fields: Object.keys(x).map((field) => ({ field, a: x[field], b: y[field], same: x[field] === y[field] })) }
}

function merge(office, me, body) {
  const [survivor, loser] = [body.survivor_id, body.loser_id].map((id) => view(office.books, id))
  const done = { id: 'm1', survivor_id: survivor.id, loser_id: loser.id, reason: body.reason, at: NOW, actor_name: me.name }
  office.register.merges.push({ done, moved: loser.registrations, documents: loser.documents, take: body.take })
  survivor.registrations = [...loser.registrations, ...survivor.registrations]
  survivor.documents = [...survivor.documents, ...loser.documents]
  survivor.file.merges.push(done)
  survivor.file.two_open = survivor.registrations.length > 1
  Object.assign(loser, { registrations: [], documents: [] })
  Object.assign(loser.file, { merged_into: survivor.id })
  office.register.pairs = []
  return { id: done.id, survivor_id: survivor.id, loser_id: loser.id }
}

function undo(office, id, body) {
  const { done, moved, documents } = office.register.merges.find((m) => m.done.id === id)
  const [survivor, loser] = [done.survivor_id, done.loser_id].map((one) => view(office.books, one))
  Object.assign(done, { undone_at: NOW, undone_by: '周敏', reason_undone: body.reason })
  survivor.registrations = survivor.registrations.filter((r) => !moved.includes(r))
  survivor.documents = survivor.documents.filter((d) => !documents.includes(d))
  survivor.file.two_open = false
  Object.assign(loser, { registrations: moved, documents })
  delete loser.file.merged_into
  return { id, survivor_id: survivor.id, loser_id: loser.id }
}

function correct(books, me, id, body, wrong) {
  const found = view(books, id)
  if (body.second_officer && body.second_officer.password !== 'Qingsong-2026') throw wrong('second_officer.password', 'login.wrong')
  const second = books.accounts.find((a) => a.login === body.second_officer?.login)
  const shown = (v) => (body.field === 'phone' && v ? `${v.slice(0, 3)}****${v.slice(-4)}` : v)
  const before = { phone: found.phone, birth: found.birth }[body.field] ?? ''
  found.file.corrections.unshift({ field: body.field, before, after: shown(body.value), reason: body.reason, at: NOW, actor_name: me.name, station_name: '青松社区服务站', ...(second ? { second_officer: second.name } : {}) })
  if (body.field === 'phone') found.phone = shown(body.value)
  if (body.field === 'birth') found.birth = body.value
  return [204]
}

/** A document of somebody who is known; another name only where the page says that it was changed. */
function showDocument(books, me, id, body, Refusal) {
  const person = books.people.find((p) => p.id === id)
  if (!body.renamed && body.document.name !== person.full.name) throw new Refusal(409, 'document.name_differs', { errors: [{ field: 'card.name', code: 'document.name_differs' }] })
  const { kind, id_number: number, valid_from = '', valid_to = null } = body.document
  person.view.documents.unshift({ kind, number_masked: `${number.slice(0, 6)}********${number.slice(-4)}`, valid_from, valid_to, verified: false, verified_by: 'seen', warnings: ['citizen_number.unknown_area'] })
  if (body.renamed) {
    person.view.file.corrections.unshift({ field: 'former_name', before: person.view.name, after: `${body.document.name[0]}*`, reason: body.reason, at: NOW, actor_name: me.name, station_name: '青松社区服务站' })
    person.full.name = body.document.name
  }
  return [201, { warnings: [] }]
}

function ask(register, view, id, body) {
  const request = { id: `q${register.requests.length + 1}`, number: 'Q-261121-0009-1', kind: body.kind, state: 'open', made_on: TODAY, due_on: addDays(TODAY, 15) }
  view.file.data_requests.unshift(request)
  register.requests.push({ request, person_id: id, name: view.name, detail: body.detail ?? '', station_name: '青松社区服务站', channel: 'counter', days_left: 15, restricts: false })
  return { number: request.number, due_on: request.due_on, waiting: false }
}
