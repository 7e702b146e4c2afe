import type { Device, DeviceSettings } from '../model/types'

/** The wires alarm receivers speak, in the order people meet them. */
export const wires = ['surgard', 'ademco685', 'conwin', 'radionics6500', 'dc09', 'it100', 'alarmdecoder', 'contactid'] as const
export type Wire = (typeof wires)[number]

/** Where panels call by default: at every address of this machine. The port is the site's choice. */
const everywhere = '0.0.0.0:8900'

/** The usual settings of a maker's model (厂家和型号), which the form fills in. What is left out is as usual on the wire. */
interface Preset {
  id: string
  wire: Wire
  connection: Device['connection']
  /** Where it listens, on the network. */
  port?: string
  settings: DeviceSettings
}

export const presets = [
  { id: 'mlr2000', wire: 'surgard', connection: 'serial', settings: { baud: 9600, data_bits: 8, parity: 'none', stop_bits: 1 } },
  { id: 'mlr2e', wire: 'surgard', connection: 'serial', settings: { baud: 19200, data_bits: 7, parity: 'even', stop_bits: 1 } },
  { id: 'mlr2dv', wire: 'surgard', connection: 'serial', settings: { baud: 1200, data_bits: 7, parity: 'even', stop_bits: 1 } },
  { id: 'ademco685', wire: 'ademco685', connection: 'serial', settings: {} },
  { id: 'visoralarm', wire: 'ademco685', connection: 'serial', settings: { no_reply: true } },
  { id: 'conwin', wire: 'conwin', connection: 'serial', settings: {} },
  { id: 'bosch6500', wire: 'radionics6500', connection: 'serial', settings: {} },
  { id: 'it100', wire: 'it100', connection: 'serial', settings: { baud: 9600, data_bits: 8, parity: 'none', stop_bits: 1 } },
  { id: 'ad2serial', wire: 'alarmdecoder', connection: 'serial', settings: { baud: 19200, data_bits: 8, parity: 'none', stop_bits: 1 } },
  { id: 'ad2usb', wire: 'alarmdecoder', connection: 'serial', settings: { baud: 115200, data_bits: 8, parity: 'none', stop_bits: 1 } },
  { id: 'dc09', wire: 'dc09', connection: 'both', port: everywhere, settings: {} },
  { id: 'hengbo', wire: 'dc09', connection: 'both', port: everywhere, settings: { heng_bo: true, makers: { 134: 'log' } } }, // 134 is a door bell there
] as const satisfies readonly Preset[]

export type PresetID = (typeof presets)[number]['id']

/** usualBaud is the rate of a serial line where none is set. */
export const usualBaud = (kind: Device['kind']) => (kind === 'idcard' ? 115200 : 9600)

/** Wires that are answered, and so have bytes to answer with. */
export const answered = (wire: string) => (['surgard', 'ademco685', 'conwin', 'radionics6500'] as string[]).includes(wire)
