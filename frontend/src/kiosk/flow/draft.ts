import { ask } from '@core/api/client'
import type { Condition, Holder } from '@core/api/types'
import { noAnswers, type Answers, type ProofGroup, type Service } from './steps'

/** Services with a form. */
export type FormService = Exclude<Service, 'progress' | 'own'>

/** A form that a power cut ended, as the station gives it back with the card. */
export interface Draft {
  service: FormService
  body: string
}

/** What of a form is kept: references into what the station knows, never pictures or the signature. */
interface Kept {
  request: string
  room?: { id: string; address: string }
  since?: string
  moved?: string
  phone?: string
  registration?: string
  condition?: Condition
  papers?: Partial<Record<ProofGroup, string[]>>
  leaving?: string
  leftOn?: string
  permit?: string
  report?: Answers['report']
}

export function writeDraft(request: string, a: Answers): string {
  const kept: Kept = {
    request, room: a.room, since: a.since, moved: a.moved === 'none' ? 'none' : a.moved?.id, phone: a.phone, registration: a.registration?.id,
    condition: a.condition, papers: a.papers, leaving: a.leaving?.id, leftOn: a.leftOn, permit: a.permit?.id, report: a.report,
  }
  return JSON.stringify(kept)
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const oneOf = <T extends string>(value: unknown, all: readonly T[]): T | undefined => all.find((one) => one === value)
const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : {})

/**
 * Reads a draft for its holder. What is not known any more, or was never an answer, is asked again. The request id is that of the form: one that was
 * submitted in the moment of the power cut is answered with its receipt, and is not taken in twice.
 */
export function readDraft(body: string, holder: Holder): { request?: string; answers: Answers } {
  const k = record(parse(body))
  const registration = (id: unknown) => holder.registrations.find((one) => one.id === id && one.state === 'active')
  const [room, papers] = [record(k.room), record(k.papers)]
  const [id, address] = [text(room.id), text(room.address)]
  const answers: Answers = {
    ...noAnswers(),
    room: id && address ? { id, address } : undefined,
    since: text(k.since),
    moved: k.moved === 'none' ? 'none' : registration(k.moved),
    phone: typeof k.phone === 'string' && /^1\d{10}$/.test(k.phone) ? k.phone : undefined,
    registration: registration(k.registration),
    condition: oneOf(k.condition, ['employment', 'dwelling', 'study']),
    leaving: registration(k.leaving),
    leftOn: text(k.leftOn),
    permit: holder.permits.find((one) => one.id === k.permit),
    report: oneOf(k.report, ['lost', 'damaged']),
  }
  for (const group of ['dwelling', 'employment', 'study'] as const) {
    const kinds = papers[group]
    const known = Array.isArray(kinds) ? holder.proof_kinds[group].filter((kind) => kinds.includes(kind)) : []
    if (known.length > 0) answers.papers[group] = known
  }
  return { request: text(k.request), answers }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Keeps a form at the station, or has it forgotten. The form on the screen goes on whatever becomes of this. */
export async function keepDraft(token: string, draft: Draft | undefined): Promise<void> {
  await ask<void>('/api/v1/kiosk/draft', { card_token: token, ...(draft ? { draft } : {}) }).catch(() => undefined)
}
