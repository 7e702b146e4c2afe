import { nextTick, ref } from 'vue'
import { doubleTap } from './taps'

/** True for a moment after a page has changed: taps are not taken, they were meant for the page before. */
export const settling = ref(false)

let settled: ReturnType<typeof setTimeout> | undefined

/** To be called when another question stands on the screen: its title gets the focus and names the document. */
export async function turnPage(): Promise<void> {
  settling.value = true
  clearTimeout(settled)
  settled = setTimeout(() => (settling.value = false), doubleTap)
  await nextTick()
  const title = document.querySelector<HTMLElement>('h1')
  if (title) document.title = title.textContent?.trim() ?? ''
  title?.focus({ preventScroll: true })
  globalThis.scrollTo(0, 0)
}
