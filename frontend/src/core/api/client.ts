import createClient from 'openapi-fetch'
import type { paths } from './schema'

/** One wrong field of a refused body. */
export interface FieldProblem {
  field: string
  code: string
  params?: Record<string, string>
}

/** Codes of the server that mean "not now", although their status is that of a failure. */
const untried = ['cluster.cut_off', 'cluster.stopped', 'backup.failed']

/** An answer that is not a success. `code` is stable; its wording lives in the catalogues. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly params: Record<string, string> = {},
    readonly errors: FieldProblem[] = [],
  ) {
    super(code)
    this.name = 'ProblemError'
  }

  /** The write may or may not have happened: keep the form, ask again with the same request id. */
  get uncertain(): boolean {
    return !this.untried && (this.status === 0 || this.status >= 500)
  }

  /** It was turned away before anything was done: nothing happened, and the same request may be sent later. */
  get untried(): boolean {
    return untried.includes(this.code)
  }
}

/** Longest wait for an answer, in milliseconds. Forwarded writes take a second when a leader is being elected. */
const patience = 15_000
/** The same where the answer comes from a device: a printer prints first, a reader is tried at every rate. */
const patienceWithDevices = 75_000
const asksDevice = /\/(probe|test-ticket)$/

async function fetchFresh(request: Request): Promise<Response> {
  // no-store: Chromium serialises parallel GETs of one address otherwise, and nothing personal may be cached.
  return fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(asksDevice.test(request.url) ? patienceWithDevices : patience) })
}

/** The one way to the server, for every surface. */
export const api = createClient<paths>({
  baseUrl: globalThis.location?.origin ?? '',
  credentials: 'same-origin',
  fetch: fetchFresh,
})

/** Asks a route that the generated types may not hold yet; with a body it is a POST. */
export function ask<T>(path: string, body?: unknown): Promise<T> {
  const more = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const request = new Request(new URL(path, globalThis.location.origin), { credentials: 'same-origin', ...more })
  return must<T>(fetchFresh(request).then(async (response): Promise<Answer<T>> => {
    const data: unknown = await response.json().catch(() => undefined)
    return response.ok ? { data: data as T, response } : { error: data, response }
  }))
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Gives the answer's data, or throws a ProblemError. Takes the call itself, so that a dead network is a problem too. */
export async function must<T>(call: Answer<T> | Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch {
    throw new ProblemError(0, 'network')
  }
  if (!answer.response.ok) throw problemOf(answer.error, answer.response.status)
  return answer.data as T
}

/** Reads an RFC 9457 body, or makes a problem out of whatever came instead. */
export function problemOf(body: unknown, status: number): ProblemError {
  const b = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemError>
  const code = typeof b.code === 'string' ? b.code : 'internal'
  return new ProblemError(status, code, b.params ?? {}, Array.isArray(b.errors) ? b.errors : [])
}

/** Turns anything thrown into a ProblemError, so that a screen has one thing to show. */
export function asProblem(thrown: unknown): ProblemError {
  return thrown instanceof ProblemError ? thrown : new ProblemError(0, 'internal')
}

/** Makes the id of a form. Call it when the form is opened: asking again with the same id is safe. */
export function newRequestId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  // A plain-http address of the office network is no secure context: randomUUID is missing there.
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6]! & 0x0f) | 0x40
  b[8] = (b[8]! & 0x3f) | 0x80
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
