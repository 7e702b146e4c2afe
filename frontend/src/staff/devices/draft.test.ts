import { describe, expect, it } from 'vitest'
import type { Device } from '../model/types'
import { bodyOf, draftOf, filledBy, newDraft, presetOf, settingsOf, type Draft } from './draft'
import { presets } from './presets'

const counters = { bytes_in: 0, bytes_out: 0, messages: 0, stored: 0, not_stored: 0, garbage: 0, heartbeats: 0, reopened: 0, cards_read: 0, printed: 0 }
const device = (more: Partial<Device>): Device => ({
  id: 'd', kind: 'alarm', name: 'D', connection: 'serial', port: '/dev/a', settings: {}, has_key: false, state: 'ready', fault: '', since: '2026-11-21T01:00:00Z', counters, ...more,
})

describe('what is sent', () => {
  const cases: Record<string, [Device, ReturnType<typeof bodyOf>]> = {
    'a receiver on a cable': [
      device({ protocol: 'surgard', settings: { baud: 9600, parity: 'even', data_bits: 7, ack: '06', makers: { 134: 'log' } } }),
      { kind: 'alarm', name: 'D', connection: 'serial', port: '/dev/a', protocol: 'surgard', keys: {}, settings: { baud: 9600, parity: 'even', data_bits: 7, ack: '06', makers: { 134: 'log' } } },
    ],
    'panels with keys, which stay': [
      device({ protocol: 'dc09', connection: 'udp', port: ':8900', has_key: true, settings: { window_seconds: -1, windows: { 1234: 0 }, heng_bo: true } }),
      { kind: 'alarm', name: 'D', connection: 'udp', port: ':8900', protocol: 'dc09', settings: { window_seconds: -1, windows: { 1234: 0 }, heng_bo: true } },
    ],
    'a card reader': [
      device({ kind: 'idcard', settings: { baud: 115200 } }),
      { kind: 'idcard', name: 'D', connection: 'serial', port: '/dev/a', settings: { baud: 115200 } },
    ],
    'a printer in the network': [
      device({ kind: 'printer', connection: 'tcp', port: '10.0.0.9:9100', settings: { width_dots: 384, no_cutter: true, mute: true } }),
      { kind: 'printer', name: 'D', connection: 'tcp', port: '10.0.0.9:9100', settings: { width_dots: 384, no_cutter: true, mute: true } },
    ],
  }
  for (const [name, [given, want]] of Object.entries(cases)) it(`is what was set: ${name}`, () => expect(bodyOf(draftOf(given))).toEqual(want))

  it('leaves out what another wire or connection has', () => {
    const was = draftOf(device({ protocol: 'radionics6500', settings: { baud: 1200, ack: '06', header_byte: '20', header_digits: 4 } }))
    expect(settingsOf({ ...was, protocol: 'surgard' })).toEqual({ baud: 1200, ack: '06', header_digits: 4 })
    expect(settingsOf({ ...was, protocol: 'it100' })).toEqual({ baud: 1200 })
    expect(settingsOf({ ...was, protocol: 'dc09', connection: 'tcp' })).toEqual({})
  })

  it('says of keys: keep, none, or these', () => {
    const panels: Draft = { ...newDraft('alarm'), protocol: 'dc09', connection: 'both', port: ':8900', keys: [{ name: '', value: ' AA ' }, { name: '1234', value: 'BB' }, { name: '5', value: '' }] }
    expect(bodyOf({ ...panels, keyChoice: 'keep' }).keys).toBeUndefined()
    expect(bodyOf({ ...panels, keyChoice: 'none' }).keys).toEqual({})
    expect(bodyOf({ ...panels, keyChoice: 'new' }).keys).toEqual({ '': 'AA', '1234': 'BB' })
  })

  it('takes half a row for no row', () => {
    const draft: Draft = { ...newDraft('alarm'), makers: [{ name: '134', value: '' }, { name: '', value: 'log' }, { name: '387', value: 'trouble' }] }
    expect(settingsOf(draft).makers).toEqual({ 387: 'trouble' })
  })
})

describe('presets', () => {
  it('are each known again by their settings', () => {
    for (const { id } of presets) expect(presetOf(filledBy(newDraft('alarm'), id))).toBe(id)
  })

  it('are left once a setting differs', () => {
    const draft = filledBy(newDraft('alarm'), 'mlr2e')
    expect(presetOf({ ...draft, baud: 4800 })).toBeUndefined()
    expect(presetOf({ ...draft, ack: '41' })).toBeUndefined()
  })

  it('keep name and cable, and take an address only where panels call', () => {
    const draft = { ...newDraft('alarm'), name: 'A', port: '/dev/a', ack: '41' }
    expect(filledBy(draft, 'conwin')).toMatchObject({ name: 'A', port: '/dev/a', protocol: 'conwin' })
    expect(filledBy(draft, 'conwin').ack).toBeUndefined()
    const network = filledBy(draft, 'dc09')
    expect(network).toMatchObject({ connection: 'both', port: '0.0.0.0:8900' })
    expect(filledBy({ ...network, port: ':9000' }, 'hengbo').port).toBe(':9000')
    expect(filledBy(network, 'mlr2000').port).toBe('')
  })
})
