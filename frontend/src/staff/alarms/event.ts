/** What the sentence about a code is made of: a text of its own, or a frame around it. */
export type EventForm =
  | { form: 'none' }
  | { form: 'unknown'; code: string }
  | { form: 'sia'; zone: string; is: string }
  | { form: 'plain' | 'restore' | 'still' | 'opened' | 'closed'; key: string }

/** A code of the wire, with what the panel says about it. */
export interface EventCode {
  event: string
  qualifier: number
  category: string
  /** The wire; 'it100' has numbers of its own. Empty where nobody knows any more. */
  protocol: string
}

/** Codes whose restore means that somebody armed: openings and closings, and armings in other words (SIA DC-05). */
const armings = new Set(['400', '401', '402', '403', '404', '405', '407', '408', '409', '441', '442', '450', '451', '452', '456'])
const marks: Record<number, string> = { 1: 'E', 3: 'R', 6: 'P' }
const zoneTypes = 'BFPHMQGWKZSTU'
const conditions = 'AVMGHRTJSBUXC'

/** codeText writes a code as engineers do: E130, R401; letters stay letters. */
export function codeText(code: Pick<EventCode, 'event' | 'qualifier' | 'protocol'>): string {
  const counted = /^[0-9A-F]{3}$/.test(code.event) && code.protocol !== 'it100'
  return counted ? `${marks[code.qualifier] ?? ''}${code.event}` : code.event
}

/**
 * eventForm tells how a code is put into words. `has` knows the keys of the catalogue. Letters and the IT-100 say themselves whether something began or
 * ended; the digits of a Contact ID say it with their qualifier.
 */
export function eventForm(code: EventCode, has: (key: string) => boolean): EventForm {
  if (code.event === '') return { form: 'none' }
  if (code.protocol === 'it100') return has(`it100.${code.event}`) ? { form: 'plain', key: `it100.${code.event}` } : { form: 'unknown', code: code.event }
  const key = `event.${code.event}`
  if (has(key)) return { form: /^\d{3}$/.test(code.event) ? formOf(code) : 'plain', key }
  const [zone, is] = [code.event[0] ?? '', code.event[1] ?? '']
  if (code.event.length === 2 && zoneTypes.includes(zone) && conditions.includes(is)) return { form: 'sia', zone, is }
  return { form: 'unknown', code: codeText(code) }
}

function formOf({ event, qualifier, category }: EventCode): 'plain' | 'restore' | 'still' | 'opened' | 'closed' {
  if (armings.has(event)) return qualifier === 3 ? 'closed' : qualifier === 1 && category === 'openclose' ? 'opened' : 'plain'
  if (qualifier === 3 && event !== '406') return 'restore'
  return qualifier === 6 ? 'still' : 'plain'
}
