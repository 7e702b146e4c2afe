import { createI18n } from 'vue-i18n'
import { useI18n } from 'vue-i18n'
import type { Locale } from '../format'
import type { alarms } from './zh/alarms'
import type { bulk } from './zh/bulk'
import type { codes } from './zh/codes'
import type { common } from './zh/common'
import type { devices } from './zh/devices'
import type { events } from './zh/events'
import type { housing } from './zh/housing'
import type { kiosk } from './zh/kiosk'
import type { landlord } from './zh/landlord'
import type { office } from './zh/office'
import type { permits } from './zh/permits'
import type { palette } from './zh/palette'
import type { papers } from './zh/papers'
import type { people } from './zh/people'
import type { pictures } from './zh/pictures'
import type { problems } from './zh/problems'
import type { records } from './zh/records'
import type { rentalProblems } from './zh/rentalproblems'
import type { rentals } from './zh/rentals'
import type { resident } from './zh/resident'
import type { setup } from './zh/setup'
import type { staff } from './zh/staff'
import type { statistics } from './zh/statistics'
import type { visits } from './zh/visits'

/** Every key there is. Catalogues are flat: 'common.back', not a tree. */
export type TextKey =
  | keyof typeof common
  | keyof typeof codes
  | keyof typeof problems
  | keyof typeof people
  | keyof typeof records
  | keyof typeof kiosk
  | keyof typeof staff
  | keyof typeof office
  | keyof typeof setup
  | keyof typeof alarms
  | keyof typeof devices
  | keyof typeof events
  | keyof typeof housing
  | keyof typeof permits
  | keyof typeof palette
  | keyof typeof papers
  | keyof typeof pictures
  | keyof typeof visits
  | keyof typeof bulk
  | keyof typeof landlord
  | keyof typeof rentalProblems
  | keyof typeof rentals
  | keyof typeof resident
  | keyof typeof statistics

/** A catalogue with exactly the keys of another: how the English files are tied to the Chinese ones. */
export type Same<T> = Record<keyof T, string>

type Catalogue = Record<string, string>
export type Params = Record<string, string | number>

/** Makes the i18n plugin of a surface out of the catalogues it needs. Keys are looked up flat, so codes may have dots. */
export function createText(messages: Record<Locale, Catalogue>, locale: Locale = 'zh-CN') {
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'zh-CN',
    messages: messages as Record<Locale, Record<string, string>>,
    messageResolver: (all, key) => (all as Catalogue)[key] ?? null,
    missingWarn: false,
    fallbackWarn: false,
  })
}

/** Texts of the current language for a component. */
export function useText() {
  const { t: translate, te, locale } = useI18n({ useScope: 'global' })

  /** The text of a key. */
  const t = (key: TextKey, params: Params = {}): string => translate(key, params)

  /** The text of a code from the server, for example the state `accepted` under 'state'. Unknown codes show themselves. */
  const code = (area: CodeArea, value: string, params: Params = {}): string => {
    const key = `${area}.${value}`
    return te(key, 'zh-CN') ? translate(key, params) : value
  }

  /** What a problem means for the person in front. */
  const problem = (value: string, params: Params = {}): string =>
    te(`problem.${value}`, 'zh-CN') ? translate(`problem.${value}`, params) : translate('problem.internal')

  return { t, code, problem, locale }
}

/** Areas of the codes catalogue. */
export type CodeArea =
  | 'state' | 'doc' | 'group' | 'condition' | 'ethnic' | 'sex' | 'warning' | 'next' | 'refusal' | 'clock' | 'kind'
  | 'action' | 'role' | 'applied_by' | 'doc_state' | 'matched' | 'what' | 'permit_state' | 'card_kind' | 'fault' | 'benefit'
  | 'action' | 'role' | 'applied_by' | 'doc_state' | 'matched' | 'what' | 'permit_state' | 'card_kind' | 'fault' | 'visit.wish' | 'visit.purpose' | 'visit.what'
