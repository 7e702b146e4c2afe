// The part of the staff stand-in that is about alarms and subscribers. Everything in it is invented.
import { NOW } from './staff-mock-data.mjs'

const before = (minutes, seconds = 0) => new Date(Date.parse(NOW) - minutes * 60_000 - seconds * 1000).toISOString()
const mask = (name) => [...name].map((c, i, all) => (i === 0 || (i === all.length - 1 && all.length > 2) ? c : '*')).join('')
const maskPhone = (phone) => (phone ? phone.slice(0, 3) + '****' + phone.slice(-4) : '')
const hex = (text) => [...Buffer.from(text, 'latin1')].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
const stationNames = { s1: '青松社区服务站', s2: '河湾社区服务站', s3: '书香社区服务站' }

/** A fresh list of people behind accounts, with their values in full. */
export function openSubscribers() {
  const one = (id, account, name, kind, place, more = {}) => ({ id, account, name, kind, place, phone: '13800006620', note: '', test_hours: 24, disabled: false, version: 1, changed_at: before(4000), waiting: false, ...more })
  return [
    one('u-1', '1234', '李桂芳', 'elder', '青松家园 3 栋 2 单元 501', { note: '钥匙在门卫，老人听力不好。' }),
    one('u-2', '2001', '和平超市', 'shop', '青松家园 3 栋底商'),
    one('u-3', '2002', '书香小学', 'school', '书香路 9 号', { phone: '', test_hours: 0 }),
    one('u-4', '2003', '河湾老年公寓值班室', 'office', '河湾路 21 号', { disabled: true }),
  ]
}

/** signal makes a line of the list with one frame; `more` overrides the line. */
export function signal(id, account, event, category, priority, minutes, more = {}) {
  const at = more.first_at ?? before(minutes)
  return {
    id, kind: 'signal', priority, category, event, qualifier: 1, account, partition: '01', zone: '003', user: false, first_at: at, last_at: at, signals: 1, repeats: 0,
    duress: false, silent: false, error: '', station: 's1', port: 'alarm-1', local: false, fault: '', ...more,
  }
}

/** A fresh list of alarms; the newest urgent one is two hours old. */
export function openAlarms() {
  return {
    items: [
      signal('i-fire', '2002', '110', 'fire', 1, 125, { station: 's3', port: 'alarm-3', restored_at: before(118) }),
      signal('i-burg', '2001', '130', 'intrusion', 2, 31, { signals: 3, repeats: 2, last_at: before(30, 20), panel_time: before(81) }),
      signal('i-gone', '', '', 'trouble', 2, 12, { kind: 'receiver', fault: 'port.gone', receiver_name: '河湾接警机', station: 's2', port: 'alarm-2', partition: '', zone: '', signals: 1 }),
      signal('i-run', '7777', '', 'trouble', 3, 44, { kind: 'runaway', qualifier: 0, signals: 214, last_at: before(40), partition: '', zone: '' }),
      signal('i-odd', '5555', '7A9', 'unknown', 3, 50),
      signal('i-open', '2001', '401', 'openclose', 4, 90, { user: true, zone: '012' }),
      signal('i-it', '2003', '601', 'intrusion', 2, 63, { station: 's2', port: 'alarm-4' }),
      signal('i-test', '1234', '602', 'test', 4, 300, { partition: '00', zone: '000' }),
    ],
    receivers: [
      { station: 's1', port: 'alarm-1', name: '一楼接警机', protocol: 'surgard', state: 'ok', fault: '', since: before(900) },
      { station: 's2', port: 'alarm-2', name: '河湾接警机', protocol: 'ademco685', state: 'fault', fault: 'port.gone', since: before(12) },
      { station: 's2', port: 'alarm-4', name: '老年公寓主机', protocol: 'it100', state: 'ok', fault: '', since: before(900) },
      { station: 's3', port: 'alarm-3', name: '网络接警', protocol: 'dc09', state: 'ok', fault: '', since: before(900) },
    ].map((one) => ({ ...one, station_name: stationNames[one.station] })),
    /** How often the list was asked for. */
    asked: 0,
  }
}

function subscriberView(s) {
  return { id: s.id, account: s.account, name: mask(s.name), kind: s.kind, place: s.place, phone: maskPhone(s.phone), has_note: s.note !== '', test_hours: s.test_hours, disabled: s.disabled, version: s.version, changed_at: s.changed_at, waiting: s.waiting }
}

const wireOf = (office, item) => office.alarms.receivers.find((r) => r.station === item.station && r.port === item.port).protocol

function lineView(office, item) {
  const known = office.subscribers.find((s) => s.account === item.account)
  return {
    ...item, protocol: wireOf(office, item), station_name: stationNames[item.station], unknown_account: !known && item.account !== '',
    ...(known ? { subscriber: { id: known.id, name: mask(known.name), place: known.place, kind: known.kind } } : {}),
  }
}

function framesOf(office, item) {
  if (item.kind === 'receiver') return []
  const frame = (n) => {
    const raw = `5011 18${item.account}E${item.event}${item.partition}${item.zone}\x14`
    return {
      id: `${item.id}-${n + 1}`, at: new Date(Date.parse(item.first_at) + n * 7000).toISOString(), panel_time: n === 0 ? new Date(Date.parse(item.first_at) - 3_000_000).toISOString() : '', qualifier: item.qualifier, event: item.event,
      partition: item.partition, zone: item.zone, user: item.user, category: item.category, caller_id: n === 0 ? '138****6620' : '', text: '', error: item.error,
      raw_hex: hex(raw), raw_text: raw.replace(/[^ -~]/g, '.'), raw_bytes: raw.length, repeat_of: item.kind === 'signal' && n > 0 ? `${item.id}-1` : '', station: item.station, port: item.port,
      protocol: wireOf(office, item),
    }
  }
  return Array.from({ length: item.signals }, (_, n) => frame(n))
}

const order = (a, b) => a.priority - b.priority || Date.parse(b.last_at) - Date.parse(a.last_at)

/** alarmRoute answers /alarms…. */
export function alarmRoute(office, id, query, { Refusal }) {
  if (id) {
    const item = office.alarms.items.find((one) => one.id === id)
    if (!item) throw new Refusal(404, 'not_found')
    const after = Number(query.get('after') ?? 0)
    const all = framesOf(office, item)
    return [200, { item: lineView(office, item), signals: all.slice(after, after + 100), next: after + 100 < all.length ? String(after + 100) : '' }]
  }
  office.alarms.asked++
  const since = Date.parse(NOW) - Number(query.get('hours')) * 3_600_000
  const within = office.alarms.items.filter((one) => Date.parse(one.last_at) >= since).sort(order)
  const all = within.filter((one) => !query.get('priority') || one.priority === Number(query.get('priority')))
  const from = Number(query.get('before') || 0)
  const most = Number(query.get('limit'))
  const counts = Object.fromEntries([1, 2, 3, 4].map((p) => [p, within.filter((one) => one.priority === p).length]))
  return [200, { items: all.slice(from, from + most).map((one) => lineView(office, one)), counts, receivers: office.alarms.receivers, next: from + most < all.length ? String(from + most) : '' }]
}

/** subscriberRoute answers /subscribers…; `touch` tells the pages. */
export function subscriberRoute(office, me, method, id, verb, query, body, { Refusal, touch }) {
  if (!id && method === 'GET') {
    const q = query.get('search') ?? ''
    const items = office.subscribers.filter((s) => !q || s.account.startsWith(q) || s.name.includes(q) || s.place.replaceAll(' ', '').includes(q.replaceAll(' ', '')))
    return [200, { items: items.map(subscriberView), more: false, next: '' }]
  }
  const wrong = (field, code) => new Refusal(422, 'validation', { errors: [{ field, code }] })
  const taken = () => office.subscribers.some((s) => s.account === body.account && s.id !== id)
  if (!id) {
    if (taken()) throw wrong('account', 'subscriber.account_taken')
    const made = { id: `u-${office.subscribers.length + 1}`, phone: '', note: '', changed_at: NOW, waiting: office.mode.mode === 'isolated', ...body, version: 1 }
    office.subscribers.push(made)
    touch('subscriber', made.id)
    return [201, subscriberView(made)]
  }
  const s = office.subscribers.find((one) => one.id === id)
  if (!s) throw new Refusal(404, 'not_found')
  if (verb === 'reveal') {
    if (!body.reason) throw wrong('reason', 'required')
    office.books.looks.unshift({ person: id, at: NOW, actor_name: me.name, what: 'revealed', field: body.field, reason: body.reason })
    return [200, { value: s[body.field], hide_after_seconds: 30 }]
  }
  if (method === 'GET') {
    office.books.looks.unshift({ person: id, at: NOW, actor_name: me.name, what: 'opened', purpose: 'alarm' })
    return [200, subscriberView(s)]
  }
  if (Number(body?.version ?? query.get('version')) !== s.version) throw new Refusal(409, 'subscriber.changed_meanwhile')
  if (method === 'DELETE') {
    office.subscribers.splice(office.subscribers.indexOf(s), 1)
    touch('subscriber', id)
    return [204]
  }
  if (taken()) throw wrong('account', 'subscriber.account_taken')
  Object.assign(s, body, { version: s.version + 1, changed_at: NOW })
  touch('subscriber', id)
  return [200, subscriberView(s)]
}
