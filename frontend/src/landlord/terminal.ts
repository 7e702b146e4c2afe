import { computed, ref, shallowRef } from 'vue'
import { asProblem, newRequestId, type ProblemError } from '@core/api/client'
import { logIn, logOut, ownReports, send, type OwnReport, type ReporterSession, type Sent } from './backend'
import { answered, begin, enter, erased, mannerOf, promptOf, promptOfField, stepBack, typedAnswer, typedOn, type Visit, type Work } from './flow'

export type Stage = 'login' | 'pin' | 'menu' | 'work' | 'own' | 'done'

/** What a menu line leads to. */
export type Errand = Work | 'own'

/** Everything a visit knows lives here; `wipe` forgets it all and ends the session. Nothing is kept in the browser or in an address. */
export function useTerminal() {
  const stage = ref<Stage>('login')
  const login = ref('')
  const pin = ref('')
  const session = shallowRef<ReporterSession>()
  const visit = shallowRef<Visit>()
  const own = shallowRef<OwnReport[]>([])
  const sent = shallowRef<Sent>()
  const problem = shallowRef<ProblemError>()
  const busy = ref(false)
  let requestId = newRequestId()

  const today = computed(() => session.value?.today ?? '')
  const errands = computed<Errand[]>(() => {
    const places = session.value?.premises ?? []
    return [
      ...(places.some((p) => p.kind === 'dwelling') ? (['tenant', 'leaving'] as const) : []),
      ...(places.some((p) => p.kind === 'workplace') ? (['worker', 'workend'] as const) : []),
      ...(places.some((p) => p.register) ? (['register'] as const) : []),
      'own',
    ]
  })
  const ready = computed(() => {
    if (busy.value) return false
    if (stage.value === 'login') return login.value.length >= 6
    if (stage.value === 'pin') return pin.value.length === 6
    if (stage.value !== 'work' || !visit.value) return true
    const manner = mannerOf(promptOf(visit.value))
    return manner === 'check' || (manner !== 'choice' && typedAnswer(visit.value, today.value) !== undefined)
  })

  function wipe(): void {
    const held = session.value !== undefined
    stage.value = 'login'
    login.value = pin.value = ''
    session.value = visit.value = sent.value = problem.value = undefined
    own.value = []
    requestId = newRequestId()
    if (held) logOut().catch(() => undefined) // the session ends by itself where the line is down
  }

  /** One call at a time; a session that is over leads to the log-on page. */
  async function call<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    try {
      const answer = await work()
      problem.value = undefined
      return answer
    } catch (thrown) {
      const found = asProblem(thrown)
      if (found.code === 'unauthenticated') wipe()
      problem.value = found
      return undefined
    } finally {
      busy.value = false
    }
  }

  async function open(): Promise<void> {
    const answer = await call(() => logIn(login.value, pin.value))
    pin.value = ''
    if (answer) {
      session.value = answer
      login.value = ''
      stage.value = 'menu'
    } else if (problem.value && !problem.value.uncertain) stage.value = 'login'
  }

  /** Starts an errand. The request id is made here and stays until the outcome is known. */
  async function start(errand: Errand): Promise<void> {
    problem.value = undefined
    if (errand === 'leaving' || errand === 'workend' || errand === 'own') {
      const answer = await call(ownReports)
      if (!answer) return
      own.value = answer.items
    }
    requestId = newRequestId()
    visit.value = errand === 'own' ? undefined : begin(errand)
    stage.value = errand === 'own' ? 'own' : 'work'
  }

  function answer(value: string): void {
    problem.value = undefined
    visit.value = answered(visit.value!, value)
  }

  async function hand(): Promise<void> {
    const done = await call(() => send(visit.value!, requestId, today.value))
    if (done) {
      sent.value = done
      stage.value = 'done'
      visit.value = undefined
      return
    }
    const found = problem.value
    if (!found || found.uncertain || found.untried || !visit.value) return
    requestId = newRequestId() // decided: the same id would only repeat the answer
    const at = found.errors.map((e) => promptOfField(visit.value!.work, e.field)).find((one) => one !== undefined)
    if (at !== undefined) visit.value = enter(visit.value, at)
  }

  function type(key: string): void {
    if (stage.value === 'login') login.value = (login.value + key.replace(/\D/g, '')).slice(0, 11)
    else if (stage.value === 'pin') pin.value = (pin.value + key.replace(/\D/g, '')).slice(0, 6)
    else if (visit.value) visit.value = typedOn(visit.value, key)
  }

  function erase(): void {
    if (stage.value === 'login') login.value = login.value.slice(0, -1)
    else if (stage.value === 'pin') pin.value = pin.value.slice(0, -1)
    else if (visit.value) visit.value = erased(visit.value)
  }

  function named(name: string): void {
    if (visit.value) visit.value = { ...visit.value, name }
  }

  async function confirm(): Promise<void> {
    if (!ready.value) return
    if (stage.value === 'login') stage.value = 'pin'
    else if (stage.value === 'pin') await open()
    else if (stage.value === 'done' || stage.value === 'own') stage.value = 'menu'
    else if (stage.value === 'work' && visit.value) {
      if (promptOf(visit.value) === 'check') await hand()
      else answer(typedAnswer(visit.value, today.value)!)
    }
  }

  function back(): void {
    if (busy.value) return
    problem.value = undefined
    if (stage.value === 'work' && visit.value) {
      visit.value = stepBack(visit.value)
      if (!visit.value) stage.value = 'menu'
    } else if (stage.value === 'own' || stage.value === 'done') stage.value = 'menu'
    else wipe()
  }

  return { stage, login, pin, session, visit, own, sent, problem, busy, today, errands, ready, wipe, start, answer, type, named, erase, confirm, back }
}

export type Terminal = ReturnType<typeof useTerminal>
