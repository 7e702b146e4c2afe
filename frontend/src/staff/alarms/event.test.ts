import { describe, expect, it } from 'vitest'
import { events } from '@core/i18n/zh/events'
import { codeText, eventForm, type EventCode } from './event'

const has = (key: string) => key in events
const contactID = (event: string, qualifier: number, category = ''): EventCode => ({ event, qualifier, category, protocol: 'surgard' })

describe('eventForm', () => {
  const cases: [name: string, code: EventCode, want: ReturnType<typeof eventForm>][] = [
    ['a burglary', contactID('130', 1, 'intrusion'), { form: 'plain', key: 'event.130' }],
    ['a burglary that is over', contactID('130', 3, 'intrusion'), { form: 'restore', key: 'event.130' }],
    ['a fault that is still there', contactID('301', 6, 'trouble'), { form: 'still', key: 'event.301' }],
    ['a disarming', contactID('401', 1, 'openclose'), { form: 'opened', key: 'event.401' }],
    ['an arming', contactID('401', 3, 'openclose'), { form: 'closed', key: 'event.401' }],
    ['a call taken back, however it is marked', contactID('406', 3, 'openclose'), { form: 'plain', key: 'event.406' }],
    ['a late closing', contactID('454', 1, 'openclose'), { form: 'plain', key: 'event.454' }],
    ['letters of SIA, which say themselves that it is over', { event: 'BH', qualifier: 3, category: 'intrusion', protocol: 'dc09' }, { form: 'plain', key: 'event.BH' }],
    ['letters by zone type and condition', { event: 'WS', qualifier: 1, category: 'technical', protocol: 'surgard' }, { form: 'sia', zone: 'W', is: 'S' }],
    ['601 of an IT-100', { event: '601', qualifier: 1, category: 'intrusion', protocol: 'it100' }, { form: 'plain', key: 'it100.601' }],
    ['601 of all others', contactID('601', 1, 'test'), { form: 'plain', key: 'event.601' }],
    ['an unknown number', contactID('7A9', 1, 'unknown'), { form: 'unknown', code: 'E7A9' }],
    ['unknown letters', { event: 'QQ', qualifier: 0, category: 'unknown', protocol: 'dc09' }, { form: 'unknown', code: 'QQ' }],
    ['an unknown number of an IT-100', { event: '699', qualifier: 0, category: 'unknown', protocol: 'it100' }, { form: 'unknown', code: '699' }],
    ['no code at all', contactID('', 0), { form: 'none' }],
  ]
  for (const [name, code, want] of cases) it(name, () => expect(eventForm(code, has)).toEqual(want))
})

it('codeText writes digits with their mark and letters as they are', () => {
  const codes: [string, number, string][] = [['130', 1, 'surgard'], ['401', 3, 'conwin'], ['301', 6, 'dc09'], ['130', 0, 'alarmdecoder'], ['BA', 1, 'dc09'], ['609', 1, 'it100'], ['', 0, 'surgard']]
  expect(codes.map(([event, qualifier, protocol]) => codeText({ event, qualifier, protocol }))).toEqual(['E130', 'R401', 'P301', '130', 'BA', '609', ''])
})
