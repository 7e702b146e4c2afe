import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, must } from '@core/api/client'
import type { Mode, ReaderState, Station } from '@core/api/types'
import { dateAtOffice } from '@core/format'
import { cameraThere } from '../capture/camera'
import { patientMode, standsAlone, takesWork, type ModeName } from '@core/mode'

/** What the machine itself is: its name, whether it takes work in, whether it can read cards. No personal data. */
export const useStation = defineStore('station', () => {
  const info = ref<Station>()
  const reader = ref<ReaderState>({ state: 'starting' })
  const mode = ref<ModeName>('normal')
  /** Entries accepted at this station only, not settled yet. */
  const waiting = ref(0)
  /** The instant for which the records of the other stations hold, RFC 3339. */
  const dataAsOf = ref<string>()
  /** Why the station has stopped, or undefined. */
  const stopCode = ref<string>()
  const online = ref(true)
  /** The browser can take pictures here. */
  const camera = ref(false)
  /** Server clock minus ours, milliseconds: the kiosk's own clock may be wrong. */
  const skew = ref(0)
  const tick = ref(Date.now())
  const patient = patientMode((next) => (mode.value = next))

  const now = computed(() => new Date(tick.value + skew.value))
  const today = computed(() => dateAtOffice(now.value))
  const readerDown = computed(() => reader.value.state === 'absent' || reader.value.state === 'fault')
  const takes = computed(() => takesWork(mode.value))
  const alone = computed(() => standsAlone(mode.value))

  /** Fetches the station; keeps what is known when that does not work. */
  async function load(): Promise<void> {
    const answer = await must(api.GET('/api/v1/station'))
    info.value = answer
    reader.value = answer.reader
    skew.value = Date.parse(answer.now) - Date.now()
    hearMode(answer)
  }

  function hearMode(event: Pick<Mode, 'mode' | 'waiting' | 'data_as_of' | 'stop_code'>): void {
    waiting.value = event.waiting
    dataAsOf.value = event.data_as_of
    stopCode.value = event.stop_code
    patient.hear(event.mode)
  }

  async function lookForCamera(): Promise<void> {
    camera.value = await cameraThere()
  }

  function hearReader(event: ReaderState): void {
    reader.value = event
  }

  return { info, reader, mode, waiting, dataAsOf, stopCode, online, camera, lookForCamera, now, today, tick, readerDown, takes, alone, load, hearMode, hearReader }
})
