import { computed, ref, shallowRef, triggerRef } from 'vue'
import { asProblem, type ProblemError } from '@core/api/client'
import { housing, type HousingNode, type NodeKind } from './calls'

/** One line of the tree as it is drawn. */
export interface TreeRow {
  node: HousingNode
  depth: number
  open: boolean
  /** Its children are being fetched. */
  waiting: boolean
}

/** Which kinds may be added below a kind, the likeliest first. */
export const childKinds: Partial<Record<NodeKind, readonly NodeKind[]>> = {
  county: ['street_office'],
  street_office: ['community'],
  community: ['compound', 'road', 'grid'],
  compound: ['building'],
  road: ['gate_number'],
  gate_number: ['building', 'room'],
  building: ['unit', 'floor', 'room'],
  unit: ['floor', 'room'],
  floor: ['room'],
  room: ['bed'],
}

/** Which kinds may stand at the top, for an office that begins with nothing. */
export const rootKinds: readonly NodeKind[] = ['street_office', 'community']

/** Kinds that are told apart by a number; their name follows from it. */
export const numbered: ReadonlySet<NodeKind> = new Set<NodeKind>(['gate_number', 'building', 'unit', 'floor', 'room', 'bed'])

/** Kinds below which whole buildings, staircases or floors of rooms can be added at once. */
export const ranged: ReadonlySet<NodeKind> = new Set<NodeKind>(['compound', 'gate_number', 'building', 'unit'])

/** treeRows writes what is open as lines, parents before children. */
export function treeRows(children: ReadonlyMap<string, readonly HousingNode[]>, open: ReadonlySet<string>, waiting: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (parent: string, depth: number) => {
    for (const node of children.get(parent) ?? []) {
      const isOpen = open.has(node.id)
      rows.push({ node, depth, open: isOpen, waiting: waiting.has(node.id) })
      if (isOpen) walk(node.id, depth + 1)
    }
  }
  walk('', 1)
  return rows
}

/** The address tree, fetched a level at a time as it is opened. */
export function useTree() {
  const children = shallowRef(new Map<string, HousingNode[]>())
  const open = ref(new Set<string>())
  const waiting = ref(new Set<string>())
  const problem = shallowRef<ProblemError>()
  const rows = computed(() => treeRows(children.value, open.value, waiting.value))

  async function fetch(parent: string): Promise<void> {
    waiting.value.add(parent)
    try {
      const { items } = await housing.below(parent)
      children.value.set(parent, items)
      triggerRef(children)
      problem.value = undefined
    } catch (thrown) {
      problem.value = asProblem(thrown)
    } finally {
      waiting.value.delete(parent)
    }
  }

  /** Opens a line; what hangs below is fetched the first time. */
  async function unfold(id: string): Promise<void> {
    open.value.add(id)
    if (!children.value.has(id)) await fetch(id)
  }

  const fold = (id: string) => open.value.delete(id)

  /** Reads every level again that has been read before. */
  async function refresh(): Promise<void> {
    await Promise.all([...children.value.keys()].map(fetch))
  }

  /** Opens the way down to a place. */
  async function reveal(above: readonly HousingNode[]): Promise<void> {
    for (const node of above) await unfold(node.id)
  }

  return { rows, problem, waiting, fetch, unfold, fold, refresh, reveal }
}
