import { permits } from '../model/backend'
import type { CardAction, Condition, PermitFile } from '../model/types'

/** What a dialog about a permit asks; each action uses its own part. */
export interface CardDraft {
  condition: Condition | 'none' | ''
  statement: boolean
  cause: 'damaged' | 'lost' | 'changed' | 'expiring' | ''
  note: string
  old_card_received: boolean
  old_card_lost: boolean
  permit_number: string
  issued_on: string
  received_by: 'holder' | 'proxy'
  identity_checked: boolean
  cost_receipt: string
  reason_text: string
  end_reason: 'moved_away' | 'settled' | 'deceased' | ''
  on: string
  decision_ref: string
  second_login: string
  second_password: string
}

/** An empty form of the day. The reason for an end is the one for which the last registration ended, where the list knows it. */
export function newCardDraft(today: string): CardDraft {
  return {
    condition: '', statement: false, cause: '', note: '', old_card_received: false, old_card_lost: false, permit_number: '', issued_on: today, received_by: 'holder',
    identity_checked: false, cost_receipt: '', reason_text: '', end_reason: '', on: today, decision_ref: '', second_login: '', second_password: '',
  }
}

/** Whether everything the action needs is filled in; the server judges the rest. */
export function readyCard(action: CardAction, file: PermitFile, d: CardDraft): boolean {
  const exchange = file.permit.replacement
  switch (action) {
    case 'endorse':
      return d.condition !== '' && d.statement
    case 'report':
      return d.cause !== '' && d.statement
    case 'new_card':
      return d.permit_number.trim() !== '' && d.issued_on !== ''
    case 'hand_out_new':
      return d.identity_checked && (file.permit.card !== 'held' || d.old_card_received !== d.old_card_lost) && (!exchange?.cost_fen || d.cost_receipt.trim() !== '')
    case 'withdraw_report':
      return d.reason_text.trim() !== ''
    case 'end':
      return d.end_reason !== '' && d.on !== ''
    case 'correct':
      return d.reason_text.trim() !== '' && d.issued_on !== '' && (d.permit_number.trim() !== '' || d.issued_on !== file.permit.issued_on)
    case 'withdraw_for_fraud':
      return d.reason_text.trim() !== '' && d.decision_ref.trim() !== '' && d.on !== '' && d.second_login.trim() !== '' && d.second_password !== ''
    default:
      return true
  }
}

/** Sends one action; the answer is the permit as it stands then. */
export function sendCard(action: CardAction, file: PermitFile, d: CardDraft, requestId: string): Promise<PermitFile> {
  const id = file.permit.id
  const replacement_id = file.permit.replacement?.id ?? ''
  switch (action) {
    case 'endorse':
      return permits.endorse(id, requestId, { statement: d.statement, ...(d.condition !== 'none' && d.condition !== '' ? { condition: d.condition } : {}) })
    case 'report':
      return permits.report(id, requestId, {
        cause: d.cause || 'damaged', statement: d.statement, note: d.note.trim(), old_card_received: d.cause !== 'lost' && d.old_card_received,
      })
    case 'new_card':
      return permits.newCard(id, requestId, { replacement_id, permit_number: d.permit_number, issued_on: d.issued_on })
    case 'hand_out_new':
      return permits.handOutNew(id, requestId, {
        replacement_id, received_by: d.received_by, identity_checked: d.identity_checked, old_card_received: d.old_card_received, old_card_lost: d.old_card_lost,
        cost_receipt: d.cost_receipt.trim(),
      })
    case 'withdraw_report':
      return permits.withdrawReport(id, requestId, { replacement_id, reason_text: d.reason_text })
    case 'end':
      return permits.end(id, requestId, { reason: d.end_reason || 'moved_away', on: d.on, note: d.note.trim(), card_received: d.old_card_received })
    case 'correct':
      return permits.correct(id, requestId, {
        reason: d.reason_text, ...(d.permit_number.trim() ? { permit_number: d.permit_number } : {}), ...(d.issued_on !== file.permit.issued_on ? { issued_on: d.issued_on } : {}),
      })
    case 'withdraw_for_fraud':
      return permits.withdrawForFraud(id, requestId, {
        reason_text: d.reason_text, decision_ref: d.decision_ref, decided_on: d.on, second_officer: { login: d.second_login, password: d.second_password },
      })
    default:
      return permits.receiveOld(id, requestId)
  }
}

/** Where the card of a permit is: one that was made and not handed out waits at the station. */
export const cardPlace = (permit: Pick<PermitFile['permit'], 'state' | 'card'>) => (permit.state === 'made' ? 'waiting' : permit.card)

/** An amount of fen in yuan, as people write it: 2000 is 20, 1550 is 15.50. */
export const yuan = (fen: number): string => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2))

/** The fen of an amount typed in yuan, or undefined where it is no amount. */
export function fenOf(text: string): number | undefined {
  const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text.trim())
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : undefined
}
