import { describe, expect, it } from 'vitest'
import type { Person } from '../model/types'
import { householdSteps } from './household'

const person = (members?: [string, string][], state = 'active') => ({
  id: 'p1', registrations: [{ state }], file: { household: members && { members: members.map(([person_id, relation]) => ({ person_id, relation })) } },
}) as unknown as Person

describe('householdSteps', () => {
  const cases: [name: string, person: Person, want: string[]][] = [
    ['in no household', person(), ['create']],
    ['in none, living nowhere here', person(undefined, 'ended'), []],
    ['a member', person([['p2', '0'], ['p1', '1']]), ['add', 'leave', 'head']],
    ['the householder', person([['p1', '0'], ['p2', '1']]), ['add']],
    ['the last one', person([['p1', '0']]), ['add', 'leave']],
    ['of an older register', person([['p1', ''], ['p2', '']]), ['add', 'leave', 'head']],
  ]
  for (const [name, who, want] of cases) it(name, () => expect(householdSteps(who)).toEqual(want))
})
