// Fails when a surface's first load (entry script plus everything it imports at once) outgrows its budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budgets = { kiosk: 150, staff: 400, setup: 100, landlord: 100 } // kB of gzipped JavaScript, fonts and CSS apart
const dist = new URL('../dist/', import.meta.url)

const read = (path) => readFileSync(new URL(path.replace(/^\//, ''), dist))

/** Follows static imports only: `import('…')` is not part of the first load. */
function firstLoad(html) {
  const seen = new Set()
  const visit = (path) => {
    if (seen.has(path)) return
    seen.add(path)
    const code = read(path).toString()
    for (const [, from] of code.matchAll(/(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["'](\.\.?\/[^"']+\.js)["']/g)) {
      visit(new URL(from, `http://x${path}`).pathname)
    }
  }
  for (const [, src] of html.matchAll(/<script[^>]+src="([^"]+)"/g)) visit(src)
  for (const [, href] of html.matchAll(/<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"/g)) visit(href)
  return [...seen]
}

let failed = false
for (const [surface, limit] of Object.entries(budgets)) {
  let html
  try {
    html = read(`${surface}.html`).toString()
  } catch {
    console.log(`${surface}: dist/${surface}.html is missing, run npm run build`)
    failed = true
    continue
  }
  const size = firstLoad(html).reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0) / 1000
  const fits = size <= limit
  failed ||= !fits
  console.log(`${surface}: ${size.toFixed(1)} kB gz of ${limit} ${fits ? 'ok' : 'TOO LARGE'}`)
}
process.exit(failed ? 1 : 0)
