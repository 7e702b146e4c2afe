import { useWords } from '../words'

/** Areas of the catalogue whose words stand for the codes of a fact. */
const coded: Record<string, string> = { state: 'staff.state', condition: 'condition', applied_by: 'applied_by', documents: 'doc', end_reason: 'staff.end_reason', cause: 'staff.cause', permit_state: 'permit_state' }
const day = /^\d{4}-\d{2}-\d{2}$/
const instant = /^\d{4}-\d{2}-\d{2}T/

/** Words of the conflict desk: kinds of entries and the values of facts. */
export function useConflictWords() {
  const { t, code, problem, date, dateTime } = useWords()

  /** What kind of entry it is; the version of the command is nobody's business here. */
  const kindOf = (kind: string) => code('staff.command', kind.replace(/\.v\d+$/, ''))

  /** A value as people read it; values that are no code and no date show themselves. */
  function valueOf(field: string, value: string): string {
    const area = coded[field]
    if (area) return value.split(',').map((one) => code(area, one)).join(t('staff.comma'))
    if (day.test(value)) return date(value)
    return instant.test(value) ? dateTime(value) : value
  }

  /** Why the office did not take it. Sentences that speak to the resident have another form for the desk. */
  function reasonOf(refusal: string, params: Record<string, string> = {}): string {
    const own = code('staff.why', refusal, params)
    return own === refusal ? problem(refusal, params) : own
  }

  return { kindOf, valueOf, reasonOf }
}
