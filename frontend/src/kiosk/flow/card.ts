import type { CardView } from '@core/api/types'

/**
 * Whether two readings show the same masked words. It decides only how a new visit is announced ("another card"),
 * never who somebody is: the server's token alone says that a card came back in time.
 */
export function looksAlike(a: CardView, b: CardView): boolean {
  return a.kind === b.kind && a.name === b.name && a.id_number === b.id_number && a.address === b.address
}
