import type { Device, DeviceBody, DeviceSettings } from '../model/types'
import { answered, presets, type PresetID } from './presets'

/** One line of a table in the form: a code and its meaning, an account and its key. */
export interface Pair {
  name: string
  value: string
}

type Numbers = 'account_length' | 'header_digits' | 'heartbeat_seconds' | 'window_seconds'

/** A device as the form holds it. Tables are lists there, so that a row may stand empty for a while; an empty number is as usual. */
export interface Draft extends Omit<DeviceSettings, Numbers | 'makers' | 'windows'>, Partial<Record<Numbers, number | ''>> {
  kind: Device['kind']
  name: string
  protocol: string
  connection: Device['connection']
  port: string
  makers: Pair[]
  windows: Pair[]
  keyChoice: 'keep' | 'none' | 'new'
  keys: Pair[]
}

const pairs = (table: Record<string, string | number> = {}): Pair[] => Object.entries(table).map(([name, value]) => ({ name, value: String(value) }))
const filled = (rows: readonly Pair[]) => rows.filter((row) => row.name.trim() !== '' && row.value.trim() !== '')
const table = (rows: readonly Pair[]) => Object.fromEntries(filled(rows).map((row) => [row.name.trim(), row.value.trim()]))

/** newDraft is an empty form for a device of a kind. */
export function newDraft(kind: Device['kind']): Draft {
  return {
    kind, name: '', protocol: kind === 'alarm' ? 'surgard' : '', connection: 'serial', port: '',
    baud: 0, data_bits: 0, parity: '', stop_bits: 0, width_dots: 0, codepage: '',
    makers: [], windows: [], keyChoice: 'none', keys: [],
  }
}

/** draftOf is the form of a device as it is set up. */
export function draftOf(d: Device): Draft {
  const { makers, windows, ...settings } = d.settings
  return {
    ...newDraft(d.kind), ...settings, name: d.name, protocol: d.protocol ?? '', connection: d.connection, port: d.port,
    makers: pairs(makers), windows: pairs(windows), keyChoice: d.has_key ? 'keep' : 'none',
  }
}

/** filledBy gives the draft the usual settings of a model. Name and port stay where they fit. */
export function filledBy(draft: Draft, id: PresetID): Draft {
  const preset = presets.find((p) => p.id === id)!
  const { makers, ...settings } = { makers: {}, ...preset.settings }
  const port = preset.connection === 'serial' ? (draft.connection === 'serial' ? draft.port : '') : draft.protocol === 'dc09' && draft.port !== '' ? draft.port : preset.port
  return { ...newDraft('alarm'), ...settings, name: draft.name, protocol: preset.wire, connection: preset.connection, port, makers: pairs(makers), keyChoice: draft.keyChoice, keys: draft.keys }
}

/** presetOf is the model whose settings the draft has, or undefined. */
export function presetOf(draft: Draft): PresetID | undefined {
  const asSet = JSON.stringify(settingsOf(draft))
  return presets.find((p) => p.wire === draft.protocol && JSON.stringify(settingsOf(filledBy(draft, p.id))) === asSet)?.id
}

/** The settings that kind, wire and connection of the draft have, without those that are as usual. What does not fit is left out: it would be refused. */
export function settingsOf(d: Draft): DeviceSettings {
  const serial = d.connection === 'serial'
  const alarm = d.kind === 'alarm'
  const wanted: [boolean, DeviceSettings][] = [
    [serial, { baud: d.baud }],
    [serial && d.kind !== 'idcard', { data_bits: d.data_bits, parity: d.parity, stop_bits: d.stop_bits }],
    [alarm && answered(d.protocol), { terminator: d.terminator, ack: d.ack, nak: d.nak, no_reply: d.no_reply, account_length: d.account_length || undefined, header_digits: d.header_digits || undefined }],
    [alarm && d.protocol === 'radionics6500', { header_byte: d.header_byte }],
    [alarm, { heartbeat_seconds: d.heartbeat_seconds || undefined, makers: table(d.makers) }],
    [alarm && d.protocol === 'dc09', { window_seconds: d.window_seconds || undefined, heng_bo: d.heng_bo, windows: seconds(d.windows) }],
    [d.kind === 'printer', { width_dots: d.width_dots, codepage: d.codepage, no_cutter: d.no_cutter, mute: d.mute }],
  ]
  const all = Object.assign({}, ...wanted.filter(([fits]) => fits).map(([, some]) => some)) as DeviceSettings
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value && (typeof value !== 'object' || Object.keys(value).length > 0)))
}

const seconds = (rows: readonly Pair[]) => Object.fromEntries(filled(rows).map((row) => [row.name.trim(), Number(row.value)]))

/** bodyOf is what is sent of a draft. */
export function bodyOf(d: Draft): DeviceBody {
  const body: DeviceBody = { kind: d.kind, name: d.name.trim(), connection: d.connection, port: d.port.trim(), settings: settingsOf(d) }
  if (d.kind !== 'alarm') return body
  body.protocol = d.protocol
  if (d.protocol !== 'dc09' || d.keyChoice === 'none') body.keys = {}
  else if (d.keyChoice === 'new') body.keys = keysOf(d.keys)
  return body
}

/** The row without an account holds for all others. */
const keysOf = (rows: readonly Pair[]) => Object.fromEntries(rows.filter((row) => row.value.trim() !== '').map((row) => [row.name.trim(), row.value.trim()]))
