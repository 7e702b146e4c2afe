import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codes as enCodes } from './en/codes'
import { devices as enDevices } from './en/devices'
import { codes as zhCodes } from './zh/codes'
import { devices as zhDevices } from './zh/devices'

const sources = join(import.meta.dirname, '../../../../devices')
/** The constants of the drivers: `FaultGone = "reader.gone"`. */
const faultsOf = (file: string) => [...readFileSync(join(sources, file), 'utf8').matchAll(/\bFault\w+\s*=\s*"([a-z_.]+)"/g)].map((m) => m[1]!)

const catalogues: Record<string, Record<string, string>> = { zh: { ...zhCodes, ...zhDevices }, en: { ...enCodes, ...enDevices } }

describe('every fault a driver can tell', () => {
  for (const [file, least] of [['alarm/sink.go', 11], ['printer/fault.go', 13], ['idcard/status.go', 15]] as const) {
    const faults = faultsOf(file)
    it(`has a sentence: ${file}`, () => {
      expect(faults.length).toBeGreaterThanOrEqual(least)
      for (const [lang, words] of Object.entries(catalogues)) expect(faults.filter((one) => !(`fault.${one}` in words)), lang).toEqual([])
    })

    it(`says what to do, where it is no fault of a card: ${file}`, () => {
      const ofDevices = faults.filter((one) => !one.startsWith('card.') || one === 'card.reader_suspect')
      for (const [lang, words] of Object.entries(catalogues)) expect(ofDevices.filter((one) => !(`staff.todo.${one}` in words)), lang).toEqual([])
    })
  }
})
