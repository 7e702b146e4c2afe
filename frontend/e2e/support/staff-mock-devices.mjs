// The part of the staff stand-in that is about the devices at a station's ports. Everything in it is invented.
import { NOW } from './staff-mock-data.mjs'

const ago = (seconds) => new Date(Date.parse(NOW) - seconds * 1000).toISOString()
const counters = (more = {}) => ({ bytes_in: 0, bytes_out: 0, messages: 0, stored: 0, not_stored: 0, garbage: 0, heartbeats: 0, reopened: 0, cards_read: 0, printed: 0, ...more })
const device = (id, kind, more) => ({ id, kind, name: '', connection: 'serial', port: '', settings: {}, has_key: false, state: 'ready', fault: '', since: ago(7200), counters: counters(), ...more })
const byId = '/dev/serial/by-id/'

/** The devices of a station on an ordinary morning, what its ports have, and what went over the wires. Tests change a copy in office.devices. */
export function openDevices() {
  return {
    source: 'screen',
    devices: [
      device('idcard', 'idcard', { port: `${byId}usb-Prolific_PL2303-if00-port0`, settings: { baud: 115200 }, last_at: ago(65), last: { what: 'card', took_ms: 0 }, counters: counters({ bytes_in: 48_213, bytes_out: 9120, cards_read: 31 }), reader: { sam_id: '05.03-20260101-0001234567-0987654321', baud: 115200 } }),
      device('alarm-一楼接警机', 'alarm', { name: '一楼接警机', protocol: 'surgard', port: `${byId}usb-FTDI_FT232R_A50285BI-if00-port0`, settings: { baud: 9600, data_bits: 8, parity: 'none', stop_bits: 1 }, last_at: ago(3), last: { what: 'heartbeat', took_ms: 0 }, counters: counters({ bytes_in: 26_712, bytes_out: 1204, messages: 1204, stored: 184, heartbeats: 1020 }) }),
      device('alarm-联网主机', 'alarm', { name: '联网主机', protocol: 'dc09', connection: 'both', port: '0.0.0.0:8900', has_key: true, settings: { windows: { 1234: 0 } }, last_at: ago(1400), last: { what: 'stored', took_ms: 14 }, counters: counters({ bytes_in: 91_220, bytes_out: 30_010, messages: 412, stored: 40, heartbeats: 372 }) }),
      device('printer-叫号', 'printer', { name: '大厅打印机', connection: 'tcp', port: '10.7.0.40:9100', settings: { width_dots: 576 }, last_at: ago(300), last: { what: 'printed', took_ms: 1310 }, counters: counters({ bytes_out: 803_311, printed: 58 }), printer: { paper: 'ok', cover: 'closed', online: true, job: '' } }),
    ],
    ports: [
      { path: `${byId}usb-Prolific_PL2303-if00-port0`, device: '/dev/ttyUSB0', description: 'Prolific PL2303', used_by: 'idcard' },
      { path: `${byId}usb-FTDI_FT232R_A50285BI-if00-port0`, device: '/dev/ttyUSB1', description: 'FTDI FT232R', used_by: 'alarm-一楼接警机' },
      { path: `${byId}usb-1a86_CH340-if00-port0`, device: '/dev/ttyUSB2', description: 'CH340', used_by: '' },
      { path: '/dev/ttyS0', device: '/dev/ttyS0', description: '', used_by: '' },
    ],
    wires: new Map(), saved: [], outcome: 'printed', baud: 115200,
  }
}

/** speak puts a piece of bytes on a wire, as the device or the station sent it. */
export function speak(office, id, direction, text, more = {}) {
  const wire = office.ports.wires.get(id) ?? []
  const bytes = Buffer.from(text, 'latin1')
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0').toUpperCase()).join(' ')
  wire.push({ seq: wire.length + 1, at: new Date(Date.parse(NOW) + wire.length * 125).toISOString(), direction, hex, text: text.replaceAll(/[^ -~]/g, '.'), masked: false, ...more })
  office.ports.wires.set(id, wire)
}

/** deviceRoute answers /devices…. */
export function deviceRoute(office, method, id, verb, query, body, { Refusal }) {
  const desk = office.ports
  const at = desk.devices.findIndex((d) => d.id === id)
  if (id && at < 0) throw new Refusal(404, 'not_found')
  if (!id && method === 'GET') return [200, { source: desk.source, problem: desk.problem, devices: desk.devices }]
  if (verb === 'traffic') return [200, traffic(desk.wires.get(id) ?? [], Number(query.get('after')))]
  if (verb === 'probe') {
    if (!desk.baud) throw new Refusal(409, 'device.not_answering')
    return [200, { baud: desk.baud }]
  }
  if (verb === 'test-ticket') {
    if (desk.outcome.startsWith('printer.')) throw new Refusal(409, desk.outcome)
    return [200, { outcome: desk.outcome }]
  }
  if (method === 'DELETE') { desk.devices.splice(at, 1); return [204] }
  const errors = wrong(desk, id, body)
  if (errors.length) throw new Refusal(422, 'validation', { errors })
  desk.saved.push(body)
  desk.source = 'screen'
  const { keys, ...set } = body
  const next = { ...(at < 0 ? device(`${body.kind}-${body.name || 'neu'}`, body.kind, { state: 'starting' }) : desk.devices[at]), ...set, ...(keys ? { has_key: Object.keys(keys).length > 0 } : {}) }
  if (next.reader) next.reader = { ...next.reader, baud: body.settings.baud ?? 115200 }
  if (at < 0) desk.devices.push(next)
  else desk.devices[at] = next
  return [at < 0 ? 201 : 200, next]
}

function wrong(desk, id, body) {
  const errors = []
  const taken = desk.devices.find((d) => d.id !== id && d.port === body.port && d.connection === body.connection)
  if (!body.port) errors.push({ field: 'port', code: 'device.needed' })
  if (taken) errors.push({ field: 'port', code: 'device.port_taken', params: { device: taken.name || taken.id } })
  if (body.settings.ack && !/^[0-9a-f]{2}$/i.test(body.settings.ack)) errors.push({ field: 'settings.ack', code: 'device.byte' })
  return errors
}

function traffic(wire, after) {
  const chunks = wire.filter((c) => c.seq > after)
  return { chunks, next: wire.length, dropped: false }
}
