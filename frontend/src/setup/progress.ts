import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { api, asProblem, must, type ProblemError } from '@core/api/client'
import type { components } from '@core/api/schema'

export type SetupState = components['schemas']['Setup']

/** Milliseconds between two looks at how far it is. */
const every = 1_000

/** How far the set-up is, as the program of this machine tells; asked again and again until it is done. */
export function useProgress(done: () => void) {
  const state = shallowRef<SetupState>()
  const problem = shallowRef<ProblemError>()
  /** The program does not answer: it may just be starting as a station. */
  const lost = ref(false)
  const busy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false

  async function look(): Promise<void> {
    try {
      hear(await must(api.GET('/api/v1/setup')))
    } catch (thrown) {
      // A station that has begun to work serves no set-up any more.
      if (asProblem(thrown).status === 404) return finish()
      lost.value = true
    } finally {
      if (!stopped) timer = setTimeout(look, every)
    }
  }

  function hear(next: SetupState): void {
    lost.value = false
    state.value = next
    if (next.state === 'done') void whenServing()
  }

  /** The kiosk's page is opened once the station answers, not before. */
  async function whenServing(): Promise<void> {
    await must(api.GET('/api/v1/station')).then(finish).catch(() => undefined) // not yet: the next look asks again
  }

  function finish(): void {
    if (stopped) return
    stopped = true
    clearTimeout(timer)
    done()
  }

  async function begin(call: () => Promise<SetupState>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    try {
      hear(await call())
    } catch (thrown) {
      problem.value = asProblem(thrown)
    } finally {
      busy.value = false
    }
  }

  const join = (code: string) => begin(() => must(api.POST('/api/v1/setup/join', { body: { code } })))
  const found = () => begin(() => must(api.POST('/api/v1/setup/found')))

  onMounted(look)
  onBeforeUnmount(() => {
    stopped = true
    clearTimeout(timer)
  })
  const working = computed(() => state.value?.state === 'working' || state.value?.state === 'done')
  return { state, problem, lost, busy, working, join, found }
}
