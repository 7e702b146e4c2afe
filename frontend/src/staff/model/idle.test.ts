import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import { useIdle } from './idle'

describe('useIdle', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const desk = (act: () => void) => mount(defineComponent({ setup: () => { useIdle(ref(300), act); return () => null } }))

  it('acts after five minutes without a sign of life, counted from the last one', () => {
    const act = vi.fn()
    const page = desk(act)
    vi.advanceTimersByTime(290_000)
    window.dispatchEvent(new Event('keydown'))
    vi.advanceTimersByTime(299_000)
    expect(act).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1_000)
    expect(act).toHaveBeenCalledOnce()
    page.unmount()
  })

  it('acts at once when a machine that slept wakes up', () => {
    const act = vi.fn()
    const page = desk(act)
    vi.setSystemTime(Date.now() + 3_600_000)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(act).toHaveBeenCalledOnce()
    page.unmount()
  })
})
