import { onBeforeUnmount, onMounted, ref } from 'vue'

/** Bindings by the name of the keys: `j`, `Enter`, `g c` (one after the other), `mod+Enter`, `mod+shift+Enter`. */
export type Bindings = Record<string, (event: KeyboardEvent) => void>

interface Layer {
  bindings: Bindings
  inDialog: boolean
}

const remembered = 'jz.staff.single-keys'
/** Milliseconds within which the second key of `g c` must follow. */
const together = 1200

const layers: Layer[] = []
let first = ''
let firstAt = 0

/** Whether single letters act. Some people talk to their machine or rest a hand on the keys (WCAG 2.1.4). */
export const singleKeys = ref(globalThis.localStorage?.getItem(remembered) !== 'off')

export function setSingleKeys(on: boolean): void {
  singleKeys.value = on
  localStorage.setItem(remembered, on ? 'on' : 'off')
}

/** keyName writes an event the way bindings are written. Command counts as Control. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('mod')
  if (event.altKey) parts.push('alt')
  if (event.shiftKey && event.key.length > 1) parts.push('shift')
  return [...parts, key].join('+')
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function pressed(event: KeyboardEvent): void {
  if (event.isComposing || event.defaultPrevented) return
  const name = keyName(event)
  const single = !name.includes('+') && event.key.length === 1
  if (!name.startsWith('mod') && typing(event.target)) return
  if (single && !singleKeys.value) return
  const pair = Date.now() - firstAt < together ? `${first} ${name}` : ''
  first = single ? name : ''
  firstAt = Date.now()
  const dialogOpen = document.querySelector('dialog[open]') !== null
  for (const layer of layers.toReversed()) {
    if (layer.inDialog !== dialogOpen) continue
    const act = layer.bindings[pair] ?? layer.bindings[name]
    if (!act) continue
    event.preventDefault()
    first = ''
    act(event)
    return
  }
}

/** Binds keys while the component lives. The newest component answers first; an open dialog silences the page behind it. */
export function useKeys(bindings: Bindings, { inDialog = false } = {}): void {
  const layer: Layer = { bindings, inDialog }
  onMounted(() => {
    if (layers.length === 0) window.addEventListener('keydown', pressed)
    layers.push(layer)
  })
  onBeforeUnmount(() => {
    layers.splice(layers.indexOf(layer), 1)
    if (layers.length === 0) window.removeEventListener('keydown', pressed)
  })
}
