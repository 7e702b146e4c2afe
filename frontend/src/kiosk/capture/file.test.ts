import { describe, expect, it } from 'vitest'
import { flawOf, samePicture } from './file'
import { isName } from './pad'

const head = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

describe('a file', () => {
  it.each([
    ['nothing at all', 0, '', 'empty'],
    ['a PDF of thirty pages', 3_000_000, '%PDF-1.7\n%....', 'pdf'],
    ['a picture of a telephone', 2_000_000, '\0\0\0\x18ftypheic\0\0\0\0', 'heic'],
    ['the same, a sequence', 2_000_000, '\0\0\0\x18ftypmsf1\0\0\0\0', 'heic'],
    ['too large to be opened', 60_000_000, '\xff\xd8\xff\xe0', 'huge'],
    ['a scan of 20 MB', 20_000_000, '\xff\xd8\xff\xe0', undefined],
    ['one whose beginning says nothing', 20, 'hello', undefined],
  ])('%s', (_, size, text, want) => expect(flawOf(size, head(text))).toBe(want))

  // A picture that browsers draw is never turned away by its first bytes, whatever follows them.
  it('of a kind that is drawn is always tried', () => {
    let seed = 7
    const random = () => (seed = (seed * 48271) % 2147483647) % 256
    for (const magic of ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n']) {
      for (let i = 0; i < 2000; i++) {
        const bytes = Uint8Array.from({ length: 16 }, (_, at) => (at < magic.length ? magic.charCodeAt(at) : random()))
        expect(flawOf(1 + random() * 1000, bytes)).toBeUndefined()
      }
    }
  })

  it('chosen twice is the same picture', async () => {
    const [a, b, c] = ['abc', 'abc', 'abd'].map((text) => new Blob([text]))
    expect(await samePicture(a!, b!)).toBe(true)
    expect(await samePicture(a!, c!)).toBe(false)
    expect(await samePicture(a!, new Blob(['abcd']))).toBe(false)
  })
})

describe('what is written on the sheet', () => {
  const line = (...points: [number, number][]) => ({ points: points.map(([x, y]) => ({ x, y })) })
  it.each([
    ['nothing', [], false],
    ['a dot', [line([50, 50])], false],
    ['many dots', [line([50, 50]), line([300, 50]), line([500, 80])], false],
    ['a short slip', [line([50, 50], [90, 60])], false],
    ['scribbling on one spot', [line(...Array.from({ length: 60 }, (_, i): [number, number] => [50 + (i % 2) * 10, 50]))], false],
    ['a cross', [line([50, 50], [150, 150]), line([150, 50], [50, 150])], true],
    ['one long stroke', [line([50, 50], [200, 80], [400, 60])], true],
  ])('%s', (_, strokes, want) => expect(isName(strokes)).toBe(want))
})
