// Every call the console makes, by the name of what it does. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'
import type { CaseView, IntakeForm, Purpose, RevealField } from './types'

type Body<Name extends keyof components['schemas']> = Omit<components['schemas'][Name], 'request_id'>

export const session = {
  read: () => must(api.GET('/api/v1/session')),
  open: (login: string, password: string) => must(api.POST('/api/v1/session', { body: { login, password } })),
  close: () => must(api.DELETE('/api/v1/session')),
  changePassword: (request_id: string, body: Body<'PasswordInput'>) =>
    must(api.POST('/api/v1/session/password', { body: { request_id, ...body } })),
}

export const office = {
  station: () => must(api.GET('/api/v1/station')),
  cluster: () => must(api.GET('/api/v1/cluster')),
}

export const cases = {
  list: (view: CaseView, q = '', cursor?: string) =>
    must(api.GET('/api/v1/cases', { params: { query: { view, ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) } } })),
}

const at = (id: string) => ({ params: { path: { id } } })

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
