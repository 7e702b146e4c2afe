// Every call the console makes, by the name of what it does. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'
import type { CaseView, ConflictState, DeviceBody, IntakeForm, Purpose, RevealField, SubscriberField } from './types'

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
  pictures: (id: string) => must(api.GET('/api/v1/permit-applications/{id}/attachments', at(id))),
  picture: (id: string) => must(api.GET('/api/v1/attachments/{id}', at(id))),
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

export const alarms = {
  list: (hours: number, priority: number, before = '') =>
    must(api.GET('/api/v1/alarms', { params: { query: { hours, limit: 200, ...(priority ? { priority } : {}), ...(before ? { before } : {}) } } })),
  read: (id: string, after = '') =>
    must(api.GET('/api/v1/alarms/{id}', { params: { path: { id }, query: after ? { after } : {} } })),
  reveal: (id: string, signal: string, reason: string) =>
    must(api.POST('/api/v1/alarms/{id}/reveal', { ...at(id), body: { signal, reason } })),
}

export const subscribers = {
  list: (search: string, after = '') =>
    must(api.GET('/api/v1/subscribers', { params: { query: { ...(search ? { search } : {}), ...(after ? { after } : {}) } } })),
  read: (id: string) => must(api.GET('/api/v1/subscribers/{id}', at(id))),
  reveal: (id: string, field: SubscriberField, reason: string) =>
    must(api.POST('/api/v1/subscribers/{id}/reveal', { ...at(id), body: { field, reason } })),
  add: (request_id: string, body: Body<'SubscriberForm'>) =>
    must(api.POST('/api/v1/subscribers', { body: { request_id, ...body } })),
  change: (id: string, request_id: string, body: Body<'SubscriberForm'>) =>
    must(api.PUT('/api/v1/subscribers/{id}', { ...at(id), body: { request_id, ...body } })),
  remove: (id: string, request_id: string, version: number) =>
    must(api.DELETE('/api/v1/subscribers/{id}', { params: { path: { id }, query: { request_id, version } } })),
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

export const devices = {
  list: () => must(api.GET('/api/v1/devices')),
  ports: () => must(api.GET('/api/v1/serial-ports')),
  add: (body: DeviceBody) => must(api.POST('/api/v1/devices', { body })),
  change: (id: string, body: DeviceBody) => must(api.PUT('/api/v1/devices/{id}', { ...at(id), body })),
  remove: (id: string) => must(api.DELETE('/api/v1/devices/{id}', at(id))),
  traffic: (id: string, after: number) =>
    must(api.GET('/api/v1/devices/{id}/traffic', { params: { path: { id }, query: { after } } })),
  probe: (id: string) => must(api.POST('/api/v1/devices/{id}/probe', at(id))),
  printTest: (id: string) => must(api.POST('/api/v1/devices/{id}/test-ticket', at(id))),
}
