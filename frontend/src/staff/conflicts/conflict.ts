import type { AmendableField, Conflict, ConflictAction } from '../model/types'

/** One fact in the three versions of a record; an empty text = that version does not have it. */
export interface FactRow {
  field: string
  base: string
  mine: string
  theirs: string
  /** Whether the versions agree: what was taken in and what the office has may be the same although both are new. */
  stands: 'same' | 'agreed' | 'differs'
}

/** factRows lays the three versions side by side, in the order of what was taken in, then what only the others have. */
export function factRows(conflict: Pick<Conflict, 'base' | 'mine' | 'theirs'>): FactRow[] {
  const versions = [conflict.mine, conflict.theirs, conflict.base]
  const fields = [...new Set(versions.flatMap((facts) => facts.map((fact) => fact.field)))]
  const valueIn = (facts: Conflict['mine'], field: string) => facts.find((fact) => fact.field === field)?.value ?? ''
  const standing = (field: string): FactRow['stands'] => {
    if (!versions.some((facts) => facts.some((fact) => fact.field === field && fact.differs))) return 'same'
    const mine = valueIn(conflict.mine, field)
    return mine === valueIn(conflict.theirs, field) && !mine.includes('*') ? 'agreed' : 'differs' // behind a mask they may differ
  }
  return fields.map((field) => ({
    field,
    base: valueIn(conflict.base, field),
    mine: valueIn(conflict.mine, field),
    theirs: valueIn(conflict.theirs, field),
    stands: standing(field),
  }))
}

/** changesOf is what the form really changes: what was left alone, or emptied, stays as it was taken in. */
export function changesOf(fields: readonly AmendableField[], draft: Readonly<Record<string, string>>): Record<string, string> {
  const changed = fields.flatMap(({ field, value }) => {
    const now = (draft[field] ?? '').trim()
    return now === '' || now === value ? [] : [[field, now] as const]
  })
  return Object.fromEntries(changed)
}

/** nextOpen is the item to go on with after one is done: the following one of the list it came from, else the first that is open. */
export function nextOpen(order: readonly string[], done: string, open: readonly string[]): string | undefined {
  const rest = open.filter((id) => id !== done)
  const after = order.slice(order.indexOf(done) + 1).find((id) => rest.includes(id))
  return after ?? rest[0]
}

/** How an action stands on the desk; in the order of the digits that open them. */
export const conflictActions: readonly { action: ConflictAction; icon: string }[] = [
  { action: 'amend', icon: 'edit' },
  { action: 'attach', icon: 'case' },
  { action: 'drop', icon: 'close' },
]
