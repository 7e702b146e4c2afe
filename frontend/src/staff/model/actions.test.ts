import { expect, it } from 'vitest'
import { deskActions, needsOffice } from './actions'
import type { CaseAction } from './types'

it('leaves to a station that is cut off what can be settled afterwards, and nothing that decides', () => {
  const all: CaseAction[] = ['accept', 'supply', 'withdraw', 'request_completion', 'approve', 'refuse', 'make', 'hand_out']
  expect(all.filter((action) => !needsOffice(action))).toEqual(['accept', 'supply', 'withdraw'])
})

it('makes the one-time notice the main thing while a paper is missing, and never a grave action', () => {
  const allowed: CaseAction[] = ['request_completion', 'accept', 'withdraw']
  expect(deskActions({ allowed, missing_groups: ['study'] }).main?.action).toBe('request_completion')
  expect(deskActions({ allowed, missing_groups: [] }).main?.action).toBe('accept')
  expect(deskActions({ allowed: ['withdraw'], missing_groups: [] })).toMatchObject({ main: undefined, others: [{ action: 'withdraw', grave: true }] })
})
