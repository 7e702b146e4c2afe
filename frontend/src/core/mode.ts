import type { Mode } from './api/types'

/** How this station stands to the others; the server's word. */
export type ModeName = Mode['mode']

/** Milliseconds a missing leader is forgiven: an election takes about one second and is no news to anybody. */
const electionPatience = 2_500

/** Whether this station takes work in: together with the others, or alone until they are back. */
export function takesWork(mode: ModeName): boolean {
  return mode === 'normal' || standsAlone(mode)
}

/** Whether what is taken in now is accepted by this station only and settled when the others are back (本机受理). */
export function standsAlone(mode: ModeName): boolean {
  return mode === 'isolated' || mode === 'returning'
}

/** Passes on what the server says of the mode; a missing leader only when it stays missing. */
export function patientMode(show: (mode: ModeName) => void) {
  let electing: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    clearTimeout(electing)
    electing = undefined
  }

  function hear(mode: ModeName): void {
    if (mode === 'no_leader') {
      electing ??= setTimeout(() => show(mode), electionPatience)
      return
    }
    stop()
    show(mode)
  }

  return { hear, stop }
}
