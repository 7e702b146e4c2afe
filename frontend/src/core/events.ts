import type { CardState, Change, DeviceState, Mode, ReaderState } from './api/types'
import { eventCutter, type StreamEvent } from './sse'

/** What a page wants to hear. Every handler is optional. */
export interface EventHandlers {
  onCard?: (event: CardState) => void
  onReader?: (event: ReaderState) => void
  onChange?: (event: Change) => void
  onMode?: (event: Mode) => void
  /** A device changed its state. Not told again after a broken line: read the list then. */
  onDevice?: (event: DeviceState) => void
  /** Events were missed for good: fetch again what is shown. */
  onReset?: () => void
  /** Nothing was heard for a while, or the line broke. Told once until the stream lives again. */
  onStale?: () => void
  /** Something was heard, the first time or again. */
  onAlive?: () => void
}

/** Milliseconds without a byte before the stream counts as lost; the server sends a comment every 15 s. */
const silence = 20_000
const retryFirst = 500
const retryMost = 5_000

/** Opens the page's one event stream, keeps it open, and returns the function that closes it. */
export function openEvents(handlers: EventHandlers, address = '/api/v1/events'): () => void {
  const stop = new AbortController()
  let lastId: string | undefined
  let alive: boolean | undefined
  let retry = retryFirst

  const heard = () => {
    retry = retryFirst
    if (alive === true) return
    alive = true
    handlers.onAlive?.()
  }
  const lost = () => {
    if (alive === false || stop.signal.aborted) return
    alive = false
    handlers.onStale?.()
  }
  const deliver = (event: StreamEvent) => {
    if (event.id !== undefined) lastId = event.id
    if (event.name === 'card') handlers.onCard?.(JSON.parse(event.data) as CardState)
    else if (event.name === 'reader') handlers.onReader?.(JSON.parse(event.data) as ReaderState)
    else if (event.name === 'change') handlers.onChange?.(JSON.parse(event.data) as Change)
    else if (event.name === 'mode') handlers.onMode?.(JSON.parse(event.data) as Mode)
    else if (event.name === 'device') handlers.onDevice?.(JSON.parse(event.data) as DeviceState)
    else if (event.name === 'reset') handlers.onReset?.()
  }

  const listen = async () => {
    const attempt = new AbortController()
    const end = () => attempt.abort()
    stop.signal.addEventListener('abort', end)
    let watch = setTimeout(end, silence)
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (lastId !== undefined) headers['last-event-id'] = lastId
      const answer = await fetch(address, { headers, cache: 'no-store', signal: attempt.signal })
      if (!answer.ok || answer.body === null) return
      const first = alive === undefined
      heard()
      // Without an id there is nothing to resume from: whatever happened meanwhile has to be fetched.
      if (!first && lastId === undefined) handlers.onReset?.()
      const reader = answer.body.getReader()
      const decoder = new TextDecoder()
      const cut = eventCutter(deliver)
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return
        clearTimeout(watch)
        watch = setTimeout(end, silence)
        heard()
        cut(decoder.decode(value, { stream: true }))
      }
    } finally {
      clearTimeout(watch)
      stop.signal.removeEventListener('abort', end)
    }
  }

  const run = async () => {
    while (!stop.signal.aborted) {
      await listen().catch(() => undefined) // every reason to stop listening is answered by trying again
      if (stop.signal.aborted) return
      lost()
      await new Promise((wake) => setTimeout(wake, retry))
      retry = Math.min(retry * 2, retryMost)
    }
  }
  void run()
  return () => stop.abort()
}
