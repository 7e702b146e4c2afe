import { computed } from 'vue'
import { useText } from '@core/i18n'
import { endorsable, reportable, type OwnPermit } from '../flow/permits'
import { useSession } from '../stores/session'
import type { Row, Sheet } from './sheet'

/** The line of the permit in question. */
function usePermitRow(permits: () => OwnPermit[]) {
  const { t } = useText()
  const session = useSession()
  return computed((): Row => ({
    label: t('visit.endorse.permit'),
    value: [(session.answers.permit ?? permits()[0])?.number_masked ?? ''],
    ...(session.steps.includes('which_permit') ? { edit: 'which_permit' as const } : {}),
  }))
}

/** A yearly endorsement. */
export function useEndorseSheet(): Sheet {
  const { t, code } = useText()
  const session = useSession()
  const permits = () => (session.holder ? endorsable(session.holder) : [])
  const permit = usePermitRow(permits)
  const late = computed(() => (session.answers.permit ?? permits()[0])?.state === 'suspended')
  return {
    rows: computed(() => [
      permit.value,
      { label: t('kiosk.field.condition'), value: [session.answers.condition ? code('condition', session.answers.condition) : ''], edit: 'endorse_condition' },
    ]),
    statement: computed(() => t('visit.endorse.statement')),
    submit: computed(() => t('kiosk.check.submit')),
    notes: computed(() => (late.value ? [{ icon: 'warn', text: t('visit.endorse.late'), tone: 'amber' }] : [])),
  }
}

/** A report of loss or damage. */
export function useReportSheet(): Sheet {
  const { t } = useText()
  const session = useSession()
  const permit = usePermitRow(() => (session.holder ? reportable(session.holder) : []))
  return {
    rows: computed(() => [
      permit.value,
      { label: t('visit.report.field'), value: [session.answers.report ? t(`visit.report.${session.answers.report}`) : ''], edit: 'report_kind' },
    ]),
    statement: computed(() => t('visit.report.statement')),
    submit: computed(() => t('kiosk.check.submit')),
    notes: computed(() => [{ icon: 'info', text: t('visit.report.fee') }]),
  }
}
