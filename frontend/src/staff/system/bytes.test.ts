import { expect, it } from 'vitest'
import { formatBytes } from './bytes'

const cases: [bytes: number, want: string][] = [
  [0, '0 B'], [1023, '1023 B'], [1024, '1 KB'], [1536, '1.5 KB'], [157_286_400, '150 MB'], [2_362_232_013, '2.2 GB'], [5e15, '4547 TB'],
]
for (const [bytes, want] of cases) it(`${bytes} bytes are ${want}`, () => expect(formatBytes(bytes)).toBe(want))
