import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patientMode, standsAlone, takesWork, type ModeName } from './mode'

describe('takesWork and standsAlone', () => {
  const want: Record<ModeName, [takes: boolean, alone: boolean]> = {
    normal: [true, false], isolated: [true, true], returning: [true, true], no_leader: [false, false], catching_up: [false, false], stopped: [false, false],
  }
  for (const [mode, answers] of Object.entries(want) as [ModeName, [boolean, boolean]][]) {
    it(mode, () => expect([takesWork(mode), standsAlone(mode)]).toEqual(answers))
  }
})

describe('patientMode', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function listen() {
    const shown: ModeName[] = []
    return { shown, mode: patientMode((mode) => shown.push(mode)) }
  }

  it('says nothing of an election that is over soon', () => {
    const { shown, mode } = listen()
    mode.hear('no_leader')
    vi.advanceTimersByTime(2_400)
    mode.hear('normal')
    vi.advanceTimersByTime(10_000)
    expect(shown).toEqual(['normal'])
  })

  it('counts from the first word of a missing leader, however often it is repeated', () => {
    const { shown, mode } = listen()
    mode.hear('no_leader')
    vi.advanceTimersByTime(2_000)
    mode.hear('no_leader')
    vi.advanceTimersByTime(600)
    expect(shown).toEqual(['no_leader'])
  })

  it('shows every other mode at once', () => {
    const { shown, mode } = listen()
    for (const one of ['isolated', 'returning', 'stopped'] as const) mode.hear(one)
    expect(shown).toEqual(['isolated', 'returning', 'stopped'])
  })

  it('is silent after stop', () => {
    const { shown, mode } = listen()
    mode.hear('no_leader')
    mode.stop()
    vi.advanceTimersByTime(10_000)
    expect(shown).toEqual([])
  })
})
