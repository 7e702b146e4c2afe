// The far end of a station's alarm wire.
import { element, offer, say } from './dom.js'

const counted = ['sent', 'acked', 'repeated', 'waiting']

/** build lays the buttons of what can happen, and of what can go wrong on the line. */
export function build(section, protocol, act) {
  section.querySelector('.wire').textContent = say('wires')[protocol]
  const button = (data, action) => ([key, text]) => {
    const b = element('button', text)
    b.dataset[data] = key
    b.onclick = () => act(action, { what: key })
    return b
  }
  section.querySelector('.scenes').append(...Object.entries(say('scenes')).map(button('scene', 'alarm/happen')))
  section.querySelector('.faults').append(...Object.entries(say('faults')).map(button('fault', 'alarm/fault')))
}

/** show tells how the line is and what went over it. */
export function show(section, alarm) {
  const counts = counted.flatMap((key) => [element('dt', say('counts')[key]), element('dd', alarm[key])])
  if (!alarm.plugged) counts.push(element('dd', say('unplugged')))
  else if (alarm.blocked) counts.push(element('dd', say('blocked')))
  section.querySelector('.counts').replaceChildren(...counts)
  for (const b of section.querySelectorAll('[data-fault]')) b.setAttribute('aria-pressed', String(b.dataset.fault === alarm.fault))
  offer(section, { 'alarm/unplug': alarm.plugged, 'alarm/plug': !alarm.plugged })
}
