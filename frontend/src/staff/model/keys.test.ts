import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { keyName, setSingleKeys, useKeys, type Bindings } from './keys'

const press = (key: string, more: KeyboardEventInit = {}, target: EventTarget = document.body) =>
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

function page(bindings: Bindings, inDialog = false) {
  return mount(defineComponent({ setup: () => { useKeys(bindings, { inDialog }); return () => h('input') } }), { attachTo: document.body })
}

describe('keyName', () => {
  it('writes keys the way bindings do', () => {
    const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
    expect(keyName({ ...none, key: 'J', shiftKey: true })).toBe('j')
    expect(keyName({ ...none, key: '?', shiftKey: true })).toBe('?')
    expect(keyName({ ...none, key: 'Enter', ctrlKey: true, shiftKey: true })).toBe('mod+shift+Enter')
    expect(keyName({ ...none, key: 'k', metaKey: true })).toBe('mod+k')
  })
})

describe('useKeys', () => {
  afterEach(() => {
    setSingleKeys(true)
    document.body.innerHTML = ''
  })

  it('acts on a key, on two keys one after the other, and on the newest component first', () => {
    const [old, fresh, pair] = [vi.fn(), vi.fn(), vi.fn()]
    const first = page({ j: old, 'g c': pair })
    const second = page({ j: fresh })
    press('j')
    press('g')
    press('c')
    expect([old, fresh, pair].map((f) => f.mock.calls.length)).toEqual([0, 1, 1])
    second.unmount()
    press('j')
    expect(old).toHaveBeenCalledOnce()
    first.unmount()
  })

  it('leaves typing alone, but not Ctrl Enter', () => {
    const [single, main] = [vi.fn(), vi.fn()]
    const form = page({ j: single, Enter: single, 'mod+Enter': main })
    const input = form.find('input').element
    press('j', {}, input)
    press('Enter', {}, input)
    press('Enter', { ctrlKey: true }, input)
    expect(single).not.toHaveBeenCalled()
    expect(main).toHaveBeenCalledOnce()
    form.unmount()
  })

  it('silences the page behind an open dialog', () => {
    const [behind, inside] = [vi.fn(), vi.fn()]
    const base = page({ 'mod+Enter': behind })
    const top = page({ 'mod+Enter': inside }, true)
    press('Enter', { ctrlKey: true })
    document.body.append(Object.assign(document.createElement('dialog'), { open: true }))
    press('Enter', { ctrlKey: true })
    expect([behind, inside].map((f) => f.mock.calls.length)).toEqual([1, 1])
    base.unmount()
    top.unmount()
  })

  it('can do without single letters', () => {
    const [single, mod] = [vi.fn(), vi.fn()]
    const one = page({ j: single, 'mod+k': mod })
    setSingleKeys(false)
    press('j')
    press('k', { ctrlKey: true })
    expect([single, mod].map((f) => f.mock.calls.length)).toEqual([0, 1])
    one.unmount()
  })

  it('waits while a Chinese input method composes', () => {
    const act = vi.fn()
    const one = page({ j: act })
    press('j', { isComposing: true })
    expect(act).not.toHaveBeenCalled()
    one.unmount()
  })
})
