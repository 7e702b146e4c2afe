/** Months as `YYYY-MM`; they compare as text. */
const pad = (n: number) => String(n).padStart(2, '0')

/** The month so many months after another; before it where negative. */
export function addMonths(month: string, n: number): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + n
  return `${Math.floor(count / 12)}-${pad((count % 12) + 1)}`
}

/** The month of a day. */
export const monthOf = (day: string): string => day.slice(0, 7)

/** The months to choose from: this one and those before it, and the one that is shown wherever it lies. */
export function choices(today: string, shown: string, many = 36): string[] {
  const list = Array.from({ length: many }, (_, i) => addMonths(monthOf(today), -i))
  return list.includes(shown) ? list : [...list, shown]
}
