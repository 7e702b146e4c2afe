import { post } from '@core/api/client'
import type { Condition, Holder, Receipt } from '@core/api/types'

/** What can happen to a card: it has to be replaced then (Decree 663, article 11). */
export type Report = 'lost' | 'damaged'

/** A holder's permit. A server that takes endorsements and reports says of each permit whether it may be endorsed today. */
export type OwnPermit = Holder['permits'][number] & { endorsable?: boolean }

/** Permits whose time for endorsing has come, or is over: late is better than never. */
export function endorsable(holder: Holder): OwnPermit[] {
  return (holder.permits as OwnPermit[]).filter((one) => one.endorsable === true)
}

/** Permits in their holder's hands, of which a loss or damage can be reported here. */
export function reportable(holder: Holder): OwnPermit[] {
  return (holder.permits as OwnPermit[]).filter((one) => one.endorsable !== undefined && (one.state === 'active' || one.state === 'suspended'))
}

interface Common {
  request_id: string
  card_token: string
  permit_id: string
  statement: true
}

/** Endorses a permit for another year (签注). */
export async function sendEndorsement(body: Common & { condition: Condition }): Promise<Receipt> {
  return (await post<{ receipt: Receipt }>('/api/v1/kiosk/endorsements', body)).receipt
}

/** Reports a permit lost or damaged (补领、换领). */
export async function sendReport(body: Common & { kind: Report }): Promise<Receipt> {
  return (await post<{ receipt: Receipt }>('/api/v1/kiosk/permit-reports', body)).receipt
}
