import { describe, expect, it } from 'vitest'
import type { Subscriber } from '../model/types'
import { bodyOf, newDraft, readyDraft } from './draft'

const before: Subscriber = {
  id: 's1', account: '1234', name: '和**市', kind: 'shop', place: '青松家园 3 栋底商', area_id: 'r-qs-3', phone: '138****6620', has_note: true, test_hours: 24,
  disabled: false, makers: 'dsc', version: 3, changed_at: '2026-11-20T02:00:00Z', waiting: false,
}

describe('bodyOf', () => {
  it('leaves out what was left empty, so that it stays, and gives back what the form does not show', () => {
    expect(bodyOf(newDraft(before), before)).toEqual({ account: '1234', kind: 'shop', place: '青松家园 3 栋底商', test_hours: 24, disabled: false, area_id: 'r-qs-3', makers: 'dsc', version: 3 })
  })

  it('sends what was typed without blanks around it, and an empty value for what is to go', () => {
    const draft = { ...newDraft(before), name: ' 和平超市 ', phone: '139', note: '钥匙在门卫', erased: ['phone' as const] }
    expect(bodyOf(draft, before)).toMatchObject({ name: '和平超市', phone: '', note: '钥匙在门卫' })
  })

  it('is based on nothing for a new one', () => {
    expect(bodyOf({ ...newDraft(undefined, '5555'), name: '李桂芳', kind: 'elder' })).toEqual({ account: '5555', name: '李桂芳', kind: 'elder', place: '', test_hours: 0, disabled: false, version: 0 })
  })
})

describe('readyDraft', () => {
  const whole = { ...newDraft(undefined, '5555'), name: '李桂芳', kind: 'elder' as const }
  const cases: [name: string, draft: typeof whole, known: Subscriber | undefined, want: boolean][] = [
    ['everything there', whole, undefined, true],
    ['no account', { ...whole, account: ' ' }, undefined, false],
    ['no name', { ...whole, name: '' }, undefined, false],
    ['no name, but one that stays', { ...whole, name: '' }, before, true],
    ['no kind', { ...whole, kind: '' as 'elder' }, undefined, false],
    ['hours that are none', { ...whole, test_hours: '1.5' }, undefined, false],
    ['more hours than a month has', { ...whole, test_hours: '745' }, undefined, false],
  ]
  for (const [name, draft, known, want] of cases) it(name, () => expect(readyDraft(draft, known)).toBe(want))
})
