// A stand-in for the program behind the landlords' terminal: it serves the built page and answers the terminal's routes with invented data.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
const homes = [['p1', 'dwelling', '', '青松家园3号楼2单元1203室'], ['p2', 'dwelling', '', '青松家园3号楼2单元1204室'], ['p3', 'lodging', '和平旅馆', '青松家园3号楼']]
  .map(([id, kind, title, label]) => ({ id, reporter_id: 'r1', kind, ...(title ? { title } : {}), area_id: id, label, register: kind === 'lodging' }))

const workplace = { id: 'p4', reporter_id: 'r1', kind: 'workplace', title: '范例电子厂', area_id: 'p4', label: '青松家园5号楼', register: false }

/** startLandlordMock serves one terminal on a free port; `employer` has it report for a workplace alone. `refuse` makes the next write a problem, `cut` does the next one and loses its answer. */
export async function startLandlordMock({ dist = fileURLToPath(new URL('../../dist', import.meta.url)), employer = false } = {}) {
  const premises = employer ? [workplace] : homes
  const mock = {
    base: '', asked: [], own: [],
    refuse: (code, errors = []) => { refusal = { code, errors } },
    cut: () => { lost = true },
    stop: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)) },
  }
  let refusal
  let lost = false
  let session = false
  const send = (res, status, body, type = 'application/json') => { res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }); res.end(body === undefined ? undefined : JSON.stringify(body)) }
  const problem = (res, status, code, errors = []) => send(res, status, { type: `urn:jiezhan:problem:${code}`, title: code, status, code, errors }, 'application/problem+json')
  const view = () => ({ number: 100001, kind: 'landlord', name: '房*一', today: '2026-11-21', premises })

  function report(body, kind) {
    const start = mock.own.find((one) => one.id === body.start_id)
    if (start) start.open = false
    const number = `339999001001-261121-100${mock.own.length + 1}-7`
    mock.own.unshift({
      id: body.request_id, number, kind, premises_id: 'p1', premises_kind: start?.premises_kind ?? premises.find((p) => p.id === body.premises_id).kind, address: premises[0].label, name: start?.name ?? '租*一', id_number: start?.id_number ?? `${body.id_number.slice(0, 6)}********${body.id_number.slice(14)}`,
      happened_on: body.since ?? body.on, written: body.written === true, head_count: body.head_count, due_on: '2026-11-25', late: false, reported_at: '2026-11-21T01:00:00Z', state: 'waiting', open: kind === 'start', waiting: false,
    })
    return { number, due_on: '2026-11-25', late: false, waiting: false }
  }

  function route(res, method, path, body) {
    if (path === '/session' && method === 'DELETE') { session = false; return send(res, 204) }
    if (path === '/session' && method === 'POST') {
      session = body.login === '100001' && body.pin === '482915'
      return session ? send(res, 200, view()) : problem(res, 401, 'reporter.wrong')
    }
    if (!session) return problem(res, 401, 'unauthenticated')
    if (method === 'GET') return send(res, 200, path === '/session' ? view() : { items: mock.own })
    mock.asked.push({ path, body })
    if (refusal) {
      const { code, errors } = refusal
      refusal = undefined
      return problem(res, errors.length ? 422 : 409, code, errors)
    }
    const known = mock.own.find((one) => one.id === body.request_id)
    const answer = path === '/registers' ? undefined : known ? { number: known.number, due_on: known.due_on, late: false, waiting: false } : report(body, path === '/reports' ? 'start' : 'leaving')
    if (lost) { lost = false; return problem(res, 503, 'cluster.uncertain') }
    return send(res, answer ? 201 : 204, answer)
  }

  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url, 'http://x')
    if (pathname.startsWith('/api/v1/reporter')) {
      const chunks = []
      for await (const chunk of req) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      return route(res, req.method, pathname.replace('/api/v1/reporter', ''), text ? JSON.parse(text) : {})
    }
    if (pathname.startsWith('/api/')) return problem(res, 404, 'not_found')
    try {
      const data = await readFile(join(dist, normalize(pathname).replace(/^\/+/, '')))
      res.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'application/octet-stream', 'content-security-policy': policy })
      res.end(data)
    } catch {
      res.writeHead(404).end()
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  mock.base = `http://127.0.0.1:${server.address().port}`
  return mock
}
