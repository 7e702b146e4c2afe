import type { NodeKind, RangeBody } from './calls'

/** What is typed to add whole buildings at once; empty fields are levels that are left out. */
export interface RangeDraft {
  buildings: [string, string]
  units: [string, string]
  floors: [string, string]
  rooms: string
  skip: string
}

export const newRange = (): RangeDraft => ({ buildings: ['', ''], units: ['', ''], floors: ['', ''], rooms: '', skip: '' })

const whole = (text: string) => (/^-?\d{1,4}$/.test(text.trim()) ? Number(text) : undefined)

/** span reads two fields: undefined where they are no numbers, and nothing where both are empty. A single number is a span of one. */
function span([from, to]: [string, string]): { from: number; to: number } | 'none' | undefined {
  if (from.trim() === '' && to.trim() === '') return 'none'
  const first = whole(from)
  const last = to.trim() === '' ? first : whole(to)
  return first === undefined || last === undefined ? undefined : { from: first, to: last }
}

/** Floors that are left out, separated by anything that is no digit; undefined where something is no number. */
function floorsLeftOut(text: string): number[] | undefined {
  const parts = text.split(/[^\d-]+/).filter((part) => part !== '')
  const floors = parts.map(whole)
  return floors.every((floor) => floor !== undefined) ? (floors as number[]) : undefined
}

/** rangeBody is the request, or undefined while something typed is no number or nothing is typed at all. */
export function rangeBody(draft: RangeDraft, parent: string, kind: NodeKind): RangeBody | undefined {
  const levels = { buildings: kind === 'compound' || kind === 'gate_number' ? span(draft.buildings) : 'none', units: kind === 'unit' ? 'none' : span(draft.units), floors: span(draft.floors) } as const
  const skip = floorsLeftOut(draft.skip)
  const rooms = draft.rooms.trim() === '' ? 0 : whole(draft.rooms)
  if (rooms === undefined || skip === undefined || Object.values(levels).includes(undefined)) return undefined
  const given = Object.entries(levels).filter(([, value]) => value !== 'none')
  if (given.length === 0) return undefined
  return { parent, ...Object.fromEntries(given), ...(rooms ? { rooms } : {}), ...(skip.length ? { skip_floors: skip } : {}) } as RangeBody
}
