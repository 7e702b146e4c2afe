import { describe, expect, it } from 'vitest'
import { bodyOf, newExport, readyExport } from './draft'

describe('the form of an export', () => {
  const full = { ...newExport(), place: 'qs', from: '2026-11-01', to: '2026-11-30', reason: ' 核对登记 ', password: 'longenough', secondLogin: '', secondPassword: '' }

  it.each([
    ['people of a place', full, true],
    ['without a place', { ...full, place: '' }, false],
    ['without a reason', { ...full, reason: '  ' }, false],
    ['a period', { ...full, what: 'registrations' as const, place: '' }, true],
    ['half a period', { ...full, what: 'registrations' as const, to: '' }, false],
    ['whole values alone', { ...full, whole: true }, false],
    ['whole values with two', { ...full, whole: true, secondLogin: 'a', secondPassword: 'b' }, true],
  ])('%s', (_, draft, ready) => expect(readyExport(draft)).toBe(ready))

  it('sends only what belongs to what was chosen', () => {
    expect(bodyOf(full, 'en')).toEqual({ what: 'people', format: 'xlsx', reason: '核对登记', lang: 'en', place_id: 'qs', file_password: 'longenough' })
    expect(bodyOf({ ...full, what: 'registrations', format: 'csv', whole: true, secondLogin: 'a', secondPassword: 'b' }, 'zh-CN')).toEqual({
      what: 'registrations', format: 'csv', reason: '核对登记', lang: 'zh-CN', from: '2026-11-01', to: '2026-11-30', whole: true, second_officer: { login: 'a', password: 'b' },
    })
  })
})
