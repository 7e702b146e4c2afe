import { describe, expect, it } from 'vitest'
import { clockFace, urgency } from './clock'
import type { Clock } from './types'

const running: Clock = { state: 'running', accepted_on: '2026-11-10', due_on: '2026-11-25', days_left: 4, limit_days: 15 }

describe('clockFace', () => {
  const cases: Record<string, { clock: Partial<Clock>; want: string }> = {
    'not accepted': { clock: { state: 'not_started', days_left: undefined }, want: 'neutral ring not_started -' },
    'time enough': { clock: { days_left: 12 }, want: 'brand circle left 12' },
    'amber': { clock: { state: 'amber', days_left: 2 }, want: 'amber triangle left 2' },
    'red with a day left': { clock: { state: 'red', days_left: 1 }, want: 'red diamond left 1' },
    'the last day': { clock: { state: 'red', days_left: 0 }, want: 'red diamond today -' },
    'one day over': { clock: { state: 'red', days_left: -1 }, want: 'red diamond overdue 1' },
    'over although the server says running': { clock: { days_left: -3 }, want: 'red diamond overdue 3' },
    'stopped': { clock: { state: 'stopped' }, want: 'neutral pause stopped -' },
    'met': { clock: { state: 'met' }, want: 'green check met -' },
    'late': { clock: { state: 'late' }, want: 'red diamond late -' },
  }
  for (const [name, { clock, want }] of Object.entries(cases)) {
    it(name, () => {
      const face = clockFace({ ...running, ...clock })
      expect(`${face.tone} ${face.shape} ${face.word} ${face.days ?? '-'}`).toBe(want)
    })
  }

  it('fills the bar from acceptance to the last day and no further', () => {
    const used = (days_left: number) => clockFace({ ...running, days_left }).used
    expect([15, 12, 3, 0, -9].map(used)).toEqual([0, 0.2, 0.8, 1, 1])
    expect(clockFace({ ...running, limit_days: 0 }).used).toBe(0)
  })
})

describe('urgency', () => {
  it('puts the most overdue first and clocks that do not run last', () => {
    const clocks: Clock[] = [{ ...running, days_left: 2 }, { ...running, state: 'not_started' }, { ...running, days_left: -4 }, { ...running, days_left: 0 }, { ...running, days_left: -1 }]
    expect(clocks.toSorted((a, b) => urgency(a) - urgency(b)).map((c) => (c.state === 'not_started' ? 'none' : c.days_left))).toEqual([-4, -1, 0, 2, 'none'])
  })
})
