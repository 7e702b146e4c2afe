import { describe, expect, it } from 'vitest'
import { addMonths, choices, monthOf } from './months'

describe('months', () => {
  it('go over the turn of the year in both directions', () => {
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(addMonths('2026-12', 1)).toBe('2027-01')
    expect(addMonths('2026-11', -23)).toBe('2024-12')
    expect(addMonths('2026-05', 0)).toBe('2026-05')
  })

  it('are told from a day', () => expect(monthOf('2028-02-29')).toBe('2028-02'))

  it('begin with this one, and hold the one shown', () => {
    expect(choices('2026-03-10', '2026-02', 3)).toEqual(['2026-03', '2026-02', '2026-01'])
    expect(choices('2026-03-10', '2019-07', 2)).toEqual(['2026-03', '2026-02', '2019-07'])
  })
})
