import { mannerOf, perPage, promptOf } from './flow'
import type { Terminal } from './terminal'

/** What a key means where we are: the same for the number pad, the keyboard and the keys on the screen. */
export type Deed =
  | { do: 'choose'; at: number }
  | { do: 'type'; key: string }
  | { do: 'more' | 'back' | 'erase' | 'confirm' }

/** deedOf reads a key; undefined where it means nothing. */
export function deedOf(key: string, terminal: Terminal): Deed | undefined {
  if (key === '#' || key === 'Enter') return { do: 'confirm' }
  if (key === 'Escape') return { do: 'back' }
  const typing = typesHere(terminal)
  if (key === 'Backspace' || key === '.') return { do: typing && typed(terminal) !== '' ? 'erase' : 'back' }
  if (!/^[0-9*xX]$/.test(key)) return undefined
  if (!typing) return chosen(key)
  const counts = terminal.visit.value !== undefined && mannerOf(promptOf(terminal.visit.value)) === 'count'
  const logsOn = terminal.stage.value === 'login' || terminal.stage.value === 'pin'
  return key === '0' && typed(terminal) === '' && !counts && !logsOn ? { do: 'back' } : { do: 'type', key }
}

function chosen(key: string): Deed | undefined {
  if (key === '0') return { do: 'back' }
  const n = Number(key)
  if (Number.isNaN(n)) return undefined
  return n > perPage ? { do: 'more' } : { do: 'choose', at: n - 1 }
}

function typesHere({ stage, visit }: Terminal): boolean {
  if (stage.value === 'login' || stage.value === 'pin') return true
  return stage.value === 'work' && visit.value !== undefined && !['choice', 'check'].includes(mannerOf(promptOf(visit.value)))
}

function typed({ stage, login, pin, visit }: Terminal): string {
  if (stage.value === 'login') return login.value
  return stage.value === 'pin' ? pin.value : (visit.value?.typed ?? '')
}
