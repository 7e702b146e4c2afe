// Rented dwellings, reports and reporting points for the stand-in of the staff interface tests. All persons are invented.
const terms = { written: true, rooms: [{ name: '主卧', use: 'living' }], head_count: 2, limit: 6, findings: [], version: 1, changed_at: '2026-11-20T02:00:00Z', state: 'active' }

/** openRentals is a file with something to look at, a report that waits and two reporting points. */
export function openRentals() {
  return {
    files: [{
      ...terms, id: 'f1', number: '339999001001-261101-0007-3', room_id: 'r-1', address: '青松家园3号楼2单元1203室', landlord: '房*一', landlord_phone: '139****1111', begins: '2026-11-01', until: '2027-10-31',
      rooms: [{ name: '主卧', use: 'living' }, { name: '阳台', use: 'balcony' }], findings: [{ code: 'rental.check.room_not_allowed', params: { n: '1' } }],
      tenants: [{ id: 't1', name: '租*一', id_number: '339999********1025', since: '2026-11-01', registered: false, candidate: 'res-1', candidate_since: '2026-11-02' }],
      steps: [{ at: '2026-11-01T02:00:00Z', action: 'opened', actor_name: '周敏', station_name: '青松社区服务站' }],
    }],
    reports: [{
      id: 'w1', number: '339999001001-261121-0042-X', kind: 'start', premises_id: 'p1', premises_kind: 'dwelling', address: '青松家园3号楼2单元1204室', name: '租*二', id_number: '339999********1033', happened_on: '2026-11-18', until: '2027-11-17',
      written: true, head_count: 1, due_on: '2026-11-23', late: false, reported_at: '2026-11-21T01:00:00Z', state: 'waiting', open: true, waiting: false, reporter: '房*一', reporter_id: 'o1', registered: false,
    }],
    reporters: [
      { id: 'o1', number: 100001, kind: 'landlord', name: '房*一', phone: '139****1111', disabled: false, seen_on: '2026-11-21', premises: [] },
      { id: 'o2', number: 100002, kind: 'operator', name: '旅*一', phone: '139****2222', disabled: false, premises: [{ id: 'p3', reporter_id: 'o2', kind: 'lodging', title: '和平旅馆', area_id: 'b3', label: '青松家园3号楼', kept_on: '2026-11-18', register: true }] },
    ],
    rules: { people_per_room: 0, undertaking: false, reference: '' },
    sent: [],
  }
}

/** rentalRoute answers the routes of rentals; undefined where the path is another's. */
export function rentalRoute(office, method, [kind, id, verb, deed], query, body, { Refusal, touch }) {
  const books = office.rentals
  if (method !== 'GET' && verb !== 'reveal' && ['rentals', 'tenancy-reports', 'reporters', 'premises'].includes(kind)) books.sent.push({ kind, id, verb, deed, body })
  if (kind === 'rentals') return rental(books, method, id, verb, deed, query, body, Refusal, touch)
  if (kind === 'rental-rules') {
    if (method === 'GET') return [200, books.rules]
    if ((body.people_per_room > 0 || body.undertaking) && !body.reference) throw new Refusal(422, 'validation', { errors: [{ field: 'reference', code: 'rental.reference_required' }] })
    books.rules = { people_per_room: body.people_per_room, undertaking: body.undertaking, reference: body.reference, set_on: '2026-11-21' }
    touch('rental', 'rules')
    return [200, books.rules]
  }
  if (kind === 'tenants-to-register') return [200, { items: [{ rental_id: 'f1', address: books.files[0].address, name: '租*一', since: '2026-11-01' }], next: 0 }]
  if (kind === 'tenancy-reports') {
    if (!id) return [200, { items: books.reports, next: '' }]
    if (verb === 'reveal') return [200, { value: body.field === 'name' ? '租客二' : '339999199101011033', hide_after_seconds: 30 }]
    books.reports = books.reports.filter((one) => one.id !== id)
    touch('tenancy_report', id)
    return [200, verb === 'accept' ? { id, rental_id: 'f1' } : { id }]
  }
  if (kind === 'premises') return id === 'overdue' ? [200, { items: books.reporters[1].premises, more: false }] : [204]
  if (kind !== 'reporters') return undefined
  if (!id && method === 'GET') return [200, { items: books.reporters, next: 0 }]
  if (!id) {
    if (body.phone.endsWith('1111')) throw new Refusal(409, 'reporter.phone_taken', { errors: [{ field: 'phone', code: 'reporter.phone_taken' }] })
    books.reporters.push({ id: 'o3', number: 100003, kind: body.kind, name: '房*三', phone: '139****3333', disabled: false, premises: [] })
    return [201, books.reporters.at(-1)]
  }
  if (verb === 'reveal') return [200, { value: '13900001111', hide_after_seconds: 30 }]
  const reporter = books.reporters.find((one) => one.id === id)
  if (verb === 'disable') reporter.disabled = body.disabled
  return verb === 'pin' ? [204] : [200, reporter]
}

function rental(books, method, id, verb, deed, query, body, Refusal, touch) {
  if (!id && method === 'GET') return [200, { items: books.files.filter((f) => (query.get('which') === 'to_look' ? f.findings.length > 0 : query.get('which') === f.state)), next: '' }]
  if (!id) {
    books.files.push({ ...terms, ...body, id: 'f2', number: '339999001001-261121-0050-1', address: '新建', landlord: '房*二', tenants: [], steps: [] })
    return [201, books.files.at(-1)]
  }
  const file = books.files.find((one) => one.id === id)
  if (!file) throw new Refusal(404, 'not_found')
  if (method === 'GET') return [200, file]
  if (verb === 'reveal') return [200, { value: { landlord: '房东一', landlord_phone: '13900001111', name: '租客一', id_number: '339999199001011025' }[body.field], hide_after_seconds: 30 }]
  if (method === 'PUT') {
    if (body.version !== file.version) throw new Refusal(409, 'rental.changed_meanwhile')
    Object.assign(file, { rooms: body.rooms, head_count: body.head_count, version: file.version + 1, findings: [] })
  }
  if (deed === 'match') Object.assign(file.tenants[0], { registered: true, candidate: undefined })
  if (verb === 'end') Object.assign(file, { state: 'ended', ended_on: body.on })
  touch('rental', id)
  return [200, file]
}
