import { nextTick, type Ref } from 'vue'

/** Moves the selection of a list by `step` and brings the row into view and focus. Rows carry their id in `data-row`. */
export function moveSelection(ids: readonly string[], selected: Ref<string | undefined>, step: number, root: Ref<HTMLElement | undefined>): void {
  if (ids.length === 0) return
  const at = ids.indexOf(selected.value ?? '')
  const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step))
  selected.value = ids[next]
  void nextTick(() => {
    const row = root.value?.querySelector<HTMLElement>(`[data-row="${CSS.escape(ids[next]!)}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })
}
