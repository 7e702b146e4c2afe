import { describe, expect, it } from 'vitest'
import { ageOn, paperGroups, proxyReasons, requiredGroups, shortNumber, unseenGroups } from './documents'
import type { CaseDocument } from './types'

const paper = (id: string, group: string, state: CaseDocument['state'] = 'declared'): CaseDocument => ({ id, group, kind: 'x', state })

describe('papers', () => {
  const app = {
    documents: [paper('1', 'photo'), paper('2', 'identity'), paper('3', 'employment'), paper('4', 'dwelling', 'missing'), paper('5', 'employment')],
    required_groups: requiredGroups('dwelling'),
    missing_groups: ['dwelling'],
  }

  it('are shown by group: what the law asks for first, then what else was brought', () => {
    expect(paperGroups(app).map((g) => `${g.group}:${g.documents.length}${g.required ? '' : ' extra'}${g.missing ? ' missing' : ''}`)).toEqual(['identity:1', 'photo:1', 'dwelling:1 missing', 'employment:2 extra'])
  })

  it('count as seen when ticked, unless they stand on the notice as missing', () => {
    expect(unseenGroups(app, new Set())).toEqual(['identity', 'photo', 'dwelling'])
    expect(unseenGroups(app, new Set(['1', '2', '4']))).toEqual(['dwelling'])
  })

  it('of the address prove the condition of dwelling too', () => {
    expect(requiredGroups('dwelling')).toEqual(['identity', 'photo', 'dwelling'])
    expect(requiredGroups('study')).toEqual(['identity', 'photo', 'dwelling', 'study'])
  })
})

describe('age', () => {
  it('is counted in whole years, on the birthday itself too', () => {
    expect(ageOn('2010-11-22', '2026-11-21')).toBe(15)
    expect(ageOn('2010-11-21', '2026-11-21')).toBe(16)
    expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
  })

  it('decides why somebody else may apply', () => {
    expect(proxyReasons(11)).toEqual(['minor'])
    expect(proxyReasons(30)).toEqual(['disabled', 'other'])
    expect(proxyReasons(60)).toEqual(['elderly', 'disabled', 'other'])
  })
})

describe('shortNumber', () => {
  it('drops the community and nothing else', () => {
    expect(shortNumber('339999001001-261121-0007-3')).toBe('261121-0007-3')
    expect(shortNumber('R-12')).toBe('R-12')
  })
})
