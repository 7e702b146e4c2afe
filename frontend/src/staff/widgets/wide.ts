import { onBeforeUnmount, ref, type Ref } from 'vue'

/** Whether the window is at least `width` pixels wide, kept up to date. */
export function useWide(width: number): Ref<boolean> {
  const query = matchMedia(`(min-width: ${width}px)`)
  const wide = ref(query.matches)
  const follow = () => (wide.value = query.matches)
  query.addEventListener('change', follow)
  onBeforeUnmount(() => query.removeEventListener('change', follow))
  return wide
}
