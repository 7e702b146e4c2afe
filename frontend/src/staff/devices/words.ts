import { useLive } from '../model/live'
import type { Device } from '../model/types'
import { useWords } from '../words'
import { formatBytes } from '../system/bytes'
import { agoOf } from './ago'

type State = Device['state']
type Counter = keyof Device['counters']

/** Shape and colour of a state; the word stands beside them. */
export const looks: Record<State, { tone: string; icon: string }> = {
  starting: { tone: 'neutral', icon: 'clock' },
  ready: { tone: 'green', icon: 'ok' },
  fault: { tone: 'amber', icon: 'warn' },
  off: { tone: 'neutral', icon: 'pause' },
}
export const kindIcons: Record<Device['kind'], string> = { idcard: 'card', alarm: 'alarm', printer: 'print' }

/** What a kind of device counts, the important first. */
const counted: Record<Device['kind'], readonly Counter[]> = {
  idcard: ['cards_read', 'reopened'],
  alarm: ['stored', 'not_stored', 'heartbeats', 'garbage', 'reopened'],
  printer: ['printed', 'reopened'],
}
/** Counters of which anything but 0 is bad news. */
const bad: readonly Counter[] = ['not_stored', 'garbage']

/** Sentences about devices in the language of the desk. */
export function useDeviceWords() {
  const live = useLive()
  const { t, code, when, ...words } = useWords()

  const kind = (d: Pick<Device, 'kind' | 'protocol'>) => [code('staff.device.kind', d.kind), d.protocol ? code('staff.device.wire', d.protocol) : ''].filter(Boolean).join(' · ')
  /** What people call it; its kind where nobody has named it. */
  const name = (d: Device) => d.name || code('staff.device.kind', d.kind)
  const where = (d: Device) => t(d.connection === 'serial' ? 'staff.device.port' : d.kind === 'printer' ? 'staff.device.address' : 'staff.device.listens')
  const fault = (d: Device) => code('fault', d.fault)
  /** Whom a fault is about, as far as it may be told: the last digits of a panel's account. */
  const about = (d: Device) => (d.fault === 'clock.wrong' && d.detail ? t('staff.device.fault_account', { account: d.detail }) : '')
  /** What to do about a fault; where more is known of it, that first. */
  function todo(d: Device): string {
    const closer = `${d.fault}.${d.detail ?? ''}`
    const told = code('staff.todo', closer)
    return told === closer ? code('staff.todo', d.fault) : told
  }

  function ago(at: string): string {
    const told = agoOf(at, live.now)
    return told ? code('staff.device.ago', told.unit, { n: told.n }) : when(at)
  }
  /** What it did last and how long ago, or that it did nothing yet. */
  const last = (d: Device) => (d.last_at && d.last ? t('staff.device.last_was', { ago: ago(d.last_at), what: code('staff.device.did', d.last.what) }) : t('staff.device.never'))

  const counters = (d: Device) => counted[d.kind].map((what) => ({ what, word: code('staff.device.count', what), n: d.counters[what], bad: bad.includes(what) && d.counters[what] > 0 }))
  const bytes = (d: Device) => (['bytes_in', 'bytes_out'] as const).map((what) => ({ what, word: code('staff.device.count', what), n: formatBytes(d.counters[what]) }))

  return { t, code, when, ...words, kind, name, where, fault, about, todo, last, counters, bytes }
}
