import { describe, expect, it } from 'vitest'
import { dayOf, judge, numberOf } from './typed'

describe('numberOf', () => {
  const cases: [typed: string, want: string][] = [
    ['11010519491231002*', '11010519491231002X'],
    ['1101 0519 4912 3100 2x9', '11010519491231002X'],
    ['x110', '110'],
    ['姓名', ''],
    ['4405241880010100145', '440524188001010014'],
  ]
  for (const [typed, want] of cases) it(`keeps ${want || 'nothing'} of ${typed}`, () => expect(numberOf(typed)).toBe(want))

  it('keeps what it kept', () => {
    for (const text of ['*'.repeat(40), '1*2*3', '9'.repeat(40), 'X1X2X3X4X5X6X7X8X9X0X1X2X3X4X5X6X7X8']) {
      const once = numberOf(text)
      expect(numberOf(once)).toBe(once)
      expect(once).toMatch(/^\d{0,17}$|^\d{17}[\dX]$/)
    }
  })
})

describe('judge', () => {
  const cases: [number: string, want: string][] = [
    ['11010519491231002X', 'right'], ['440524188001010014', 'right'], ['810000199408230021', 'right'], ['830000199201300022', 'right'], ['110101199003077715', 'right'],
    ['110105194912310021', 'wrong'], ['11010519491231002', 'short'], ['', 'short'],
  ]
  for (const [number, want] of cases) it(`${number} is ${want}`, () => expect(judge(number)).toBe(want))

  it('notices any wrong digit', () => {
    const right = '11010519491231002X'
    for (let i = 0; i < 17; i++) expect(judge(right.slice(0, i) + String((Number(right[i]) + 1) % 10) + right.slice(i + 1)), `digit ${i}`).toBe('wrong')
  })
})

describe('dayOf', () => {
  for (const [digits, want] of [['20261118', '2026-11-18'], ['20240229', '2024-02-29'], ['20250229', undefined], ['20261301', undefined], ['2026111', undefined], ['', undefined]] as const) {
    it(`${digits} is ${want}`, () => expect(dayOf(digits)).toBe(want))
  }
})
