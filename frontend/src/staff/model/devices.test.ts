import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useAccess } from './access'
import { useDevices } from './devices'
import type { Permission, Session } from './types'

const device = (kind: string, state: string) => ({ id: `${kind}-${state}`, kind, state, fault: state === 'fault' ? 'x' : '' })
const asked = vi.fn(async () => Response.json({ source: 'file', devices: [device('printer', 'fault'), device('idcard', 'ready'), device('idcard', 'fault'), device('alarm', 'fault'), device('alarm', 'off')] }))
const sit = (...permissions: Permission[]) => {
  useAccess().session = { account: { id: 'u', login: 'u', name: 'U', role: 'clerk', station: 's1' }, idle_lock_seconds: 300, must_change_password: false, permissions } as Session
}

beforeEach(() => {
  setActivePinia(createPinia())
  asked.mockClear()
  vi.stubGlobal('fetch', asked)
})
afterEach(() => vi.unstubAllGlobals())

it('tells the gravest fault first', async () => {
  sit('device.read')
  const devices = useDevices()
  await devices.load()
  expect(devices.faulty.map((d) => d.id)).toEqual(['alarm-fault', 'idcard-fault', 'printer-fault'])
})

it('forgets the devices when somebody sits down who may not see them, and asks nothing', async () => {
  sit('device.read')
  const devices = useDevices()
  await devices.load()
  sit('account.manage')
  await devices.load()
  expect([devices.all, asked.mock.calls.length]).toEqual([[], 1])
})
