import type { Comparison, PersonField } from '../model/types'

/** What may be put right. The number and the day of birth say who somebody is: they take a second officer. */
export const correctable: readonly PersonField[] = ['name_full', 'id_number', 'birth', 'sex_code', 'nationality', 'address', 'phone']

export const takesTwo = (field: string) => field === 'id_number' || field === 'birth'

export interface CorrectionDraft {
  field: PersonField
  value: string
  reason: string
  login: string
  password: string
}

export const newCorrection = (): CorrectionDraft => ({ field: 'phone', value: '', reason: '', login: '', password: '' })

/** readyCorrection tells whether the form can be sent; only a telephone may become none. */
export function readyCorrection(draft: CorrectionDraft): boolean {
  const valued = draft.field === 'phone' || draft.value.trim() !== ''
  const second = !takesTwo(draft.field) || (draft.login.trim() !== '' && draft.password !== '')
  return valued && draft.reason.trim() !== '' && second
}

/** correctionBody is the request; a second officer only where one is needed. */
export function correctionBody(draft: CorrectionDraft) {
  const { field, login, password } = draft
  return { field, value: draft.value.trim(), reason: draft.reason.trim(), ...(takesTwo(field) ? { second_officer: { login: login.trim(), password } } : {}) }
}

/** older puts the record that has more behind first: it is the one that usually stays. */
export function older(c: Comparison): 'a' | 'b' {
  const weight = (p: Comparison['a']) => p.registrations.length + p.applications.length + p.permits.length
  return weight(c.b) > weight(c.a) ? 'b' : 'a'
}

/** wanting lists the fields that the record which stays does not know and the other does. */
export function wanting(c: Comparison, survivor: 'a' | 'b'): PersonField[] {
  const loser = survivor === 'a' ? 'b' : 'a'
  return c.fields.filter((f) => f[survivor] === '' && f[loser] !== '').map((f) => f.field)
}
