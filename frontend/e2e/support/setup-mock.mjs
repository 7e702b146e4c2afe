// A stand-in for the program of a machine that belongs to no office yet: it serves the built pages and answers the set-up's routes.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' }
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob:; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

/** startSetupMock serves one such machine on a free port; `set` moves it, `refuse` makes the next answer a problem, `serve` makes it a station. */
export async function startSetupMock({ dist = fileURLToPath(new URL('../../dist', import.meta.url)) } = {}) {
  const state = { state: 'needed', station: { id: 's7', name: '河湾社区服务站' }, office_name: '和平街道' }
  const mock = {
    base: '',
    asked: [],
    set: (more) => Object.assign(state, more),
    refuse: (code) => { refusal = code },
    serve: () => { serving = true },
    stop: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)) },
  }
  let refusal
  let serving = false

  const send = (res, status, body, type = 'application/json') => { res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }); res.end(JSON.stringify(body)) }
  const problem = (res, status, code) => send(res, status, { type: `urn:jiezhan:problem:${code}`, title: code, status, code }, 'application/problem+json')

  const server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url, 'http://x')
    if (pathname === '/api/v1/setup' && !serving) return send(res, 200, state)
    if (pathname === '/api/v1/station' && serving) return send(res, 200, {})
    if (pathname.startsWith('/api/v1/setup/') && req.method === 'POST') {
      const chunks = []
      for await (const chunk of req) chunks.push(chunk)
      const text = Buffer.concat(chunks).toString()
      mock.asked.push({ path: pathname, ...(text ? { body: JSON.parse(text) } : {}) })
      if (refusal) {
        const code = refusal
        refusal = undefined
        return problem(res, 409, code)
      }
      state.state = 'working'
      return send(res, 200, state)
    }
    if (pathname.startsWith('/api/')) return problem(res, 404, 'not_found')
    if (serving && pathname === '/kiosk') return res.writeHead(200, { 'content-type': types['.html'] }).end('<!doctype html><title>kiosk</title>')
    const name = pathname === '/kiosk' || pathname === '/' ? 'setup.html' : normalize(pathname).replace(/^\/+/, '')
    try {
      const data = await readFile(join(dist, name))
      res.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'content-security-policy': policy })
      res.end(data)
    } catch {
      res.writeHead(404).end()
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  mock.base = `http://127.0.0.1:${server.address().port}`
  return mock
}
