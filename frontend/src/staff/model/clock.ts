import type { Clock } from './types'

/** ClockTone picks the colours of a clock; the shape and the word always stand beside it. */
export type ClockTone = 'neutral' | 'brand' | 'amber' | 'red' | 'green'

/** ClockShape is the form that carries the same meaning as the tone for a reader who sees no colour. */
export type ClockShape = 'ring' | 'circle' | 'triangle' | 'diamond' | 'check' | 'pause'

/** ClockFace is what a screen shows of a statutory clock (the 15 days of article 9). */
export interface ClockFace {
  tone: ClockTone
  shape: ClockShape
  /** Catalogue key under `staff.clock`; takes `{n}` days. */
  word: string
  /** Whole days the word counts: days left, or days over the limit. Null where no day is counted. */
  days: number | null
  /** Part of the limit that is used up, 0 to 1. */
  used: number
}

const standing: Partial<Record<Clock['state'], Pick<ClockFace, 'tone' | 'shape' | 'word'>>> = {
  not_started: { tone: 'neutral', shape: 'ring', word: 'not_started' },
  stopped: { tone: 'neutral', shape: 'pause', word: 'stopped' },
  met: { tone: 'green', shape: 'check', word: 'met' },
  late: { tone: 'red', shape: 'diamond', word: 'late' },
}

/** clockFace turns the clock the server computed into shape, word and tone. It never computes dates itself. */
export function clockFace(clock: Clock): ClockFace {
  const fixed = standing[clock.state]
  if (fixed) return { ...fixed, days: null, used: fixedUse(clock) }
  const left = clock.days_left ?? 0
  const used = share(clock.limit_days - left, clock.limit_days)
  if (left < 0) return { tone: 'red', shape: 'diamond', word: 'overdue', days: -left, used: 1 }
  if (left === 0) return { tone: 'red', shape: 'diamond', word: 'today', days: null, used }
  if (clock.state === 'red') return { tone: 'red', shape: 'diamond', word: 'left', days: left, used }
  if (clock.state === 'amber') return { tone: 'amber', shape: 'triangle', word: 'left', days: left, used }
  return { tone: 'brand', shape: 'circle', word: 'left', days: left, used }
}

function fixedUse(clock: Clock): number {
  if (clock.state === 'late') return 1
  if (clock.days_left === undefined || clock.days_left === null) return 0
  return share(clock.limit_days - clock.days_left, clock.limit_days)
}

function share(part: number, whole: number): number {
  if (whole <= 0) return 0
  return Math.min(1, Math.max(0, part / whole))
}

/** urgency orders rows of one list: overdue first, cases whose clock does not run last. */
export function urgency(clock: Clock): number {
  const face = clockFace(clock)
  if (face.word === 'overdue') return -(face.days ?? 0)
  if (face.word === 'today') return 0
  if (face.word === 'left') return face.days ?? 0
  return 1000
}
