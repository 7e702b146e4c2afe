import { describe, expect, it } from 'vitest'
import { eventCutter, type StreamEvent } from './sse'

const text = ': hello\n\nid: b-7\nevent: change\ndata: {"a":1}\n\nevent: card\r\ndata: one\r\ndata: two\r\n\r\ndata:x\n\n: alive\n\nevent: reset\n\n'
const want: StreamEvent[] = [
  { name: 'change', data: '{"a":1}', id: 'b-7' },
  { name: 'card', data: 'one\ntwo', id: 'b-7' },
  { name: 'message', data: 'x', id: 'b-7' },
]

describe('eventCutter', () => {
  // Whatever the pieces the network makes, the events are the same.
  it.each([1, 2, 3, 7, 16, text.length])('reads pieces of %i characters', (size) => {
    const got: StreamEvent[] = []
    const feed = eventCutter((event) => got.push(event))
    for (let i = 0; i < text.length; i += size) feed(text.slice(i, i + size))
    expect(got).toEqual(want)
  })
})
