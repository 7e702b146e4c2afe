import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useAccess } from './access'
import { alarms as server } from './backend'
import { useLoader } from './loader'
import { useLive } from './live'
import type { AlarmItem, AlarmPage } from './types'

/** Hours the list may go back. */
export const alarmHours = [24, 72] as const
export type AlarmHours = (typeof alarmHours)[number]
/** A priority from 1, the gravest, to 4; 0 stands for all of them. */
export type AlarmPriority = 0 | 1 | 2 | 3 | 4
/** Milliseconds within which an alarm is news to somebody who has only now sat down. */
const recent = 60 * 60_000

/** oneAtATime runs `work` and, when it was asked for meanwhile, once more: a burst of calls never starves and the last of them is never lost. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let again = false
  const run = async () => {
    do {
      again = false
      await work()
    } while (again)
  }
  return () => {
    if (running) again = true
    else running = run().finally(() => (running = undefined))
    return running!
  }
}

/** The live list of alarms: what the page shows, and on every page which urgent ones are new to this desk. */
export const useAlarms = defineStore('alarms', () => {
  const access = useAccess()
  const live = useLive()
  const hours = ref<AlarmHours>(24)
  const priority = ref<AlarmPriority>(0)
  /** How many pages of the list are shown; a refresh fetches all of them, so that no row shown is old. */
  const pages = ref(1)
  const asOf = ref<Date>()
  /** The lines that somebody should look at now. That one was restored or taken back since closes nothing. */
  const urgent = shallowRef<readonly AlarmItem[]>([])
  /** Those of them that nobody at this desk has looked at. */
  const fresh = shallowRef<ReadonlySet<string>>(new Set())
  /** The newest urgent line that came while this desk was watching, to be told once. */
  const news = shallowRef<AlarmItem>()
  let known: Set<string> | undefined

  const list = useLoader(async (): Promise<AlarmPage> => {
    let page = await server.list(hours.value, priority.value)
    const gravest = priority.value > 1 ? await server.list(hours.value, 1) : page
    hear(gravest.items.filter((item) => item.priority === 1))
    asOf.value = live.now
    for (let n = 1; n < pages.value && page.next !== ''; n++) {
      const older = await server.list(hours.value, priority.value, page.next)
      page = { ...page, items: [...page.items, ...older.items], next: older.next }
    }
    return page
  })
  const load = oneAtATime(async () => {
    if (access.may('alarm.read')) await list.load()
  })

  /** Finds what is new among the urgent lines. What was always there is not told to somebody who sits down. */
  function hear(lines: readonly AlarmItem[]): void {
    const unheard = lines.filter((item) => (known ? !known.has(item.id) : live.now.getTime() - Date.parse(item.last_at) < recent))
    if (known && unheard.length > 0) news.value = unheard[0]
    urgent.value = lines
    fresh.value = new Set([...lines.filter((item) => fresh.value.has(item.id)), ...unheard].map((item) => item.id))
    known = new Set([...(known ?? []), ...lines.map((item) => item.id)])
  }

  /** Somebody looked at a line. */
  function seen(id: string): void {
    if (fresh.value.has(id)) fresh.value = new Set([...fresh.value].filter((other) => other !== id))
  }

  /** Shows another stretch of the list. */
  async function show(next: { hours?: AlarmHours; priority?: AlarmPriority }): Promise<void> {
    hours.value = next.hours ?? hours.value
    priority.value = next.priority ?? priority.value
    pages.value = 1
    list.clear()
    await load()
  }

  async function older(): Promise<void> {
    pages.value++
    await load()
  }

  /** Forgets everything, for another person sits down. */
  function clear(): void {
    hours.value = 24
    priority.value = 0
    pages.value = 1
    urgent.value = []
    fresh.value = new Set()
    news.value = undefined
    known = undefined
    list.clear()
  }

  const items = computed(() => list.value.value?.items ?? [])
  const firstFresh = computed(() => urgent.value.find((item) => fresh.value.has(item.id)))
  return {
    hours, priority, page: list.value, items, problem: list.problem, waiting: list.waiting, first: list.first, asOf, fresh, firstFresh, news,
    load, seen, show, older, clear,
  }
})
