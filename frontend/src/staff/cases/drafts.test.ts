import { describe, expect, it } from 'vitest'
import { deskActions, returnAction } from '../model/actions'
import type { Application, CaseAction } from '../model/types'
import { newDraft, noticeItems, ready } from './drafts'

const app = {
  condition: 'study',
  required_groups: ['identity', 'photo', 'dwelling', 'study'],
  missing_groups: ['study', 'photo'],
  documents: [{ id: 'd1', group: 'identity', kind: 'resident_id_card', state: 'declared' }],
  allowed: ['request_completion', 'accept', 'withdraw'],
  supply_by: '2026-12-07', most_days: 30, extend_by_two: true, left_for: 'deceased', clock: { limit_days: 15 },
} as unknown as Application

describe('the notice', () => {
  it('starts with everything missing, in the order of the law, and the day the office says', () => {
    const draft = newDraft(app, '2026-11-21', (group) => `bring ${group}`)
    expect(noticeItems(draft)).toEqual([{ group: 'photo', note: 'bring photo' }, { group: 'study', note: 'bring study' }])
    expect(draft.supply_by).toBe('2026-12-07')
  })

  it('names a kind only when one is meant, and needs a note for each', () => {
    const draft = newDraft(app, '2026-11-21', () => '')
    draft.notice[3]!.kind = 'student_card'
    expect(noticeItems(draft)[1]).toEqual({ group: 'study', kind: 'student_card', note: '' })
    expect(ready('request_completion', app, draft, new Set())).toBe(false)
  })
})

describe('ready', () => {
  const draft = { ...newDraft(app, '2026-11-21', () => 'x') }
  const cases: Record<string, { action: CaseAction; with: Partial<typeof draft>; want: boolean }> = {
    'acceptance without every original': { action: 'accept', with: {}, want: false },
    'refusal without a second officer': { action: 'refuse', with: { decision_ref: '1', reason_code: 'refusal.other', reason_text: 'x' }, want: false },
    'refusal with everything': { action: 'refuse', with: { decision_ref: '1', reason_code: 'refusal.other', reason_text: 'x', second_login: 'b', second_password: 'c' }, want: true },
    'approval with a blank number': { action: 'approve', with: { decision_ref: '  ' }, want: false },
    'handing out unchecked': { action: 'hand_out', with: {}, want: false },
    'more time without a reason': { action: 'extend', with: { second_login: 'b', second_password: 'c' }, want: false },
    'more time alone': { action: 'extend', with: { reason_text: 'x' }, want: false },
    'more time than there is': { action: 'extend', with: { reason_text: 'x', days: 31, second_login: 'b', second_password: 'c' }, want: false },
    'more time with everything': { action: 'extend', with: { reason_text: 'x', second_login: 'b', second_password: 'c' }, want: true },
    'an end, its reason known': { action: 'close', with: {}, want: true },
    'an end for no reason': { action: 'close', with: { end_reason: '' }, want: false },
    'handing out checked': { action: 'hand_out', with: { identity_checked: true }, want: true },
  }
  for (const [name, c] of Object.entries(cases)) it(name, () => expect(ready(c.action, app, { ...draft, ...c.with }, new Set(['d1']))).toBe(c.want))
})

describe('deskActions', () => {
  it('puts the notice first while papers are missing, acceptance when they are there', () => {
    expect(deskActions(app).main?.action).toBe('request_completion')
    expect(deskActions({ ...app, missing_groups: [] }).main?.action).toBe('accept')
    expect(deskActions(app).others.map((f) => f.action)).toEqual(['accept', 'withdraw'])
  })

  it('never makes a refusal or a withdrawal the main action', () => {
    expect(deskActions({ allowed: ['refuse', 'withdraw'], missing_groups: [] }).main).toBeUndefined()
  })

  it('returns by notice before it returns by refusal', () => {
    expect(returnAction(app)).toBe('request_completion')
    expect(returnAction({ allowed: ['approve', 'refuse'] })).toBe('refuse')
    expect(returnAction({ allowed: ['make'] })).toBeUndefined()
  })
})
