import { describe, expect, it } from 'vitest'
import { must, newRequestId, ProblemError, problemOf } from './client'

const answer = (status: number, body: unknown) => ({ response: new Response(null, { status }), ...(status < 300 ? { data: body } : { error: body }) })

describe('must', () => {
  it('gives the data of a success', async () => {
    expect(await must(answer(200, { a: 1 }))).toEqual({ a: 1 })
  })

  it('throws the problem with its code, params and fields', async () => {
    const body = { code: 'validation', status: 422, params: { x: '1' }, errors: [{ field: 'phone', code: 'phone.invalid' }] }
    const thrown = await must(answer(422, body)).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(ProblemError)
    expect(thrown).toMatchObject({ status: 422, code: 'validation', params: { x: '1' }, errors: [{ field: 'phone', code: 'phone.invalid' }], uncertain: false })
  })

  it('takes a dead network for an uncertain outcome', async () => {
    const thrown = await must(Promise.reject(new TypeError('failed'))).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ status: 0, code: 'network', uncertain: true })
  })

  it('knows what was turned away before anything was done', () => {
    const of = (code: string) => problemOf({ code }, 503)
    expect([of('cluster.cut_off').uncertain, of('cluster.stopped').uncertain, of('cluster.uncertain').uncertain]).toEqual([false, false, true])
    expect([of('cluster.cut_off').untried, of('cluster.uncertain').untried]).toEqual([true, false])
  })

  it('makes a problem out of what is no problem document', () => {
    expect(problemOf('<html>', 502)).toMatchObject({ status: 502, code: 'internal', uncertain: true })
  })
})

it('makes request ids that are UUIDs, also without a secure context', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(newRequestId()).toMatch(uuid)
  const real = crypto.randomUUID
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true })
  expect(newRequestId()).toMatch(uuid)
  Object.defineProperty(crypto, 'randomUUID', { value: real, configurable: true })
})
