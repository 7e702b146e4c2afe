import { ask } from '@core/api/client'
import type { Condition, Holder, Receipt } from '@core/api/types'

/** What can happen to a card: it has to be replaced then (Decree 663, article 11). */
export type Report = 'lost' | 'damaged'

/** A holder's permit. A server that takes endorsements and reports says of each permit whether it may be endorsed today, and reported. */
export type OwnPermit = Holder['permits'][number] & { endorsable?: boolean; reportable?: boolean }

/** A receipt as the page shows it: of every kind, with what an endorsement or a report adds. */
export type Slip = Omit<Receipt, 'kind'> & {
  kind: Receipt['kind'] | 'endorsement' | 'permit_report'
  /** The next time for endorsing, and whether this one came late. */
  endorsed?: { from: string; until: string; late: boolean }
  /** What a new card costs, in fen. */
  cost?: number
}

/** Permits whose time for endorsing has come, or is over: late is better than never. */
export function endorsable(holder: Holder): OwnPermit[] {
  return (holder.permits as OwnPermit[]).filter((one) => one.endorsable === true)
}

/** Why a permit in use is not endorsed today, and what can be said of it. Other refusals mean that it is no matter of endorsing at all. */
const sayable = ['permit.endorse_too_early', 'permit.endorse_too_late', 'permit.no_registration']

/** The permit whose holder is told why it is not endorsed today: early, for one, and from which day it is. */
export function notEndorsable(holder: Holder): OwnPermit | undefined {
  return holder.permits.find((one) => (one.state === 'active' || one.state === 'suspended') && sayable.includes(one.endorse_code ?? ''))
}

/** Permits of which a loss or damage can be reported here. */
export function reportable(holder: Holder): OwnPermit[] {
  return (holder.permits as OwnPermit[]).filter((one) => one.reportable === true)
}

interface Form {
  request_id: string
  card_token: string
  permit_id: string
  statement: true
}

interface Done {
  number: string
  at: string
  holder: string
  waiting: boolean
}

/** The parts of a slip that these two have in common. */
const slip = (done: Done) => ({ record_id: '', number: done.number, at: done.at, holder: done.holder, address: '', warnings: [], waiting: done.waiting })

/** Endorses a permit for another year (签注). */
export async function sendEndorsement(body: Form & { condition: Condition }): Promise<Slip> {
  const done = await ask<Done & { late: boolean; endorse_from: string; endorse_until: string }>('/api/v1/kiosk/endorsements', body)
  return { ...slip(done), kind: 'endorsement', next: [], endorsed: { from: done.endorse_from, until: done.endorse_until, late: done.late } }
}

/** Reports a permit lost or damaged (补领、换领). */
export async function sendReport(body: Form & { kind: Report }): Promise<Slip> {
  const done = await ask<Done & { next: string[]; cost_fen: number }>('/api/v1/kiosk/permit-reports', body)
  return { ...slip(done), kind: 'permit_report', next: done.next, cost: done.cost_fen }
}
