/** The letters of a join code (加入码): none that can be taken for another. The station's program has the same list. */
export const codeLetters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

/** Letters between two gaps, as the code is shown. */
const group = 4
/** How long a code is, by its first letter, which tells the kind of the address in it. A host name has any length. */
const lengths: Record<string, number> = { 2: 28, 3: 48 }
const named = '4'
const shortestNamed = 23
const longest = 125

/** Where a code being typed stands: how many letters are missing, whether what there is can be right. */
export interface CodeState {
  /** Letters still missing; 0 also where the length cannot be known. */
  left: number
  verdict: 'typing' | 'right' | 'wrong'
}

/** Takes the letters of a code out of what was typed or pasted: any case, wide letters, gaps and hyphens. */
export function codeOf(text: string): string {
  const wanted = [...text.normalize('NFKC').toUpperCase()].filter((one) => codeLetters.includes(one)).join('')
  return wanted.slice(0, lengths[wanted[0] ?? ''] ?? longest)
}

/** The groups of a code, the last one as far as it is typed. */
export function groupsOf(code: string): string[] {
  return code.match(new RegExp(`.{1,${group}}`, 'g')) ?? []
}

/** How many groups a whole code has; undefined while the length is not known. */
export function groupsOfWhole(code: string): number | undefined {
  const whole = lengths[code[0] ?? '2']
  return whole === undefined ? undefined : whole / group
}

/**
 * Whether the check letter fits: the sum of all letters, the others times 3, 9, 27 and so on, itself times 1, is a multiple of 31.
 * It notices every wrong letter and every two that changed places.
 */
function fits(code: string): boolean {
  const digits = [...code].map((one) => codeLetters.indexOf(one))
  const last = digits.pop() ?? 0
  let power = 1
  const sum = digits.reduce((total, digit) => {
    power = (power * 3) % codeLetters.length
    return total + digit * power
  }, last)
  return sum % codeLetters.length === 0
}

/** Judges a code as far as it is typed. */
export function stateOf(code: string): CodeState {
  const first = code[0]
  if (first === undefined) return { left: lengths[2]!, verdict: 'typing' }
  const whole = lengths[first]
  if (whole !== undefined) {
    if (code.length < whole) return { left: whole - code.length, verdict: 'typing' }
    return { left: 0, verdict: fits(code) ? 'right' : 'wrong' }
  }
  if (first !== named) return { left: 0, verdict: 'wrong' }
  if (code.length < shortestNamed) return { left: shortestNamed - code.length, verdict: 'typing' }
  return { left: 0, verdict: fits(code) ? 'right' : 'typing' }
}
