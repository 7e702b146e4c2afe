// Tables and exports of the stand-in. A row with the word 坏 in it is bad; each look at an import brings it a step on.

const kinds = {
  part_size: 64, max_size: 67108864,
  items: [
    { name: 'people', zh: '人员与居住登记', en: 'People and registrations', columns: [{ key: 'name', zh: '姓名', en: 'Name', required: true }] },
    { name: 'rooms', zh: '房屋地址', en: 'Rooms', columns: [{ key: 'room', zh: '房号', en: 'Room', required: true }] },
  ],
}
const bytes = (text) => new TextEncoder().encode(text)

export const openBulk = () => ({ jobs: [], texts: new Map(), exports: [] })

function judged(text) {
  const rows = text.trim().split('\n').slice(1)
  const bad = rows.map((row, i) => ({ row, line: i + 2 })).filter(({ row }) => row.includes('坏'))
  return {
    state: 'checked', good: rows.length - bad.length, bad: bad.length, headings: ['姓名', '证件号码'], unknown: ['备注'],
    codes: bad.length ? [{ code: 'row.number_exponent', count: bad.length }] : [],
    problems: bad.map(({ line }) => ({ line, place: `B${line}`, heading: '证件号码', code: 'row.number_exponent' })),
  }
}

export function bulkRoute(office, method, [what, id, verb], query, body, me, { Refusal }) {
  if (what === 'kinds') return id ? [200, bytes('template')] : [200, kinds]
  if (!id && method === 'GET') return [200, { items: office.bulk.jobs.map(moved) }]
  if (!id) return [201, begun(office, body, me)]
  const job = office.bulk.jobs.find((j) => j.id === id)
  if (!job) throw new Refusal(404, 'bulk.job_unknown')
  if (verb === 'content') receive(office, job, Number(query.get('offset')), body, Refusal)
  if (verb === 'import') job.state = 'importing'
  if (verb === 'cancel') job.state = 'cancelled'
  return verb === 'problems' ? [200, bytes('problems')] : [200, { ...job }]
}

function begun(office, body, me) {
  const job = {
    id: body.request_id, kind: body.kind, name: body.name, by_name: me.name, state: 'uploading', size: body.size, received: 0, created_at: office.now, good: 0, bad: 0,
    codes: [], problems: [], headings: [], unknown: [], sent: 0, added: 0, known: 0, refused: 0, rows_per_second: 0, seconds_left: 0, piece_ms: 0,
  }
  office.bulk.jobs.unshift(job)
  office.bulk.texts.set(job.id, [])
  return { ...job }
}

function receive(office, job, offset, part, Refusal) {
  if (offset !== job.received) throw new Refusal(409, 'bulk.part_missing')
  const parts = office.bulk.texts.get(job.id)
  parts.push(part)
  job.received += part.length
  if (job.received === job.size) Object.assign(job, judged(Buffer.concat(parts).toString()))
}

function moved(job) {
  if (job.state === 'importing') {
    job.sent = Math.min(job.good, job.sent + Math.ceil(job.good / 2))
    Object.assign(job, { added: job.sent, rows_per_second: 900, seconds_left: 1, piece_ms: 35 })
    if (job.sent === job.good) job.state = 'done'
  }
  return { ...job }
}

export function exportRoute(office, method, body, me, { Refusal }) {
  if (method === 'GET') return [200, { items: office.bulk.exports }]
  const wrong = (field, code) => new Refusal(422, 'validation', { errors: [{ field, code }] })
  if (body.reason.length < 4) throw wrong('reason', 'export.reason_required')
  if (body.whole && body.second_officer?.login === me.login) throw wrong('second_officer', 'export.second_same')
  office.bulk.exports.unshift({
    id: 'X0123456789AB', at: office.now, actor_name: me.name, actor_role: me.role, station_name: '青松社区服务站', what: body.what, scope: '青松家园', format: body.format,
    rows: 2, whole: body.whole === true, second_name: body.second_officer ? '同事' : undefined, reason: body.reason,
  })
  return [200, bytes('file')]
}
