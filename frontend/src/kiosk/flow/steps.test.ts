import { describe, expect, it } from 'vitest'
import type { Holder, Registration } from '@core/api/types'
import { servicesFor } from './services'
import { activeElsewhere, eligibleRegistrations, papersOf, stepsOf, type Answers, type Service } from './steps'

const today = '2026-11-21'
const registration = (id: string, more: Partial<Registration> = {}): Registration => ({
  id, number: id, address: id, room_id: `room-${id}`, since: '2026-01-01', registered_on: '2026-01-01', state: 'active', eligible_on: '2026-07-01', waiting: false, ...more,
})
const holder = (more: Partial<Holder> = {}): Holder => ({
  card: {} as Holder['card'], known: true, phone_masked: '138****6620', registrations: [], suggested_rooms: [], applications: [], permits: [],
  register: { allowed: true }, apply: { allowed: true }, proof_kinds: { employment: [], dwelling: [], study: [] }, ...more,
})

describe('stepsOf', () => {
  const room = { id: 'room-new', address: '' }
  const cases: [string, Service, Holder, Answers, string][] = [
    ['registration, everything known', 'residence', holder(), { pictures: {}, papers: {} }, 'address since check_residence'],
    ['phone unknown', 'residence', holder({ phone_masked: undefined }), { pictures: {}, papers: {} }, 'address since phone check_residence'],
    ['registered elsewhere', 'residence', holder({ registrations: [registration('a')] }), { room, pictures: {}, papers: {} }, 'address since moved check_residence'],
    ['registered elsewhere, but no longer', 'residence', holder({ registrations: [registration('a', { state: 'ended' })] }), { room, pictures: {}, papers: {} }, 'address since check_residence'],
    ['permit for the dwelling', 'permit', holder({ registrations: [registration('a')] }), { condition: 'dwelling', pictures: {}, papers: {} }, 'condition docs_dwelling signature check_permit'],
    ['permit for work', 'permit', holder({ registrations: [registration('a')] }), { condition: 'employment', pictures: {}, papers: {} }, 'condition docs_dwelling docs_employment signature check_permit'],
    ['permit, two registrations old enough', 'permit', holder({ registrations: [registration('a'), registration('b')] }), { condition: 'study', pictures: {}, papers: {} }, 'registration condition docs_dwelling docs_study signature check_permit'],
    ['permit, the second not old enough', 'permit', holder({ registrations: [registration('a'), registration('b', { eligible_on: '2027-01-01' })] }), { condition: 'dwelling', pictures: {}, papers: {} }, 'condition docs_dwelling signature check_permit'],
  ]
  it.each(cases)('%s', (_, service, person, answers, want) => expect(stepsOf(service, person, answers, today).join(' ')).toBe(want))
})

it('counts the day of eligibility itself', () => {
  expect(eligibleRegistrations(holder({ registrations: [registration('a', { eligible_on: today })] }), today)).toHaveLength(1)
})

it('does not ask about the room one registers anew', () => {
  expect(activeElsewhere(holder({ registrations: [registration('a')] }), { id: 'room-a', address: '' })).toEqual([])
})

it('declares every required group and nothing of a condition given up', () => {
  const answers: Answers = { condition: 'employment', pictures: {}, papers: { dwelling: ['tenancy_contract'], employment: ['labour_contract', 'business_licence'], study: ['student_card'] } }
  expect(papersOf(answers).map((p) => `${p.group}:${p.kind}`)).toEqual([
    'identity:resident_id_card', 'photo:portrait', 'dwelling:tenancy_contract', 'employment:labour_contract', 'employment:business_licence',
  ])
})

describe('the services', () => {
  const permit = { id: 'pm', number_masked: '*', state: 'active', issued_on: '2025-12-09', kind: 'resident', years: 0, endorsable: true, reportable: true } as Holder['permits'][number]
  const open = { id: 'c', state: 'accepted' } as Holder['applications'][number]
  it.each<[string, Partial<Holder>, string]>([
    ['nobody known', {}, 'residence permit progress own'],
    ['an application under way', { applications: [open] }, 'progress residence permit own'],
    ['one that was refused', { applications: [{ ...open, state: 'refused' }] }, 'residence permit progress own'],
    ['a permit to be endorsed', { permits: [permit], registrations: [registration('a')] }, 'endorse residence permit progress leave report own'],
    ['a permit whose time has not come', { permits: [{ ...permit, endorsable: false, endorse_code: 'permit.endorse_too_early' }] }, 'residence permit progress endorse report own'],
    ['a permit that needs no endorsement', { permits: [{ ...permit, endorsable: false, endorse_code: 'permit.endorse_not_needed' }] }, 'residence permit progress report own'],
  ])('of %s', (_, more, want) => expect(servicesFor(holder(more)).join(' ')).toBe(want))
})
