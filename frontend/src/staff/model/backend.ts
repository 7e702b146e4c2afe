// Every call the console makes, by the name of what it does. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'
import type { CaseView, ConflictState, IntakeForm, Purpose, RevealField } from './types'

type Body<Name extends keyof components['schemas']> = Omit<components['schemas'][Name], 'request_id'>

const at = (id: string) => ({ params: { path: { id } } })

export const session = {
  read: () => must(api.GET('/api/v1/session')),
  open: (login: string, password: string) => must(api.POST('/api/v1/session', { body: { login, password } })),
  close: () => must(api.DELETE('/api/v1/session')),
  changePassword: (request_id: string, body: Body<'PasswordInput'>) =>
    must(api.POST('/api/v1/session/password', { body: { request_id, ...body } })),
}

export const office = {
  station: () => must(api.GET('/api/v1/station')),
  system: () => must(api.GET('/api/v1/system')),
  journal: () => must(api.GET('/api/v1/journal', { params: { query: { limit: 200 } } })),
  code: () => must(api.POST('/api/v1/office/codes')),
  remove: (id: string, request_id: string, reason: string) =>
    must(api.POST('/api/v1/office/stations/{id}/remove', { ...at(id), body: { request_id, reason } })),
  raise: (request_id: string) => must(api.POST('/api/v1/office/raise', { body: { request_id } })),
  backUp: () => must(api.POST('/api/v1/backups')),
}

export const cases = {
  list: (view: CaseView, q = '', cursor?: string) =>
    must(api.GET('/api/v1/cases', { params: { query: { view, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) } } })),
}

export const applications = {
  read: (id: string) => must(api.GET('/api/v1/permit-applications/{id}', at(id))),
  intake: (body: IntakeForm) => must(api.POST('/api/v1/permit-applications', { body })),
  requestCompletion: (id: string, request_id: string, body: Body<'CompletionInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/request-completion', { ...at(id), body: { request_id, ...body } })),
  supply: (id: string, request_id: string, body: Body<'SupplyInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/supply', { ...at(id), body: { request_id, ...body } })),
  accept: (id: string, request_id: string, body: Body<'AcceptInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/accept', { ...at(id), body: { request_id, ...body } })),
  approve: (id: string, request_id: string, body: Body<'ApproveInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/approve', { ...at(id), body: { request_id, ...body } })),
  refuse: (id: string, request_id: string, body: Body<'RefuseInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/refuse', { ...at(id), body: { request_id, ...body } })),
  make: (id: string, request_id: string, body: Body<'MakeInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/make', { ...at(id), body: { request_id, ...body } })),
  handOut: (id: string, request_id: string, body: Body<'HandOutInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/hand-out', { ...at(id), body: { request_id, ...body } })),
  withdraw: (id: string, request_id: string, body: Body<'WithdrawInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/withdraw', { ...at(id), body: { request_id, ...body } })),
}

export const conflicts = {
  list: (state: ConflictState, cursor?: string) =>
    must(api.GET('/api/v1/conflicts', { params: { query: { state, ...(cursor ? { cursor } : {}) } } })),
  read: (id: string) => must(api.GET('/api/v1/conflicts/{id}', at(id))),
  amend: (id: string, request_id: string, changes: Record<string, string>) =>
    must(api.POST('/api/v1/conflicts/{id}/amend', { ...at(id), body: { request_id, changes } })),
  attach: (id: string, request_id: string, record_id: string) =>
    must(api.POST('/api/v1/conflicts/{id}/attach', { ...at(id), body: { request_id, record_id } })),
  drop: (id: string, request_id: string, reason: string) =>
    must(api.POST('/api/v1/conflicts/{id}/drop', { ...at(id), body: { request_id, reason } })),
}

export const areas = {
  compounds: (q: string) => must(api.GET('/api/v1/area/compounds', { params: { query: { q } } })),
  below: (parent: string) => must(api.GET('/api/v1/area', { params: { query: { parent } } })),
}

export const people = {
  search: (q: string, cursor?: string) =>
    must(api.GET('/api/v1/people', { params: { query: { q, ...(cursor ? { cursor } : {}) } } })),
  read: (id: string, purpose: Purpose) =>
    must(api.GET('/api/v1/people/{id}', { params: { path: { id }, query: { purpose } } })),
  reveal: (id: string, field: RevealField, reason: string) =>
    must(api.POST('/api/v1/people/{id}/reveal', { ...at(id), body: { field, reason } })),
  looks: (id: string) => must(api.GET('/api/v1/people/{id}/looks', at(id))),
}

export const accounts = {
  list: () => must(api.GET('/api/v1/accounts')),
  create: (request_id: string, body: Body<'AccountInput'>) =>
    must(api.POST('/api/v1/accounts', { body: { request_id, ...body } })),
  disable: (id: string, request_id: string) =>
    must(api.POST('/api/v1/accounts/{id}/disable', { ...at(id), body: { request_id } })),
  resetPassword: (id: string, request_id: string, password: string) =>
    must(api.POST('/api/v1/accounts/{id}/password', { ...at(id), body: { request_id, password } })),
}
