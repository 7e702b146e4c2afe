import { formatDate, type Locale } from '@core/format'
import { useText } from '@core/i18n'
import { promptOf, type Choice, type PromptId, type Visit, type Work } from './flow'
import type { OwnReport } from './backend'
import type { Terminal } from './terminal'

/** What the terminal says: the choices of a prompt, and answers in words. */
export function useTerminalWords(terminal: Terminal) {
  const { t, locale } = useText()
  const date = (day: string) => formatDate(day, locale.value as Locale)
  const place = (p: { title?: string; label: string }) => (p.title ? `${p.title} · ${p.label}` : p.label)
  const who = (report: OwnReport) => `${report.name || report.id_number} · ${report.address}`

  /** Rooms have names that the rental file keeps, in the language of the office. */
  const rooms: readonly Choice[] = [{ value: '', label: t('landlord.room.whole') }, ...Array.from({ length: 7 }, (_, i) => ({ value: t('landlord.room.one', { n: i + 1 }), label: t('landlord.room.one', { n: i + 1 }) }))]

  function choicesOf(prompt: PromptId): readonly Choice[] {
    const places = terminal.session.value?.premises ?? []
    if (prompt === 'dwelling') return places.filter((p) => p.kind === 'dwelling').map((p) => ({ value: p.id, label: place(p) }))
    if (prompt === 'workplace') return places.filter((p) => p.kind === 'workplace').map((p) => ({ value: p.id, label: place(p) }))
    if (prompt === 'premises') return places.filter((p) => p.register).map((p) => ({ value: p.id, label: place(p) }))
    if (prompt === 'start') return terminal.own.value.filter((r) => r.kind === 'start' && r.open && (r.premises_kind === 'workplace') === (terminal.visit.value?.work === 'workend')).map((r) => ({ value: r.id, label: who(r) }))
    if (prompt === 'room') return rooms
    if (prompt === 'written') return [{ value: 'yes', label: t('landlord.written.yes') }, { value: 'no', label: t('landlord.written.no') }]
    return []
  }

  /** said is an answer as the check page shows it. */
  function said(visit: Visit, prompt: PromptId): string {
    const answer = visit.answers[prompt] ?? ''
    if (prompt === 'tenant') return `${visit.name.trim() || t('landlord.tenant.unnamed')} ${answer.replace(/^(.{6}).{8}/, '$1********')}`
    if (prompt === 'until' && answer === '') return t('landlord.date.none')
    if (['since', 'until', 'left'].includes(prompt)) return date(answer)
    return choicesOf(prompt).find((one) => one.value === answer)?.label ?? answer
  }

  const hints: Partial<Record<PromptId, () => string>> = {
    tenant: () => t('landlord.tenant.hint'), since: () => t('landlord.date.today'), left: () => t('landlord.date.today'), until: () => t('landlord.date.open'),
    written: () => t('landlord.written.hint'), heads: () => t('landlord.heads.hint'), guests: () => t('landlord.guests.hint'),
  }
  const titles: Record<PromptId, () => string> = {
    dwelling: () => t('landlord.dwelling.title'), tenant: () => t('landlord.tenant.title'), room: () => t('landlord.room.title'), since: () => t('landlord.since.title'),
    until: () => t('landlord.until.title'), written: () => t('landlord.written.title'), heads: () => t('landlord.heads.title'), start: () => t('landlord.start.title'),
    left: () => t('landlord.left.title'), premises: () => t('landlord.premises.title'), workplace: () => t('landlord.workplace.title'), guests: () => t('landlord.guests.title'), check: () => t('landlord.check.title'),
  }
  /** Where somebody begins or ends to work the same prompts have other words. */
  const atWork: Partial<Record<PromptId, () => string>> = {
    tenant: () => t('landlord.worker.title'), since: () => t('landlord.worker.since'), start: () => t('landlord.workend.title'), left: () => t('landlord.workend.left'),
  }
  const titleOf = (prompt: PromptId, work: Work) => ((work === 'worker' || work === 'workend' ? atWork[prompt] : undefined) ?? titles[prompt])()
  const title = (visit: Visit) => titleOf(promptOf(visit), visit.work)
  const hint = (visit: Visit) => hints[promptOf(visit)]?.() ?? ''

  return { t, date, place, who, choicesOf, said, title, titleOf, hint, locale }
}

export type TerminalWords = ReturnType<typeof useTerminalWords>
