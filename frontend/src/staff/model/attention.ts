import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useAccess } from './access'
import { conflicts } from './backend'

/** What waits for a hand although no page shows it: the open items of the conflict desk. */
export const useAttention = defineStore('attention', () => {
  const access = useAccess()
  const open = ref(0)

  async function load(): Promise<void> {
    if (!access.may('conflict.handle')) {
      open.value = 0
      return
    }
    // The figure is a courtesy: without an answer the last one stays.
    await conflicts.list('open').then((page) => (open.value = page.open)).catch(() => undefined)
  }

  return { open, load }
})
