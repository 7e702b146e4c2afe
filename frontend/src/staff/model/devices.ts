import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useAccess } from './access'
import { devices as server } from './backend'
import { useLoader } from './loader'
import type { Device } from './types'

/** Which fault is told first: a receiver that hears nothing is worse than a reader, and that worse than a printer. */
const gravest: readonly Device['kind'][] = ['alarm', 'idcard', 'printer']

/** The devices at this station's ports, for every account that may see them. Holds nothing of what they said. */
export const useDevices = defineStore('devices', () => {
  const access = useAccess()
  const { value, problem, first, load: ask, clear } = useLoader(server.list)
  const all = computed(() => value.value?.devices ?? [])
  /** Devices with a fault, the gravest first. */
  const faulty = computed(() => all.value.filter((d) => d.state === 'fault').toSorted((a, b) => gravest.indexOf(a.kind) - gravest.indexOf(b.kind)))

  async function load(): Promise<void> {
    if (access.may('device.read')) await ask()
    else clear()
  }

  return { value, problem, first, all, faulty, load }
})
