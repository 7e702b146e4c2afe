import { defineStore } from 'pinia'
import { computed, onBeforeUnmount, ref } from 'vue'
import type { Change, Mode } from '@core/api/types'
import { openEvents } from '@core/events'
import { dateAtOffice } from '@core/format'
import { office } from './backend'
import type { Station } from './types'

/** Milliseconds a missing leader is forgiven: an election takes about a second and is no news. */
const electionPatience = 2_500
/** Milliseconds in which changes are gathered, so that a burst means one refetch. */
const gather = 250

type Listener = (change: Change | undefined) => void

/** The station this console talks to: its name and clock, whether it can save, and what changes on it. No personal data. */
export const useLive = defineStore('live', () => {
  const station = ref<Station>()
  const mode = ref<Station['mode']>('normal')
  const reachable = ref(0)
  const leader = ref('')
  const stale = ref(false)
  const heardAt = ref<Date>()
  const tick = ref(Date.now())
  const skew = ref(0)
  const listeners = new Set<Listener>()
  let electing: ReturnType<typeof setTimeout> | undefined

  const now = computed(() => new Date(tick.value + skew.value))
  const today = computed(() => dateAtOffice(now.value))
  const canSave = computed(() => mode.value === 'normal' && !stale.value)

  async function load(): Promise<void> {
    const answer = await office.station()
    station.value = answer
    skew.value = Date.parse(answer.now) - Date.now()
    hearMode(answer)
  }

  function hearMode(next: Mode): void {
    clearTimeout(electing)
    reachable.value = next.reachable
    leader.value = next.leader
    if (next.mode === 'no_leader') electing = setTimeout(() => (mode.value = 'no_leader'), electionPatience)
    else mode.value = next.mode
  }

  function alive(): void {
    stale.value = false
    if (!station.value) void load().catch(() => undefined) // asked again when the stream speaks next
  }

  function lost(): void {
    stale.value = true
    heardAt.value = now.value
  }

  const tell = (change: Change | undefined) => listeners.forEach((listen) => listen(change))

  /** Opens the stream and the clock; gives the function that closes both. */
  function start(): () => void {
    void load().catch(() => undefined) // the banner says that the line is broken
    const close = openEvents({ onChange: tell, onMode: hearMode, onReset: () => tell(undefined), onStale: lost, onAlive: alive })
    const timer = setInterval(() => (tick.value = Date.now()), 1000)
    return () => {
      close()
      clearInterval(timer)
      clearTimeout(electing)
    }
  }

  function listen(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return { station, mode, reachable, leader, stale, heardAt, now, today, canSave, load, hearMode, start, listen }
})

/** Calls `refresh` while the component lives when something it shows may have changed, at most once per quarter of a second. */
export function useChanges(refresh: () => void, concerns: (change: Change) => boolean = () => true): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = useLive().listen((change) => {
    if (change && !concerns(change)) return
    timer ??= setTimeout(() => {
      timer = undefined
      refresh()
    }, gather)
  })
  onBeforeUnmount(() => {
    stop()
    clearTimeout(timer)
  })
}
