// Every call about rentals and reporting points. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'

type Schemas = components['schemas']
type Body<Name extends keyof Schemas> = Omit<Schemas[Name], 'request_id'>
export type Rental = Schemas['Rental']
export type RentalFile = Schemas['RentalFile']
export type RentalTerms = Omit<Schemas['RentalChange'], 'request_id' | 'version'>
export type Tenant = Schemas['RentalTenant']
export type Room = Schemas['RentalRoom']
export type Finding = Schemas['RentalFinding']
export type WaitingReport = Schemas['WaitingReport']
export type Reporter = Schemas['Reporter']
export type Premises = Schemas['Premises']
export type FileField = Schemas['RentalReveal']['field']
export type ReportField = Schemas['ReportReveal']['field']
export type ReporterField = Schemas['ReporterReveal']['field']
export type Which = 'to_look' | 'active' | 'undertaking' | 'ended'

const at = (id: string) => ({ params: { path: { id } } })

export const rentals = {
  list: (which: Which, after = '') => must(api.GET('/api/v1/rentals', { params: { query: { which, ...(after ? { after } : {}) } } })),
  read: (id: string) => must(api.GET('/api/v1/rentals/{id}', at(id))),
  open: (request_id: string, room_id: string, terms: RentalTerms) => must(api.POST('/api/v1/rentals', { body: { request_id, room_id, ...terms } })),
  change: (id: string, request_id: string, version: number, terms: RentalTerms) =>
    must(api.PUT('/api/v1/rentals/{id}', { ...at(id), body: { request_id, version, ...terms } })),
  renew: (id: string, request_id: string, body: Body<'RentalRenewal'>) => must(api.POST('/api/v1/rentals/{id}/renew', { ...at(id), body: { request_id, ...body } })),
  end: (id: string, request_id: string, body: Body<'RentalEnd'>) => must(api.POST('/api/v1/rentals/{id}/end', { ...at(id), body: { request_id, ...body } })),
  addTenant: (id: string, request_id: string, body: Body<'TenantForm'>) => must(api.POST('/api/v1/rentals/{id}/tenants', { ...at(id), body: { request_id, ...body } })),
  tenantLeft: (id: string, request_id: string, body: Body<'TenantLeave'>) => must(api.POST('/api/v1/rentals/{id}/tenants/leave', { ...at(id), body: { request_id, ...body } })),
  match: (id: string, request_id: string, body: Body<'TenantMatch'>) => must(api.POST('/api/v1/rentals/{id}/tenants/match', { ...at(id), body: { request_id, ...body } })),
  reveal: (id: string, field: FileField, tenant_id: string, reason: string) =>
    must(api.POST('/api/v1/rentals/{id}/reveal', { ...at(id), body: { field, reason, ...(tenant_id ? { tenant_id } : {}) } })),
  rules: () => must(api.GET('/api/v1/rental-rules')),
  setRules: (request_id: string, body: Body<'RentalRulesInput'>) => must(api.PUT('/api/v1/rental-rules', { body: { request_id, ...body } })),
  toRegister: (after = 0) => must(api.GET('/api/v1/tenants-to-register', { params: { query: after ? { after } : {} } })),
}

export const reports = {
  list: (after = '') => must(api.GET('/api/v1/tenancy-reports', { params: { query: after ? { after } : {} } })),
  accept: (id: string, request_id: string) => must(api.POST('/api/v1/tenancy-reports/{id}/accept', { ...at(id), body: { request_id } })),
  giveBack: (id: string, request_id: string, reason: string) => must(api.POST('/api/v1/tenancy-reports/{id}/return', { ...at(id), body: { request_id, reason } })),
  reveal: (id: string, field: ReportField, reason: string) => must(api.POST('/api/v1/tenancy-reports/{id}/reveal', { ...at(id), body: { field, reason } })),
}

export const reporters = {
  list: (after = 0) => must(api.GET('/api/v1/reporters', { params: { query: after ? { after } : {} } })),
  overdue: () => must(api.GET('/api/v1/premises/overdue')),
  create: (request_id: string, body: Body<'ReporterInput'>) => must(api.POST('/api/v1/reporters', { body: { request_id, ...body } })),
  setPIN: (id: string, request_id: string, pin: string) => must(api.POST('/api/v1/reporters/{id}/pin', { ...at(id), body: { request_id, pin } })),
  disable: (id: string, request_id: string, disabled: boolean) => must(api.POST('/api/v1/reporters/{id}/disable', { ...at(id), body: { request_id, disabled } })),
  bind: (id: string, request_id: string, body: Body<'PremisesInput'>) => must(api.POST('/api/v1/reporters/{id}/premises', { ...at(id), body: { request_id, ...body } })),
  unbind: (id: string, request_id: string) => must(api.POST('/api/v1/premises/{id}/unbind', { ...at(id), body: { request_id } })),
  reveal: (id: string, field: ReporterField, reason: string) => must(api.POST('/api/v1/reporters/{id}/reveal', { ...at(id), body: { field, reason } })),
}
