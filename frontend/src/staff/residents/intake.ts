import { ageOn, ofAge, permitKind, proxyReasons, requiredGroups } from '../model/documents'
import type { AppliedBy, Condition, IntakeForm, Person, Proof, Proxy } from '../model/types'

/** What the window clerk fills in for one application. */
export interface IntakeDraft {
  registration: string
  condition: Condition | ''
  brought: Proof[]
  applied_by: AppliedBy
  proxy: Proxy
  phone: string
  statement: boolean
}

/** newIntake starts with what is known: the living registration, and a guardian for somebody under 16. */
export function newIntake(person: Person, today: string): IntakeDraft {
  const minor = ageOn(person.birth, today) < ofAge
  return {
    registration: person.registrations.find((r) => r.state === 'active')?.id ?? '',
    condition: '',
    brought: [],
    applied_by: minor ? 'guardian' : 'self',
    proxy: { name: '', id_number: '', relation: '', reason: minor ? 'minor' : '' },
    phone: '',
    statement: false,
  }
}

/** applicants lists who may make the application for a person of this age (article 9). */
export function applicants(age: number): AppliedBy[] {
  return age < ofAge ? ['guardian', 'close_relative'] : ['self', 'guardian', 'close_relative']
}

/** lackingGroups lists the required groups of which nothing was brought yet. Without them no application is taken in: all is told at once (article 9). */
export function lackingGroups(draft: IntakeDraft): string[] {
  if (draft.condition === '') return []
  return requiredGroups(draft.condition).filter((group) => !draft.brought.some((d) => d.group === group))
}

/** readyIntake tells whether the form can be sent. */
export function readyIntake(draft: IntakeDraft, age: number): boolean {
  if (draft.registration === '' || draft.condition === '' || !draft.statement || lackingGroups(draft).length > 0) return false
  if (draft.applied_by === 'self') return age >= ofAge
  const { name, id_number, relation, reason } = draft.proxy
  return [name, id_number, relation].every((text) => text.trim() !== '') && proxyReasons(age).includes(reason)
}

/** intakeBody is the request: a proxy only when somebody else applies, a phone only when one was given. */
export function intakeBody(draft: IntakeDraft, person: string, requestId: string): IntakeForm {
  const { name, id_number, relation, reason } = draft.proxy
  const known = draft.condition === '' ? [] : requiredGroups(draft.condition)
  return {
    request_id: requestId,
    person_id: person,
    registration_id: draft.registration,
    ...(permitKind(draft.brought) === 'hmt' ? { permit: 'hmt' as const } : {}),
    condition: draft.condition as Condition,
    documents: draft.brought.filter((d) => known.includes(d.group)),
    applied_by: draft.applied_by,
    ...(draft.applied_by === 'self' ? {} : { proxy: { name: name.trim(), id_number: id_number.trim(), relation: relation.trim(), reason } }),
    ...(draft.phone.trim() === '' ? {} : { phone: draft.phone.trim() }),
    statement: draft.statement,
  }
}
