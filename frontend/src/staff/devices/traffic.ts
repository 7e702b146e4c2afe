import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { asProblem, type ProblemError } from '@core/api/client'
import { formatMillis } from '@core/format'
import { useAccess } from '../model/access'
import { devices } from '../model/backend'
import type { DeviceChunk } from '../model/types'

/** Most rows on screen; the station keeps no more either. */
export const mostRows = 300
/** Milliseconds between two looks at the wire. */
const every = 500

export type Way = 'both' | DeviceChunk['direction']

/** One row: a piece of the bytes on the wire, or the place of pieces that were not kept. `n` counts rows and is never used twice. */
export interface TrafficRow {
  n: number
  chunk?: DeviceChunk
}

/** appended gives the rows with the new pieces behind them, the oldest rows dropped. A gap is told where something was shown before. */
export function appended(rows: readonly TrafficRow[], chunks: readonly DeviceChunk[], dropped: boolean): TrafficRow[] {
  let n = rows.at(-1)?.n ?? 0
  const gap = dropped && rows.length > 0 ? [{ n: ++n }] : []
  return [...rows, ...gap, ...chunks.map((chunk) => ({ n: ++n, chunk }))].slice(-mostRows)
}

/** asText writes rows as they are copied: one line each, with tabs between. */
export function asText(rows: readonly TrafficRow[], wayWord: (way: DeviceChunk['direction']) => string): string {
  return rows.flatMap(({ chunk: c }) => (c ? [[formatMillis(c.at), wayWord(c.direction), ...(c.from ? [c.from] : []), c.hex, c.text].join('\t')] : [])).join('\n')
}

/** What goes over a device's wire, asked for twice a second while the page is seen and not paused or locked. It lives in this page only. */
export function useTraffic(id: string) {
  const access = useAccess()
  const rows = shallowRef<TrafficRow[]>([])
  const paused = ref(false)
  const problem = shallowRef<ProblemError>()
  let after = 0
  let ended = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const seen = () => !paused.value && !access.locked && document.visibilityState === 'visible'

  async function look(): Promise<void> {
    try {
      const answer = await devices.traffic(id, after)
      problem.value = undefined
      if (ended || !seen()) return // asked for again from the same place
      after = answer.next
      if (answer.chunks.length > 0) rows.value = appended(rows.value, answer.chunks, answer.dropped)
    } catch (thrown) {
      const found = asProblem(thrown)
      if (!access.lost(found)) problem.value = found
    }
  }

  /** Looks, and again half a second after the answer: a slow answer is never asked for twice. */
  async function follow(): Promise<void> {
    if (seen()) await look()
    if (!ended) timer = setTimeout(() => void follow(), every)
  }
  void follow()
  onBeforeUnmount(() => {
    ended = true
    clearTimeout(timer)
  })

  const clear = () => (rows.value = [])
  return { rows, paused, problem, clear }
}

/** copyText puts text on the clipboard; false when the browser does not let it. A plain-http address has no clipboard API, there the old way is left. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false)
  }
  const box = document.createElement('textarea')
  box.value = text
  box.className = 'sr'
  document.body.append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  return done
}
