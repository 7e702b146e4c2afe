import { applications } from '../model/backend'
import { requiredGroups, unseenGroups } from '../model/documents'
import type { Application, CaseAction, Means, NoticeItem, Proof } from '../model/types'

/** One line of the notice while it is written. */
export interface NoticeDraft {
  group: string
  kind: string
  note: string
  on: boolean
}

/** What an officer fills in for the actions of a case. One draft a dialog; each action reads its own part. */
export interface Draft {
  notice: NoticeDraft[]
  supply_by: string
  brought: Proof[]
  decision_ref: string
  decided_on: string
  reason_code: string
  reason_text: string
  second_login: string
  second_password: string
  permit_number: string
  issued_on: string
  received_by: 'holder' | 'proxy'
  identity_checked: boolean
  days: number
  means: Means
  end_reason: 'moved_away' | 'settled' | 'deceased' | ''
  on: string
}

/** newDraft prefills what is known: the notice names everything missing at once, dates are today's. */
export function newDraft(app: Application, today: string, noteFor: (group: string) => string): Draft {
  return {
    notice: requiredGroups(app.condition).map((group) => ({ group, kind: '', note: noteFor(group), on: app.missing_groups.includes(group) })),
    supply_by: app.supply_by,
    brought: [],
    decision_ref: '',
    decided_on: today,
    reason_code: '',
    reason_text: '',
    second_login: '',
    second_password: '',
    permit_number: '',
    issued_on: today,
    received_by: 'holder',
    identity_checked: false,
    days: app.most_days,
    means: 'phone',
    end_reason: endReason(app.left_for),
    on: today,
  }
}

/** The reason for which a registration ended, where a case can end for it too. */
function endReason(leftFor: string | undefined): Draft['end_reason'] {
  return leftFor === 'moved_away' || leftFor === 'settled' || leftFor === 'deceased' ? leftFor : ''
}

/** noticeItems is the notice as it will be given. */
export function noticeItems(draft: Draft): NoticeItem[] {
  return draft.notice.filter((item) => item.on).map(({ group, kind, note }) => ({ group, ...(kind ? { kind } : {}), note: note.trim() }))
}

/** ready tells whether the form can be sent; the server judges again. */
export function ready(action: CaseAction, app: Application, draft: Draft, ticked: ReadonlySet<string>): boolean {
  const filled = (...texts: string[]) => texts.every((text) => text.trim() !== '')
  switch (action) {
    case 'request_completion': return noticeItems(draft).length > 0 && noticeItems(draft).every((item) => item.note !== '')
    case 'supply': return draft.brought.length > 0
    case 'accept': return unseenGroups(app, ticked).length === 0
    case 'approve': return filled(draft.decision_ref, draft.decided_on)
    case 'refuse': return filled(draft.decision_ref, draft.decided_on, draft.reason_code, draft.reason_text, draft.second_login, draft.second_password)
    case 'make': return filled(draft.permit_number, draft.issued_on)
    case 'hand_out': return draft.identity_checked
    case 'withdraw': return filled(draft.reason_text)
    case 'extend':
      return filled(draft.reason_text) && Number(draft.days) > app.clock.limit_days && Number(draft.days) <= app.most_days
        && (!app.extend_by_two || filled(draft.second_login, draft.second_password))
    case 'close': return draft.end_reason !== '' && filled(draft.on)
  }
}

/** send carries the action out and gives the case as it is afterwards. */
export function send(action: CaseAction, app: Application, draft: Draft, ticked: ReadonlySet<string>, requestId: string): Promise<Application> {
  const { decision_ref, decided_on, reason_code, reason_text } = draft
  switch (action) {
    case 'request_completion':
      return applications.requestCompletion(app.id, requestId, { items: noticeItems(draft), ...(draft.supply_by ? { supply_by: draft.supply_by } : {}) })
    case 'supply': return applications.supply(app.id, requestId, { documents: draft.brought })
    case 'accept': return applications.accept(app.id, requestId, { seen: [...ticked] })
    case 'approve': return applications.approve(app.id, requestId, { decision_ref: decision_ref.trim(), decided_on })
    case 'refuse':
      return applications.refuse(app.id, requestId, {
        reason_code, reason_text: reason_text.trim(), decision_ref: decision_ref.trim(), decided_on,
        second_officer: { login: draft.second_login.trim(), password: draft.second_password },
      })
    case 'make': return applications.make(app.id, requestId, { permit_number: draft.permit_number.trim(), issued_on: draft.issued_on })
    case 'hand_out': return applications.handOut(app.id, requestId, { received_by: draft.received_by, identity_checked: draft.identity_checked })
    case 'withdraw': return applications.withdraw(app.id, requestId, { reason_text: reason_text.trim() })
    case 'extend':
      return applications.extend(app.id, requestId, {
        days: Number(draft.days), reason_text: reason_text.trim(), means: draft.means,
        ...(app.extend_by_two ? { second_officer: { login: draft.second_login.trim(), password: draft.second_password } } : {}),
      })
    case 'close':
      return applications.close(app.id, requestId, { reason: draft.end_reason || 'moved_away', on: draft.on, ...(reason_text.trim() ? { note: reason_text.trim() } : {}) })
  }
}
