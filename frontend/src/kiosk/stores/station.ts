import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, must } from '@core/api/client'
import type { Mode, ReaderState, Station } from '@core/api/types'
import { dateAtOffice } from '@core/format'

/** Milliseconds a missing leader is forgiven: an election takes about one second and is no news to a resident. */
const electionPatience = 2_500

/** What the machine itself is: its name, whether it can save, whether it can read cards. No personal data. */
export const useStation = defineStore('station', () => {
  const info = ref<Station>()
  const reader = ref<ReaderState>({ state: 'starting' })
  const mode = ref<Station['mode']>('normal')
  const online = ref(true)
  /** Server clock minus ours, milliseconds: the kiosk's own clock may be wrong. */
  const skew = ref(0)
  const tick = ref(Date.now())
  let electing: ReturnType<typeof setTimeout> | undefined

  const now = computed(() => new Date(tick.value + skew.value))
  const today = computed(() => dateAtOffice(now.value))
  const readerDown = computed(() => reader.value.state === 'absent' || reader.value.state === 'fault')
  const canSave = computed(() => mode.value === 'normal' && online.value)

  /** Fetches the station; keeps what is known when that does not work. */
  async function load(): Promise<void> {
    const answer = await must(api.GET('/api/v1/station'))
    info.value = answer
    reader.value = answer.reader
    skew.value = Date.parse(answer.now) - Date.now()
    setMode(answer.mode)
  }

  function setMode(next: Station['mode']): void {
    clearTimeout(electing)
    if (next === 'no_leader') electing = setTimeout(() => (mode.value = next), electionPatience)
    else mode.value = next
  }

  function hearMode(event: Mode): void {
    setMode(event.mode)
  }

  function hearReader(event: ReaderState): void {
    reader.value = event
  }

  return { info, reader, mode, online, now, today, tick, readerDown, canSave, load, hearMode, hearReader }
})
