import { describe, expect, it } from 'vitest'
import type { Rental } from './backend'
import { drawPIN, newDraft, readyDraft, termsOf } from './draft'

const before: Rental = {
  id: 'f1', number: 'N-1', room_id: 'r1', address: '青松家园3号楼1203室', state: 'active', reporter_id: 'p1', landlord: '房*一', landlord_phone: '139****1111',
  begins: '2026-11-01', until: '2027-10-31', written: true, rooms: [{ name: '主卧', use: 'living' }], head_count: 2, limit: 0, findings: [], version: 3, changed_at: '2026-11-20T02:00:00Z',
}

describe('termsOf', () => {
  it('leaves out what was left empty, so that it stays, and gives back what the form does not show', () => {
    expect(termsOf(newDraft(before), before)).toEqual({ begins: '2026-11-01', until: '2027-10-31', written: true, head_count: 2, rooms: [{ name: '主卧', use: 'living' }], reporter_id: 'p1' })
  })

  it('sends what was typed without blanks around it, and no end where there is none', () => {
    const draft = { ...newDraft(before), landlord: ' 房东二 ', until: '', head_count: ' 3' }
    expect(termsOf(draft, before)).toMatchObject({ landlord: '房东二', head_count: 3 })
    expect(termsOf(draft, before)).not.toHaveProperty('until')
  })
})

describe('readyDraft', () => {
  const whole = { ...newDraft(), landlord: '房东一', begins: '2026-11-01', head_count: '1', rooms: [{ name: '主卧', use: 'living' as const }] }
  const cases: [name: string, draft: typeof whole, known: Rental | undefined, want: boolean][] = [
    ['everything there', whole, undefined, true],
    ['nobody lets it', { ...whole, landlord: ' ' }, undefined, false],
    ['a landlord who stays', { ...whole, landlord: '' }, before, true],
    ['no beginning', { ...whole, begins: '' }, undefined, false],
    ['heads that are none', { ...whole, head_count: 'x' }, undefined, false],
    ['no rooms', { ...whole, rooms: [] }, undefined, false],
    ['a room without a name', { ...whole, rooms: [{ name: ' ', use: 'living' }] }, undefined, false],
  ]
  for (const [name, draft, known, want] of cases) it(name, () => expect(readyDraft(draft, known)).toBe(want))
})

it('drawPIN passes over what is easy to guess', () => {
  const drawn = [123456, 111111, 582582, 876543, 7, 482915]
  expect(drawPIN((values) => { values[0] = drawn.shift()!; return values })).toBe('482915')
  expect(drawn).toEqual([])
})
