import type { DecisionRow } from '../model/types'

/** What may be wrong with a pasted line before it is sent. */
export type LineFault = 'bad_columns' | 'bad_number' | 'bad_decision' | 'bad_date' | 'bad_card'

export interface PastedLine {
  /** Counted from 1, as a spreadsheet does. */
  line: number
  row?: DecisionRow
  fault?: LineFault
}

/** The words of the list in the languages it may come in. */
export interface DecisionWords {
  approved: readonly string[]
  refused: readonly string[]
  /** Words for the kinds of reason, by their code. */
  reasons: Readonly<Record<string, readonly string[]>>
}

const mostColumns = 8
const fewest = 4

/** Reads a list as it is copied from a spreadsheet: one application a line, columns parted by tabs. A head line, without a digit, is passed over. */
export function parseDecisions(text: string, words: DecisionWords): PastedLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((raw, index) => {
    if (raw.trim() === '' || (index === 0 && !/\d/.test(raw))) return []
    return [{ line: index + 1, ...readLine(raw.split('\t').map((cell) => cell.trim()), words) }]
  })
}

function readLine(cells: string[], words: DecisionWords): Omit<PastedLine, 'line'> {
  while (cells.length > fewest && cells.at(-1) === '') cells.pop()
  if (cells.length < fewest || cells.length > mostColumns) return { fault: 'bad_columns' }
  const [number = '', word = '', decision_ref = '', on = '', reason = '', reason_text = '', permit_number = '', issued = ''] = cells
  if (!/\d/.test(number)) return { fault: 'bad_number' }
  const decision = words.approved.includes(word) ? 'approved' : words.refused.includes(word) ? 'refused' : undefined
  if (!decision) return { fault: 'bad_decision' }
  const decided_on = readDate(on)
  const issued_on = issued === '' ? '' : readDate(issued)
  if (!decided_on || issued_on === undefined) return { fault: 'bad_date' }
  return {
    row: {
      number, decision, decision_ref, decided_on,
      ...(decision === 'refused' ? { reason_code: reasonOf(reason, words), reason_text } : {}),
      ...(permit_number ? { permit_number, issued_on: issued_on || decided_on } : {}),
    },
  }
}

function reasonOf(text: string, words: DecisionWords): string {
  return Object.entries(words.reasons).find(([code, names]) => code === text || names.includes(text))?.[0] ?? text
}

/** A day written 2026-11-21, 2026/11/21 or 2026.11.21, as YYYY-MM-DD; undefined where there is no such day. */
export function readDate(text: string): string | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (!match) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  return date.toISOString().slice(0, 10)
}
