import { defineStore } from 'pinia'
import { computed, onBeforeUnmount, ref } from 'vue'
import type { Change, Mode } from '@core/api/types'
import { openEvents } from '@core/events'
import { dateAtOffice } from '@core/format'
import type { TextKey } from '@core/i18n'
import { patientMode, standsAlone, takesWork, type ModeName } from '@core/mode'
import { office } from './backend'
import type { Station } from './types'

/** Milliseconds in which changes are gathered, so that a burst means one refetch. */
const gather = 250
/** Milliseconds between two looks at the station itself: its clock and its members come with no event. */
const lookAgain = 60_000

type Listener = (change: Change | undefined) => void

/** The station this console talks to: its name and clock, whether it can save, and what changes on it. No personal data. */
export const useLive = defineStore('live', () => {
  const station = ref<Station>()
  const mode = ref<ModeName>('normal')
  const reachable = ref(0)
  const leader = ref('')
  /** Entries accepted at this station only, not settled yet. */
  const waiting = ref(0)
  /** The instant for which the records of the other stations hold, RFC 3339. */
  const dataAsOf = ref<string>()
  const stopCode = ref<string>()
  /** The audit chain of this station is not that of a peer. */
  const chainAlarm = ref(false)
  const stale = ref(false)
  /** Goes up whenever a device of this station changes its state. */
  const deviceNews = ref(0)
  const heardAt = ref<Date>()
  const tick = ref(Date.now())
  const skew = ref(0)
  const listeners = new Set<Listener>()
  const patient = patientMode((next) => (mode.value = next))

  const now = computed(() => new Date(tick.value + skew.value))
  const today = computed(() => dateAtOffice(now.value))
  /** Work is taken in here, be it by this station alone. */
  const canSave = computed(() => takesWork(mode.value) && !stale.value)
  /** The other stations can be asked: decisions, cards, accounts and membership need them. */
  const connected = computed(() => mode.value === 'normal' && !stale.value)
  /** Why an action that needs the other stations has to wait, or undefined. */
  const hold = computed<TextKey | undefined>(() => {
    if (connected.value) return undefined
    if (stale.value || !standsAlone(mode.value)) return 'staff.case.cannot_save'
    return mode.value === 'isolated' ? 'staff.hold.isolated' : 'staff.hold.returning'
  })

  async function load(): Promise<void> {
    const answer = await office.station()
    station.value = answer
    skew.value = Date.parse(answer.now) - Date.now()
    hearMode(answer)
  }

  function hear(next: Mode): void {
    const others = next.reachable !== reachable.value
    chainAlarm.value = next.chain_alarm
    hearMode(next)
    if (others && station.value) void load().catch(() => undefined) // how many there are may be another number, too; the next look comes anyway
  }

  function hearMode(next: Omit<Mode, 'chain_alarm'>): void {
    reachable.value = next.reachable
    leader.value = next.leader
    waiting.value = next.waiting
    dataAsOf.value = next.data_as_of
    stopCode.value = next.stop_code
    patient.hear(next.mode)
  }

  function alive(): void {
    stale.value = false
    if (!station.value) void load().catch(() => undefined) // asked again when the stream speaks next
  }

  function lost(): void {
    stale.value = true
    heardAt.value = now.value
  }

  /** Tells the pages; undefined and the topic * mean that anything may have changed. */
  const tell = (change: Change | undefined) => listeners.forEach((listen) => listen(change?.topic === '*' ? undefined : change))

  /** Opens the stream and the clock; gives the function that closes both. */
  function start(): () => void {
    void load().catch(() => undefined) // the banner says that the line is broken
    const close = openEvents({ onChange: tell, onMode: hear, onDevice: () => (deviceNews.value += 1), onReset: () => tell(undefined), onStale: lost, onAlive: alive })
    const timer = setInterval(() => (tick.value = Date.now()), 1000)
    const looks = setInterval(() => void load().catch(() => undefined), lookAgain)
    return () => {
      close()
      clearInterval(timer)
      clearInterval(looks)
      patient.stop()
    }
  }

  function listen(listener: Listener): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    station, mode, reachable, leader, waiting, dataAsOf, stopCode, chainAlarm, stale, deviceNews, heardAt, now, today, canSave, connected, hold,
    load, hear, start, listen,
  }
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
