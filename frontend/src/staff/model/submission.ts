import { computed, ref, shallowRef } from 'vue'
import { asProblem, newRequestId, type FieldProblem, type ProblemError } from '@core/api/client'
import { useAccess } from './access'

/**
 * One form being sent. The request id is made when the form opens and stays the same while the outcome is unknown, so that
 * asking again is safe, and also when nothing was tried. A refusal that was decided gets a new id for the corrected form: the old one would only
 * repeat its answer. A form that `stays` open after it was taken is another form then, with an id of its own; one that goes keeps its id, so that a second
 * press of the key before it is gone asks for nothing new.
 */
export function useSubmission<T>(send: (requestId: string) => Promise<T>, { stays = false } = {}) {
  const requestId = ref(newRequestId())
  const busy = ref(false)
  const problem = shallowRef<ProblemError>()
  const uncertain = computed(() => problem.value?.uncertain === true)
  const access = useAccess()

  /** Sends the form once. Gives undefined when it was not taken; the form then shows why. */
  async function attempt(): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    try {
      const outcome = await send(requestId.value)
      problem.value = undefined
      if (stays) requestId.value = newRequestId()
      return outcome
    } catch (thrown) {
      refused(asProblem(thrown))
      return undefined
    } finally {
      busy.value = false
    }
  }

  function refused(found: ProblemError): void {
    if (access.lost(found)) return // the form waits under the lock
    problem.value = found
    if (!found.uncertain && !found.untried) requestId.value = newRequestId()
  }

  /** The problem of one field, by its name in the request body; `documents` also finds `documents.study`. */
  function errorOf(field: string): FieldProblem | undefined {
    return problem.value?.errors.find((e) => e.field === field || e.field.startsWith(`${field}.`) || e.field.startsWith(`${field}[`))
  }

  return { requestId, busy, problem, uncertain, attempt, errorOf }
}

export type Submission<T> = ReturnType<typeof useSubmission<T>>
