import { describe, expect, it } from 'vitest'
import { idleAfter, idleWatch, mostExtensions, promptFor } from './idle'

function machine() {
  const state = { asking: false, idle: 0, expired: 0 }
  const watch = idleWatch({
    asking: () => state.asking,
    idle: () => { state.idle += 1; state.asking = true },
    expired: () => { state.expired += 1; state.asking = false },
  })
  const seconds = (n: number) => { for (let i = 0; i < n; i++) watch.tick() }
  return { state, watch, seconds }
}

describe('idleWatch', () => {
  it('asks after a minute and ends a quarter of a minute later', () => {
    const { state, seconds } = machine()
    seconds(idleAfter - 1)
    expect(state).toMatchObject({ idle: 0 })
    seconds(1)
    expect(state).toMatchObject({ idle: 1, expired: 0 })
    seconds(promptFor - 1)
    expect(state).toMatchObject({ expired: 0 })
    seconds(1)
    expect(state).toMatchObject({ expired: 1 })
  })

  it('starts anew at each touch', () => {
    const { state, watch, seconds } = machine()
    seconds(idleAfter - 1)
    watch.touched()
    seconds(idleAfter - 1)
    expect(state.idle).toBe(0)
  })

  it('gives more time ten times, and a real touch gives ten more', () => {
    const { state, watch, seconds } = machine()
    for (let i = 0; i < mostExtensions; i++) {
      seconds(idleAfter)
      watch.more()
      state.asking = false
    }
    expect(watch.extensions.value).toBe(mostExtensions)
    seconds(idleAfter)
    watch.more()
    expect(watch.extensions.value).toBe(mostExtensions)
    seconds(promptFor)
    expect(state.expired).toBe(1)
    watch.touched()
    expect(watch.extensions.value).toBe(0)
  })
})
