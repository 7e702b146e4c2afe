import { ref, type Ref } from 'vue'

/** Seconds without a touch before the question, and seconds to answer it. */
export const idleAfter = 60
export const promptFor = 15
/** How often "more time" is offered in a row; any real touch starts the count anew. */
export const mostExtensions = 10

export interface IdleWatch {
  /** Seconds left to answer the prompt. */
  left: Ref<number>
  extensions: Ref<number>
  /** Somebody touched the page. */
  touched(): void
  /** Starts the answering time, for the idle question and for a removed card. */
  ask(): void
  more(): void
  /** One second went by. */
  tick(): void
}

/** Counts seconds. It knows no DOM and no clock: the app calls tick() once a second and touched() on every touch. */
export function idleWatch(on: { asking: () => boolean; idle: () => void; expired: () => void }): IdleWatch {
  const left = ref(promptFor)
  const extensions = ref(0)
  let quiet = 0

  return {
    left,
    extensions,
    touched() {
      quiet = 0
      if (!on.asking()) extensions.value = 0
    },
    ask() {
      left.value = promptFor
    },
    more() {
      if (extensions.value >= mostExtensions) return
      extensions.value += 1
      quiet = 0
      left.value = promptFor
    },
    tick() {
      if (on.asking()) {
        left.value -= 1
        if (left.value <= 0) on.expired()
        return
      }
      quiet += 1
      if (quiet >= idleAfter) {
        quiet = 0
        left.value = promptFor
        on.idle()
      }
    },
  }
}
