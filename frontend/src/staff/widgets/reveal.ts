import { alarms, people, subscribers } from '../model/backend'
import { rentals, reporters, reports, type FileField, type ReporterField, type ReportField } from '../rentals/backend'
import type { Permission, RevealField, SubscriberField } from '../model/types'

/** Whose values can be seen in full for a reason. */
export type Revealable = 'person' | 'subscriber' | 'alarm' | 'rental' | 'report' | 'reporter'

interface Reveal {
  need: Permission
  /** Usual reasons, the likeliest first. */
  reasons: readonly [string, ...string[]]
  ask: (id: string, field: string, reason: string) => Promise<{ value: string; hide_after_seconds: number }>
}

/** How each kind of record shows a value in full. */
export const reveals: Record<Revealable, Reveal> = {
  person: {
    need: 'person.reveal', reasons: ['check_papers', 'call_back', 'correct_record'],
    ask: (id, field, reason) => people.reveal(id, field as RevealField, reason),
  },
  subscriber: {
    need: 'alarm.read', reasons: ['alarm_call', 'alarm_entry', 'correct_record'],
    ask: (id, field, reason) => subscribers.reveal(id, field as SubscriberField, reason),
  },
  /** Of a tenant the field is followed by the tenant's id, as in `name:id`. */
  rental: {
    need: 'rental.read', reasons: ['check_papers', 'call_back', 'correct_record'],
    ask: (id, field, reason) => {
      const [value, tenant = ''] = field.split(':')
      return rentals.reveal(id, value as FileField, tenant, reason)
    },
  },
  report: {
    need: 'rental.read', reasons: ['check_papers', 'call_back', 'correct_record'],
    ask: (id, field, reason) => reports.reveal(id, field as ReportField, reason),
  },
  reporter: {
    need: 'rental.read', reasons: ['call_back', 'correct_record'],
    ask: (id, field, reason) => reporters.reveal(id, field as ReporterField, reason),
  },
  /** The field is the id of the frame, under the id of its line. */
  alarm: {
    need: 'alarm.read', reasons: ['alarm_call', 'alarm_wire'],
    ask: async (id, field, reason) => {
      const answer = await alarms.reveal(id, field, reason)
      const { caller_id, text, raw_text, raw_hex } = answer.signal
      return { value: [caller_id, text, raw_text, raw_hex].filter(Boolean).join(' · '), hide_after_seconds: answer.hide_after_seconds }
    },
  },
}
