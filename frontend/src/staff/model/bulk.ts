// Calls of the page of tables and of exports. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'

type Schemas = components['schemas']
export type BulkKind = Schemas['BulkKind']
export type BulkJob = Schemas['BulkJob']
export type ExportEntry = Schemas['ExportEntry']
export type ExportBody = Omit<Schemas['ExportInput'], 'request_id'>

const at = (id: string) => ({ params: { path: { id } } })

export const bulk = {
  kinds: () => must(api.GET('/api/v1/bulk/kinds')),
  template: async (kind: string) => (await must(api.GET('/api/v1/bulk/kinds/{id}/template', { ...at(kind), parseAs: 'blob' }))) as unknown as Blob,
  list: () => must(api.GET('/api/v1/bulk/jobs')),
  read: (id: string) => must(api.GET('/api/v1/bulk/jobs/{id}', at(id))),
  begin: (request_id: string, kind: string, name: string, size: number) =>
    must(api.POST('/api/v1/bulk/jobs', { body: { request_id, kind, name, size } })),
  part: (id: string, offset: number, part: Blob) =>
    must(api.PUT('/api/v1/bulk/jobs/{id}/content', {
      params: { path: { id }, query: { offset } },
      body: part as unknown as string,
      bodySerializer: (body) => body as unknown as Blob,
      headers: { 'Content-Type': 'application/octet-stream' },
    })),
  go: (id: string, request_id: string) => must(api.POST('/api/v1/bulk/jobs/{id}/import', { ...at(id), body: { request_id } })),
  cancel: (id: string, request_id: string) => must(api.POST('/api/v1/bulk/jobs/{id}/cancel', { ...at(id), body: { request_id } })),
  problems: async (id: string, lang: 'zh-CN' | 'en') =>
    (await must(api.GET('/api/v1/bulk/jobs/{id}/problems', { params: { path: { id }, query: { lang } }, parseAs: 'blob' }))) as unknown as Blob,
}

export const exports = {
  make: async (request_id: string, body: ExportBody) =>
    (await must(api.POST('/api/v1/exports', { body: { request_id, ...body }, parseAs: 'blob' }))) as unknown as Blob,
  list: (before?: number) => must(api.GET('/api/v1/exports', { params: { query: before ? { before } : {} } })),
}
