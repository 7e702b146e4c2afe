import type { AlarmItem, AlarmReceiver } from '../model/types'
import type { ClockShape, ClockTone } from '../model/clock'

/** How a line stands in the list: tone and shape say the same, and a word stands beside both. */
export interface AlarmFace {
  tone: ClockTone
  shape: ClockShape
}

const faces: Record<number, AlarmFace> = {
  1: { tone: 'red', shape: 'diamond' },
  2: { tone: 'amber', shape: 'triangle' },
  3: { tone: 'brand', shape: 'circle' },
}

/** priorityFace is the look of a priority. */
export function priorityFace(priority: number): AlarmFace {
  return faces[priority] ?? { tone: 'neutral', shape: 'ring' }
}

/** alarmFace is the look of a line. That something is over again is good news, whatever it was; an arming is none. */
export function alarmFace(item: Pick<AlarmItem, 'priority' | 'qualifier' | 'category'>): AlarmFace {
  return item.qualifier === 3 && item.category !== 'openclose' ? { tone: 'green', shape: 'check' } : priorityFace(item.priority)
}

/** receiverFace is the look of a receiver; of one whose station is out of reach nobody knows anything. */
export function receiverFace(state: AlarmReceiver['state'], known: boolean): AlarmFace {
  if (!known) return { tone: 'amber', shape: 'ring' }
  return state === 'ok' ? { tone: 'green', shape: 'check' } : { tone: 'amber', shape: 'triangle' }
}

/** Minutes by which a panel's clock differs, from which on it is worth a word. */
const noticeable = 2

/** panelOff is by how many minutes the panel's clock was away when the signal arrived; 0 where it hardly was, or where the panel sent no whole date. */
export function panelOff(arrived: string, panel = ''): number {
  const told = /^\d{4}-\d{2}-\d{2}T/.test(panel) ? Date.parse(panel) : NaN
  const minutes = Math.abs(told - Date.parse(arrived)) / 60_000
  return minutes > noticeable ? Math.round(minutes) : 0
}
