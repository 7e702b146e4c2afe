import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { alarms as enAlarms } from './en/alarms'
import { bulk as enBulk } from './en/bulk'
import { codes as enCodes } from './en/codes'
import { common as enCommon } from './en/common'
import { devices as enDevices } from './en/devices'
import { events as enEvents } from './en/events'
import { housing as enHousing } from './en/housing'
import { kiosk as enKiosk } from './en/kiosk'
import { office as enOffice } from './en/office'
import { permits as enPermits } from './en/permits'
import { palette as enPalette } from './en/palette'
import { papers as enPapers } from './en/papers'
import { people as enPeople } from './en/people'
import { pictures as enPictures } from './en/pictures'
import { problems as enProblems } from './en/problems'
import { landlord as enLandlord } from './en/landlord'
import { records as enRecords } from './en/records'
import { rentalProblems as enRentalProblems } from './en/rentalproblems'
import { rentals as enRentals } from './en/rentals'
import { resident as enResident } from './en/resident'
import { setup as enSetup } from './en/setup'
import { staff as enStaff } from './en/staff'
import { statistics as enStatistics } from './en/statistics'
import { visits as enVisits } from './en/visits'
import { alarms as zhAlarms } from './zh/alarms'
import { bulk as zhBulk } from './zh/bulk'
import { codes as zhCodes } from './zh/codes'
import { common as zhCommon } from './zh/common'
import { devices as zhDevices } from './zh/devices'
import { events as zhEvents } from './zh/events'
import { housing as zhHousing } from './zh/housing'
import { kiosk as zhKiosk } from './zh/kiosk'
import { office as zhOffice } from './zh/office'
import { permits as zhPermits } from './zh/permits'
import { palette as zhPalette } from './zh/palette'
import { papers as zhPapers } from './zh/papers'
import { people as zhPeople } from './zh/people'
import { pictures as zhPictures } from './zh/pictures'
import { problems as zhProblems } from './zh/problems'
import { landlord as zhLandlord } from './zh/landlord'
import { records as zhRecords } from './zh/records'
import { rentalProblems as zhRentalProblems } from './zh/rentalproblems'
import { rentals as zhRentals } from './zh/rentals'
import { resident as zhResident } from './zh/resident'
import { setup as zhSetup } from './zh/setup'
import { staff as zhStaff } from './zh/staff'
import { statistics as zhStatistics } from './zh/statistics'
import { visits as zhVisits } from './zh/visits'
import zhRows from './zh/rows.json'
import enRows from './en/rows.json'

const zh: Record<string, string> = { ...zhAlarms, ...zhBulk, ...zhCodes, ...zhCommon, ...zhDevices, ...zhEvents, ...zhHousing, ...zhKiosk, ...zhOffice, ...zhPermits, ...zhPalette, ...zhPapers, ...zhPeople, ...zhPictures, ...zhProblems, ...zhLandlord, ...zhRecords, ...zhRentalProblems, ...zhRentals, ...zhResident, ...zhSetup, ...zhStaff, ...zhStatistics, ...zhVisits, ...zhRows }
const en: Record<string, string> = { ...enAlarms, ...enBulk, ...enCodes, ...enCommon, ...enDevices, ...enEvents, ...enHousing, ...enKiosk, ...enOffice, ...enPermits, ...enPalette, ...enPapers, ...enPeople, ...enPictures, ...enProblems, ...enLandlord, ...enRecords, ...enRentalProblems, ...enRentals, ...enResident, ...enSetup, ...enStaff, ...enStatistics, ...enVisits, ...enRows }

const source = join(import.meta.dirname, '../..')
const han = /\p{Script=Han}/u

/** Every file under src with one of the endings. */
function files(endings: string[], folder = source): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return files(endings, path)
    return endings.some((end) => entry.name.endsWith(end)) ? [path] : []
  })
}

/** Without comments: they may name a Chinese term. */
function code(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()

describe('catalogues', () => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort())
  })

  it('use the same placeholders in both languages', () => {
    for (const key of Object.keys(zh)) expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(zh[key] ?? ''))
  })

  it('leave nothing empty', () => {
    for (const [key, text] of [...Object.entries(zh), ...Object.entries(en)]) expect(text.trim(), key).not.toBe('')
  })

  it('use full-width punctuation in Chinese', () => {
    for (const [key, text] of Object.entries(zh)) expect(text, key).not.toMatch(/\p{Script=Han}\s*[,;:?!]|[,;?!]\s*\p{Script=Han}/u)
  })

  it('have no Chinese left in English, but the name of the language itself', () => {
    for (const [key, text] of Object.entries(en)) if (text !== zh['kiosk.lang.zh']) expect(han.test(text), `${key}: ${text}`).toBe(false)
  })
})

describe('source', () => {
  it('has no literal Han outside the catalogues', () => {
    const guilty = files(['.vue', '.ts', '.css'])
      .filter((path) => !path.includes('/i18n/zh/') && !path.includes('/i18n/en/') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
      .filter((path) => han.test(code(path)))
    expect(guilty).toEqual([])
  })

  it('has no literal colours outside the tokens', () => {
    const colour = /#[0-9a-f]{3,8}\b(?![^<]*<\/)|\brgba?\(|\bhsla?\(/i
    const guilty = files(['.vue', '.css'])
      .filter((path) => !path.endsWith('tokens.css') && !path.includes('/fonts/'))
      .filter((path) => (path.endsWith('.vue') ? [...code(path).matchAll(/<style[\s\S]*?<\/style>/g)].map((m) => m[0]).join('') : code(path)).match(colour))
    expect(guilty).toEqual([])
  })

  it('uses only keys that exist', () => {
    const missing: string[] = []
    for (const path of files(['.vue', '.ts']).filter((one) => !one.includes('/i18n/') && !one.endsWith('.test.ts'))) {
      for (const [, key] of code(path).matchAll(/\bt\('([\w.]+)'/g)) if (key && !(key in zh)) missing.push(`${path}: ${key}`)
    }
    expect(missing).toEqual([])
  })
})

describe('problem codes', () => {
  const list = join(source, 'core/api/codes.json')
  const problems: string[] = JSON.parse(readFileSync(list, 'utf8'))

  it('each have a sentence in both languages', () => {
    const without = problems.filter((one) => !(`problem.${one}` in zh) || !(`problem.${one}` in en))
    expect(without).toEqual([])
  })
})
