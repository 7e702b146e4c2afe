import type { CaseRow } from '@core/api/types'

/** Colour of a case's tag; the word beside it says the same. */
export function toneOf(row: CaseRow): 'green' | 'amber' | 'red' | 'local' | '' {
  if (row.waiting) return 'local'
  switch (row.state) {
    case 'made': case 'delivered': case 'active': case 'approved': return 'green'
    case 'returned_for_completion': return 'amber'
    case 'refused': return 'red'
    default: return ''
  }
}
