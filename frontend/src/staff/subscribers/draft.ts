import type { Subscriber, SubscriberForm, SubscriberKind } from '../model/types'

/** What the form holds. Of a present record the personal values are not known here: empty means that they stay. */
export interface SubscriberDraft {
  account: string
  name: string
  kind: SubscriberKind | ''
  place: string
  phone: string
  note: string
  /** Values that are to be taken away. */
  erased: ('phone' | 'note')[]
  test_hours: string
  disabled: boolean
}

export const subscriberKinds: readonly SubscriberKind[] = ['household', 'elder', 'shop', 'school', 'office', 'other']
/** Hours of 31 days, the rarest a panel may be expected to report. */
const mostTestHours = 744

/** newDraft is the form of a present record, or an empty one for an account. */
export function newDraft(before?: Subscriber, account = ''): SubscriberDraft {
  const empty = { name: '', phone: '', note: '', erased: [] }
  if (!before) return { ...empty, account, kind: '', place: '', test_hours: '0', disabled: false }
  return { ...empty, account: before.account, kind: before.kind, place: before.place, test_hours: String(before.test_hours), disabled: before.disabled }
}

/** readyDraft tells whether the form can be sent. What its values are worth, the server says. */
export function readyDraft(draft: SubscriberDraft, before?: Subscriber): boolean {
  const named = before !== undefined || draft.name.trim() !== ''
  return draft.account.trim() !== '' && named && draft.kind !== '' && hoursOf(draft) !== undefined
}

function hoursOf(draft: SubscriberDraft): number | undefined {
  const hours = /^\d{1,4}$/.test(draft.test_hours.trim()) ? Number(draft.test_hours) : NaN
  return hours <= mostTestHours ? hours : undefined
}

/** bodyOf is what is sent. Personal values that were left empty are left out, so that they stay; what the form does not show goes back as it came. */
export function bodyOf(draft: SubscriberDraft, before?: Subscriber): Omit<SubscriberForm, 'request_id'> {
  const value = (field: 'name' | 'phone' | 'note'): Partial<SubscriberForm> => {
    if (field !== 'name' && draft.erased.includes(field)) return { [field]: '' }
    return draft[field].trim() === '' ? {} : { [field]: draft[field].trim() }
  }
  return {
    account: draft.account.trim(), kind: draft.kind || 'other', place: draft.place.trim(), test_hours: hoursOf(draft) ?? 0, disabled: draft.disabled,
    ...value('name'), ...value('phone'), ...value('note'),
    ...(before?.area_id ? { area_id: before.area_id } : {}), ...(before?.makers ? { makers: before.makers } : {}), version: before?.version ?? 0,
  }
}
