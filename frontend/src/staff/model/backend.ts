// Every call the console makes, by the name of what it does. Each one throws a ProblemError.
import { api, must } from '@core/api/client'
import type { components } from '@core/api/schema'
import type { Paper, PaperLang } from './papers'
import type { CaseView, ConflictState, DeviceBody, IntakeForm, Means, PermitView, Purpose, RevealField, SubscriberField } from './types'

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
  extend: (id: string, request_id: string, body: Body<'ExtendInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/extend', { ...at(id), body: { request_id, ...body } })),
  close: (id: string, request_id: string, body: Body<'CloseInput'>) =>
    must(api.POST('/api/v1/permit-applications/{id}/close', { ...at(id), body: { request_id, ...body } })),
}

export const permits = {
  list: (view: PermitView, community = '', cursor?: string) =>
    must(api.GET('/api/v1/permits', { params: { query: { view, ...(community ? { community } : {}), ...(cursor ? { cursor } : {}) } } })),
  read: (id: string) => must(api.GET('/api/v1/permits/{id}', at(id))),
  endorse: (id: string, request_id: string, body: Body<'EndorseInput'>) =>
    must(api.POST('/api/v1/permits/{id}/endorse', { ...at(id), body: { request_id, ...body } })),
  report: (id: string, request_id: string, body: Body<'ReportCardInput'>) =>
    must(api.POST('/api/v1/permits/{id}/report', { ...at(id), body: { request_id, ...body } })),
  receiveOld: (id: string, request_id: string) =>
    must(api.POST('/api/v1/permits/{id}/old-card', { ...at(id), body: { request_id } })),
  newCard: (id: string, request_id: string, body: Body<'NewCardInput'>) =>
    must(api.POST('/api/v1/permits/{id}/new-card', { ...at(id), body: { request_id, ...body } })),
  handOutNew: (id: string, request_id: string, body: Body<'HandOutNewInput'>) =>
    must(api.POST('/api/v1/permits/{id}/hand-out-new', { ...at(id), body: { request_id, ...body } })),
  withdrawReport: (id: string, request_id: string, body: Body<'WithdrawReportInput'>) =>
    must(api.POST('/api/v1/permits/{id}/withdraw-report', { ...at(id), body: { request_id, ...body } })),
  end: (id: string, request_id: string, body: Body<'EndPermitInput'>) =>
    must(api.POST('/api/v1/permits/{id}/end', { ...at(id), body: { request_id, ...body } })),
  correct: (id: string, request_id: string, body: Body<'CorrectPermitInput'>) =>
    must(api.POST('/api/v1/permits/{id}/correct', { ...at(id), body: { request_id, ...body } })),
  withdrawForFraud: (id: string, request_id: string, body: Body<'FraudInput'>) =>
    must(api.POST('/api/v1/permits/{id}/withdraw-for-fraud', { ...at(id), body: { request_id, ...body } })),
  remind: (request_id: string, permit_ids: string[], means: Means) =>
    must(api.POST('/api/v1/permit-reminders', { body: { request_id, permit_ids, means } })),
  importDecisions: (request_id: string, body: Body<'DecisionsInput'>) =>
    must(api.POST('/api/v1/permit-decisions', { body: { request_id, ...body } })),
  /** Reads a file of decisions; nothing of it is kept. */
  readDecisions: (file: Blob) => must(api.POST('/api/v1/permit-decisions/read', {
    body: file as unknown as string, bodySerializer: (body) => body as unknown as Blob, headers: { 'Content-Type': 'application/octet-stream' },
  })),
  rules: () => must(api.GET('/api/v1/permit-rules')),
  setRules: (request_id: string, body: Body<'PermitRulesInput'>) =>
    must(api.PUT('/api/v1/permit-rules', { body: { request_id, ...body } })),
  benefits: () => must(api.GET('/api/v1/permit-benefits')),
  putBenefit: (request_id: string, body: Body<'PermitBenefitInput'>) =>
    must(api.POST('/api/v1/permit-benefits', { body: { request_id, ...body } })),
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

/** The one box: people, places, permits and cases. */
export const box = {
  find: (q: string, purpose?: Purpose) => must(api.GET('/api/v1/search', { params: { query: { q, ...(purpose ? { purpose } : {}) } } })),
}

export const people = {
  search: (q: string, purpose?: Purpose, cursor?: string) =>
    must(api.GET('/api/v1/people', { params: { query: { q, ...(purpose ? { purpose } : {}), ...(cursor ? { cursor } : {}) } } })),
  read: (id: string, purpose: Purpose) =>
    must(api.GET('/api/v1/people/{id}', { params: { path: { id }, query: { purpose } } })),
  reveal: (id: string, field: RevealField, reason: string) =>
    must(api.POST('/api/v1/people/{id}/reveal', { ...at(id), body: { field, reason } })),
  looks: (id: string) => must(api.GET('/api/v1/people/{id}/looks', at(id))),
}

export const registrations = {
  add: (body: components['schemas']['CounterRegistration']) => must(api.POST('/api/v1/residences', { body })),
  end: (id: string, request_id: string, body: Body<'EndInput'>) =>
    must(api.POST('/api/v1/residences/{id}/end', { ...at(id), body: { request_id, ...body } })),
  reopen: (id: string, request_id: string, body: Body<'ReopenInput'>) =>
    must(api.POST('/api/v1/residences/{id}/reopen', { ...at(id), body: { request_id, ...body } })),
  check: (document: components['schemas']['CounterDocument'], phone: string) =>
    must(api.POST('/api/v1/duplicates/check', { body: { document, ...(phone ? { phone } : {}) } })),
  mrz: (lines: string) => must(api.POST('/api/v1/mrz', { body: { lines } })),
}

export const drafts = {
  list: () => must(api.GET('/api/v1/drafts')),
  read: (id: string) => must(api.GET('/api/v1/drafts/{id}', at(id))),
  save: (id: string, kind: 'registration', body: string) =>
    must(api.PUT('/api/v1/drafts/{id}', { ...at(id), body: { kind, body } })),
  drop: (id: string) => must(api.DELETE('/api/v1/drafts/{id}', at(id))),
}

export const records = {
  correct: (id: string, request_id: string, body: Body<'CorrectionInput'>) =>
    must(api.POST('/api/v1/people/{id}/corrections', { ...at(id), body: { request_id, ...body } })),
  confirmLiving: (id: string, request_id: string, body: Body<'LivingInput'>) =>
    must(api.POST('/api/v1/people/{id}/living', { ...at(id), body: { request_id, ...body } })),
  document: (id: string, request_id: string, body: Body<'DocumentInput'>) =>
    must(api.POST('/api/v1/people/{id}/documents', { ...at(id), body: { request_id, ...body } })),
  pairs: (after = '') => must(api.GET('/api/v1/duplicates', { params: { query: after ? { after } : {} } })),
  twoOpen: (after = '') => must(api.GET('/api/v1/two-open', { params: { query: after ? { after } : {} } })),
  compare: (a: string, b: string) => must(api.GET('/api/v1/duplicates/pair', { params: { query: { a, b } } })),
  merge: (request_id: string, body: Body<'MergeInput'>) =>
    must(api.POST('/api/v1/duplicates/merge', { body: { request_id, ...body } })),
  apart: (request_id: string, body: Body<'ApartInput'>) =>
    must(api.POST('/api/v1/duplicates/apart', { body: { request_id, ...body } })),
  undo: (id: string, request_id: string, reason: string) =>
    must(api.POST('/api/v1/merges/{id}/undo', { ...at(id), body: { request_id, reason } })),
}

export const households = {
  create: (body: components['schemas']['HouseholdInput']) => must(api.POST('/api/v1/households', { body })),
  join: (id: string, body: components['schemas']['MemberInput']) =>
    must(api.POST('/api/v1/households/{id}/members', { ...at(id), body })),
  leave: (person: string, body: components['schemas']['LeaveInput']) =>
    must(api.POST('/api/v1/people/{id}/leave-household', { ...at(person), body })),
  head: (person: string, body: components['schemas']['HeadInput']) =>
    must(api.POST('/api/v1/people/{id}/become-householder', { ...at(person), body })),
}

export const dataRequests = {
  list: (state: 'open' | 'answered') => must(api.GET('/api/v1/data-requests', { params: { query: { state } } })),
  make: (person: string, request_id: string, body: Body<'DataRequestInput'>) =>
    must(api.POST('/api/v1/people/{id}/data-requests', { ...at(person), body: { request_id, ...body } })),
  lift: (id: string, request_id: string, reason: string) =>
    must(api.POST('/api/v1/data-requests/{id}/lift', { ...at(id), body: { request_id, reason } })),
  answer: (id: string, request_id: string, body: Body<'DataAnswerInput'>) =>
    must(api.POST('/api/v1/data-requests/{id}/answer', { ...at(id), body: { request_id, ...body } })),
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

const pictures = (lang: PaperLang) => ({ format: 'png' as const, lang })

export const papers = {
  /** The picture of a paper; a look like the print itself. */
  preview: (paper: Paper, lang: PaperLang): Promise<Blob> => {
    if (paper.kind === 'handout') return must(api.GET('/api/v1/papers/handout', { params: { query: pictures(lang) }, parseAs: 'blob' }))
    if (paper.kind === 'reminders') return must(api.GET('/api/v1/papers/reminders', { params: { query: { ...pictures(lang), ...(paper.community ? { community: paper.community } : {}) } }, parseAs: 'blob' }))
    const { id } = paper
    if (paper.kind === 'copy') return must(api.GET('/api/v1/data-requests/{id}/papers/copy', { params: { path: { id }, query: pictures(lang) }, parseAs: 'blob' }))
    if (paper.kind === 'rental') return must(api.GET('/api/v1/rentals/{id}/papers/file', { params: { path: { id }, query: pictures(lang) }, parseAs: 'blob' }))
    if (paper.kind === 'registration') return must(api.GET('/api/v1/registrations/{id}/papers/receipt', { params: { path: { id }, query: pictures(lang) }, parseAs: 'blob' }))
    return must(api.GET('/api/v1/permit-applications/{id}/papers/{kind}', { params: { path: { id, kind: paper.kind }, query: pictures(lang) }, parseAs: 'blob' }))
  },
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
