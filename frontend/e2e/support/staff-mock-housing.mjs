// The part of the staff stand-in that is about the address tree. Everything in it is invented.
import { NOW, TODAY } from './staff-mock-data.mjs'

const names = { building: (n) => `${n}号楼`, unit: (n) => `${n}单元`, room: (n) => `${n}室` }

/** A fresh tree: an office of two communities, one compound with a building, and an estate of four buildings whose numbers are not verified. */
export function openHousing() {
  const nodes = []
  const add = (id, kind, parent, more = {}) => nodes.push({ id, kind, parent, name: more.name ?? names[kind](more.number), number: '', former: [], ...more })
  add('o', 'street_office', '', { name: '和平街道' })
  add('c1', 'community', 'o', { name: '青松社区', number: '339999001001' })
  add('c2', 'community', 'o', { name: '河湾社区', number: '339999001002' })
  add('g1', 'grid', 'c1', { name: '第一网格', number: '1' })
  add('qs', 'compound', 'c1', { name: '青松家园', former: [{ name: '松林新村', until: '2024-05-01' }] })
  add('hw', 'compound', 'c2', { name: '河湾小区' })
  add('b3', 'building', 'qs', { number: '3', state: 'verified' })
  add('u2', 'unit', 'b3', { number: '2' })
  add('r1203', 'room', 'u2', { number: '1203', use: 'living' })
  add('r1204', 'room', 'u2', { number: '1204', use: 'living' })
  for (const [i, [id, east, north]] of [['ne', 50, 80], ['sw', 0, 3], ['nw', 0, 86], ['se', 50, 0]].entries()) add(id, 'building', 'hw', { number: `T${i + 1}`, east, north })
  return { nodes, seen: {}, sent: [] }
}

const find = (housing, id) => housing.nodes.find((n) => n.id === id)
const below = (housing, id) => housing.nodes.filter((n) => n.parent === id)

function labelOf(housing, node) {
  const parent = find(housing, node.parent)
  return node.kind in names && parent ? labelOf(housing, parent) + node.name : node.name
}

function view(housing, n) {
  const { id, kind, name, number, parent, grid, use, closed_on } = n
  return { id, kind, name, label: labelOf(housing, n), children: below(housing, id).length, ...(number ? { number } : {}), ...(parent ? { parent } : {}), ...(grid ? { grid } : {}), ...(use ? { use } : {}), ...(closed_on ? { closed_on } : {}) }
}

function place(housing, n) {
  const above = []
  for (let one = find(housing, n.parent); one; one = find(housing, one.parent)) above.unshift(view(housing, one))
  const community = above.find((one) => one.kind === 'community')
  const grids = community ? below(housing, community.id).filter((one) => one.kind === 'grid') : []
  return {
    node: view(housing, n), above, former_names: n.former, came: (n.came ?? []).map((id) => view(housing, find(housing, id))), became: (n.became ?? []).map((id) => view(housing, find(housing, id))),
    members: housing.nodes.filter((one) => one.grid === n.id).map((one) => view(housing, one)),
    grids: grids.map((one) => view(housing, one)), ...(n.grid ? { grid_name: find(housing, n.grid).name } : {}),
  }
}

const row = (housing, n) => ({ node: view(housing, n), buildings: { done: 1, all: 2 }, rooms: { done: 1, all: 2 }, empty: 0, households: { done: 0, all: 0 }, documents: { done: 1, all: 1 }, phones: { done: 0, all: 1 }, registered: 1 })

function plan(housing, n, query) {
  const order = ['nw', 'ne', 'sw', 'se']
  const buildings = below(housing, n.id).map((b) => ({ id: b.id, name: b.name, number: b.number, posted: b.posted ?? false, ...(b.east === undefined ? {} : { east: b.east, north: b.north, computed: String(order.indexOf(b.id) + 1) }), ...(b.state ? { state: b.state, proposed: b.proposed ?? b.number } : {}) }))
  return { node: view(housing, n), system: 'local', buildings, tolerance: Number(query.get('tolerance')), order: query.get('order') }
}

function room(office, me, n) {
  const person = office.books.people[0]
  const occupants = n.id === 'r1203' ? [{ person_id: person.id, name: person.view.name, id_number: person.view.id_number, registered: true, since: '2026-01-05', number: 'N1', household: 0 }] : []
  for (const one of occupants) office.books.looks.unshift({ person: one.person_id, at: NOW, actor_name: me.name, what: 'listed', purpose: 'room' })
  return { node: view(office.housing, n), occupants, now: { registered: occupants.length, households: 0 }, ...(office.housing.seen[n.id] ? { seen: office.housing.seen[n.id] } : {}) }
}

const steps = {
  rename(n, body) {
    n.former = [{ name: n.name, until: TODAY }, ...n.former]
    n.name = body.name
  },
  close(n) { n.closed_on = TODAY },
  reopen(n) { delete n.closed_on },
  proposal: (n, body, housing) => { for (const b of body.buildings) Object.assign(find(housing, b.id), { state: 'proposed', proposed: b.number, posted: b.posted }) },
  verification: (n, body, housing) => { for (const b of body.buildings) Object.assign(find(housing, b.id), { state: 'verified', proposed: b.number, posted: b.posted, number: b.number, name: names.building(b.number) }) },
  positions: (n, body, housing) => { for (const b of body.buildings) Object.assign(find(housing, b.id), { east: b.east, north: b.north }) },
}

function reorganise(housing, body) {
  for (const one of body.new) {
    housing.nodes.push({ id: one.id, kind: 'community', parent: 'o', name: one.name, number: one.number, former: [], came: one.from })
    for (const id of one.from) {
      const old = find(housing, id)
      Object.assign(old, { closed_on: body.effective, became: [...(old.became ?? []), one.id] })
      if (body.new.length === 1) for (const n of below(housing, id)) n.parent = one.id
    }
  }
  for (const m of body.moves) find(housing, m.id).parent = m.to
  return { ids: body.new.map((n) => n.id), closed: body.new[0].from.length, moved: 3, renumbered: 0, gridless: 0 }
}

function range(housing, body) {
  const parent = find(housing, body.parent)
  const count = ({ from, to }) => to - from + 1
  if (!body.preview) for (let n = body.buildings.from; n <= body.buildings.to; n++) housing.nodes.push({ id: `${parent.id}-${n}`, kind: 'building', parent: parent.id, number: String(n), name: names.building(n), former: [] })
  const units = count(body.buildings) * count(body.units)
  return { buildings: count(body.buildings), units, rooms: units * count(body.floors) * body.rooms, sample: ['101', '102', '103', '1802', '1803', '1804'] }
}

/** housingRoute answers /housing/…; `touch` tells the pages. */
export function housingRoute(office, me, method, [what, id, verb], query, body, { Refusal, touch }) {
  const housing = office.housing
  const known = (one) => find(housing, one) ?? (() => { throw new Refusal(404, 'not_found') })()
  if (method === 'POST') housing.sent.push({ path: [what, id, verb].filter(Boolean).join('/'), body })
  const changed = (answer, status = 200) => { touch('area', id ?? ''); return [status, answer] }
  if (what === 'tree') return [200, { items: below(housing, query.get('parent') ?? '').map((n) => view(housing, n)) }]
  if (what === 'communities') return [200, { items: housing.nodes.filter((n) => n.kind === 'community' && n.name.includes(query.get('q'))).map((n) => (n.became ? { node: view(housing, find(housing, n.became[0])), via: n.name } : { node: view(housing, n) })) }]
  if (what === 'ranges') return body.preview ? [200, range(housing, body)] : changed(range(housing, body))
  if (what === 'reorganisation') return changed(reorganise(housing, body))
  if (what === 'grids') { for (const one of body.nodes) known(one).grid = body.grid; return changed({ count: body.nodes.length }) }
  if (what === 'nodes' && !id) {
    const made = { id: `n${housing.nodes.length}`, former: [], ...body.nodes[0] }
    housing.nodes.push({ ...made, name: made.name ?? names[made.kind](made.number) })
    return changed({ ids: [made.id] }, 201)
  }
  const n = known(id)
  if (what === 'rooms' && verb === 'seen') { housing.seen[id] = { state: body.state, confirmed_on: body.on, confirmed_by: me.name }; return changed({ id, label: n.name }) }
  if (what === 'rooms') return [200, room(office, me, n)]
  if (verb === 'coverage') return [200, { total: row(housing, n), rows: below(housing, id).filter((one) => one.kind !== 'grid' && one.kind !== 'room').map((one) => row(housing, one)), as_of: TODAY }]
  if (verb === 'gaps') return [200, { items: [{ id: 'r1204', label: labelOf(housing, find(housing, 'r1204')), people: 0 }], more: false }]
  if (verb === 'plan') return [200, plan(housing, n, query)]
  if (!verb) return [200, place(housing, n)]
  if (verb === 'close' && id === 'r1203') throw new Refusal(409, 'area.people_registered')
  steps[verb](n, body, housing)
  return changed({ id, label: labelOf(housing, n), count: body.buildings?.length ?? 0 })
}
