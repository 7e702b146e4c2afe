import type { Condition, Holder, Registration } from '@core/api/types'
import type { Pictures } from '../capture/shot'
import { endorsable, reportable, type OwnPermit, type Report } from './permits'

/** What a person can do here today. */
export type Service = 'residence' | 'permit' | 'progress' | 'leave' | 'endorse' | 'report' | 'own'

/** Pages of the kiosk. Those in StepName are questions and are counted. */
export type ScreenName =
  | 'home' | 'place' | 'confirm' | 'services' | 'info_no_card' | 'info_staff'
  | 'register_refused' | 'apply_refused' | 'endorse_refused' | 'receipt' | 'cases' | 'case' | 'own_data' | 'own_ask'
  | StepName

export type StepName =
  | 'address' | 'since' | 'moved' | 'phone' | 'check_residence'
  | 'registration' | 'condition' | `docs_${ProofGroup}` | `shot_${ProofGroup}` | 'portrait' | 'signature' | 'check_permit'
  | 'leave_which' | 'leave_when' | 'check_leave'
  | 'which_permit' | 'endorse_condition' | 'check_endorse' | 'report_kind' | 'check_report'

/** Pages beside the way through a visit; back from them leads to where the visit stands. */
export const asides: readonly ScreenName[] = ['home', 'place', 'info_no_card']

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
  /** Pictures taken. An empty list means that the person brings the original, or signs, at the window. */
  pictures: Pictures
  /** The registration to be ended, and the last day at its address. */
  leaving?: Registration
  leftOn?: string
  /** The permit to be endorsed or reported, and what happened to it. */
  permit?: OwnPermit
  report?: Report
}

export function noAnswers(): Answers {
  return { papers: {}, pictures: {} }
}

/** Registrations in force. */
export function activeRegistrations(holder: Holder): Registration[] {
  return holder.registrations.filter((r) => r.state === 'active')
}

/** Registrations in force at another room than the chosen one: only then is it asked whether the person moved. */
export function activeElsewhere(holder: Holder, room: Room | undefined): Registration[] {
  return holder.registrations.filter((r) => r.state === 'active' && r.room_id !== room?.id)
}

/** Registrations old enough to carry a permit application. */
export function eligibleRegistrations(holder: Holder, today: string): Registration[] {
  return holder.registrations.filter((r) => r.state === 'active' && (!r.eligible_on || r.eligible_on <= today))
}

/** The questions of a service for this person, in order. Known answers are not asked again (WCAG 3.3.7). Where there is a camera, papers are photographed. */
export function stepsOf(service: Service, holder: Holder, answers: Answers, today: string, camera = false): StepName[] {
  const phone: StepName[] = holder.phone_masked ? [] : ['phone']
  const several = (list: unknown[], question: StepName): StepName[] => (list.length > 1 ? [question] : [])
  switch (service) {
    case 'progress':
    case 'own': return []
    case 'residence': {
      const moved: StepName[] = activeElsewhere(holder, answers.room).length > 0 ? ['moved'] : []
      return ['address', 'since', ...moved, ...phone, 'check_residence']
    }
    case 'permit': {
      const proof = groupsOf(answers.condition).flatMap((group): StepName[] => (camera ? [`docs_${group}`, `shot_${group}`] : [`docs_${group}`]))
      const portrait: StepName[] = camera ? ['portrait'] : []
      return [...several(eligibleRegistrations(holder, today), 'registration'), 'condition', ...proof, ...portrait, ...phone, 'signature', 'check_permit']
    }
    case 'leave': return [...several(activeRegistrations(holder), 'leave_which'), 'leave_when', 'check_leave']
    case 'endorse': return [...several(endorsable(holder), 'which_permit'), 'endorse_condition', 'check_endorse']
    case 'report': return [...several(reportable(holder), 'which_permit'), 'report_kind', 'check_report']
  }
}

/** Whether a question has its answer; check pages never do. */
export function answered(name: StepName, a: Answers): boolean {
  if (name.startsWith('docs_')) return a.papers[name.slice('docs_'.length) as ProofGroup] !== undefined
  if (name.startsWith('shot_')) return a.pictures[name.slice('shot_'.length) as ProofGroup] !== undefined
  switch (name) {
    case 'address': return a.room !== undefined
    case 'since': return a.since !== undefined
    case 'moved': return a.moved !== undefined
    case 'phone': return a.phone !== undefined
    case 'registration': return a.registration !== undefined
    case 'condition':
    case 'endorse_condition': return a.condition !== undefined
    case 'portrait':
    case 'signature': return a.pictures[name] !== undefined
    case 'leave_which': return a.leaving !== undefined
    case 'leave_when': return a.leftOn !== undefined
    case 'which_permit': return a.permit !== undefined
    case 'report_kind': return a.report !== undefined
    default: return false
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
