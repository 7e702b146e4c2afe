// The prompts of the terminal, without a screen: which come, what a key does, what is sent at the end.
import { dayOf, judge, numberOf } from './typed'

/** What somebody came to do. */
export type Work = 'tenant' | 'leaving' | 'worker' | 'workend' | 'register'
export type PromptId = 'dwelling' | 'tenant' | 'room' | 'since' | 'until' | 'written' | 'heads' | 'start' | 'left' | 'premises' | 'guests' | 'workplace' | 'check'

/** At most eight prompts for a tenant and four for one who leaves, or begins to work: people stand at the terminal. */
export const flows: Record<Work, readonly PromptId[]> = {
  tenant: ['dwelling', 'tenant', 'room', 'since', 'until', 'written', 'heads', 'check'],
  leaving: ['start', 'left', 'heads', 'check'],
  worker: ['workplace', 'tenant', 'since', 'check'],
  workend: ['start', 'left', 'check'],
  register: ['premises', 'guests', 'check'],
}

/** How a prompt is answered. */
export type Manner = 'choice' | 'person' | 'day' | 'count' | 'check'
const manners: Record<PromptId, Manner> = {
  dwelling: 'choice', tenant: 'person', room: 'choice', since: 'day', until: 'day', written: 'choice', heads: 'count', start: 'choice', left: 'day', premises: 'choice', guests: 'count', workplace: 'choice', check: 'check',
}
export const mannerOf = (prompt: PromptId): Manner => manners[prompt]

/** One numbered answer. */
export interface Choice {
  value: string
  label: string
}

export interface Visit {
  work: Work
  at: number
  /** Answers by prompt: the id of a choice, an ISO day or nothing, a count, a citizen number. */
  answers: Partial<Record<PromptId, string>>
  /** What is being typed. */
  typed: string
  /** The tenant's name, where there is a keyboard. */
  name: string
  /** Page of a long list of choices. */
  page: number
}

export const begin = (work: Work): Visit => ({ work, at: 0, answers: {}, typed: '', name: '', page: 0 })
export const promptOf = (visit: Visit): PromptId => flows[visit.work][visit.at]!

/** Choices on one page: keys 1 to 8, and 9 for more where there are more. */
export const perPage = 8

export function shown(choices: readonly Choice[], page: number): readonly Choice[] {
  return choices.slice(page * perPage, (page + 1) * perPage)
}

const longest: Record<Manner, number> = { choice: 0, person: 18, day: 8, count: 4, check: 0 }

/** typedOn is the visit after a key of an answer that is typed. */
export function typedOn(visit: Visit, key: string): Visit {
  const manner = mannerOf(promptOf(visit))
  const typed = manner === 'person' ? numberOf(visit.typed + key) : (visit.typed + key.replace(/\D/g, '')).slice(0, longest[manner])
  return { ...visit, typed }
}

export const erased = (visit: Visit): Visit => ({ ...visit, typed: visit.typed.slice(0, -1) })

/** typedAnswer is what the typed text answers, or undefined while it does not answer. `today` is the office's day. */
export function typedAnswer(visit: Visit, today: string): string | undefined {
  const prompt = promptOf(visit)
  switch (mannerOf(prompt)) {
    case 'person': return judge(visit.typed) === 'right' ? visit.typed : undefined
    case 'day': return visit.typed === '' ? (prompt === 'until' ? '' : today) : dayOf(visit.typed)
    case 'count': return visit.typed === '' || (prompt === 'heads' && visit.work === 'tenant' && Number(visit.typed) < 1) ? undefined : String(Number(visit.typed))
    case 'choice': case 'check': return undefined
  }
}

/** answered goes on to the next prompt with an answer. */
export function answered(visit: Visit, answer: string): Visit {
  return enter({ ...visit, answers: { ...visit.answers, [promptOf(visit)]: answer } }, visit.at + 1)
}

/** enter goes to a prompt, with the answer given before where it was typed. */
export function enter(visit: Visit, at: number): Visit {
  const prompt = flows[visit.work][at]!
  const before = visit.answers[prompt] ?? ''
  const manner = mannerOf(prompt)
  return { ...visit, at, page: 0, typed: manner === 'day' ? before.replaceAll('-', '') : manner === 'person' || manner === 'count' ? before : '' }
}

/** stepBack goes one prompt back; undefined means out of the work. */
export function stepBack(visit: Visit): Visit | undefined {
  if (visit.page > 0) return { ...visit, page: visit.page - 1 }
  return visit.at === 0 ? undefined : enter(visit, visit.at - 1)
}

/** Prompts by the fields of the requests, so that a refusal leads to where it can be put right. */
const fields: Record<string, PromptId> = {
  premises_id: 'dwelling', id_number: 'tenant', name: 'tenant', room: 'room', since: 'since', until: 'until', written: 'written', head_count: 'heads', start_id: 'start', on: 'left', guests: 'guests',
}

/** promptOfField is the place of the prompt that a refused field belongs to, or undefined. */
export function promptOfField(work: Work, field: string): number | undefined {
  const at = flows[work].indexOf(fields[field] ?? 'check')
  return at < 0 || flows[work][at] === 'check' ? undefined : at
}
