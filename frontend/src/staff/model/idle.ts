import { onBeforeUnmount, onMounted, watch, type Ref } from 'vue'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** Milliseconds between two looks at the clock; a sleeping machine wakes up to a lock at once. */
const every = 1000

/** Calls `act` after `seconds` without a sign of life. Counted by the clock, not by timers, which browsers stretch in hidden tabs. */
export function useIdle(seconds: Ref<number>, act: () => void, now: () => number = () => Date.now()): void {
  let last = now()
  let timer: ReturnType<typeof setInterval> | undefined

  const sign = () => (last = now())
  const check = () => {
    if (now() - last < seconds.value * 1000) return
    last = now()
    act()
  }

  onMounted(() => {
    for (const name of signs) window.addEventListener(name, sign, { passive: true, capture: true })
    document.addEventListener('visibilitychange', check)
    timer = setInterval(check, every)
  })
  onBeforeUnmount(() => {
    for (const name of signs) window.removeEventListener(name, sign, { capture: true })
    document.removeEventListener('visibilitychange', check)
    clearInterval(timer)
  })
  watch(seconds, sign)
}
