import { useI18n } from 'vue-i18n'
import type { AlarmItem } from '../model/types'
import { useWords } from '../words'
import { codeText, eventForm, type EventCode } from './event'

/** Words of alarms: what a code says, where it came from, what it is about. */
export function useAlarmWords() {
  const { t, code } = useWords()
  const { te } = useI18n({ useScope: 'global' })
  const has = (key: string) => te(key, 'zh-CN')
  const text = (key: string) => code(key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1))

  /** What a code says, as a sentence; an unknown one shows itself. */
  function eventOf(event: EventCode): string {
    const found = eventForm(event, has)
    switch (found.form) {
      case 'none': return t('staff.alarm.no_event')
      case 'unknown': return t('staff.alarm.unknown_event', { code: found.code })
      case 'sia': return code('staff.sia.is', found.is, { zone: code('staff.sia.zone', found.zone) })
      case 'restore': return t('staff.alarm.restore_of', { what: text(found.key) })
      case 'still': return t('staff.alarm.still', { what: text(found.key) })
      case 'opened': return t('staff.alarm.opened', { what: text(found.key) })
      case 'closed': return t('staff.alarm.closed', { what: text(found.key) })
      case 'plain': return text(found.key)
    }
  }

  /** What a line says. A group of different codes has none, but is something of its own; a frame that nobody could read has a reason. */
  function lineOf(item: AlarmItem): string {
    if (item.kind === 'receiver') return t('staff.alarm.receiver_fault', { name: item.receiver_name || item.port, fault: code('fault', item.fault) })
    if (item.event === '' && (item.kind === 'runaway' || item.kind === 'swinger')) return code('staff.alarm.title_of', item.kind)
    if (item.event === '' && item.error !== '') return code('staff.alarm.error', item.error)
    return eventOf(item)
  }

  const codeOf = (item: AlarmItem) => (item.kind === 'receiver' ? '' : codeText(item))
  const categoryOf = (item: AlarmItem) => (item.kind === 'receiver' ? t('staff.alarm.receiver') : code('category', item.category))

  /** Partition, zone or user, as far as the wire told them. */
  function spot(part: { partition: string; zone: string; user: boolean }): string {
    const words: string[] = []
    if (Number(part.partition) > 0) words.push(t('staff.alarm.partition', { n: part.partition }))
    if (part.zone !== '' && Number(part.zone) !== 0) words.push(t(part.user ? 'staff.alarm.user' : 'staff.alarm.zone', { n: part.zone }))
    return words.join(' · ')
  }

  /** Where it is: the place of the subscriber, else the account that nobody has entered, else the station whose receiver it was. */
  function place(item: AlarmItem): string {
    if (item.kind === 'receiver') return item.station_name
    if (item.subscriber) return item.subscriber.place || item.subscriber.name
    return item.account === '' ? t('staff.alarm.no_account') : t('staff.alarm.unknown_account', { account: item.account })
  }

  return { eventOf, lineOf, codeOf, categoryOf, spot, place }
}
