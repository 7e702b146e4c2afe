// Monthly tables for the stand-in of the staff interface tests. All figures are invented.
import { paperFile } from './mock-papers.mjs'

const population = ['households', 'verified_households', 'permanent', 'newcomers', 'in', 'out', 'net', 'rentals', 'verified_buildings']
const permits = [
  'accepted', 'issued', 'on_time', 'mean_days', 'due', 'done', 'late', 'suspended', 'damaged', 'lost', 'changed',
  'refused', 'refusal.half_year', 'refusal.no_condition', 'refusal.false_proof', 'refusal.other',
]
const year = (cells) => cells.map((cell, i) => ([0, 1, 2, 3, 7, 8].includes(i) ? '' : cell))
const line = (name, id, cells, sum = (c) => c) => ({ ...(name ? { name, community_id: id } : {}), this_month: cells, month_before: cells, year_to_date: sum(cells) })

function tables(exact, changed) {
  const [few, beside] = exact ? ['3', '12'] : ['<5', '*']
  const work = (accepted, lost) => [accepted, '40', '97.50', '11.25', '52', '45', '7', '7', '0', lost, '0', '6', '6', '0', '0', '0']
  const gone = { name: '白杨社区', community_id: 'c9', ended_on: '2026-03-01', this_month: Array(9).fill(''), month_before: ['80', '80', '210', '40', '9', '8', '1', '12', '3'], year_to_date: ['', '', '', '', '16', '9', '7', '', ''] }
  return [
    { key: 'population', columns: population, lines: [
      line('青松社区', 'c1', ['1204', '1180', '3377', changed ? '861' : '862', '45', changed ? '32' : '31', changed ? '13' : '14', '210', '24'], year), gone,
      line('梧桐社区', 'c2', ['860', '855', '2410', '301', few, beside, exact ? '-9' : '*', '88', '17'], year),
      line('', '', ['2064', '2035', '5787', '1163', '48', '43', '5', '298', '41'], year),
    ] },
    { key: 'permits', columns: permits, lines: [line('青松社区', 'c1', work('44', '0')), line('梧桐社区', 'c2', work('28', few)), line('', '', work('72', few))] },
  ]
}

/** openStatistics has October frozen, and the months before not. */
export function openStatistics() {
  return { sent: [], versions: { '2026-10': [{ version: 1, at: '2026-11-04T01:20:00Z', officer_name: '李想', station_name: '青松社区服务站' }] } }
}

/** statisticsRoute answers the routes of the monthly tables; `may` tells what the account may do. */
export function statisticsRoute(office, may, method, month, verb, query, body, { Refusal, touch }) {
  const books = office.statistics
  const versions = books.versions[month] ?? []
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month) || month > '2026-11') throw new Refusal(422, 'statistics.month_invalid')
  if (method !== 'GET') books.sent.push({ month, verb, body })
  if (verb === 'paper') return [200, paperFile('statistics', new URLSearchParams({ format: 'png', lang: query.get('lang') }))]
  if (verb === 'export') return [200, { type: 'application/octet-stream', data: Buffer.from(`${body.format} ${month}`) }]
  if (verb === 'recount') return [200, { version: versions.length, differences: versions.length > 1 ? [] : [{ community: '青松社区', figure: 'newcomers', before: 862, after: 861 }, { community: '青松社区', figure: 'out', before: 31, after: 32 }] }]
  if (verb === 'amend' && body.second_officer.password !== 'Qingsong-2026') {
    throw new Refusal(422, 'validation', { errors: [{ field: 'second_officer.password', code: 'login.wrong' }] })
  }
  if (verb) {
    const more = verb === 'amend' ? { second_name: '赵亮', reason: body.reason } : {}
    books.versions[month] = [...versions, { version: versions.length + 1, at: office.now, officer_name: '李想', station_name: '青松社区服务站', ...more }]
    touch('statistics', month)
  }
  return [200, view(books, may, month, Number(query.get('version') ?? 0), query.get('published') === 'true')]
}

function view(books, may, month, version, published) {
  const versions = books.versions[month] ?? []
  const shown = version || versions.length
  const exact = may('statistics.exact') && !published
  const due = { '2026-11': '2026-12-03', '2026-10': '2026-11-04', '2026-09': '2026-10-10' }[month] ?? '2026-09-03'
  return {
    month, state: ['provisional', 'frozen'][shown] ?? 'amended', freeze_on: due, may_freeze: may('statistics.freeze') && versions.length === 0 && month < '2026-11',
    may_amend: may('statistics.freeze') && versions.length > 0 && shown === versions.length, version: shown, versions, as_of: month === '2026-11' ? '2026-11-21' : `${month}-30`,
    open: month === '2026-10' ? ['2026-09'] : [], before_open: month === '2026-10', exact, may_exact: may('statistics.exact'), tables: tables(exact, shown > 1),
  }
}
