import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Whether the screen lies on its side: long pages then put their words into the left column. */
export function useLandscape(): Ref<boolean> {
  const media = matchMedia('(orientation: landscape)')
  const landscape = ref(media.matches)
  const look = () => (landscape.value = media.matches)
  onMounted(() => media.addEventListener('change', look))
  onBeforeUnmount(() => media.removeEventListener('change', look))
  return landscape
}
