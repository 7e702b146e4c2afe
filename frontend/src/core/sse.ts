/** One event of a text/event-stream. */
export interface StreamEvent {
  name: string
  data: string
  id: string | undefined
}

/**
 * Cuts a text/event-stream into events. Feed it text as it comes, in any pieces.
 * Our own reader instead of EventSource, because EventSource hides the comment lines the server sends
 * while nothing happens, and without them a half-open connection looks the same as a quiet one.
 */
export function eventCutter(emit: (event: StreamEvent) => void): (text: string) => void {
  let rest = ''
  let name = ''
  let data: string[] = []
  let id: string | undefined

  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) emit({ name: name || 'message', data: data.join('\n'), id })
      name = ''
      data = []
      return
    }
    if (text.startsWith(':')) return
    const colon = text.indexOf(':')
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') name = value
    else if (field === 'data') data.push(value)
    else if (field === 'id') id = value
  }

  return (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) line(one.replace(/\r$/, ''))
  }
}
