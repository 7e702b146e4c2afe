import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, type App } from 'vue'
import { useAccess } from '../model/access'
import type { DeviceChunk } from '../model/types'
import { appended, asText, mostRows, useTraffic, type TrafficRow } from './traffic'

const chunk = (seq: number, more: Partial<DeviceChunk> = {}): DeviceChunk => ({ seq, at: '2026-11-21T01:38:00.125Z', direction: 'in', hex: '06', text: '.', masked: false, ...more })
const numbers = (rows: readonly TrafficRow[]) => rows.map((row) => row.chunk?.seq ?? 'gap')

describe('rows', () => {
  it('grow to a limit, and no number comes twice, also when the station starts over', () => {
    let rows = appended([], Array.from({ length: mostRows }, (_, i) => chunk(i + 1)), true)
    expect([rows.length, numbers(rows)[0]]).toEqual([mostRows, 1])
    rows = appended(rows, [chunk(1), chunk(2)], false)
    expect([rows.length, numbers(rows)[0], numbers(rows).slice(-2)]).toEqual([mostRows, 3, [1, 2]])
    expect(new Set(rows.map((row) => row.n)).size).toBe(mostRows)
  })

  it('tell a gap between two pieces, and none before the first', () => {
    expect(numbers(appended(appended([], [chunk(5)], true), [chunk(400)], true))).toEqual([5, 'gap', 400])
  })

  it('are copied as lines', () => {
    const rows = appended(appended([], [chunk(1)], false), [chunk(9, { direction: 'out', from: '10.0.0.8:5', hex: '35 30', text: '50' })], true)
    expect(asText(rows, (way) => way)).toBe('09:38:00.125\tin\t06\t.\n09:38:00.125\tout\t10.0.0.8:5\t35 30\t50')
  })
})

describe('following the wire', () => {
  let app: App
  let asked: string[]
  let last: number
  const open = () => {
    let traffic!: ReturnType<typeof useTraffic>
    const pinia = createPinia()
    setActivePinia(pinia)
    app = createApp({ setup: () => { traffic = useTraffic('alarm-一楼'); return () => null } })
    app.use(pinia).mount(document.createElement('div'))
    return traffic
  }
  const show = (state: DocumentVisibilityState) => vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)

  beforeEach(() => {
    vi.useFakeTimers()
    asked = []
    last = 0
    vi.stubGlobal('fetch', vi.fn(async (request: Request) => {
      const { pathname, searchParams } = new URL(request.url)
      asked.push(`${decodeURIComponent(pathname)} ${searchParams.get('after')}`)
      return Response.json({ chunks: [chunk(++last)], next: last, dropped: false })
    }))
    show('visible')
  })
  afterEach(() => {
    app.unmount()
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('asks at once, then twice a second, each time for what comes after', async () => {
    const traffic = open()
    await vi.advanceTimersByTimeAsync(1000)
    expect(asked).toEqual(['/api/v1/devices/alarm-一楼/traffic 0', '/api/v1/devices/alarm-一楼/traffic 1', '/api/v1/devices/alarm-一楼/traffic 2'])
    expect(numbers(traffic.rows.value)).toEqual([1, 2, 3])
    traffic.clear()
    await vi.advanceTimersByTimeAsync(500)
    expect(numbers(traffic.rows.value)).toEqual([4])
    app.unmount()
    await vi.advanceTimersByTimeAsync(5000)
    expect(asked.length).toBe(4)
  })

  it('asks nothing while it is paused, hidden or locked', async () => {
    const traffic = open()
    await vi.advanceTimersByTimeAsync(0)
    traffic.paused.value = true
    await vi.advanceTimersByTimeAsync(2000)
    traffic.paused.value = false
    show('hidden')
    await vi.advanceTimersByTimeAsync(2000)
    show('visible')
    useAccess().locked = true
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked.length).toBe(1)
    useAccess().locked = false
    await vi.advanceTimersByTimeAsync(500)
    expect(numbers(traffic.rows.value)).toEqual([1, 2])
  })

  it('keeps what it has while the station is away, and goes on', async () => {
    const traffic = open()
    await vi.advanceTimersByTimeAsync(0)
    vi.mocked(fetch).mockRejectedValueOnce(new TypeError('away'))
    await vi.advanceTimersByTimeAsync(500)
    expect([traffic.problem.value?.code, traffic.rows.value.length]).toEqual(['network', 1])
    await vi.advanceTimersByTimeAsync(500)
    expect([traffic.problem.value, numbers(traffic.rows.value)]).toEqual([undefined, [1, 2]])
  })
})
