// The one box of the stand-in: people, places, permits and cases that a text finds, as GET /api/v1/search answers them.

const ending = /^([^0-9]+?) *([0-9]{3}[0-9X])$/i

/** byEnding finds people by a name with the last four of a number. */
export function byEnding(office, text) {
  const [, name, last4] = ending.exec(text) ?? []
  if (!name) return { asked: false, people: [] }
  return { asked: true, people: office.books.people.filter((p) => p.full.name.startsWith(name) && (p.full.id_number.endsWith(last4.toUpperCase()) || p.full.phone.endsWith(last4))) }
}

/** searchRoute answers the groups that a role may see. tools are what the stand-in has already: may, people, caseRow, permits. */
export function searchRoute(office, query, { may, people, caseRow, permits }) {
  const text = (query.get('q') ?? '').trim()
  const stated = query.get('purpose')
  const limit = Number(query.get('limit') ?? 6)
  const plain = text.replaceAll(' ', '')
  const ended = byEnding(office, text)
  const group = (allowed, list) => ({ items: allowed ? list.slice(0, limit) : [], more: allowed && list.length > limit })
  const persons = text === '' ? [] : [...(stated ? ended.people.map((p) => ({ ...p.row, matched: 'id_number' })) : []), ...people(text)]
  const ids = new Set(persons.map((p) => p.id))
  const places = plain.length < 2 ? [] : office.books.people.map((p) => p.row.address).filter((a) => a.replaceAll(' ', '').includes(plain))
    .map((label, i) => ({ id: `room-${i}`, kind: 'room', name: label, label }))
  if (plain === '松林社区') places.push({ id: 'c1', kind: 'community', name: '青松社区', label: '青松社区', via: '松林社区' })
  const cases = office.books.apps.map((a) => caseRow(a)).filter((c) => plain !== '' && (ids.has(c.person_id) || c.number.includes(plain)))
  if (may('person.read')) for (const p of persons.slice(0, limit)) office.books.listed.push({ person: p.id, purpose: stated ?? 'search' })
  return [200, {
    people: group(may('person.read'), persons), places: group(true, places), permits: group(may('case.read'), permits(text, ids)), cases: group(may('case.read'), cases),
    needs_purpose: ended.asked && !stated && persons.length === 0 && places.length === 0, took_us: 1400,
  }]
}
