import { describe, expect, it } from 'vitest'
import { documentOf, isEmpty, newRegistration, plain, readDraft, readyDocument, readyRegistration, registrationBody, told, twice } from './registration'

const number = '339999199003077715'
const whole = { ...newRegistration(), name: ' 范小例 ', id_number: '339999 19900307 7715', number_again: number, sex_code: '1', birth: '1990-03-07', room: 'room-1203', since: '2026-11-01', statement: true }

describe('told', () => {
  it('reads birth and sex from numbers that hold them', () => {
    expect(told('resident', number)).toEqual({ birth: '1990-03-07', sex_code: '1' })
    expect(told('household_book', '３３９９９９ 19900501 124x')).toEqual({ birth: '1990-05-01', sex_code: '2' })
  })
  it('says nothing of others, of half a number, of a day that does not exist', () => {
    expect(told('passport', number)).toBeUndefined()
    expect(told('resident', number.slice(0, 17))).toBeUndefined()
    expect(told('resident', '339999199002307715')).toBeUndefined()
  })
})

describe('twice', () => {
  it('compares without spaces, width and case', () => {
    expect(twice(whole)).toBe(true)
    expect(twice({ ...whole, number_again: '339999199003077735' })).toBe(false)
    expect(twice({ ...whole, number_again: '' })).toBeUndefined()
    expect(plain(' ｃan 110178050101 ')).toBe('CAN110178050101')
  })
})

describe('registrationBody', () => {
  it('leaves out what was left empty', () => {
    expect(registrationBody(whole, 'd1', 'r1')).toEqual({
      request_id: 'r1', room_id: 'room-1203', since: '2026-11-01', statement: true, draft_id: 'd1',
      document: { kind: 'resident', name: '范小例', sex_code: '1', birth: '1990-03-07', id_number: '339999 19900307 7715', number_again: number, verified: 'seen' },
    })
  })
  it('says how a document was seen, and asks only some for a nationality', () => {
    expect(documentOf({ ...whole, kind: 'passport', nationality: 'UTO', from_lines: true })).toMatchObject({ nationality: 'UTO', verified: 'mrz' })
    expect(documentOf({ ...whole, nationality: 'UTO', copy: true, from_lines: true })).not.toHaveProperty('nationality')
    expect(documentOf({ ...whole, valid_to: '2040-01-01', long_term: true })).toMatchObject({ long_term: true, verified: 'seen' })
    expect(documentOf({ ...whole, valid_to: '2040-01-01', long_term: true })).not.toHaveProperty('valid_to')
  })
  it('is not ready without a number typed twice, a room, a day and the statement', () => {
    expect(readyRegistration(whole)).toBe(true)
    for (const lack of [{ number_again: '1' }, { room: '' }, { since: '' }, { statement: false }, { name: ' ' }, { sex_code: '' }]) expect(readyRegistration({ ...whole, ...lack })).toBe(false)
  })
})

describe('readDraft', () => {
  it('gives back what was kept, and a new form for what is none', () => {
    expect(readDraft(JSON.stringify(whole))).toEqual(whole)
    expect(readDraft('{"name":"范","statement":"yes","other":1}')).toEqual({ ...newRegistration(), name: '范' })
    for (const odd of ['', 'null', '[]', '{"kind":"library"}']) expect(readDraft(odd)).toEqual(newRegistration())
    expect(isEmpty(newRegistration())).toBe(true)
    expect(isEmpty(whole)).toBe(false)
  })
})

it('asks whose citizen the holder of a foreign card is, where no passport tells it', () => {
  const form = { ...newRegistration(), kind: 'foreign_2023' as const, name: 'MARTIN ANNA', id_number: '911250199003077714', number_again: '911250199003077714', sex_code: '2', birth: '1990-03-07' }
  expect([readyDocument(form), readyDocument({ ...form, nationality: 'FRA' }), readyDocument({ ...form, kind: 'passport' })]).toEqual([false, true, true])
})
