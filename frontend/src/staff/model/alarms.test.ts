import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useAccess } from './access'
import { oneAtATime, useAlarms } from './alarms'
import type { AlarmItem, Session } from './types'

describe('oneAtATime', () => {
  it('gathers what is asked meanwhile into one more run, so that the last call is never lost', async () => {
    const ends: (() => void)[] = []
    const work = vi.fn(() => new Promise<void>((done) => ends.push(done)))
    const ask = oneAtATime(work)
    const first = ask()
    for (let n = 0; n < 5; n++) void ask()
    expect(work).toHaveBeenCalledTimes(1)
    ends[0]!()
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2))
    ends[1]!()
    await first
    expect(work).toHaveBeenCalledTimes(2)
  })

  it('works again after a failure', async () => {
    const work = vi.fn(() => Promise.resolve())
    work.mockRejectedValueOnce(new Error('once'))
    const ask = oneAtATime(work)
    await expect(ask()).rejects.toThrow('once')
    await ask()
    expect(work).toHaveBeenCalledTimes(2)
  })
})

describe('useAlarms', () => {
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  const line = (id: string, priority: number, minutes: number) => ({ id, priority, kind: 'signal', last_at: ago(minutes), first_at: ago(minutes) }) as AlarmItem
  const counts = { 1: 0, 2: 0, 3: 0, 4: 0 }
  let pages: { items: AlarmItem[]; next: string }[]
  let asked: string[]

  beforeEach(() => {
    setActivePinia(createPinia())
    useAccess().session = { permissions: ['alarm.read'] } as Session
    asked = []
    vi.stubGlobal('fetch', vi.fn((request: Request) => {
      const query = new URL(request.url).searchParams
      asked.push([query.get('hours'), query.get('priority') ?? '', query.get('before') ?? ''].join(' '))
      return Promise.resolve(Response.json({ ...pages[query.get('before') ? 1 : 0], counts, receivers: [] }))
    }))
  })
  afterEach(() => vi.unstubAllGlobals())

  it('takes as new what came in the last hour, and then what it had not heard of; only the latter is told', async () => {
    const alarms = useAlarms()
    pages = [{ items: [line('old', 1, 90), line('young', 1, 5), line('mild', 2, 1)], next: '' }]
    await alarms.load()
    expect([[...alarms.fresh], alarms.news?.id]).toEqual([['young'], undefined])
    pages[0]!.items.unshift(line('fire', 1, 0))
    await alarms.load()
    expect([[...alarms.fresh].sort(), alarms.news?.id, alarms.firstFresh?.id]).toEqual([['fire', 'young'], 'fire', 'fire'])
    alarms.seen('fire')
    await alarms.load()
    expect([...alarms.fresh]).toEqual(['young'])
  })

  it('fetches every page again that it shows', async () => {
    const alarms = useAlarms()
    pages = [{ items: [line('a', 1, 90)], next: '2.7' }, { items: [line('b', 2, 90)], next: '' }]
    await alarms.load()
    await alarms.older()
    await alarms.load()
    expect(alarms.items.map((item) => item.id)).toEqual(['a', 'b'])
    expect(asked).toEqual(['24  ', '24  ', '24  2.7', '24  ', '24  2.7'])
    await alarms.show({ hours: 72 })
    expect(asked.at(-1)).toBe('72  ')
  })

  it('hears of the gravest whatever the list is narrowed to', async () => {
    const alarms = useAlarms()
    pages = [{ items: [], next: '' }]
    await alarms.load()
    pages = [{ items: [line('fire', 1, 0)], next: '' }]
    await alarms.show({ priority: 3 })
    expect([asked.slice(1), alarms.news?.id, alarms.firstFresh?.id]).toEqual([['24 3 ', '24 1 '], 'fire', 'fire'])
  })

  it('asks nothing for an account that may not see alarms', async () => {
    useAccess().session = { permissions: ['look.read'] } as unknown as Session
    await useAlarms().load()
    expect(asked).toEqual([])
  })
})
