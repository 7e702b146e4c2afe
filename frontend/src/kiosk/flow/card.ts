import type { CardView } from '@core/api/types'

/** What the card is doing, as the page needs it. */
export type CardPhase = 'none' | 'reading' | 'read' | 'unreadable' | 'unsupported'

/** Seconds a card may lie there after the end before the reminder fills the screen. */
export const leftCardPatience = 60

/** Faults that laying the card down again does not mend: somebody has to look at the card, or at the reader. */
export const needsStaff = (fault: string) => fault === 'card.suspect' || fault === 'card.reader_suspect'

/** Faults of which the general words for a card that was not read say all there is to say. */
export const plainFault = (fault: string) => fault === '' || fault === 'card.lift_and_replace'

/**
 * Whether two readings show the same masked words. It decides only how a new visit is announced ("another card"),
 * never who somebody is: the server's token alone says that a card came back in time.
 */
export function looksAlike(a: CardView, b: CardView): boolean {
  return a.kind === b.kind && a.name === b.name && a.id_number === b.id_number && a.address === b.address
}
