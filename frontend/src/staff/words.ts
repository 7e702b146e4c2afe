import { useI18n } from 'vue-i18n'
import { dateAtOffice, formatDate, formatDateTime, formatSeconds, formatTime, type Locale } from '@core/format'
import { useText, type Params } from '@core/i18n'
import type { ClockFace } from './model/clock'
import { useLive } from './model/live'

/** Texts and dates of the console in the language of the desk. */
export function useWords() {
  const { t, problem, locale } = useText()
  const { te, t: raw } = useI18n({ useScope: 'global' })
  const lang = () => locale.value as Locale

  /** The word for a code, for example `staff.state` + `accepted`. The desk's own word wins over the resident's; an unknown code shows itself. */
  const code = (area: string, value: string, params: Params = {}): string => {
    for (const key of [`${area}.${value}`, `${area.replace(/^staff\./, '')}.${value}`]) {
      if (te(key, 'zh-CN')) return raw(key, params)
    }
    return value
  }

  const date = (day: string) => formatDate(day, lang())
  const dateTime = (at: string) => formatDateTime(at, lang())
  /** An instant as short as it can be told today: the time of day, the day of this year, or the whole date. */
  const short = (at: string, clock: (at: string, locale: Locale) => string): string => {
    const day = dateAtOffice(at)
    const today = useLive().today
    if (day === today) return clock(at, lang())
    const format = new Intl.DateTimeFormat(lang(), { month: 'short', day: 'numeric', ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }), timeZone: 'Asia/Shanghai' })
    return `${format.format(new Date(at))} ${clock(at, lang())}`
  }
  const when = (at: string) => short(at, formatTime)
  /** The same to the second. */
  const moment = (at: string) => short(at, formatSeconds)
  const time = (at: string | Date) => formatTime(at, lang())
  const clockWord = (face: ClockFace) => code('staff.clock', face.word, { n: face.days ?? 0 })

  return { t, code, problem, locale, date, dateTime, when, moment, time, clockWord }
}
