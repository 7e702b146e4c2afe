import type { CaseRow, Holder } from '@core/api/types'
import type { TextKey } from '@core/i18n'
import type { IconName } from '@core/icons/symbols'

/** Colour of a case's tag; the word beside it says the same. */
export function toneOf(row: CaseRow): 'green' | 'amber' | 'red' | 'local' | '' {
  if (row.waiting) return 'local'
  switch (row.state) {
    case 'made': case 'delivered': case 'active': case 'approved': case 'endorsed': return 'green'
    case 'returned_for_completion': return 'amber'
    case 'refused': return 'red'
    default: return ''
  }
}

const icons: Record<CaseRow['kind'], IconName> = { residence: 'home', permit_application: 'card', card_exchange: 'card', endorsement: 'calendar' }

export const iconOfCase = (row: CaseRow): IconName => icons[row.kind]

/** What the holder of a case can do next. A new card that is ready or handed out is fetched and kept as the first one. */
export function explanationOf(row: CaseRow): TextKey {
  if (row.waiting) return 'kiosk.case.explain.waiting'
  if (row.kind === 'endorsement') return 'resident.card.endorsed'
  if (row.kind === 'card_exchange' && (row.state === 'reported' || row.state === 'withdrawn')) return `resident.card.${row.state}`
  return `kiosk.case.explain.${row.state}` as TextKey
}

/** States in which an application is still on its way: whoever has one mostly comes to see how far it is. */
const underWay = ['submitted', 'returned_for_completion', 'accepted', 'approved', 'made']

/** How far the matter is that the holder most likely comes to ask about: a new card, or an application. Undefined where nothing is on its way. */
export function standingOf(holder: Holder): { state: string; waiting: boolean } | undefined {
  const exchanged = holder.permits.find((one) => one.replacement)
  if (exchanged?.replacement) return { state: exchanged.replacement, waiting: false }
  return holder.applications.find((one) => underWay.includes(one.state))
}
