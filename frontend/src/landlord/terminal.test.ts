import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from '@core/api/client'
import { deedOf } from './keys'
import { useTerminal, type Terminal } from './terminal'

const server = vi.hoisted(() => ({ logIn: vi.fn(), logOut: vi.fn(), ownReports: vi.fn(), send: vi.fn() }))
vi.mock('./backend', () => server)

const place = { id: 'p1', reporter_id: 'r1', kind: 'dwelling', area_id: 'a1', label: '青松家园3号楼1203室', register: false }

/** Somebody logged on, with one dwelling. */
async function seated(): Promise<Terminal> {
  server.logIn.mockResolvedValue({ number: 100001, kind: 'landlord', name: '房*一', today: '2026-11-21', premises: [place] })
  const terminal = useTerminal()
  for (const key of '100001') terminal.type(key)
  await terminal.confirm()
  for (const key of '482915') terminal.type(key)
  await terminal.confirm()
  return terminal
}

/** The tenant's prompts answered, up to the check. */
async function checking(): Promise<Terminal> {
  const terminal = await seated()
  await terminal.start('tenant')
  for (const answer of ['p1', '11010519491231002X', '', '2026-11-21', '', 'yes', '1']) terminal.answer(answer)
  return terminal
}

beforeEach(() => {
  vi.resetAllMocks()
  server.logOut.mockResolvedValue(undefined)
})

describe('a lost answer', () => {
  it('is asked for again with the same request, and with another one after a refusal that was decided', async () => {
    const terminal = await checking()
    server.send.mockRejectedValueOnce(new ProblemError(0, 'network'))
    server.send.mockRejectedValueOnce(new ProblemError(422, 'validation', {}, [{ field: 'since', code: 'report.since_out_of_range' }]))
    server.send.mockResolvedValueOnce({ number: 'N-1', waiting: false })
    await terminal.confirm()
    expect(terminal.stage.value).toBe('work')
    await terminal.confirm()
    expect(terminal.visit.value?.at).toBe(3) // the day, where it can be put right
    while (terminal.visit.value!.at < 7) terminal.answer(terminal.visit.value!.answers[(['since', 'until', 'written', 'heads'] as const)[terminal.visit.value!.at - 3]!]!)
    await terminal.confirm()
    const ids = server.send.mock.calls.map((call) => call[1] as string)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    expect(terminal.sent.value?.number).toBe('N-1')
  })
})

describe('wiping', () => {
  it('forgets everything and ends the session', async () => {
    const terminal = await checking()
    terminal.named('租客一')
    terminal.wipe()
    expect(server.logOut).toHaveBeenCalledOnce()
    expect([terminal.stage.value, terminal.login.value, terminal.pin.value, terminal.session.value, terminal.visit.value, terminal.own.value]).toEqual(['login', '', '', undefined, undefined, []])
  })

  it('comes with a session that is over', async () => {
    const terminal = await checking()
    server.send.mockRejectedValueOnce(new ProblemError(401, 'unauthenticated'))
    await terminal.confirm()
    expect(terminal.stage.value).toBe('login')
    expect(terminal.problem.value?.code).toBe('unauthenticated')
  })
})

it('a wrong PIN leads back to the number, and the PIN is gone', async () => {
  const terminal = await seated()
  terminal.wipe()
  server.logIn.mockRejectedValueOnce(new ProblemError(401, 'reporter.wrong'))
  for (const key of '100001') terminal.type(key)
  await terminal.confirm()
  for (const key of '000000') terminal.type(key)
  await terminal.confirm()
  expect([terminal.stage.value, terminal.pin.value, terminal.problem.value?.code]).toEqual(['login', '', 'reporter.wrong'])
})

describe('a key', () => {
  it('chooses in a list, types where something is typed, and 0 on nothing typed leads back', async () => {
    const terminal = await seated()
    expect(deedOf('1', terminal)).toEqual({ do: 'choose', at: 0 })
    expect(deedOf('0', terminal)).toEqual({ do: 'back' })
    await terminal.start('tenant')
    expect(deedOf('9', terminal)).toEqual({ do: 'more' })
    terminal.answer('p1')
    expect(deedOf('0', terminal)).toEqual({ do: 'back' })
    terminal.type('1')
    expect(deedOf('0', terminal)).toEqual({ do: 'type', key: '0' })
    expect(deedOf('*', terminal)).toEqual({ do: 'type', key: '*' })
    expect(deedOf('Backspace', terminal)).toEqual({ do: 'erase' })
    expect(deedOf('q', terminal)).toBeUndefined()
    for (const answer of ['11010519491231002X', '', '2026-11-21', '', 'yes']) terminal.answer(answer)
    expect(deedOf('0', terminal)).toEqual({ do: 'type', key: '0' }) // a count may be nought
    expect(deedOf('#', terminal)).toEqual({ do: 'confirm' })
  })
})
