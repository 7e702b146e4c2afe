import type { HousingNode } from './calls'

/** A community that a merge or a split makes, while it is typed. */
export interface NewCommunity {
  id: string
  name: string
  number: string
}

/** A decision about communities while it is put together. */
export interface Decision {
  effective: string
  from: string[]
  news: NewCommunity[]
  /** Where every compound, road and grid of a split goes, by its id. */
  moves: Record<string, string>
}

/** What lies directly in the communities that end. */
export type Contents = readonly HousingNode[]

/** A split has several new communities: everything in the old ones has to be given to one of them. */
export const splits = (d: Decision) => d.news.length > 1

/** unplaced are those of a split that go nowhere yet. */
export function unplaced(d: Decision, contents: Contents): HousingNode[] {
  return splits(d) ? contents.filter((node) => !d.news.some((n) => n.id === d.moves[node.id])) : []
}

/** readyDecision tells whether the decision can be sent. */
export function readyDecision(d: Decision, contents: Contents): boolean {
  return d.effective !== '' && d.from.length > 0 && (d.from.length > 1 || splits(d))
    && d.news.every((n) => n.name.trim() !== '' && /^\d{12}$/.test(n.number.trim())) && unplaced(d, contents).length === 0
}

/** decisionBody is the request. */
export function decisionBody(d: Decision, contents: Contents) {
  return {
    effective: d.effective,
    new: d.news.map((n) => ({ id: n.id, name: n.name.trim(), number: n.number.trim(), from: [...d.from] })),
    moves: splits(d) ? contents.map((node) => ({ id: node.id, to: d.moves[node.id]! })) : [],
  }
}
