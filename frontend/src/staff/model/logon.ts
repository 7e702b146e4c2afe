import { computed, ref } from 'vue'
import { asProblem, type ProblemError } from '@core/api/client'
import { useWords } from '../words'

/** One password prompt: an attempt at a time, and in words what was wrong with it. The password is forgotten after a failure. */
export function useLogOn(attempt: (password: string) => Promise<void>) {
  const { problem: textOf, time } = useWords()
  const password = ref('')
  const busy = ref(false)
  const problem = ref<ProblemError>()

  async function enter(): Promise<void> {
    if (busy.value || password.value === '') return
    busy.value = true
    problem.value = undefined
    try {
      await attempt(password.value)
    } catch (thrown) {
      problem.value = asProblem(thrown)
      password.value = ''
    } finally {
      busy.value = false
    }
  }

  const wrong = computed(() => {
    const found = problem.value
    const until = found?.params.until
    return found && textOf(found.code, until ? { until: time(until) } : found.params)
  })
  return { password, busy, problem, wrong, enter }
}
