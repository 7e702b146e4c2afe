// Invented people and cases for the staff interface tests. Every ID number starts with 339999, an area code that was never assigned.

export const TODAY = '2026-11-21'
export const NOW = '2026-11-21T01:41:26Z'

const given = [
  ['吴玉兰', 'wyl', '2'], ['范例', 'fl', '1'], ['陈志强', 'czq', '1'], ['李桂芳', 'lgf', '2'], ['赵小宁', 'zxn', '2'], ['王海涛', 'wht', '1'],
  ['孙丽', 'sl', '2'], ['周文博', 'zwb', '1'], ['郑秀英', 'zxy', '2'], ['何建军', 'hjj', '1'], ['林晓东', 'lxd', '1'], ['高敏', 'gm', '2'],
  ['罗𬭼', 'ly', '1'], ['唐婉清', 'twq', '2'], ['许国庆', 'xgq', '1'], ['邓雪', 'dx', '2'], ['冯立新', 'flx', '1'], ['曹雨桐', 'cyt', '2'],
  ['彭浩', 'ph', '1'], ['蒋美华', 'jmh', '2'], ['买买提·艾力', 'mmtal', '1'], ['田野', 'ty', '1'], ['董静', 'dj', '2'], ['袁小满', 'yxm', '1'],
]
const compounds = ['松涛苑', '银杏里', '书香苑', '梧桐花园', '向阳新村', '河湾公寓', '青松家园', '和园']
const stations = [['s1', '青松社区服务站'], ['s2', '河湾社区服务站'], ['s3', '书香社区服务站']]

const mask = (name) => [...name].map((c, i, all) => (i === 0 || (i === all.length - 1 && all.length > 2) ? c : '*')).join('')
const maskID = (n) => n.slice(0, 6) + '********' + n.slice(-4)
const maskPhone = (p) => p.slice(0, 3) + '****' + p.slice(-4)
const pad = (n, w) => String(n).padStart(w, '0')

export function addDays(day, n) {
  return new Date(Date.parse(day + 'T00:00:00Z') + n * 86_400_000).toISOString().slice(0, 10)
}

function person(i) {
  const [name, initials, sex] = given[i]
  const year = i === 23 ? 2014 : 1958 + ((i * 7) % 44)
  const birth = `${year}-${pad((i % 12) + 1, 2)}-${pad(((i * 5) % 27) + 1, 2)}`
  const number = '339999' + birth.replaceAll('-', '') + pad(100 + i * 2 + (sex === '1' ? 1 : 0), 3) + 'X'
  const phone = '138' + pad(10_006_620 + i * 137, 8)
  const address = `${compounds[i % 8]} ${(i % 9) + 1} 号楼 ${(i % 3) + 1} 单元 ${(i % 6) + 1}0${(i % 2) + 1}`
  return {
    id: `p${pad(i + 1, 4)}`, full: { name, id_number: number, phone, hukou_address: `范本省范本市示范县和平镇 ${i + 1} 号` }, initials,
    view: {
      id: `p${pad(i + 1, 4)}`, name: mask(name), id_number: maskID(number), sex, ethnic_code: i === 20 ? '05' : '01', birth,
      nationality: 'CHN', hukou_address: '范本省范本市********', phone: maskPhone(phone),
      documents: [{ kind: 'resident', number_masked: maskID(number), valid_from: '2018-03-02', valid_to: i % 7 === 3 ? null : '2038-03-02', verified: i % 5 !== 4 }],
      registrations: [{ id: `r${pad(i + 1, 4)}`, number: `R-260${(i % 4) + 1}12-${pad(i + 1, 4)}`, address, room_id: `room-${i}`, since: '2026-04-01', registered_on: '2026-04-12', state: 'active', eligible_on: '2026-10-12', waiting: false }],
      applications: [], permits: [], apply: { allowed: true },
    },
    row: { id: `p${pad(i + 1, 4)}`, name: mask(name), id_number: maskID(number), sex, birth_year: year, address, state: 'active', phone: maskPhone(phone) },
  }
}

const required = { employment: ['identity', 'photo', 'dwelling', 'employment'], dwelling: ['identity', 'photo', 'dwelling'], study: ['identity', 'photo', 'dwelling', 'study'] }
const proof = { identity: 'resident_id_card', photo: 'portrait', dwelling: 'tenancy_contract', employment: 'labour_contract', study: 'student_card' }

const actions = {
  clerk: { submitted: ['request_completion', 'accept', 'withdraw'], returned_for_completion: ['supply', 'accept', 'withdraw'], accepted: ['withdraw', 'extend'], approved: ['make'], made: ['hand_out'] },
  recorder: { accepted: ['approve', 'refuse'] },
}

export function allowedFor(app, role) {
  const list = (actions[role] ?? {})[app.state] ?? []
  if (app.left_for) return app.state === 'approved' || app.state === 'made' ? (role === 'clerk' ? ['close'] : []) : list
  return list.filter((a) => !(a === 'request_completion' && app.notice) && !(a === 'extend' && app.extension))
}

export function clockOf(app) {
  const limit_days = app.extension?.days ?? 15
  if (!app.accepted_on) return { state: 'not_started', limit_days }
  const due_on = addDays(app.accepted_on, limit_days)
  const days_left = Math.round((Date.parse(due_on) - Date.parse(TODAY)) / 86_400_000)
  const base = { accepted_on: app.accepted_on, due_on, limit_days }
  if (['made', 'delivered', 'refused', 'withdrawn', 'over'].includes(app.state)) return { ...base, state: 'met' }
  if (days_left <= 0) return { ...base, days_left, state: 'red' }
  if (days_left <= 4) return { ...base, days_left, state: 'amber' }
  return { ...base, days_left, state: 'running' }
}

function docs(app, seen) {
  const groups = required[app.condition]
  return groups.filter((g) => !app.lacks.includes(g)).map((group, n) => ({ id: `${app.id}-d${n + 1}`, group, kind: proof[group], state: seen ? 'seen' : 'declared' }))
}

export function missing(app) {
  return required[app.condition].filter((g) => !app.documents.some((d) => d.group === g))
}

function application(i, state, accepted, extra = {}) {
  const app = {
    id: `a${pad(i + 1, 4)}`, number: `339999001001-261${pad(110 + i, 3)}-${pad(i + 1, 4)}-${(i * 3) % 10}`, state, person: i, accepted_on: accepted,
    condition: ['employment', 'dwelling', 'study'][i % 3], lacks: [], station: stations[i % 3], applied_by: 'self',
    submitted_at: `${addDays(accepted ?? TODAY, accepted ? -1 : 0)}T0${(i % 4)}:${pad((i * 13) % 60, 2)}:00Z`, history: [], ...extra,
  }
  app.required_groups = required[app.condition]
  app.documents = docs(app, Boolean(accepted))
  app.history.push({ at: app.submitted_at, action: 'submit', actor_name: '自助机', actor_role: 'kiosk', station_name: app.station[1] })
  if (accepted) app.history.push({ at: `${accepted}T02:10:00Z`, action: 'accept', actor_name: '周敏', actor_role: 'clerk', station_name: app.station[1] })
  app.changed_at = app.history.at(-1).at
  return app
}

function applications() {
  return [
    application(0, 'submitted', null, { condition: 'employment' }),
    application(1, 'submitted', null, { condition: 'employment', lacks: ['employment'] }),
    application(2, 'accepted', '2026-11-05'),
    application(3, 'accepted', '2026-11-04'),
    application(4, 'accepted', '2026-11-09'),
    application(5, 'accepted', '2026-11-18'),
    application(6, 'approved', '2026-11-12', { decision: { kind: 'approved', decision_ref: '范公居〔2026〕118 号', decided_on: '2026-11-19', officer: '李想' } }),
    application(7, 'made', '2026-11-08', { decision: { kind: 'approved', decision_ref: '范公居〔2026〕109 号', decided_on: '2026-11-14', officer: '李想' }, permit: { id: 'k0008', number: '3399991100000081', issued_on: '2026-11-18', state: 'made' } }),
    application(8, 'submitted', null, { condition: 'dwelling' }),
    application(9, 'returned_for_completion', null, { condition: 'study', lacks: ['study'], notice: { at: '2026-11-19T06:20:00Z', supply_by: '2026-12-04', items: [{ group: 'study', note: '请带学生证原件，或学校开具的连续就读证明。' }] } }),
    application(10, 'accepted', '2026-11-19'),
    application(11, 'refused', '2026-11-06', { decision: { kind: 'refused', reason_code: 'refusal.half_year', reason_text: '登记未满半年', decision_ref: '范公居〔2026〕101 号', decided_on: '2026-11-13', officer: '李想', second_officer: '赵亮' } }),
    application(12, 'submitted', null, { condition: 'dwelling' }),
    application(23, 'submitted', null, { condition: 'dwelling', applied_by: 'guardian', proxy: { name: '袁*国', id_number: '339999********2117', relation: 'father', reason: 'minor' } }),
  ]
}

/** openBooks makes a fresh set of invented people, cases and accounts. */
export function openBooks() {
  const people = given.map((_, i) => person(i))
  const apps = applications()
  const residences = [13, 14, 15, 16, 17, 18].map((i) => ({
    id: people[i].view.registrations[0].id, number: `339999001001-261121-${pad(200 + i, 4)}-5`, kind: 'residence', person_id: people[i].id, holder: people[i].view.name,
    address: people[i].row.address, state: 'active', submitted_at: `2026-11-21T00:${pad(i * 2, 2)}:00Z`, station: stations[i % 3][0], station_name: stations[i % 3][1],
    clock: { state: 'not_started', limit_days: 15 }, changed_at: `2026-11-21T00:${pad(i * 2, 2)}:00Z`, waiting: i === 18,
  }))
  const accounts = [
    ['u1', 'zhoumin', '周敏', 'clerk'], ['u2', 'lixiang', '李想', 'recorder'], ['u3', 'zhaoliang', '赵亮', 'recorder'],
    ['u4', 'shenji', '沈静', 'auditor'], ['u5', 'guanli', '管宁', 'admin'],
  ].map(([id, login, name, role]) => ({ id, login, name, role, station: 's1', disabled: false, password: 'Qingsong-2026' }))
  return { people, apps, residences, accounts, looks: [], listed: [], stations, required, proof, mask, maskID }
}
