import { describe, expect, it } from 'vitest'
import { parseDecisions, readDate, type DecisionWords } from './decisions'

const words: DecisionWords = {
  approved: ['准予', 'approved'], refused: ['不予', 'refused'],
  reasons: { 'refusal.no_condition': ['不具备条件'], 'refusal.other': ['其他'] },
}

describe('a pasted list of decisions', () => {
  it('reads what a spreadsheet copies', () => {
    const text = '申请编号\t决定\t文号\t日期\n261121-0001-3\t准予\t范公居〔2026〕1号\t2026/11/24\t\t\tB3399990000017\t2026-11-25\r\n'
      + '261121-0002-1\t不予\t范公居〔2026〕2号\t2026.11.24\t不具备条件\t合同已终止。\t\t\n\n'
    expect(parseDecisions(text, words)).toEqual([
      { line: 2, row: { number: '261121-0001-3', decision: 'approved', decision_ref: '范公居〔2026〕1号', decided_on: '2026-11-24', permit_number: 'B3399990000017', issued_on: '2026-11-25' } },
      { line: 3, row: { number: '261121-0002-1', decision: 'refused', decision_ref: '范公居〔2026〕2号', decided_on: '2026-11-24', reason_code: 'refusal.no_condition', reason_text: '合同已终止。' } },
    ])
  })

  it.each([
    ['too few columns', '261121-0001-3\t准予', 'bad_columns'],
    ['too many columns', '1\t准予\t2\t2026-11-24\t5\t6\t7\t2026-11-24\t9', 'bad_columns'],
    ['no number', 'x\t准予\ty\t2026-11-24', 'bad_number'],
    ['neither yes nor no', '1\t也许\ty\t2026-11-24', 'bad_decision'],
    ['a day that does not exist', '1\t准予\ty\t2026-02-30', 'bad_date'],
    ['a day of issue that is none', '1\t准予\ty\t2026-02-28\t\t\tB1234\tgestern', 'bad_date'],
  ])('names what is wrong: %s', (_, text, fault) => {
    expect(parseDecisions(text, words)).toEqual([{ line: 1, fault }])
  })

  // Whatever is pasted: every line that is not empty is answered once, in order, with a row or a fault and never both; dates are dates.
  it('answers every line of any text', () => {
    let seed = 20261121
    const next = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    const parts = ['\t', '\t', '\n', '\r\n', '准予', '不予', '1', '261121-0001-3', '2026-11-24', '2026/2/30', ' ', '𬭎', 'x', '"', '']
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: next(40) }, () => parts[next(parts.length)]).join('')
      const lines = parseDecisions(text, words)
      const wanted = text.split(/\r\n|\r|\n/).flatMap((l, i) => (l.trim() === '' || (i === 0 && !/\d/.test(l)) ? [] : [i + 1]))
      expect(lines.map((l) => l.line)).toEqual(wanted)
      for (const l of lines) {
        expect((l.row === undefined) !== (l.fault === undefined)).toBe(true)
        if (l.row) expect(readDate(l.row.decided_on)).toBe(l.row.decided_on)
      }
    }
  })
})
