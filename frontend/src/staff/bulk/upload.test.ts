import { describe, expect, it } from 'vitest'
import type { BulkJob } from '../model/bulk'
import { live, progress, sendParts } from './upload'

const job = (more: Partial<BulkJob>): BulkJob => ({
  id: 'j1', kind: 'people', name: 'a.csv', by_name: '', state: 'uploading', size: 10, received: 0, created_at: '', good: 0, bad: 0, codes: [], problems: [],
  headings: [], unknown: [], sent: 0, added: 0, known: 0, refused: 0, rows_per_second: 0, seconds_left: 0, piece_ms: 0, ...more,
})

describe('a file in parts', () => {
  it('goes on where the server is', async () => {
    const sent: [number, number][] = []
    const end = await sendParts(job({ received: 4 }), new Blob(['0123456789']), 4, async (offset, part) => {
      sent.push([offset, part.size])
      const received = offset + part.size
      return job({ received, state: received === 10 ? 'checking' : 'uploading' })
    }, () => undefined)
    expect(sent).toEqual([[4, 4], [8, 2]])
    expect(end.state).toBe('checking')
  })

  it('ends where the server takes nothing, instead of asking without end', async () => {
    await expect(sendParts(job({}), new Blob(['0123456789']), 4, async () => job({}), () => undefined)).rejects.toThrow()
  })

  it('ends where the job was cancelled meanwhile', async () => {
    const end = await sendParts(job({}), new Blob(['0123456789']), 4, async () => job({ received: 4, state: 'cancelled' }), () => undefined)
    expect(end.state).toBe('cancelled')
  })
})

describe('how far a table is', () => {
  it.each([
    [job({ received: 5 }), 0.5, true], [job({ state: 'checking', good: 3 }), undefined, true], [job({ state: 'importing', good: 8, sent: 2 }), 0.25, true],
    [job({ state: 'checked', good: 8 }), undefined, false], [job({ state: 'done', good: 8, sent: 8 }), undefined, false],
  ])('%#', (of, share, works) => {
    expect(progress(of)).toBe(share)
    expect(live(of)).toBe(works)
  })
})
