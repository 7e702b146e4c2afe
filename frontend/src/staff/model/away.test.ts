import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useAway } from './away'
import { useLive } from './live'
import type { Station } from './types'

const members = [{ id: 's1', reachable: false }, { id: 's2', reachable: true }, { id: 's3', reachable: false }]
const asked = vi.fn(async () => Response.json({ self: 's1', members }))

beforeEach(() => {
  setActivePinia(createPinia())
  asked.mockClear()
  vi.stubGlobal('fetch', asked)
})
afterEach(() => vi.unstubAllGlobals())

it('names the stations out of reach, never its own, and asks only while some are', async () => {
  const live = useLive()
  live.$patch({ station: { members: 3 } as Station, reachable: 3 })
  const scope = effectScope()
  const away = scope.run(useAway)!
  expect([[...away.value], asked.mock.calls.length]).toEqual([[], 0])
  live.$patch({ reachable: 2 })
  await vi.waitFor(() => expect([...away.value]).toEqual(['s3']))
  live.$patch({ reachable: 3 })
  expect([...away.value]).toEqual([])
  scope.stop()
})
