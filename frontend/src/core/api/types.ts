// Short names for the generated API types. The Go side is the source: `npm run types`.
import type { components } from './schema'

type Schemas = components['schemas']

export type Station = Schemas['Station']
export type ReaderState = Schemas['ReaderState']
export type AreaItem = Schemas['AreaItem']
export type CardView = Schemas['CardView']
export type CardState = Schemas['CardState']
export type Holder = Schemas['Holder']
export type Registration = Schemas['Registration']
export type Receipt = Schemas['Receipt']
export type CaseRow = Schemas['CaseRow']
export type Clock = Schemas['Clock']
export type Session = Schemas['Session']
export type Application = Schemas['Application']
export type PersonRow = Schemas['PersonRow']
export type Person = Schemas['Person']
export type Look = Schemas['Look']
export type Account = Schemas['Account']

/** How a device does at the moment. */
export type DeviceState = Schemas['DeviceState']

/** What happened to a record, without personal data: the page refetches what it shows. */
export type Change = Schemas['Change']

/** Whether this station can save at all. */
export type Mode = Schemas['Mode']

/** A permit may be asked for under one of three conditions (Decree 663, article 2). */
export type Condition = 'employment' | 'dwelling' | 'study'
