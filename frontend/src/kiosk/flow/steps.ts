import type { Condition, Holder, Registration } from '@core/api/types'

/** What a person can do here today. */
export type Service = 'residence' | 'permit' | 'progress'

/** Pages of the kiosk. Those in StepName are questions and are counted. */
export type ScreenName =
  | 'home' | 'place' | 'confirm' | 'services' | 'info_no_card' | 'info_staff'
  | 'register_refused' | 'apply_refused' | 'receipt' | 'cases' | 'case'
  | StepName

export type StepName =
  | 'address' | 'since' | 'moved' | 'phone' | 'check_residence'
  | 'registration' | 'condition' | 'docs_dwelling' | 'docs_employment' | 'docs_study' | 'check_permit'

/** A chosen room, with the words to show for it. */
export interface Room {
  id: string
  address: string
}

/** A declared paper: the person says they have it and will bring the original. */
export interface Paper {
  group: string
  kind: string
}

/** Groups of proofs the person chooses from. Identity and photo are not asked: the card lies here, a photo can be taken. */
export type ProofGroup = 'dwelling' | 'employment' | 'study'

/** Everything the person answered so far. Held in memory only, see Session.wipe. */
export interface Answers {
  room?: Room
  since?: string
  /** The registration the person moved away from; 'none' = still living there. */
  moved?: Registration | 'none'
  /** Digits, or undefined = keep the number on record. */
  phone?: string
  registration?: Registration
  condition?: Condition
  /** Declared papers by group. */
  papers: Partial<Record<ProofGroup, string[]>>
}

export function noAnswers(): Answers {
  return { papers: {} }
}

/** Registrations in force at another room than the chosen one: only then is it asked whether the person moved. */
export function activeElsewhere(holder: Holder, room: Room | undefined): Registration[] {
  return holder.registrations.filter((r) => r.state === 'active' && r.room_id !== room?.id)
}

/** Registrations old enough to carry a permit application. */
export function eligibleRegistrations(holder: Holder, today: string): Registration[] {
  return holder.registrations.filter((r) => r.state === 'active' && (!r.eligible_on || r.eligible_on <= today))
}

/** The questions of a service for this person, in order. Known answers are not asked again (WCAG 3.3.7). */
export function stepsOf(service: Service, holder: Holder, answers: Answers, today: string): StepName[] {
  const phone: StepName[] = holder.phone_masked ? [] : ['phone']
  if (service === 'residence') {
    const moved: StepName[] = activeElsewhere(holder, answers.room).length > 0 ? ['moved'] : []
    return ['address', 'since', ...moved, ...phone, 'check_residence']
  }
  const which: StepName[] = eligibleRegistrations(holder, today).length > 1 ? ['registration'] : []
  const proof = groupsOf(answers.condition).map((group): StepName => `docs_${group}`)
  return [...which, 'condition', ...proof, ...phone, 'check_permit']
}

/** Whether a question has its answer; check pages never do. */
export function answered(name: StepName, a: Answers): boolean {
  switch (name) {
    case 'address': return a.room !== undefined
    case 'since': return a.since !== undefined
    case 'moved': return a.moved !== undefined
    case 'phone': return a.phone !== undefined
    case 'registration': return a.registration !== undefined
    case 'condition': return a.condition !== undefined
    case 'docs_dwelling': return a.papers.dwelling !== undefined
    case 'docs_employment': return a.papers.employment !== undefined
    case 'docs_study': return a.papers.study !== undefined
    case 'check_residence':
    case 'check_permit': return false
  }
}

/** Which proofs a condition needs: always one of the dwelling, for the address (Decree 663, article 9). */
export function groupsOf(condition: Condition | undefined): ProofGroup[] {
  return condition && condition !== 'dwelling' ? ['dwelling', condition] : ['dwelling']
}

/** The papers to declare in an application: every required group, so that nothing has to be asked for later. */
export function papersOf(answers: Answers): Paper[] {
  const chosen = groupsOf(answers.condition).flatMap((group) => (answers.papers[group] ?? []).map((kind) => ({ group, kind })))
  return [{ group: 'identity', kind: 'resident_id_card' }, { group: 'photo', kind: 'portrait' }, ...chosen]
}
