import { api, ask, must } from '@core/api/client'
import { kioskRoutes } from '@core/api/codes.gen'

const path = '/api/v1/kiosk/own-data'

/** Whether this server shows people what is held about them. */
export const showsOwnData = (kioskRoutes as readonly string[]).includes(path)

/** One look at the own record: where, when and why, not the name of the officer. */
export interface OwnLook {
  on: string
  station_name: string
  role: string
  what: string
  purpose: string
}

/** What the office holds about the person, masked for bystanders, and who looked at it (Personal Information Protection Law, article 45). */
export interface OwnData {
  known: boolean
  name: string
  id_number: string
  phone: string
  hukou_address: string
  registrations: { id: string; address: string; state: string }[]
  applications: { id: string; number: string; state: string }[]
  permits: { id: string; number_masked: string; state: string }[]
  looks: OwnLook[]
  data_requests: { id: string; number: string; kind: string; state: string; due_on: string; answered_on?: string; answer?: string }[]
}

/** What one may ask about the own data (articles 45 to 47). */
export const wishes = ['correction', 'copy', 'erasure', 'restriction'] as const
export type Wish = (typeof wishes)[number]

/** What may be wrong in a record: the lines of the page that shows it. */
export const correctable = ['name', 'id_number', 'phone', 'hukou', 'residence', 'permit', 'other'] as const
export type Correctable = (typeof correctable)[number]

export const readOwn = (token: string) => ask<OwnData>(`${path}?card_token=${encodeURIComponent(token)}`)

/** The picture of the copy, in full; paper is to be had at the window. */
export const readCopy = (token: string, lang: 'zh-CN' | 'en'): Promise<Blob> =>
  must(api.GET('/api/v1/kiosk/papers/own-data', { params: { query: { card_token: token, format: 'png', lang } }, parseAs: 'blob' }))

/** What a wish is answered with: its number, and the last day for the answer. */
export interface Taken {
  number: string
  due_on: string
  /** Accepted at this station only so far. */
  waiting: boolean
}

/** Takes a wish down; it is answered within the office's time. */
export const askFor = (kind: Wish, requestId: string, token: string, detail: string) =>
  ask<Taken>('/api/v1/kiosk/data-requests', { request_id: requestId, card_token: token, kind, ...(detail ? { detail } : {}) })
