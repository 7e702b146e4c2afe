import { describe, expect, it } from 'vitest'
import { alarmFace, panelOff, receiverFace } from './face'

describe('alarmFace', () => {
  const cases: [name: string, item: Parameters<typeof alarmFace>[0], want: string][] = [
    ['fire', { priority: 1, qualifier: 1, category: 'fire' }, 'red diamond'],
    ['burglary', { priority: 2, qualifier: 1, category: 'intrusion' }, 'amber triangle'],
    ['trouble', { priority: 3, qualifier: 1, category: 'trouble' }, 'brand circle'],
    ['a test', { priority: 4, qualifier: 1, category: 'test' }, 'neutral ring'],
    ['a burglary that is over', { priority: 3, qualifier: 3, category: 'intrusion' }, 'green check'],
    ['an arming', { priority: 4, qualifier: 3, category: 'openclose' }, 'neutral ring'],
  ]
  for (const [name, item, want] of cases) it(name, () => expect(Object.values(alarmFace(item)).join(' ')).toBe(want))
})

it('receiverFace is green only for what is known to work', () => {
  expect([receiverFace('ok', true), receiverFace('fault', true), receiverFace('ok', false), receiverFace('fault', false)].map((face) => Object.values(face).join(' '))).toEqual([
    'green check', 'amber triangle', 'amber ring', 'amber ring',
  ])
})

it('panelOff counts the minutes only where the panel told a whole date and they are worth a word', () => {
  const at = '2026-11-21T01:41:26Z'
  const told = ['2026-11-21T01:40:00Z', '2026-11-21T01:43:26Z', '2026-11-21T00:41:26Z', '2026-11-21T09:51:26+08:00', '00:41:26', '', undefined]
  expect(told.map((panel) => panelOff(at, panel))).toEqual([0, 0, 60, 10, 0, 0, 0])
})
