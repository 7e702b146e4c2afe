// The part of the staff stand-in that is about stations apart: journal, conflict desk, system, membership. Everything in it is invented.
import { NOW } from './staff-mock-data.mjs'

const fact = (field, value, differs = false) => ({ field, value, differs })

/** A fresh conflict desk: a registration made twice, and an application that has moved on. */
export function openConflicts() {
  const row = (id, more) => ({ id, kind: 'residence.register.v1', station: 's2', station_name: '河湾社区服务站', captured_at: '2026-11-20T06:12:00Z', refused_at: '2026-11-21T00:31:00Z', params: {}, state: 'open', ...more })
  return [
    {
      row: row('k1', { number: 'J3399990201-261120-2001-3', holder: '吴*兰', person_id: 'p0001', outcome: 'taken', code: 'residence.already_registered' }),
      base: [fact('address', '松涛苑 1 号楼 1 单元 101', true), fact('since', '2026-04-01', true), fact('state', 'active')],
      mine: [fact('address', '银杏里 5 号楼 2 单元 602'), fact('since', '2026-11-18', true), fact('phone', '138****6620', true), fact('registered_on', '2026-11-20')],
      theirs: [fact('number', 'J3399990301-261120-1007-1'), fact('address', '银杏里 5 号楼 2 单元 602'), fact('since', '2026-11-15', true), fact('phone', '139****0417', true), fact('registered_on', '2026-11-20'), fact('state', 'active')],
      meanwhile: [{ at: '2026-11-20T07:40:00Z', kind: 'residence.register.v1', station_name: '书香社区服务站', actor_name: '' }],
      amendable: [
        { field: 'since', type: 'date', value: '2026-11-18' }, { field: 'phone', type: 'phone', value: '', label: '138****6620' },
        { field: 'room_id', type: 'room', value: 'r-yx-5-2-602', label: '银杏里 5 号楼 2 单元 602' },
      ],
      records: [
        { id: 'r0001', number: 'J3399990301-261120-1007-1', kind: 'residence', label: '银杏里 5 号楼 2 单元 602', state: 'active' },
        { id: 'r0000', number: 'J3399990101-260401-1001-7', kind: 'residence', label: '松涛苑 1 号楼 1 单元 101', state: 'changed' },
      ],
      allowed: ['amend', 'attach', 'drop'],
    },
    {
      row: row('k2', { kind: 'permit.accept.v1', number: 'Z3399990101-261118-1002-5', holder: '陈*强', person_id: 'p0003', captured_at: '2026-11-20T08:05:00Z', outcome: 'wrong_state', code: 'permit.wrong_state' }),
      base: [fact('state', 'submitted', true), fact('condition', 'study')], mine: [fact('state', 'accepted', true)], theirs: [fact('state', 'withdrawn', true), fact('condition', 'study')],
      meanwhile: [{ at: '2026-11-20T07:55:00Z', kind: 'permit.withdraw.v1', station_name: '青松社区服务站', actor_name: '周敏' }],
      amendable: [], records: [{ id: 'a0003', number: 'Z3399990101-261118-1002-5', kind: 'permit_application', label: '书香苑 3 号楼 3 单元 301', state: 'withdrawn' }],
      allowed: ['attach', 'drop'],
    },
    {
      row: row('k3', { kind: 'permit.apply.v1', number: 'Z3399990201-261120-2003-9', holder: '李*芳', person_id: 'p0004', captured_at: '2026-11-20T08:20:00Z', outcome: 'old_epoch', code: 'journal.old_epoch' }),
      base: [], mine: [fact('state', 'submitted'), fact('condition', 'employment'), fact('address', '梧桐花园 4 号楼 1 单元 402'), fact('documents', 'labour_contract,tenancy_contract')], theirs: [],
      meanwhile: [], amendable: [{ field: 'registration_id', type: 'registration', value: 'r0004', label: '梧桐花园 4 号楼 1 单元 402', options: [{ value: 'r0004', label: '梧桐花园 4 号楼 1 单元 402' }] }, { field: 'condition', type: 'text', value: 'employment', options: [{ value: 'employment' }, { value: 'dwelling' }, { value: 'study' }] }],
      records: [], allowed: ['amend', 'drop'],
    },
  ]
}

export const journalLines = [
  { seq: 7, kind: 'residence.register.v1', number: 'J3399990101-261121-1007-4', at: '2026-11-21T01:39:00Z', actor_name: '', state: 'waiting' },
  { seq: 6, kind: 'permit.accept.v1', number: 'Z3399990101-261118-1002-5', at: '2026-11-21T01:36:00Z', actor_name: '周敏', state: 'waiting' },
  { seq: 5, kind: 'permit.apply.v1', number: 'Z3399990101-261121-1006-8', at: '2026-11-21T01:33:00Z', actor_name: '', state: 'sent' },
  { seq: 4, kind: 'residence.register.v1', number: 'J3399990101-261112-1004-2', at: '2026-11-12T03:10:00Z', settled_at: '2026-11-12T04:02:10Z', actor_name: '', state: 'attention', code: 'residence.already_registered' },
  { seq: 3, kind: 'permit.supply.v1', number: 'Z3399990101-261110-1001-3', at: '2026-11-12T03:02:00Z', settled_at: '2026-11-12T04:02:10Z', actor_name: '周敏', state: 'done' },
]

/** What GET /system answers; tests change a copy of it in office.system. */
export function openSystem() {
  const member = (id, name, more) => ({ id, name, address: `10.7.0.${id.slice(1)}:7400`, voter: true, leader: false, reachable: true, state: 'member', program: '0.3.0', applied: 4812, lag: 0, offset_ms: 12, seen_at: NOW, ...more })
  return {
    self: 's1', cluster_version: 2, supported_version: 3, program: '0.3.0', can_raise: true, applied: 4812, last_index: 4812,
    chain: { seq: 4790, head: '9f4c1d27a0be5583c6d1f2e47b90aa1356cd8e0b7f21948d35e6a7c0b1d2e3f4' },
    clock: { offset_ms: 12, warning: false },
    members: [
      member('s1', '青松社区服务站', { leader: true, offset_ms: 0 }), member('s2', '河湾社区服务站', { offset_ms: -2840 }), member('s3', '书香社区服务站', { reachable: false, lag: 36, applied: 4776, seen_at: '2026-11-21T01:20:00Z', offset_ms: undefined }),
      member('s4', '和平街道办事大厅 2 号自助机', { voter: false, lag: 2, program: '0.2.0' }), member('s9', '旧河湾自助机', { state: 'removed', reachable: false, offset_ms: undefined, program: '0.1.0' }),
    ],
    disk: { register_bytes: 62_914_560, log_bytes: 41_943_040, snapshot_bytes: 62_914_560, journal_bytes: 1_048_576, free_bytes: 19_327_352_832, total_bytes: 64_424_509_440, low: false },
    backup: { configured: true, last_at: '2026-11-20T18:30:00Z', last_file: 'jiezhan-s1-20261121-0230.age', last_bytes: 21_495_808, next_at: '2026-11-21T18:30:00Z' },
    certificate: { expires_at: '2027-09-01T00:00:00Z' },
  }
}

/** conflictRoute answers /conflicts…; `touch` tells the pages. */
export function conflictRoute(office, me, method, id, verb, query, body, { Refusal, touch }) {
  const open = () => office.conflicts.filter((c) => c.row.state === 'open').length
  if (!id) return [200, { items: office.conflicts.map((c) => c.row).filter((row) => row.state === query.get('state')), open: open() }]
  const conflict = office.conflicts.find((c) => c.row.id === id)
  if (!conflict) throw new Refusal(404, 'not_found')
  if (!verb) return [200, conflict]
  if (conflict.row.state !== 'open') throw new Refusal(409, 'conflict.resolved')
  if (verb === 'drop' && !body.reason) throw new Refusal(422, 'validation', { errors: [{ field: 'reason', code: 'conflict.reason_required' }] })
  const action = { amend: 'amended', attach: 'attached', drop: 'dropped' }[verb]
  Object.assign(conflict.row, { state: 'resolved', action, resolved_by_name: me.name, resolved_at: NOW, ...(body.reason ? { reason: body.reason } : {}) })
  conflict.allowed = []
  office.resolutions.push({ id, verb, body })
  touch('conflict', id)
  return [200, conflict.row]
}

/** membershipRoute answers what an administrator does to the office's stations. */
export function membershipRoute(office, id, station, body, { Refusal }) {
  if (id === 'codes') return [201, { code: '22QG-ZNJS-Y6U2-JZJV-WR7W-4QJ7-NES9', expires_at: '2026-11-21T01:56:26Z' }]
  if (id === 'raise') {
    office.system.cluster_version = office.system.supported_version
    office.system.can_raise = false
    return [200, { cluster_version: office.system.cluster_version }]
  }
  const member = office.system.members.find((m) => m.id === station)
  if (!member) throw new Refusal(404, 'station.unknown')
  Object.assign(member, { state: 'removed', reachable: false })
  office.removals.push({ station, reason: body.reason })
  return [204]
}
