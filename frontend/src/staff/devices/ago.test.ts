import { expect, it } from 'vitest'
import { agoOf } from './ago'

it('says how long ago, in the largest unit that fits', () => {
  const now = new Date('2026-11-21T12:00:00.500Z')
  const told = (at: string) => { const ago = agoOf(at, now); return ago && `${ago.n} ${ago.unit}` }
  expect(['12:00:02Z', '12:00:00Z', '11:59:57Z', '11:59:00Z', '11:00:01Z', '11:00:00Z', '00:00:10Z', '00:00:00Z'].map((time) => told(`2026-11-21T${time}`)))
    .toEqual(['0 now', '0 now', '3 seconds', '1 minutes', '59 minutes', '1 hours', '11 hours', undefined])
})
