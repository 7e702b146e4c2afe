// What keys write, judged while it is typed. The server judges it again.

/** How far a citizen number (GB 11643) has come. */
export type NumberVerdict = 'short' | 'right' | 'wrong'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'

/** numberOf keeps what a citizen number may hold: 17 digits and a check character; `*` and `x` are X. */
export function numberOf(text: string): string {
  const kept = [...text.toUpperCase().replaceAll('*', 'X')].filter((one) => /[0-9X]/.test(one)).join('')
  const digits = kept.slice(0, 17).replaceAll('X', '')
  return digits.length < 17 ? digits : digits + kept.slice(17, 18)
}

/** judge tells whether a number is whole and its check character and day of birth fit. */
export function judge(number: string): NumberVerdict {
  if (number.length < 18) return 'short'
  const sum = weights.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return checks[sum % 11] === number[17] && dayOf(number.slice(6, 14)) !== undefined ? 'right' : 'wrong'
}

/** dayOf reads eight digits as a day; undefined where there is no such day. */
export function dayOf(digits: string): string | undefined {
  if (!/^\d{8}$/.test(digits)) return undefined
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const day = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === iso ? iso : undefined
}
