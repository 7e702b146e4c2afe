import { describe, expect, it } from 'vitest'
import { paperAddress, papersOf } from './papers'
import type { Application } from './types'

const app = (more: Partial<Application> = {}) => ({ id: 'a1', ...more }) as Application
const kinds = (more?: Partial<Application>) => papersOf(app(more)).map((p) => p.kind)

describe('papers of an application', () => {
  it('are those there is reason for, what is wanted now first', () => {
    expect(kinds()).toEqual(['receipt'])
    expect(kinds({ notice: { at: '', items: [] } })).toEqual(['notice', 'receipt'])
    expect(kinds({ extension: { days: 25 } as Application['extension'] })).toEqual(['extension', 'receipt'])
    expect(kinds({ decision: { kind: 'approved' } as Application['decision'] })).toEqual(['receipt'])
    expect(kinds({ decision: { kind: 'refused' } as Application['decision'], notice: { at: '', items: [] } })).toEqual(['refusal', 'notice', 'receipt'])
    expect(kinds({ permit: { id: 'p' } as Application['permit'] })).toEqual(['slip', 'handout', 'receipt'])
  })

  it('have an address that names records by id only', () => {
    expect(paperAddress({ kind: 'notice', id: 'a/1' }, 'en')).toBe('/api/v1/permit-applications/a%2F1/papers/notice?format=pdf&lang=en')
    expect(paperAddress({ kind: 'registration', id: 'r1' }, 'zh-CN')).toBe('/api/v1/registrations/r1/papers/receipt?format=pdf&lang=zh-CN')
    expect(paperAddress({ kind: 'copy', id: 'd1' }, 'en')).toBe('/api/v1/data-requests/d1/papers/copy?format=pdf&lang=en')
    expect(paperAddress({ kind: 'rental', id: 'f1' }, 'zh-CN')).toBe('/api/v1/rentals/f1/papers/file?format=pdf&lang=zh-CN')
    expect(paperAddress({ kind: 'reminders', community: '339999001001' }, 'zh-CN')).toBe('/api/v1/papers/reminders?format=pdf&lang=zh-CN&community=339999001001')
    expect(paperAddress({ kind: 'reminders', community: '' }, 'en')).toBe('/api/v1/papers/reminders?format=pdf&lang=en')
    expect(paperAddress({ kind: 'handout' }, 'zh-CN')).toBe('/api/v1/papers/handout?format=pdf&lang=zh-CN')
  })
})
