import type { Holder } from '@core/api/types'
import { describe, expect, it } from 'vitest'
import { readDraft, writeDraft } from './draft'
import { noAnswers, stepsOf, type Answers } from './steps'
import { resumeAt } from './way'

const registration = { id: 'reg-1', number: 'J1', address: '青松苑3号楼2单元501室', room_id: 'r1', since: '2026-03-10', registered_on: '2026-03-10', state: 'active' as const, waiting: false }
const holder = {
  card: {}, known: true, registrations: [registration, { ...registration, id: 'reg-0', state: 'ended' }], suggested_rooms: [], applications: [],
  permits: [{ id: 'pm-1', endorsable: true }], register: { allowed: true }, apply: { allowed: true },
  proof_kinds: { employment: ['labour_contract', 'business_licence'], dwelling: ['tenancy_contract'], study: [] },
} as unknown as Holder
const full: Answers = {
  room: { id: 'r2', address: '碧湖花园1号楼1单元101室' }, since: '2026-11-01', moved: registration, phone: '13912340417', registration, condition: 'employment',
  papers: { dwelling: ['tenancy_contract'], employment: ['labour_contract'] }, pictures: { portrait: [{ id: 'x', blob: new Blob(), url: 'blob:x' }] },
  leaving: registration, leftOn: '2026-11-20', permit: holder.permits[0], report: 'lost',
}

describe('a draft', () => {
  it('gives back every answer, and no picture', () => {
    const body = writeDraft('req-1', full)
    expect(body).not.toContain('blob')
    expect(readDraft(body, holder)).toEqual({ request: 'req-1', answers: { ...full, pictures: {} } })
  })

  it('keeps that somebody still lives at the former home', () => {
    expect(readDraft(writeDraft('r', { ...noAnswers(), moved: 'none' }), holder).answers.moved).toBe('none')
  })

  it('asks again for what is not known any more', () => {
    const { answers } = readDraft(writeDraft('r', { ...full, registration: { ...registration, id: 'reg-0' }, papers: { employment: ['gone'] } }), holder)
    expect([answers.registration, answers.papers]).toEqual([undefined, {}])
  })

  it('goes on at the first question that is open', () => {
    const at = (answers: Answers) => resumeAt(stepsOf('residence', { ...holder, phone_masked: '139****0417' }, answers, '2026-11-21'), answers)
    expect(at(noAnswers())).toBe('address')
    expect(at({ ...noAnswers(), room: full.room })).toBe('since')
    expect(at({ ...noAnswers(), room: full.room, since: '2026-11-01', moved: 'none' })).toBe('check_residence')
  })

  // Whatever stands in a draft, its form can be written and read again without a change.
  it('takes nothing that is no answer', () => {
    let seed = 20261122
    const random = (n: number) => (seed = (seed * 48271) % 2147483647) % n
    const junk = [undefined, null, 0, '', 'none', 'reg-1', 'reg-0', 'pm-1', [], ['labour_contract', 7], {}, { id: 3 }, { id: 'r9', address: 'x' }, '13912340417', '139', 'employment', 'lost', true]
    const names = ['request', 'room', 'since', 'moved', 'phone', 'registration', 'condition', 'papers', 'leaving', 'leftOn', 'permit', 'report']
    for (let i = 0; i < 2000; i++) {
      const value = Object.fromEntries(names.map((name) => [name, name === 'papers' && random(2) ? { employment: junk[random(junk.length)], dwelling: junk[random(junk.length)] } : junk[random(junk.length)]]))
      const body = random(20) === 0 ? JSON.stringify(value).slice(random(40)) : JSON.stringify(value)
      const { request, answers } = readDraft(body, holder)
      expect(readDraft(writeDraft(request ?? '', answers), holder)).toEqual({ request, answers })
      expect(answers.phone ?? '13912340417').toBe('13912340417')
    }
  })
})
