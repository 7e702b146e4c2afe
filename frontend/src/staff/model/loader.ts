import { computed, ref, shallowRef, watch } from 'vue'
import { asProblem, type ProblemError } from '@core/api/client'
import { useAccess } from './access'

/**
 * What a screen reads from the server: value, problem, waiting. A reload keeps the old value on screen until the new one is
 * there, an answer that arrives after a newer question is dropped, and an unlocked screen reads again what the lock kept from it.
 */
export function useLoader<T>(read: () => Promise<T>) {
  const value = shallowRef<T>()
  const problem = shallowRef<ProblemError>()
  const waiting = ref(false)
  const access = useAccess()
  let latest = 0
  let missed = false

  async function load(): Promise<void> {
    const mine = ++latest
    waiting.value = true
    try {
      const answer = await read()
      if (mine !== latest) return
      value.value = answer
      problem.value = undefined
    } catch (thrown) {
      if (mine !== latest) return
      const found = asProblem(thrown)
      if (access.lost(found)) missed = true
      else problem.value = found
    } finally {
      if (mine === latest) waiting.value = false
    }
  }

  /** Forgets the value, for example when another record is shown. */
  function clear(): void {
    latest++
    value.value = undefined
    problem.value = undefined
    waiting.value = false
  }

  watch(() => access.locked, (locked) => {
    if (locked || !missed) return
    missed = false
    void load()
  })

  const first = computed(() => waiting.value && value.value === undefined)
  return { value, problem, waiting, first, load, clear }
}
