import type { CounterDocument, RegistrationForm } from '../model/types'

/** What the clerk types of somebody at the window. It is all text, so that a half-filled form can be kept as a draft. */
export interface RegistrationDraft {
  kind: DocumentKind
  name: string
  id_number: string
  /** The number typed a second time. */
  number_again: string
  sex_code: string
  ethnic_code: string
  birth: string
  address: string
  issuer: string
  nationality: string
  valid_from: string
  valid_to: string
  long_term: boolean
  /** The number came from the lines of a passport, whose check digits hold. */
  from_lines: boolean
  copy: boolean
  room: string
  since: string
  phone: string
  statement: boolean
}

export type DocumentKind = CounterDocument['kind']

/** The kinds in the order offered: what residents bring most comes first. */
export const documentKinds: readonly DocumentKind[] = [
  'resident', 'temporary', 'household_book', 'birth_certificate', 'hmt', 'hm_travel', 'taiwan_travel', 'foreign_2023', 'foreign_2017', 'passport', 'military',
]

/** Kinds whose number holds the day of birth and the sex (GB 11643). */
const telling: readonly DocumentKind[] = ['resident', 'temporary', 'household_book', 'hmt', 'foreign_2023']
/** Kinds that Chinese citizens of the mainland hold; others are asked for their nationality. */
const domestic: readonly DocumentKind[] = ['resident', 'temporary', 'household_book', 'birth_certificate', 'hmt', 'hm_travel', 'taiwan_travel', 'military']

/** Kinds that print the ethnic group; the permit made from them prints it, too (Decree 663, article 4). */
export const asksEthnic = (kind: DocumentKind) => kind === 'resident' || kind === 'temporary' || kind === 'household_book'
/** GB/T 3304: the 56 groups, others, and citizens of foreign descent. */
export const ethnicCodes: readonly string[] = [...Array.from({ length: 56 }, (_, i) => String(i + 1).padStart(2, '0')), '97', '98']

export const asksNationality = (kind: DocumentKind) => !domestic.includes(kind)

export function newRegistration(): RegistrationDraft {
  return {
    kind: 'resident', name: '', id_number: '', number_again: '', sex_code: '', ethnic_code: '', birth: '', address: '', issuer: '', nationality: '', valid_from: '', valid_to: '',
    long_term: false, from_lines: false, copy: false, room: '', since: '', phone: '', statement: false,
  }
}

/** plain is a number as it is compared: without spaces, in ASCII, with capitals. */
export function plain(number: string): string {
  return number.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\s/g, '').toUpperCase()
}

/** told is what a citizen number says of its holder, so that the clerk need not type it; undefined where it says nothing yet. */
export function told(kind: DocumentKind, number: string): { birth: string; sex_code: string } | undefined {
  const match = telling.includes(kind) ? /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/.exec(plain(number)) : null
  if (!match) return undefined
  const birth = `${match[1]}-${match[2]}-${match[3]}`
  const real = new Date(`${birth}T00:00:00Z`)
  if (Number.isNaN(real.getTime()) || !real.toISOString().startsWith(birth)) return undefined
  return { birth, sex_code: Number(match[4]) % 2 === 1 ? '1' : '2' }
}

/** twice tells whether the number was typed the same both times; not before both are there. */
export function twice(draft: RegistrationDraft): boolean | undefined {
  const [first, second] = [plain(draft.id_number), plain(draft.number_again)]
  if (first === '' || second === '') return undefined
  return first === second
}

/** readyDocument tells whether there is enough to ask who the register may know this person as. */
export function readyDocument(draft: RegistrationDraft): boolean {
  const known = !asksNationality(draft.kind) || draft.kind === 'passport' || draft.nationality.trim() !== '' // a passport tells it
  return known && draft.name.trim() !== '' && draft.birth !== '' && draft.sex_code !== '' && twice(draft) === true
}

/** readyRegistration tells whether the form can be sent. What its values are worth, the server says. */
export function readyRegistration(draft: RegistrationDraft): boolean {
  return readyDocument(draft) && draft.room !== '' && draft.since !== '' && draft.statement
}

/** documentOf is the document as it is sent: what was left empty is left out. */
export function documentOf(draft: RegistrationDraft): CounterDocument {
  const given = (fields: Partial<Record<'ethnic_code' | 'address' | 'issuer' | 'nationality' | 'valid_from' | 'valid_to', string>>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]))
  const { kind, ethnic_code, address, issuer, nationality, valid_from } = draft
  return {
    kind, name: draft.name.trim(), sex_code: draft.sex_code as CounterDocument['sex_code'], birth: draft.birth,
    id_number: draft.id_number.trim(), number_again: draft.number_again.trim(),
    ...given({ ethnic_code, address, issuer, valid_from, ...(draft.long_term ? {} : { valid_to: draft.valid_to }), ...(asksNationality(kind) ? { nationality } : {}) }),
    ...(draft.long_term ? { long_term: true } : {}),
    verified: draft.copy ? 'copy' : draft.from_lines ? 'mrz' : 'seen',
  }
}

/** registrationBody is the request; the draft it came from is forgotten with it. */
export function registrationBody(draft: RegistrationDraft, draftId: string, requestId: string): RegistrationForm {
  return {
    request_id: requestId, document: documentOf(draft), room_id: draft.room, since: draft.since, statement: draft.statement, draft_id: draftId,
    ...(draft.phone.trim() === '' ? {} : { phone: draft.phone.trim() }),
  }
}

/** readDraft gives a kept form back. What an older page left out is empty; what is no form at all is a new one. */
export function readDraft(body: string): RegistrationDraft {
  const fresh = newRegistration()
  try {
    const kept = JSON.parse(body) as Record<string, unknown>
    for (const [name, value] of Object.entries(fresh)) {
      if (typeof kept[name] === typeof value) Object.assign(fresh, { [name]: kept[name] })
    }
  } catch {
    return newRegistration() // nothing that this page wrote
  }
  return documentKinds.includes(fresh.kind) ? fresh : newRegistration()
}

/** isEmpty tells whether there is nothing worth keeping. */
export const isEmpty = (draft: RegistrationDraft) => JSON.stringify({ ...draft, kind: 'resident' }) === JSON.stringify(newRegistration())
