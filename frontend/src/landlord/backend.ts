// Every call the terminal makes. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'
import type { Visit } from './flow'

export type ReporterSession = components['schemas']['ReporterSession']
export type OwnReport = components['schemas']['TenancyReport']

/** What the last page says. */
export interface Sent {
  number?: string
  late?: string
  waiting: boolean
}

export const logIn = (login: string, pin: string) => must(api.POST('/api/v1/reporter/session', { body: { login, pin } }))
export const logOut = () => must(api.DELETE('/api/v1/reporter/session'))
export const ownReports = () => must(api.GET('/api/v1/reporter/reports'))

/** send hands a finished visit in; the same request id may be sent again after a lost answer. */
export async function send(visit: Visit, requestId: string, today: string): Promise<Sent> {
  const a = visit.answers
  const head_count = Number(a.heads)
  if (visit.work === 'register') {
    await must(api.POST('/api/v1/reporter/registers', { body: { request_id: requestId, premises_id: a.premises!, day: today, guests: Number(a.guests) } }))
    return { waiting: false }
  }
  const answer = visit.work === 'leaving' || visit.work === 'workend'
    ? await must(api.POST('/api/v1/reporter/leavings', { body: { request_id: requestId, start_id: a.start!, on: a.left!, head_count: visit.work === 'leaving' ? head_count : 0 } }))
    : await must(api.POST('/api/v1/reporter/reports', {
      body: {
        request_id: requestId, premises_id: (a.dwelling ?? a.workplace)!, id_number: a.tenant!, since: a.since!, written: a.written === 'yes', head_count: a.heads === undefined ? 0 : head_count,
        ...(visit.name.trim() ? { name: visit.name.trim() } : {}), ...(a.room ? { room: a.room } : {}), ...(a.until ? { until: a.until } : {}),
      },
    }))
  return { number: answer.number, waiting: answer.waiting, ...(answer.late ? { late: answer.due_on } : {}) }
}
