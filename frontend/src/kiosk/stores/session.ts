import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { api, asProblem, must, newRequestId, type ProblemError } from '@core/api/client'
import type { CardView, CaseRow, Holder } from '@core/api/types'
import { sendPictures } from '../capture/send'
import { dropAll } from '../capture/shot'
import type { CardPhase } from '../flow/card'
import { keepDraft, readDraft, writeDraft } from '../flow/draft'
import type { Slip } from '../flow/permits'
import { cardListener } from '../flow/hearing'
import { entrance } from '../flow/services'
import { submitForm } from '../flow/submit'
import { asides, noAnswers, stepsOf, type Answers, type ScreenName, type Service, type StepName } from '../flow/steps'
import { onward, resumeAt } from '../flow/way'
import { useStation } from './station'

/**
 * One person's visit, from the card to the wipe. Everything personal the kiosk knows is in this store and in the
 * components that show it; wipe() forgets both. Nothing is written to any browser storage.
 */
export const useSession = defineStore('session', () => {
  const station = useStation()

  const screen = ref<ScreenName>('home')
  const service = ref<Service>()
  const card = shallowRef<CardView>()
  const cardPhase = ref<CardPhase>('none')
  /** Why the card was not read, a code of the reader; empty otherwise. */
  const fault = ref('')
  const holder = shallowRef<Holder>()
  const answers = ref<Answers>(noAnswers())
  const requestId = ref('')
  /** There was a camera when the form was opened. One that is unplugged or plugged in midway changes no questions. */
  const camera = ref(false)
  const receipt = shallowRef<Slip>()
  /** Pictures that could not be saved with the application on the receipt. */
  const unsent = ref(0)
  const cases = shallowRef<CaseRow[]>()
  const openCase = shallowRef<CaseRow>()
  const busy = ref(false)
  const problem = shallowRef<ProblemError>()
  /** A question is being answered again from the check page: the answer leads straight back there. */
  const editing = ref(false)
  const prompt = ref<'removed' | 'idle'>()
  /** The card just read is not the one this visit began with. */
  const swapped = ref(false)
  /** A card still lies on the reader although its visit is over. */
  const leftover = ref(false)
  /** Where "staff help" was asked for. */
  const askedFrom = ref<ScreenName>('home')
  /** The token of the visit that ended last: its card may still lie there. */
  let ended: string | undefined
  /** Counts visits: components keyed with it are built anew, so no typed text survives in the DOM. */
  const visit = ref(0)

  const steps = computed<StepName[]>(() =>
    holder.value && service.value ? stepsOf(service.value, holder.value, answers.value, station.today, camera.value) : [],
  )
  const step = computed(() => steps.value.indexOf(screen.value as StepName))
  /** Something personal is on the screen or in the store. */
  const personal = computed(() => card.value !== undefined || holder.value !== undefined || receipt.value !== undefined)
  const active = computed(() => personal.value || screen.value !== 'home')
  const finished = computed(() => screen.value === 'receipt')

  function go(to: ScreenName): void {
    problem.value = undefined
    screen.value = to
  }

  // --- the card -----------------------------------------------------------------------------------------------

  /** A new visit: whatever the last person left is wiped first. */
  function begin(next: CardView, other: boolean): void {
    // A service chosen before the first card stays chosen; a second card starts from nothing.
    const wanted = card.value === undefined ? service.value : undefined
    forget()
    service.value = wanted
    card.value = next
    swapped.value = other
    go('confirm')
  }

  const hearCard = cardListener({ card, phase: cardPhase, fault, leftover, screen, finished, prompt }, { begin, wipe: () => void wipe(), ended: () => ended })

  // --- the way through ----------------------------------------------------------------------------------------

  /** A service was chosen on the home page or after the card. */
  function choose(next: Service): void {
    service.value = next
    if (!holder.value) return go(card.value ? 'confirm' : 'place')
    enter()
  }

  /** "Yes, this is me." */
  async function confirm(): Promise<void> {
    const token = card.value?.token
    if (token === undefined) return
    await attempt(async () => {
      const found = await must(api.POST('/api/v1/kiosk/confirm', { body: { card_token: token } }))
      if (card.value?.token !== token) return // the card changed while we asked
      holder.value = found
      swapped.value = false
      if (service.value && !found.draft) enter()
      else go('services') // also where there is a form to go on with: that is offered first
    })
  }

  /** Opens the chosen service for the confirmed holder. */
  function enter(): void {
    const person = holder.value
    if (!person || !service.value) return
    forgetAnswers()
    editing.value = false
    camera.value = station.camera
    requestId.value = newRequestId()
    go(entrance(service.value, person, steps.value[0]))
    if (service.value === 'progress') void loadCases()
  }

  /** Goes on with the form that a power cut ended. */
  function resume(): void {
    const draft = holder.value?.draft
    if (!holder.value || !draft) return
    choose(draft.service)
    if (steps.value.length === 0 || steps.value[0] !== screen.value) return // it cannot be had now, and the page says why
    const kept = readDraft(draft.body, holder.value)
    answers.value = kept.answers
    requestId.value = kept.request ?? requestId.value
    go(resumeAt(steps.value, answers.value))
  }

  /** An answer was given: on to the next question, or back to the check page when it was a correction. */
  function next(): void {
    const turn = onward(steps.value, step.value, editing.value, answers.value)
    editing.value = turn.editing
    go(turn.to)
    const kind = service.value
    if (card.value && kind && kind !== 'progress' && kind !== 'own') void keepDraft(card.value.token, { service: kind, body: writeDraft(requestId.value, answers.value) })
  }

  /** One page back; from the first page of a service to the choice of services. */
  function back(): void {
    if (screen.value === 'info_staff') return go(askedFrom.value)
    const last = steps.value.at(-1)
    if (editing.value && last) {
      editing.value = false
      return go(last)
    }
    if (step.value > 0) return go(steps.value[step.value - 1]!)
    if (screen.value === 'case') return go('cases')
    if (screen.value === 'own_ask') return go('own_data')
    if (asides.includes(screen.value)) return card.value ? go(holder.value ? 'services' : 'confirm') : void wipe()
    if (screen.value === 'services') return void wipe()
    service.value = undefined
    go('services')
  }

  /** "Staff help", from any page; the answers stay, and back leads to the page it was asked from. */
  function askStaff(): void {
    if (screen.value === 'info_staff') return
    askedFrom.value = screen.value
    go('info_staff')
  }

  /** The change button of a row on the check page. */
  function edit(name: StepName): void {
    editing.value = true
    go(name)
  }

  // --- the server ---------------------------------------------------------------------------------------------

  async function attempt(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    const mine = visit.value
    try {
      await work()
    } catch (thrown) {
      if (visit.value === mine) problem.value = asProblem(thrown)
    } finally {
      if (visit.value === mine) busy.value = false
    }
  }

  async function loadCases(): Promise<void> {
    const token = card.value?.token ?? ''
    const mine = visit.value
    await attempt(async () => {
      const list = await must(api.GET('/api/v1/kiosk/cases', { params: { query: { card_token: token } } }))
      if (visit.value === mine) cases.value = list.items
    })
  }

  /** Sends the form. Asking again is safe: the request id was made when the form was opened. */
  async function submit(): Promise<void> {
    const person = holder.value
    const kind = service.value
    if (!person || !card.value || !kind || kind === 'progress' || kind === 'own') return
    const mine = visit.value
    await attempt(async () => {
      // The token is read at each try: the card may have been lifted and put back in between.
      const form = () => {
        if (visit.value !== mine) throw new Error('the visit is over') // never with the card of the next person
        return { requestId: requestId.value, token: card.value?.token ?? '', answers: answers.value }
      }
      const done = await submitForm(kind, form, person, station.today)
      void keepDraft(form().token, undefined)
      const missing = kind === 'permit' ? await sendPictures(form, done.record_id, () => visit.value === mine) : 0
      if (visit.value !== mine) return
      receipt.value = done
      unsent.value = missing
      forgetAnswers()
      prompt.value = undefined
      go('receipt')
    })
  }

  /** "Do something else" on the receipt: the same person, seen afresh. */
  async function another(): Promise<void> {
    if (!card.value || cardPhase.value !== 'read') return void wipe()
    const token = card.value.token
    receipt.value = undefined
    service.value = undefined
    holder.value = undefined // what was known before the submission is out of date
    go('confirm')
    await attempt(async () => {
      holder.value = await must(api.POST('/api/v1/kiosk/confirm', { body: { card_token: token } }))
      go('services')
    })
  }

  // --- forgetting ---------------------------------------------------------------------------------------------

  /** Forgets the answers, pictures included: their addresses within the page lead nowhere any more. */
  function forgetAnswers(): void {
    dropAll(answers.value.pictures)
    answers.value = noAnswers()
  }

  /** Forgets the visit here, on the page. */
  function forget(): void {
    service.value = undefined
    card.value = undefined
    holder.value = undefined
    forgetAnswers()
    requestId.value = ''
    camera.value = false
    receipt.value = undefined
    unsent.value = 0
    cases.value = undefined
    openCase.value = undefined
    busy.value = false
    problem.value = undefined
    editing.value = false
    askedFrom.value = 'home'
    prompt.value = undefined
    swapped.value = false
    visit.value += 1
  }

  /** Ends the visit: forgets it here and in the station's memory, and goes home. */
  async function wipe(): Promise<void> {
    const token = card.value?.token
    leftover.value = cardPhase.value === 'read' && token !== undefined
    ended = token ?? ended
    forget()
    screen.value = 'home'
    if (token === undefined) return
    // The page is clean already; a station that cannot be reached forgets by its own time limit.
    await must(api.POST('/api/v1/kiosk/wipe', { body: { card_token: token } })).catch(() => undefined)
  }

  return {
    screen, service, card, cardPhase, fault, holder, answers, receipt, unsent, cases, openCase, busy, problem, editing, prompt, swapped, camera,
    leftover, visit, steps, step, personal, active, finished,
    go, hearCard, choose, confirm, resume, next, back, edit, askStaff, loadCases, submit, another, wipe,
  }
})
