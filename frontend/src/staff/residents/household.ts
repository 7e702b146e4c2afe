import type { Person } from '../model/types'

/** What a clerk may do about a person's household. */
export type HouseholdStep = 'create' | 'add' | 'leave' | 'head'

/** Relations to the householder (GB/T 4761); 0 is the householder. */
export const relations = ['1', '2', '3', '4', '5', '6', '7', '8'] as const

/** householdSteps lists what may be done now: a householder leaves last, and is the householder already. */
export function householdSteps(person: Person): HouseholdStep[] {
  const members = person.file.household?.members
  if (!members) return person.registrations.some((r) => r.state === 'active') ? ['create'] : []
  const head = members.find((m) => m.relation === '0')?.person_id === person.id
  if (!head) return ['add', 'leave', 'head']
  return members.length === 1 ? ['add', 'leave'] : ['add']
}
