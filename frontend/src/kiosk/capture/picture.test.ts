import { describe, expect, it } from 'vitest'
import { fit, middle } from './picture'
import { base64, outgoing } from './send'
import type { Shot } from './shot'

describe('a picture', () => {
  it.each([
    [{ width: 1920, height: 1080 }, 1600, { width: 1600, height: 900 }],
    [{ width: 3000, height: 4000 }, 1600, { width: 1200, height: 1600 }],
    [{ width: 640, height: 480 }, 1600, { width: 640, height: 480 }],
  ])('%o fits into %i', (size, side, want) => expect(fit(size, side)).toEqual(want))

  it.each([
    [{ width: 1920, height: 1080 }, { x: 555, y: 0, width: 810, height: 1080 }],
    [{ width: 480, height: 640 }, { x: 0, y: 0, width: 480, height: 640 }],
    [{ width: 600, height: 1600 }, { x: 0, y: 400, width: 600, height: 800 }],
  ])('%o gives a portrait of its middle', (size, want) => expect(middle(size, { width: 480, height: 640 })).toEqual(want))
})

describe('what is sent', () => {
  const shot = (id: string): Shot => ({ id, blob: new Blob(), url: '' })

  it('names the paper of each picture and leaves out those of a condition given up', () => {
    const answers = {
      condition: 'employment' as const,
      papers: { dwelling: ['tenancy_contract'], employment: ['labour_contract'], study: ['student_card'] },
      pictures: { dwelling: [shot('a'), shot('b')], employment: [], study: [shot('c')], portrait: [shot('d')], signature: [shot('e')] },
    }
    expect(outgoing(answers).map((one) => `${one.shot.id} ${one.kind} ${one.document?.kind ?? ''}`.trim())).toEqual([
      'a paper tenancy_contract', 'b paper tenancy_contract', 'd portrait', 'e signature',
    ])
  })

  it('is base64, also of more bytes than a call takes arguments', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
    expect(await base64(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'))
  })
})
