import type { ExportBody } from '../model/bulk'

export const whats = ['people', 'registrations', 'permits'] as const

/** What the form of an export holds. */
export interface ExportDraft {
  what: (typeof whats)[number]
  place: string
  from: string
  to: string
  format: 'xlsx' | 'csv'
  whole: boolean
  reason: string
  password: string
  secondLogin: string
  secondPassword: string
}

export const newExport = (): ExportDraft => ({
  what: 'people', place: '', from: '', to: '', format: 'xlsx', whole: false, reason: '', password: '', secondLogin: '', secondPassword: '',
})

/** Whether enough is filled in to ask; the rest the server says. */
export function readyExport(draft: ExportDraft): boolean {
  const scope = draft.what === 'registrations' ? draft.from !== '' && draft.to !== '' : draft.place !== ''
  const second = !draft.whole || (draft.secondLogin.trim() !== '' && draft.secondPassword !== '')
  return scope && second && draft.reason.trim().length > 0
}

/** The body of the request: only what belongs to what was chosen. */
export function bodyOf(draft: ExportDraft, lang: 'zh-CN' | 'en'): ExportBody {
  return {
    what: draft.what, format: draft.format, reason: draft.reason.trim(), lang,
    ...(draft.what === 'registrations' ? { from: draft.from, to: draft.to } : { place_id: draft.place }),
    ...(draft.whole ? { whole: true } : {}),
    ...(draft.format === 'xlsx' && draft.password ? { file_password: draft.password } : {}),
    ...(draft.secondLogin.trim() ? { second_officer: { login: draft.secondLogin.trim(), password: draft.secondPassword } } : {}),
  }
}
