/** Milliseconds in which a second tap is taken for a tremble, not a wish. */
export const doubleTap = 300

/**
 * Swallows a second tap on the same control within `doubleTap`. Taps on a page that has only just appeared are
 * held off by the page itself (pointer-events), so that the second half of a double tap cannot press what moved
 * under the finger. `controls` says which are guarded: keys of a pad are rightly pressed twice.
 */
export function guardTaps(root: Document, now: () => number = () => performance.now(), controls = 'button'): void {
  let last: { control: Element; at: number } | undefined
  root.addEventListener('click', (event) => {
    const control = (event.target as Element | null)?.closest(controls)
    if (!control) return
    const at = now()
    if (last && last.control === control && at - last.at < doubleTap) {
      event.preventDefault()
      event.stopImmediatePropagation()
      return
    }
    last = { control, at }
  }, { capture: true })
}

/** A public machine: no context menu, no dragging, no pinch zoom, no keyboard reload. */
export function lockGestures(root: Document): void {
  const refuse = (event: Event) => event.preventDefault()
  root.addEventListener('contextmenu', refuse)
  root.addEventListener('dragstart', refuse)
  root.addEventListener('selectstart', refuse)
  root.addEventListener('gesturestart', refuse)
  root.addEventListener('wheel', (event) => { if (event.ctrlKey) event.preventDefault() }, { passive: false })
}
