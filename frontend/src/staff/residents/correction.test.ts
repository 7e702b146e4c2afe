import { describe, expect, it } from 'vitest'
import type { Comparison } from '../model/types'
import { correctionBody, newCorrection, older, readyCorrection, wanting } from './correction'

describe('a correction', () => {
  const phone = { ...newCorrection(), reason: '停机' }
  it('needs a reason, a value but for the telephone, and a second officer for who somebody is', () => {
    expect(readyCorrection(phone)).toBe(true)
    expect(readyCorrection({ ...phone, reason: ' ' })).toBe(false)
    expect(readyCorrection({ ...phone, field: 'address' })).toBe(false)
    const birth = { ...phone, field: 'birth' as const, value: '1990-03-17' }
    expect(readyCorrection(birth)).toBe(false)
    expect(readyCorrection({ ...birth, login: 'lixiang', password: 'x' })).toBe(true)
  })
  it('sends a second officer only where one is needed', () => {
    expect(correctionBody({ ...phone, value: ' 139 ', login: 'lixiang', password: 'x' })).toEqual({ field: 'phone', value: '139', reason: '停机' })
    expect(correctionBody({ ...phone, field: 'id_number', value: '1', login: ' lixiang ', password: 'x ' })).toMatchObject({ second_officer: { login: 'lixiang', password: 'x ' } })
  })
})

describe('two records', () => {
  const record = (registrations: number) => ({ registrations: Array(registrations).fill({}), applications: [], permits: [] }) as unknown as Comparison['a']
  const c: Comparison = { a: record(1), b: record(2), fields: [
    { field: 'phone', a: '138****6620', b: '', same: false }, { field: 'address', a: '', b: '范本省****', same: false }, { field: 'birth', a: '1990-03-07', b: '1990-03-07', same: true },
  ] }
  it('the one with more behind it stays, and takes what it does not know', () => {
    expect(older(c)).toBe('b')
    expect(older({ ...c, b: record(1) })).toBe('a')
    expect(wanting(c, 'b')).toEqual(['phone'])
    expect(wanting(c, 'a')).toEqual(['address'])
  })
})
