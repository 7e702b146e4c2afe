import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Mode } from '@core/api/types'
import { useLive } from './live'

const told = (mode: Mode['mode'], more: Partial<Mode> = {}): Mode => ({
  mode, leader: 's1', reachable: 3, waiting: 0, data_as_of: '2026-11-21T01:38:00Z', chain_alarm: false, ...more,
})

beforeEach(() => setActivePinia(createPinia()))

describe('what the desk may do, by the mode of its station', () => {
  const cases: [mode: Mode['mode'], canSave: boolean, connected: boolean, hold: string | undefined][] = [
    ['normal', true, true, undefined],
    ['isolated', true, false, 'staff.hold.isolated'],
    ['returning', true, false, 'staff.hold.returning'],
    ['catching_up', false, false, 'staff.case.cannot_save'],
    ['stopped', false, false, 'staff.case.cannot_save'],
  ]
  for (const [mode, canSave, connected, hold] of cases) {
    it(mode, () => {
      const live = useLive()
      live.hear(told(mode))
      expect([live.canSave, live.connected, live.hold]).toEqual([canSave, connected, hold])
    })
  }

  it('nothing while the line to the station itself is broken', () => {
    const live = useLive()
    live.hear(told('isolated'))
    live.stale = true
    expect([live.canSave, live.connected, live.hold]).toEqual([false, false, 'staff.case.cannot_save'])
  })
})

it('keeps what the event says beside the mode', () => {
  const live = useLive()
  live.hear(told('stopped', { waiting: 4, stop_code: 'disk.full', chain_alarm: true }))
  expect([live.waiting, live.dataAsOf, live.stopCode, live.chainAlarm]).toEqual([4, '2026-11-21T01:38:00Z', 'disk.full', true])
  live.hear(told('normal'))
  expect([live.waiting, live.stopCode, live.chainAlarm]).toEqual([0, undefined, false])
})

it('asks how many stations there are when it hears that more or fewer are reached', async () => {
  const asked = vi.fn((input: string | Request) => (input instanceof Request
    ? Promise.resolve(Response.json({ ...told('normal', { reachable: asked.mock.calls.length + 2 }), members: asked.mock.calls.length + 2, now: '2026-11-21T01:38:00Z' }))
    : Promise.reject(new TypeError('no stream here'))))
  vi.stubGlobal('fetch', asked)
  const live = useLive()
  await live.load()
  live.hear(told('normal'))
  expect([live.station?.members, asked.mock.calls.length]).toEqual([3, 1])
  live.hear(told('normal', { reachable: 4 }))
  await vi.waitFor(() => expect(live.station?.members).toBe(4))
  vi.unstubAllGlobals()
})

it('tells listeners of a change of everything without a topic, so that each reads again', async () => {
  const body = 'id: a-1\nevent: change\ndata: {"topic":"permit","id":"a1","index":1}\n\nid: a-2\nevent: change\ndata: {"topic":"*","id":"","index":2}\n\n'
  const answer = new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  vi.stubGlobal('fetch', vi.fn((input: string | Request) => (typeof input === 'string' ? Promise.resolve(answer) : Promise.reject(new TypeError('no station here')))))
  const live = useLive()
  const heard: (string | undefined)[] = []
  const both = new Promise<void>((done) => live.listen((change) => {
    heard.push(change?.topic)
    if (heard.length === 2) done()
  }))
  const stop = live.start()
  await both
  stop()
  vi.unstubAllGlobals()
  expect(heard).toEqual(['permit', undefined])
})
