import { computed } from 'vue'
import { formatDate } from '@core/format'
import { useText } from '@core/i18n'
import { activeRegistrations } from '../flow/steps'
import { usePrefs } from '../stores/prefs'
import { useSession } from '../stores/session'
import { usePhoneRow } from './phone'
import type { Row, Sheet } from './sheet'

/** Whoever holds a foreigner's card also reports to the police within 24 hours of moving in (Exit and Entry Administration Law, article 39); nothing here takes the place of that. */
const foreigner = (kind: string | undefined): boolean => kind?.startsWith('foreign_') ?? false

/** A residence registration, new or moved. */
export function useResidenceSheet(): Sheet {
  const { t } = useText()
  const prefs = usePrefs()
  const session = useSession()
  const phone = usePhoneRow()
  const rows = computed(() => {
    const a = session.answers
    const list: Row[] = [
      { label: t('kiosk.field.address'), value: [a.room?.address ?? ''], edit: 'address' },
      { label: t('kiosk.field.since'), value: [a.since ? formatDate(a.since, prefs.locale) : ''], edit: 'since' },
    ]
    if (session.steps.includes('moved')) {
      const words = a.moved === undefined ? '' : a.moved === 'none' ? t('kiosk.moved.kept') : t('kiosk.moved.yes.from', { address: a.moved.address })
      list.push({ label: t('kiosk.field.moved'), value: [words], edit: 'moved' })
    }
    return [...list, phone.value]
  })
  return { rows, statement: computed(() => t('kiosk.check.statement.residence')), submit: computed(() => t('kiosk.check.submit')), notes: computed(() => foreigner(session.card?.kind) ? [{ icon: 'info', text: t('resident.foreigner'), tone: 'amber' }] : []) }
}

/** The end of a registration. */
export function useLeaveSheet(): Sheet {
  const { t } = useText()
  const prefs = usePrefs()
  const session = useSession()
  const rows = computed((): Row[] => {
    const a = session.answers
    const several = session.steps.includes('leave_which')
    const leaving = a.leaving ?? (session.holder ? activeRegistrations(session.holder)[0] : undefined)
    return [
      { label: t('visit.leave.field'), value: [leaving?.address ?? ''], ...(several ? { edit: 'leave_which' as const } : {}) },
      { label: t('visit.leave.on'), value: [a.leftOn ? formatDate(a.leftOn, prefs.locale) : ''], edit: 'leave_when' },
    ]
  })
  return {
    rows,
    statement: computed(() => t('visit.leave.statement')),
    submit: computed(() => t('visit.leave.submit')),
    notes: computed(() => [{ icon: 'warn', text: t('visit.leave.warn'), tone: 'amber' }]),
  }
}
