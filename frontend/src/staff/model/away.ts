import { computed, watch } from 'vue'
import { office } from './backend'
import { useLive } from './live'
import { useLoader } from './loader'

/** useAway gives the ids of the stations that this one cannot reach: what is known of them may be old. It asks only while some are away. */
export function useAway() {
  const live = useLive()
  const { value, load } = useLoader(office.system)
  const apart = computed(() => live.reachable < (live.station?.members ?? 0))

  watch([apart, () => live.mode, () => live.station], () => void (apart.value && load()), { immediate: true })
  return computed<ReadonlySet<string>>(() => {
    const members = apart.value ? (value.value?.members ?? []) : []
    return new Set(members.filter((m) => !m.reachable && m.id !== value.value?.self).map((m) => m.id))
  })
}
