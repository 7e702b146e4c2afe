import type { Application, CaseDocument, Condition, Proof } from './types'

/** The proofs of Decree 663, article 9, by group. Nothing outside this list is asked for. */
export const proofKinds: Record<string, readonly string[]> = {
  identity: ['resident_id_card', 'travel_permit'],
  photo: ['portrait'],
  dwelling: ['tenancy_contract', 'title_document', 'purchase_contract', 'lodging_certificate'],
  employment: ['business_licence', 'labour_contract', 'employment_certificate', 'other_work_proof'],
  study: ['student_card', 'study_certificate'],
}

/** permitKind is the kind of permit that the paper of identity asks for: a mainland travel permit is that of somebody from Hong Kong, Macau or Taiwan. */
export const permitKind = (brought: readonly Proof[]): 'resident' | 'hmt' => (brought.some((d) => d.kind === 'travel_permit') ? 'hmt' : 'resident')

/** requiredGroups lists the groups of which one proof each is needed: identity, photo and address always, then the condition. */
export function requiredGroups(condition: Condition): string[] {
  const always = ['identity', 'photo', 'dwelling']
  return condition === 'dwelling' ? always : [...always, condition]
}

/** One group of an application's papers as the desk sees it. */
export interface PaperGroup {
  group: string
  required: boolean
  missing: boolean
  documents: CaseDocument[]
}

/** paperGroups sorts the papers by group: the required groups first, in the order of the law, then what else was brought. */
export function paperGroups(app: Pick<Application, 'documents' | 'required_groups' | 'missing_groups'>): PaperGroup[] {
  const extra = app.documents.map((d) => d.group).filter((g) => !app.required_groups.includes(g))
  return [...app.required_groups, ...new Set(extra)].map((group) => ({
    group,
    required: app.required_groups.includes(group),
    missing: app.missing_groups.includes(group),
    documents: app.documents.filter((d) => d.group === group),
  }))
}

/** unseenGroups lists the required groups of which no ticked proof was seen; acceptance needs this to be empty. */
export function unseenGroups(app: Pick<Application, 'documents' | 'required_groups'>, ticked: ReadonlySet<string>): string[] {
  return app.required_groups.filter((g) => !app.documents.some((d) => d.group === g && d.state !== 'missing' && ticked.has(d.id)))
}

/** ageOn counts whole years between two calendar dates `YYYY-MM-DD`. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}

/** From this age one applies in person (article 9). */
export const ofAge = 16
/** From this age "elderly" may be given as the reason why a relative applies. */
export const elderly = 60

/** proxyReasons lists why another person may apply for someone of this age. */
export function proxyReasons(age: number): string[] {
  if (age < ofAge) return ['minor']
  return age >= elderly ? ['elderly', 'disabled', 'other'] : ['disabled', 'other']
}

/** shortNumber drops the community's twelve digits from a case number: within one office they say nothing. */
export function shortNumber(number: string): string {
  return number.replace(/^\d{12}-/, '')
}
