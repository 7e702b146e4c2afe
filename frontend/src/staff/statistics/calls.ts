// Every call of the page of monthly tables. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'

type Schemas = components['schemas']
type Body<Name extends keyof Schemas> = Omit<Schemas[Name], 'request_id'>
export type Statistics = Schemas['Statistics']
export type StatisticsTable = Schemas['StatisticsTable']
export type StatisticsLine = Schemas['StatisticsLine']

const at = (month: string) => ({ params: { path: { month } } })

export const statistics = {
  read: (month: string, version: number, published: boolean) =>
    must(api.GET('/api/v1/statistics/{month}', { params: { path: { month }, query: { ...(version ? { version } : {}), ...(published ? { published } : {}) } } })),
  recount: (month: string) => must(api.GET('/api/v1/statistics/{month}/recount', at(month))),
  freeze: (month: string, request_id: string) => must(api.POST('/api/v1/statistics/{month}/freeze', { ...at(month), body: { request_id } })),
  amend: (month: string, request_id: string, body: Body<'StatisticsAmendment'>) =>
    must(api.POST('/api/v1/statistics/{month}/amend', { ...at(month), body: { request_id, ...body } })),
  preview: async (month: string, version: number, lang: 'zh-CN' | 'en') =>
    (await must(api.GET('/api/v1/statistics/{month}/paper', { params: { path: { month }, query: { lang, ...(version ? { version } : {}) } }, parseAs: 'blob' }))) as unknown as Blob,
  export: async (month: string, request_id: string, body: Body<'StatisticsExport'>) =>
    (await must(api.POST('/api/v1/statistics/{month}/export', { ...at(month), body: { request_id, ...body }, parseAs: 'blob' }))) as unknown as Blob,
}
