import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '@core/api/client'
import { useAccess } from './access'
import { useSubmission } from './submission'
import type { Session } from './types'

const clerk: Session = { account: { id: 'u1', login: 'a', name: 'A', role: 'clerk', station: 's1' }, idle_lock_seconds: 300, permissions: ['case.handle'] }

describe('useSubmission', () => {
  beforeEach(() => setActivePinia(createPinia()))

  /** Sends once per problem given, then succeeds; tells the request ids used. */
  async function send(...problems: ProblemError[]) {
    const ids: string[] = []
    const form = useSubmission(async (id) => {
      ids.push(id)
      const problem = problems.shift()
      if (problem) throw problem
      return 'done'
    })
    const outcomes: (string | undefined)[] = []
    for (let n = problems.length; n >= 0; n--) outcomes.push(await form.attempt())
    return { form, ids, outcomes }
  }

  it('asks again with the same id while the outcome is unknown', async () => {
    const { ids, outcomes, form } = await send(new ProblemError(503, 'cluster.uncertain'), new ProblemError(0, 'network'))
    expect(outcomes).toEqual([undefined, undefined, 'done'])
    expect(new Set(ids).size).toBe(1)
    expect(form.problem.value).toBeUndefined()
  })

  it('keeps the id of what was turned away before it was tried: an earlier try may have been taken', async () => {
    const { ids, form } = await send(new ProblemError(503, 'cluster.uncertain'), new ProblemError(503, 'cluster.cut_off'))
    expect(new Set(ids).size).toBe(1)
    expect(form.uncertain.value).toBe(false)
  })

  it('takes a new id for a corrected form, since the old one would only repeat its refusal', async () => {
    const { ids } = await send(new ProblemError(422, 'validation'))
    expect(new Set(ids).size).toBe(2)
  })

  it('has a new id for the next one where the form stays open, and the same where it goes', async () => {
    for (const [stays, ids] of [[true, 2], [false, 1]] as const) {
      const used: string[] = []
      const form = useSubmission(async (id) => used.push(id), { stays })
      await form.attempt()
      await form.attempt()
      expect(new Set(used).size).toBe(ids)
    }
  })

  it('keeps the id and covers the screen when the session is gone', async () => {
    useAccess().session = clerk
    const { ids, form } = await send(new ProblemError(401, 'unauthenticated'))
    expect(useAccess().locked).toBe(true)
    expect(new Set(ids).size).toBe(1)
    expect(form.problem.value).toBeUndefined()
  })

  it('does not send twice at once', async () => {
    let sent = 0
    const form = useSubmission(async () => ++sent)
    await Promise.all([form.attempt(), form.attempt()])
    expect(sent).toBe(1)
  })

  it('finds the problem of a field, also inside it', async () => {
    const form = useSubmission(async () => {
      throw new ProblemError(422, 'validation', {}, [{ field: 'documents.study', code: 'x' }, { field: 'items[2].note', code: 'y' }])
    })
    await form.attempt()
    expect([form.errorOf('documents')?.code, form.errorOf('items')?.code, form.errorOf('doc')?.code]).toEqual(['x', 'y', undefined])
  })
})
