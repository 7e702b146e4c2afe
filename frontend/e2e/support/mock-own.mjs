// What the stand-in knows of somebody's own data, who looked, and what was asked about it.
const looks = [
  { on: '2026-11-20', station_name: '青松社区服务站', role: 'clerk', what: 'opened', purpose: 'case' },
  { on: '2026-11-19', station_name: '碧湖社区服务站', role: 'auditor', what: 'printed', purpose: 'audit' },
  { on: '2026-11-03', station_name: '青松社区服务站', role: 'resident', what: 'kiosk', purpose: 'self' },
]

/** The answer of GET own-data for a holder. */
export function ownData(mock, holder) {
  if (!holder?.known) return { known: false, name: '', id_number: '', sex: '', birth: '', phone: '', hukou_address: '', registrations: [], applications: [], permits: [], looks: [], data_requests: [] }
  return {
    known: true, name: holder.card.name, id_number: holder.card.id_number, sex: '2', birth: '1990-05-01', phone: holder.phone_masked, hukou_address: holder.card.address,
    registrations: holder.registrations, applications: holder.applications.filter((one) => one.kind !== 'residence'), permits: holder.permits, looks,
    data_requests: [...mock.wishes, { id: 'd0', number: '3399990101-261001-0007-2', kind: 'erasure', state: 'refused', made_on: '2026-10-01', due_on: '2026-10-16', answered_on: '2026-10-09', answer: '登记还有效，法律要求保存' }],
  }
}

/** Takes a wish about the own data down and answers its number and the last day for the answer. */
export function takeWish(mock, body) {
  const wish = { id: `d${mock.wishes.length + 1}`, number: `3399990101-261121-${++mock.number}-8`, kind: body.kind, state: 'open', made_on: '2026-11-21', due_on: '2026-12-06' }
  mock.wishes.push(wish)
  return { status: 201, type: 'application/json', body: { number: wish.number, due_on: wish.due_on, waiting: mock.mode !== 'normal' } }
}
