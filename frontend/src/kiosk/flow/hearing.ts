import type { Ref } from 'vue'
import type { CardState, CardView } from '@core/api/types'
import { looksAlike, type CardPhase } from './card'
import type { ScreenName } from './steps'

/** What of a visit the reader's words change. */
interface Heard {
  card: Ref<CardView | undefined>
  phase: Ref<CardPhase>
  fault: Ref<string>
  leftover: Ref<boolean>
  screen: Ref<ScreenName>
  finished: Ref<boolean>
  prompt: Ref<'removed' | 'idle' | undefined>
}

/** What follows: a new visit, the end of one. `ended` is the token of the visit that ended last; its card may still lie there. */
interface Consequences {
  begin: (next: CardView, other: boolean) => void
  wipe: () => void
  ended: () => string | undefined
}

/** Takes what the reader says. */
export function cardListener(s: Heard, then: Consequences): (event: CardState) => void {
  function fault(phase: 'unreadable' | 'unsupported'): void {
    s.phase.value = phase
    s.leftover.value = false
    if (s.card.value !== undefined && !s.finished.value) s.prompt.value = 'removed'
  }

  function read(next: CardView): void {
    s.phase.value = 'read'
    if (next.token === then.ended()) {
      s.leftover.value = true // told again after a reconnect; its visit is over
      return
    }
    s.leftover.value = false
    // Back in time, or told again: the visit goes on.
    if (s.card.value?.token === next.token) s.card.value = next
    else then.begin(next, s.card.value !== undefined && !s.finished.value && !looksAlike(s.card.value, next))
  }

  function gone(): void {
    s.phase.value = 'none'
    s.leftover.value = false
    if (s.card.value === undefined || s.finished.value) return
    if (s.screen.value === 'confirm') return then.wipe()
    s.prompt.value = 'removed'
  }

  return (event) => {
    s.fault.value = event.fault ?? ''
    if (event.state === 'read' && event.card) return read(event.card)
    if (event.state === 'placed') {
      s.phase.value = 'reading'
      s.leftover.value = false
    } else if (event.state === 'unreadable' || event.state === 'unsupported') fault(event.state)
    else if (event.state === 'removed') gone()
    // 'none' also follows our own wipe while the card still lies there: that is no removal.
    else if (event.state === 'none' && !s.leftover.value) gone()
  }
}
