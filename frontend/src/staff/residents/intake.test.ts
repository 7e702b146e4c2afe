import { describe, expect, it } from 'vitest'
import type { Person } from '../model/types'
import { applicants, intakeBody, lackingGroups, newIntake, readyIntake } from './intake'

const today = '2026-11-21'
const person = (birth: string) => ({ birth, registrations: [{ id: 'r1', state: 'ended' }, { id: 'r2', state: 'active' }] }) as unknown as Person
const papers = ['identity', 'photo', 'dwelling', 'study'].map((group) => ({ group, kind: 'any' }))
const filled = { registration: 'r2', condition: 'study' as const, brought: papers, statement: true }
const father = { name: ' Yuan Jianguo ', id_number: '339999198203042119', relation: 'father', reason: 'minor' }

describe('intake at the window', () => {
  it('starts a child with a guardian and the living registration', () => {
    const draft = newIntake(person('2014-12-01'), today)
    expect([draft.applied_by, draft.proxy.reason, draft.registration]).toEqual(['guardian', 'minor', 'r2'])
    expect(applicants(11)).not.toContain('self')
  })

  it('lets nobody under 16 apply in person, and asks a relative for a reason', () => {
    const child = { ...newIntake(person('2014-12-01'), today), ...filled }
    expect(readyIntake({ ...child, applied_by: 'self' }, 11)).toBe(false)
    expect(readyIntake({ ...child, proxy: father }, 11)).toBe(true)
    const grown = { ...newIntake(person('1990-01-01'), today), ...filled, applied_by: 'close_relative' as const }
    expect(readyIntake({ ...grown, proxy: { ...father, reason: '' } }, 36)).toBe(false)
    expect(readyIntake({ ...grown, proxy: { ...father, reason: 'elderly' } }, 36)).toBe(false)
    expect(readyIntake({ ...grown, proxy: { ...father, reason: 'disabled' } }, 36)).toBe(true)
  })

  it('asks for the permit that the paper of identity is for', () => {
    const draft = { ...newIntake(person('1990-01-01'), today), ...filled }
    expect(intakeBody(draft, 'p', 'r').permit).toBeUndefined()
    const brought = papers.map((d) => (d.group === 'identity' ? { ...d, kind: 'travel_permit' } : d))
    expect(intakeBody({ ...draft, brought }, 'p', 'r').permit).toBe('hmt')
  })

  it('sends a proxy only when somebody else applies, and only papers the condition asks for', () => {
    const draft = { ...newIntake(person('1990-01-01'), today), ...filled, brought: [{ group: 'study', kind: 'student_card' }, { group: 'employment', kind: 'labour_contract' }], proxy: father }
    const body = intakeBody(draft, 'p1', 'q1')
    expect(body).not.toHaveProperty('proxy')
    expect(body).not.toHaveProperty('phone')
    expect(body.documents).toEqual([{ group: 'study', kind: 'student_card' }])
    expect(intakeBody({ ...draft, applied_by: 'guardian' }, 'p1', 'q1').proxy?.name).toBe('Yuan Jianguo')
  })

  it('tells what is lacking once the condition is known', () => {
    const draft = newIntake(person('1990-01-01'), today)
    expect(lackingGroups(draft)).toEqual([])
    expect(lackingGroups({ ...draft, condition: 'study', brought: [{ group: 'photo', kind: 'portrait' }] })).toEqual(['identity', 'dwelling', 'study'])
    const grown = { ...draft, ...filled }
    expect([readyIntake(grown, 36), readyIntake({ ...grown, brought: papers.slice(1) }, 36)]).toEqual([true, false])
  })
})
