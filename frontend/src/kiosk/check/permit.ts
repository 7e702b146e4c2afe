import { computed } from 'vue'
import { useText } from '@core/i18n'
import type { ProofGroup, StepName } from '../flow/steps'
import { eligibleRegistrations, groupsOf } from '../flow/steps'
import { useSession } from '../stores/session'
import { useStation } from '../stores/station'
import { usePhoneRow } from './phone'
import type { Row, Sheet } from './sheet'

/** An application for a permit: its papers with their pictures, the portrait, the signature. */
export function usePermitSheet(): Sheet {
  const { t, code } = useText()
  const session = useSession()
  const station = useStation()
  const phone = usePhoneRow()

  /** A picture that was not taken is shown at the window instead. */
  function pictureRow(of: ProofGroup | 'portrait' | 'signature', edit: StepName, label: string): Row {
    const shots = session.answers.pictures[of]
    const taken = of === 'portrait' ? t('picture.value.portrait_taken') : of === 'signature' ? t('picture.value.signed') : t('picture.value.taken', { n: shots?.length ?? 0 })
    const missing = t(of === 'portrait' ? 'picture.value.portrait' : of === 'signature' ? 'picture.value.signature' : 'picture.value.original')
    return { label, value: [shots?.length ? taken : missing], edit, ...(shots?.length ? { shots } : {}) }
  }

  const rows = computed((): Row[] => {
    const a = session.answers
    const several = session.steps.includes('registration')
    const registration = a.registration ?? (session.holder ? eligibleRegistrations(session.holder, station.today)[0] : undefined)
    return [
      { label: t('kiosk.field.registration'), value: [registration?.address ?? ''], ...(several ? { edit: 'registration' as const } : {}) },
      { label: t('kiosk.field.condition'), value: [a.condition ? code('condition', a.condition) : ''], edit: 'condition' },
      ...groupsOf(a.condition).flatMap((group): Row[] => [
        { label: code('group', group), value: (a.papers[group] ?? []).map((kind) => code('doc', kind)), edit: `docs_${group}` },
        pictureRow(group, `shot_${group}`, t('picture.row.shots', { group: code('group', group) })),
      ]),
      ...(session.camera ? [pictureRow('portrait', 'portrait', t('picture.row.portrait'))] : []),
      phone.value,
      pictureRow('signature', 'signature', t('picture.row.signature')),
    ]
  })
  const portrait = computed(() => (session.answers.pictures.portrait?.length ? '' : `\n${t('kiosk.docs.photo')}`))
  return {
    rows,
    statement: computed(() => t('kiosk.check.statement.permit')),
    submit: computed(() => t('kiosk.check.submit')),
    notes: computed(() => [{ icon: 'paper', text: `${t('kiosk.docs.identity')}${portrait.value}` }]),
  }
}
