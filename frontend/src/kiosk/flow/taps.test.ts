import { beforeEach, describe, expect, it } from 'vitest'
import { doubleTap, guardTaps } from './taps'

let now = 0
let hits: string[] = []

beforeEach(() => {
  const root = document.implementation.createHTMLDocument()
  root.body.innerHTML = '<button id="a"><b>x</b></button><button id="b"></button>'
  guardTaps(root, () => now)
  hits = []
  for (const button of root.querySelectorAll('button')) button.addEventListener('click', () => hits.push(button.id))
  tap = (selector, at) => {
    now = at
    root.querySelector(selector)?.dispatchEvent(new Event('click', { bubbles: true, cancelable: true }))
  }
})
let tap: (selector: string, at: number) => void

describe('guardTaps', () => {
  it('swallows a tremble on the same control', () => {
    tap('#a', 1000)
    tap('#a b', 1000 + doubleTap - 1)
    expect(hits).toEqual(['a'])
  })

  it('lets a wish through', () => {
    tap('#a', 1000)
    tap('#a', 1000 + doubleTap)
    tap('#b', 1001 + doubleTap)
    expect(hits).toEqual(['a', 'a', 'b'])
  })
})
