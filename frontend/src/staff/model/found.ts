// What the one box found, as lines to choose from.
import type { Purpose, SearchAnswer } from './types'
import { shortNumber } from './documents'

/** A line of the palette. */
export interface Hit {
  id: string
  group: 'people' | 'places' | 'permits' | 'cases' | 'pages' | 'purpose'
  icon: string
  title: string
  note: string
  /** What the text matched, as a code under `staff.matched`; empty where that says nothing. */
  matched: string
  /** The page that opens. A place opens the search for who lives there, a purpose searches again. */
  to?: string
  place?: string
  purpose?: Purpose
  /** Whose record opens, so that a purpose stated here is not asked for again. */
  person?: string
}

/** The words a line needs; see useWords. `former` says of which community a place came. */
export interface Words {
  code: (area: string, value: string) => string
  living: string
  former: (name: string) => string
}

/** purposesOf are the purposes that somebody may state for a search; whoever reads the log of looks has one only. */
export const purposesOf = (audits: boolean): Purpose[] => (audits ? ['audit'] : ['counter', 'case', 'correction'])

/** lines are the hits of an answer, group by group, in the order of the answer. `audits` opens the log of looks in place of the record. */
export function lines(answer: SearchAnswer, audits: boolean, { code, living, former }: Words): Hit[] {
  const record = (person: string) => (audits ? `/looks?person=${person}` : `/residents/${person}`)
  return [
    ...answer.people.items.map((p): Hit => ({
      id: `p-${p.id}`, group: 'people', icon: 'person', title: p.name, note: joined(p.id_number, p.address), matched: p.matched, to: record(p.id), person: p.id,
    })),
    ...answer.places.items.map((p): Hit => ({
      id: `a-${p.id}`, group: 'places', icon: 'pin', title: p.label || p.name, matched: '',
      ...(p.kind === 'community' // thousands live there: it opens in the tree
        ? { note: joined(code('palette.kind', p.kind), p.via ? former(p.via) : ''), to: `/housing/${p.id}` }
        : { note: joined(code('palette.kind', p.kind), living), place: p.label || p.name }),
    })),
    ...answer.permits.items.map((p): Hit => ({
      id: `k-${p.id}`, group: 'permits', icon: 'card', title: p.holder, note: joined(p.number_masked, code('permit_state', p.state)), matched: p.matched, to: `/permits/${p.id}`, person: p.person_id,
    })),
    ...answer.cases.items.map((c): Hit => ({
      id: `c-${c.id}`, group: 'cases', icon: 'case', title: joined(c.holder, code('kind', c.kind)), note: joined(shortNumber(c.number), code('staff.state', c.state)), matched: '',
      to: c.kind === 'permit_application' ? `/cases/${c.id}` : record(c.person_id), person: c.person_id,
    })),
  ]
}

/** The groups of which there are more than the answer shows. */
export function cut(answer: SearchAnswer): Set<Hit['group']> {
  return new Set((['people', 'places', 'permits', 'cases'] as const).filter((group) => answer[group].more))
}

/** purposes are the lines that offer a purpose, where the answer asks for one. */
export function purposes(answer: SearchAnswer | undefined, audits: boolean, { code }: Words): Hit[] {
  if (!answer?.needs_purpose) return []
  return purposesOf(audits).map((purpose) => ({
    id: `w-${purpose}`, group: 'purpose', icon: 'shield', title: code('staff.purpose', purpose), note: code('staff.purpose_hint', purpose), matched: '', purpose,
  }))
}

const joined = (...parts: string[]) => parts.filter((part) => part !== '').join(' · ')
