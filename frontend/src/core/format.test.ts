import { describe, expect, it } from 'vitest'
import { addDays, dateAtOffice, daysBetween, daysInMonth, formatDate, formatDateTime, formatDay, formatMillis, formatTime, groupPhone } from './format'

describe('dates', () => {
  const cases: [string, string, string][] = [
    ['day in Chinese', formatDate('2026-11-21', 'zh-CN'), '2026年11月21日'],
    ['day in English', formatDate('2026-11-21', 'en'), 'November 21, 2026'],
    ['what is no date stays as it is', formatDate('soon', 'en'), 'soon'],
    ['time of the office, not of the machine', formatTime('2026-11-20T16:05:00Z', 'zh-CN'), '00:05'],
    ['to the millisecond', formatMillis('2026-11-20T16:05:09.040Z'), '00:05:09.040'],
    ['day of the office, past midnight there', formatDay('2026-11-20T16:05:00Z', 'zh-CN'), '11月21日 星期六'],
    ['weekday first in English', formatDay('2026-11-20T16:05:00Z', 'en'), 'Saturday, November 21'],
    ['date at the office', dateAtOffice('2026-11-20T16:05:00Z'), '2026-11-21'],
    ['instant', formatDateTime('2026-11-21T01:41:00Z', 'zh-CN'), '2026年11月21日 09:41'],
    ['yesterday across a year', addDays('2026-01-01', -1), '2025-12-31'],
    ['leap day', addDays('2028-02-28', 1), '2028-02-29'],
  ]
  it.each(cases)('%s', (_, got, want) => expect(got).toBe(want))

  it('counts days across a month', () => expect(daysBetween('2026-02-27', '2026-03-02')).toBe(3))
  it('knows February', () => expect([daysInMonth(2026, 2), daysInMonth(2028, 2), daysInMonth(2026, 12)]).toEqual([28, 29, 31]))
})

describe('phone groups', () => {
  it.each([['', ''], ['13', '13'], ['1381', '138 1'], ['13812345678', '138 1234 5678']])('%s', (digits, want) => expect(groupPhone(digits)).toBe(want))
})
