// Residence permits of the stand-in: a few cards in each state, and just enough of the rules to answer like the station does.
import { NOW, TODAY } from './staff-mock-data.mjs'

const card = (id, holder, more) => ({
  row: {
    id, kind: 'resident', number_masked: `**********00${id.slice(-2)}`, state: 'active', card: 'held', person_id: 'p-1', holder, phone: '138****6620',
    address: '青松家园3号楼2单元1203室', community: '339999001001', issued_on: '2025-12-10', endorse_from: '2026-11-10', endorse_until: '2026-12-10',
    continuous_since: '2025-12-10', waiting: false, ...more,
  },
  years: 0, endorsements: [], replacements: [], history: [], corrections: [],
})

export function openPermits() {
  return {
    cards: [
      card('c-01', '王*涛', {}),
      card('c-02', '陈*强', { endorse_until: '2026-11-25', endorse_from: '2026-10-25' }),
      card('c-03', '李*芳', { state: 'suspended', endorse_from: '2026-10-03', endorse_until: '2026-11-03' }),
      card('c-04', '吴*兰', { endorse_from: '2027-02-15', endorse_until: '2027-03-15' }),
    ],
    rules: { anchor: 'issue', late_months: 0, condition_required: false, issue_days: 15, damaged_cost: 0, lost_cost: 2000, changed_cost: 0 },
    history: [],
    benefits: [{ id: 'benefit.work', kind: 'right', code: 'benefit.work', from: '2016-01-01', rule_ref: '12', now: true }],
    decided: new Map(),
  }
}

const views = {
  opening: (r) => r.endorse_from.startsWith(TODAY.slice(0, 7)),
  open: (r) => r.state === 'active' && r.endorse_from <= TODAY && r.endorse_until >= TODAY,
  closing: (r) => r.state === 'active' && r.endorse_until >= TODAY && r.endorse_until <= '2026-11-28',
  lately: (r) => r.state === 'suspended', suspended: (r) => r.state === 'suspended',
  replacing: (r) => r.replacement !== undefined, unregistered: () => false,
}

function allowed(c, me) {
  const r = c.row
  if (r.state === 'ended' || r.state === 'replaced') return []
  if (me.role === 'recorder') return ['withdraw_for_fraud']
  const open = r.replacement
  return [
    ...(r.endorse_from <= TODAY ? ['endorse'] : []), ...(open ? [] : ['report']), ...(open?.state === 'reported' ? ['new_card'] : []),
    ...(open?.state === 'made' ? ['hand_out_new'] : []), ...(r.card === 'void' ? ['destroy_old'] : []), 'correct',
  ]
}

function file(c, me, permits) {
  const early = c.row.endorse_from > TODAY
  return {
    permit: c.row, years: c.years, cards: permits.cards.filter((one) => one === c || one.row.id === c.replaces || one.replaces === c.row.id).map((one) => one.row),
    endorsements: c.endorsements, replacements: c.replacements, history: c.history, corrections: c.corrections, allowed: allowed(c, me),
    endorse: early ? { allowed: false, code: 'permit.endorse_too_early', params: { from: c.row.endorse_from, until: c.row.endorse_until } } : { allowed: true },
  }
}

const steps = {
  endorse(c, body) {
    const late = c.row.state === 'suspended'
    c.endorsements.push({ on: TODAY, window_end: c.row.endorse_until, late, condition: body.condition, number: 'Z-7', station_name: '青松社区服务站' })
    Object.assign(c.row, { state: 'active', endorse_from: '2027-11-10', endorse_until: '2027-12-10', ...(late ? { continuous_since: TODAY } : {}) })
  },
  report(c, body, permits) {
    const r = { id: `x-${c.row.id}`, number: 'Z-8', permit_id: c.row.id, cause: body.cause, state: 'reported', cost_fen: permits.rules[`${body.cause}_cost`], reported_at: NOW, station_name: '青松社区服务站' }
    c.replacements.push(r)
    Object.assign(c.row, { replacement: r, card: body.cause === 'lost' ? 'void' : c.row.card })
  },
  'new-card'(c, body, permits) {
    const fresh = card(`n-${c.row.id.slice(-2)}`, c.row.holder, { ...c.row, id: `n-${c.row.id.slice(-2)}`, state: 'made', card: 'held', number_masked: `**********${body.permit_number.slice(-4)}`, replacement: undefined })
    fresh.replaces = c.row.id
    permits.cards.push(fresh)
    c.row.replacement.state = 'made'
  },
  'hand-out-new'(c, _, permits) {
    c.row.replacement.state = 'delivered'
    Object.assign(c.row, { state: 'replaced', replacement: undefined })
    permits.cards.find((one) => one.replaces === c.row.id).row.state = 'active'
  },
  correct(c, body, _, me) {
    const before = { ...c.row }
    if (body.permit_number) c.row.number_masked = `**********${body.permit_number.slice(-4)}`
    if (body.issued_on) Object.assign(c.row, { issued_on: body.issued_on, continuous_since: body.issued_on })
    c.corrections.push({
      at: NOW, permit_id: c.row.id, number_before: before.number_masked, number_after: c.row.number_masked, new_number: Boolean(body.permit_number), issued_before: before.issued_on,
      issued_after: c.row.issued_on, reason: body.reason, actor_name: me.name, station_name: '青松社区服务站',
    })
  },
  'old-card'(c) { c.row.card = c.row.card === 'void' ? 'destroyed' : 'handed_in' },
}

export function permitRoute(office, me, method, id, verb, query, body, { Refusal, touch }) {
  const permits = office.permits
  if (!id) return [200, { items: permits.cards.map((c) => c.row).filter((r) => views[query.get('view') ?? 'open'](r)) }]
  const c = permits.cards.find((one) => one.row.id === id)
  if (!c) throw new Refusal(404, 'not_found')
  if (method === 'GET') {
    office.books.looks.unshift({ person: c.row.person_id, at: NOW, actor_name: me.name, what: 'opened', purpose: 'case' })
    return [200, file(c, me, permits)]
  }
  if (verb === 'hand-out-new' && c.row.replacement.cost_fen > 0 && !body.cost_receipt) {
    throw new Refusal(422, 'validation', { errors: [{ field: 'cost_receipt', code: 'permit.cost_receipt_required', params: { fen: '2000' } }] })
  }
  if (verb === 'correct' && c.endorsements.length && body.issued_on) {
    throw new Refusal(409, 'permit.correct_endorsed', { params: { day: c.endorsements.at(-1).on } })
  }
  steps[verb](c, body, permits, me)
  c.history.push({ at: NOW, action: verb === 'new-card' ? 'new_card' : verb === 'hand-out-new' ? 'hand_out_new' : verb === 'old-card' ? 'destroy_old' : verb, actor_name: me.name, actor_role: me.role, station_name: '青松社区服务站' })
  touch('permit', id)
  return [200, file(c, me, permits)]
}

/** What belongs to the office and not to one permit. */
export function permitOfficeRoute(office, kind, method, body, { Refusal }) {
  const permits = office.permits
  if (kind === 'permit-reminders') {
    const told = permits.cards.filter((c) => body.permit_ids.includes(c.row.id) && !c.row.told)
    for (const c of told) c.row.told = { at: NOW, means: body.means, officer: '周敏' }
    return [200, { told: told.map((c) => c.row.id), skipped: body.permit_ids.filter((id) => !told.some((c) => c.row.id === id)) }]
  }
  if (kind === 'permit-decisions' && Buffer.isBuffer(body)) {
    if (body.length < 20) throw new Refusal(422, 'file.no_headings')
    return [200, { lines: [
      { line: 2, row: { number: '261121-0001-3', decision: 'approved', decision_ref: '范公居〔2026〕31号', decided_on: '2026-11-20', permit_number: 'B3399990000017', issued_on: '2026-11-21' } },
      { line: 3, row: { number: '261121-0002-1', decision: 'approved', decision_ref: '范公居〔2026〕32号', decided_on: '2026-11-20' } },
      ...(body.length > 200 ? [{ line: 4, fault: 'bad_card' }] : []),
    ] }]
  }
  if (kind === 'permit-decisions') {
    return [200, { rows: body.rows.map((row) => {
      const before = permits.decided.get(row.number)
      if (!row.number.startsWith('261')) return { number: row.number, outcome: 'refused', problem: { field: 'number', code: 'permit.number_of_none' } }
      if (before && before !== row.decision) return { number: row.number, outcome: 'refused', problem: { field: 'number', code: 'permit.decided_otherwise', params: { ref: row.decision_ref, decided_on: row.decided_on } } }
      permits.decided.set(row.number, row.decision)
      return { number: row.number, outcome: before ? 'same' : 'recorded' }
    }) }]
  }
  if (kind === 'permit-benefits') {
    if (method === 'POST') permits.benefits.push({ id: `b-${permits.benefits.length}`, now: true, ...body })
    return [200, { items: permits.benefits }]
  }
  if (method === 'PUT') {
    if (body.second_officer.password !== 'Qingsong-2026') throw new Refusal(422, 'validation', { errors: [{ field: 'second_officer.password', code: 'login.wrong' }] })
    permits.history.unshift({ rules: body.rules, at: NOW, officer: '管宁', second_officer: '李想', station_name: '青松社区服务站' })
    permits.rules = body.rules
  }
  return [200, { rules: permits.rules, history: permits.history }]
}
