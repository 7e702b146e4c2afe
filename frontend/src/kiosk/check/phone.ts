import { computed, type ComputedRef } from 'vue'
import { groupPhone } from '@core/format'
import { useText } from '@core/i18n'
import { useSession } from '../stores/session'
import type { Row } from './sheet'

/** The line of the telephone number: the new one, or the known one masked. */
export function usePhoneRow(): ComputedRef<Row> {
  const { t } = useText()
  const session = useSession()
  return computed(() => ({
    label: t('kiosk.field.phone'),
    value: [session.answers.phone ? groupPhone(session.answers.phone) : session.holder?.phone_masked ?? ''],
    edit: 'phone',
  }))
}
