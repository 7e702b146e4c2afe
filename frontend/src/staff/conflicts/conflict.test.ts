import { describe, expect, it } from 'vitest'
import type { AmendableField } from '../model/types'
import { changesOf, factRows, nextOpen } from './conflict'

describe('factRows', () => {
  it('lays the versions side by side and marks what differs', () => {
    const rows = factRows({
      mine: [{ field: 'address', value: 'A 501', differs: true }, { field: 'since', value: '2026-11-20', differs: false }],
      theirs: [{ field: 'address', value: 'B 302', differs: true }, { field: 'registered_on', value: '2026-11-21', differs: true }],
      base: [{ field: 'address', value: 'C 101', differs: true }],
    })
    expect(rows).toEqual([
      { field: 'address', base: 'C 101', mine: 'A 501', theirs: 'B 302', stands: 'differs' },
      { field: 'since', base: '', mine: '2026-11-20', theirs: '', stands: 'same' },
      { field: 'registered_on', base: '', mine: '', theirs: '2026-11-21', stands: 'differs' },
    ])
  })

  it('tells what is new on both sides but the same from what does not fit', () => {
    const side = (address: string, phone: string) => [{ field: 'address' as const, value: address, differs: true }, { field: 'phone' as const, value: phone, differs: true }]
    const rows = factRows({ mine: side('B 302', '138****6620'), theirs: side('B 302', '138****6620'), base: side('C 101', '139****0417') })
    expect(rows.map((row) => row.stands)).toEqual(['agreed', 'differs'])
  })

  it('has nothing to show of an entry that meets no record', () => {
    expect(factRows({ mine: [], theirs: [], base: [] })).toEqual([])
  })
})

describe('changesOf', () => {
  const fields: AmendableField[] = [{ field: 'since', value: '2026-11-20', type: 'date' }, { field: 'phone', value: '', type: 'phone' }]
  const cases: [string, Record<string, string>, Record<string, string>][] = [
    ['nothing touched', { since: '2026-11-20', phone: '' }, {}],
    ['one changed', { since: '2026-11-19', phone: '' }, { since: '2026-11-19' }],
    ['a hidden value typed anew', { since: '2026-11-20', phone: ' 13800001111 ' }, { phone: '13800001111' }],
    ['emptied: stays as it was', { since: '', phone: '' }, {}],
  ]
  for (const [name, draft, want] of cases) it(name, () => expect(changesOf(fields, draft)).toEqual(want))
})

describe('nextOpen', () => {
  const cases: [string, string[], string, string[], string | undefined][] = [
    ['the following one', ['a', 'b', 'c'], 'a', ['a', 'b', 'c'], 'b'],
    ['past one that somebody else has done', ['a', 'b', 'c'], 'a', ['c'], 'c'],
    ['from the last back to the first', ['a', 'b', 'c'], 'c', ['a', 'b'], 'a'],
    ['opened by its address', [], 'x', ['a'], 'a'],
    ['none left', ['a'], 'a', ['a'], undefined],
  ]
  for (const [name, order, done, open, want] of cases) it(name, () => expect(nextOpen(order, done, open)).toBe(want))
})
