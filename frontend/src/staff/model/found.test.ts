import { describe, expect, it } from 'vitest'
import { cut, lines, purposes, type Words } from './found'
import type { SearchAnswer } from './types'

const words: Words = { code: (area, value) => `${area}.${value}`, living: 'lives', former: (name) => `was ${name}` }
const empty: SearchAnswer = {
  people: { items: [], more: false }, places: { items: [], more: false }, permits: { items: [], more: false }, cases: { items: [], more: false }, needs_purpose: false, took_us: 1,
}
const person = { id: 'p1', name: '吴*兰', id_number: '339999********124X', sex: '2', birth_year: 1990, address: '青松家园3号楼', state: 'active', phone: '138****6620', matched: 'pinyin', two_open: false } as const
const row = {
  id: 'a1', number: '339999001001-261121-1004-3', kind: 'permit_application', person_id: 'p1', holder: '吴*兰', address: '', state: 'submitted', submitted_at: '', station: 's1', station_name: '', changed_at: '', waiting: false,
  clock: { state: 'not_started', limit_days: 15 },
} as const
const full: SearchAnswer = {
  ...empty, people: { items: [person], more: true }, places: { items: [{ id: 'r1', kind: 'room', name: '1203室', label: '青松家园3号楼2单元1203室' }, { id: 'c1', kind: 'community', name: '青松社区', label: '青松社区', via: '松林社区' }], more: false },
  permits: { items: [{ id: 'k1', number_masked: '***1234', person_id: 'p1', holder: '吴*兰', state: 'active', matched: 'number' }], more: false },
  cases: { items: [row, { ...row, id: 'r9', kind: 'residence' }], more: true },
}

describe('what the one box found', () => {
  it('stands in the order of the groups and opens the record, the case, or who lives there', () => {
    expect(lines(full, false, words).map((h) => [h.group, h.title, h.note, h.to ?? h.place])).toEqual([
      ['people', '吴*兰', '339999********124X · 青松家园3号楼', '/residents/p1'],
      ['places', '青松家园3号楼2单元1203室', 'palette.kind.room · lives', '青松家园3号楼2单元1203室'],
      ['places', '青松社区', 'palette.kind.community · was 松林社区', '/housing/c1'],
      ['permits', '吴*兰', '***1234 · permit_state.active', '/permits/k1'],
      ['cases', '吴*兰 · kind.permit_application', '261121-1004-3 · staff.state.submitted', '/cases/a1'],
      ['cases', '吴*兰 · kind.residence', '261121-1004-3 · staff.state.submitted', '/residents/p1'],
    ])
  })

  it('opens the log of looks for who reads it', () => {
    expect(lines(full, true, words)[0]?.to).toBe('/looks?person=p1')
  })

  it('says what was matched, and of which groups there are more', () => {
    expect(lines(full, false, words).map((h) => h.matched)).toEqual(['pinyin', '', '', 'number', '', ''])
    expect([...cut(full)]).toEqual(['people', 'cases'])
    expect(lines(empty, false, words)).toEqual([])
  })

  it('offers purposes only where one is needed', () => {
    expect(purposes(full, false, words)).toEqual([])
    expect(purposes(undefined, false, words)).toEqual([])
    expect(purposes({ ...empty, needs_purpose: true }, false, words).map((h) => h.purpose)).toEqual(['counter', 'case', 'correction'])
    expect(purposes({ ...empty, needs_purpose: true }, true, words).map((h) => h.purpose)).toEqual(['audit'])
  })
})
