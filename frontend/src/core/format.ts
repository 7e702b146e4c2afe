// All dates a person reads are of the office's place, wherever the machine thinks it is.
const zone = 'Asia/Shanghai'

export type Locale = 'zh-CN' | 'en'

/** A calendar date `YYYY-MM-DD` as people say it. */
export function formatDate(date: string, locale: Locale): string {
  const [y, m, d] = date.slice(0, 10).split('-').map(Number)
  if (!y || !m || !d) return date
  const format = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(Date.UTC(y, m - 1, d)))
}

/** An instant (RFC 3339) as date and time of day. */
export function formatDateTime(at: string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, {
    year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone,
  })
  return format.format(new Date(at))
}

/** The clock on the wall: hours and minutes. */
export function formatTime(at: Date | string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone })
  return format.format(new Date(at))
}

/** The clock on the wall to the millisecond, the same in every language. */
export function formatMillis(at: Date | string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23', timeZone: zone })
  return format.format(new Date(at))
}

/** The clock to the second, for what is told apart by seconds. */
export function formatSeconds(at: Date | string, locale: Locale): string {
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone })
  return format.format(new Date(at))
}

/** Month, day and weekday, for the corner of a screen. */
export function formatDay(at: Date | string, locale: Locale): string {
  const date = new Date(at)
  const day = new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone: zone }).format(date)
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: zone }).format(date)
  return locale === 'en' ? `${weekday}, ${day}` : `${day} ${weekday}`
}

/** The calendar date `YYYY-MM-DD` of an instant at the office. */
export function dateAtOffice(at: Date | string): string {
  return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone }).format(new Date(at))
}

/** `date` plus `days`, both calendar dates. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Days from `from` to `to`, both calendar dates. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/** How many days a month has; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** A mobile number in the groups people say: 138 1234 5678. */
export function groupPhone(digits: string): string {
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter(Boolean).join(' ')
}
