import type { Application } from './types'

/** A paper of an application. */
export type ApplicationPaper = 'receipt' | 'notice' | 'extension' | 'refusal' | 'slip'

/** A paper that can be printed: what it is, and whose. */
export type Paper =
  | { kind: ApplicationPaper; id: string }
  | { kind: 'registration'; id: string }
  | { kind: 'rental'; id: string }
  | { kind: 'copy'; id: string }
  | { kind: 'reminders'; community: string }
  | { kind: 'handout' }

export type PaperLang = 'zh-CN' | 'en'

/** The papers there is reason for, the one that is wanted now first. */
export function papersOf(app: Pick<Application, 'id' | 'notice' | 'extension' | 'decision' | 'permit'>): Paper[] {
  const { id } = app
  const last: Paper[] = app.permit ? [{ kind: 'slip', id }, { kind: 'handout' }] : []
  const refusal: Paper[] = app.decision?.kind === 'refused' ? [{ kind: 'refusal', id }] : []
  const notice: Paper[] = app.notice ? [{ kind: 'notice', id }] : []
  const longer: Paper[] = app.extension ? [{ kind: 'extension', id }] : []
  return [...last, ...refusal, ...longer, ...notice, { kind: 'receipt', id }]
}

/** Where the file of a paper is, for a link. It names records by id only. */
export function paperAddress(paper: Paper, lang: PaperLang): string {
  const form = `?format=pdf&lang=${lang}`
  if (paper.kind === 'handout') return `/api/v1/papers/handout${form}`
  if (paper.kind === 'reminders') return `/api/v1/papers/reminders${form}${paper.community ? `&community=${encodeURIComponent(paper.community)}` : ''}`
  if (paper.kind === 'copy') return `/api/v1/data-requests/${encodeURIComponent(paper.id)}/papers/copy${form}`
  if (paper.kind === 'rental') return `/api/v1/rentals/${encodeURIComponent(paper.id)}/papers/file${form}`
  if (paper.kind === 'registration') return `/api/v1/registrations/${encodeURIComponent(paper.id)}/papers/receipt${form}`
  return `/api/v1/permit-applications/${encodeURIComponent(paper.id)}/papers/${paper.kind}${form}`
}

/** Whether a paper names the person whole. What goes to others than that person is masked. */
export const showsNames = (paper: Paper): boolean => paper.kind !== 'handout' && paper.kind !== 'rental' && paper.kind !== 'reminders'
