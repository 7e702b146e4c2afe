/** How long ago something was, in the unit people say it in; undefined once the time of day says more. */
export type Ago = { unit: 'now' | 'seconds' | 'minutes' | 'hours'; n: number }

const minute = 60
const hour = 60 * minute

/** agoOf tells how long before `now` something was. A clock that is a little ahead makes it "just now". */
export function agoOf(at: string, now: Date): Ago | undefined {
  const seconds = Math.floor((now.getTime() - Date.parse(at)) / 1000)
  if (seconds < 1) return { unit: 'now', n: 0 }
  if (seconds < minute) return { unit: 'seconds', n: seconds }
  if (seconds < hour) return { unit: 'minutes', n: Math.floor(seconds / minute) }
  if (seconds < 12 * hour) return { unit: 'hours', n: Math.floor(seconds / hour) }
  return undefined
}
