// The console's names for the generated API types.
import type { components } from '@core/api/schema'

type Schemas = components['schemas']

export type CaseRow = Schemas['CaseRow']
export type CasePage = Schemas['CaseList']
export type CaseView = keyof Schemas['CaseList']['counts']
export type Clock = Schemas['Clock']
export type Application = Schemas['Application']
export type CaseDocument = Schemas['DocumentRow']
export type CasePicture = Schemas['AttachmentRow']
export type NoticeItem = Schemas['NoticeItem']
export type Proof = Schemas['GroupKind']
export type Proxy = Schemas['Proxy']
export type AppliedBy = Application['applied_by']
export type Condition = Application['condition']
export type IntakeForm = Schemas['IntakeInput']
export type Registration = Schemas['Registration']
export type Person = Schemas['Person']
export type PersonRow = Schemas['PersonRow']
export type CounterDocument = Schemas['CounterDocument']
export type RegistrationForm = Schemas['CounterRegistration']
export type Likeness = Schemas['LikenessRow']
export type Pair = Schemas['Pair']
export type Comparison = Schemas['Comparison']
export type PersonField = Schemas['ComparedField']['field']
export type Merge = Schemas['MergeView']
export type DataRequest = Schemas['DataRequestRow']
export type PeoplePage = Schemas['PeopleList']
export type SearchAnswer = Schemas['SearchAnswer']
export type RevealField = Schemas['RevealInput']['field']
export type Look = Schemas['Look']
export type PermitRow = Schemas['PermitRow']
export type PermitPage = Schemas['PermitList']
export type PermitFile = Schemas['PermitFile']
export type CardExchange = Schemas['CardExchange']
export type DecisionRow = Schemas['DecisionRow']
export type DecisionLine = Schemas['DecisionLine']
export type DecisionOutcome = Schemas['DecisionOutcome']
export type PermitRules = Schemas['PermitRules']
export type PermitBenefit = Schemas['PermitBenefit']
export type Means = Schemas['ReminderInput']['means']
export type System = Schemas['System']
export type Member = Schemas['SystemMember']
export type Journal = Schemas['Journal']
export type JournalLine = Schemas['JournalLine']
export type Conflict = Schemas['Conflict']
export type ConflictRow = Schemas['ConflictRow']
export type ConflictState = ConflictRow['state']
export type Fact = Schemas['Fact']
export type AmendableField = Schemas['AmendableField']
export type AlarmPage = Schemas['AlarmList']
export type AlarmItem = Schemas['AlarmItem']
export type AlarmSignal = Schemas['AlarmSignal']
export type AlarmReceiver = Schemas['AlarmReceiver']
export type AlarmDetail = Schemas['AlarmDetail']
export type Subscriber = Schemas['Subscriber']
export type SubscriberPage = Schemas['SubscriberList']
export type SubscriberForm = Schemas['SubscriberForm']
export type SubscriberKind = Subscriber['kind']
export type SubscriberField = Schemas['SubscriberReveal']['field']
export type Device = Schemas['Device']
export type DeviceList = Schemas['DeviceList']
export type DeviceSettings = Schemas['DeviceSettings']
export type DeviceBody = Schemas['DeviceForm']
export type DevicePort = Schemas['DevicePort']
export type DeviceChunk = Schemas['DeviceChunk']
export type Account = Schemas['Account']
export type Role = Account['role']
export type Station = Schemas['Station']
export type Session = Schemas['Session']

/** What an account may do. A page or a button that needs one is not shown without it. */
export type Permission =
  | 'case.read' | 'case.handle' | 'registration.reopen' | 'decision.record' | 'person.read' | 'person.reveal'
  | 'look.read' | 'account.manage' | 'cluster.read' | 'conflict.handle' | 'office.manage'
  | 'area.read' | 'area.manage' | 'area.reorganise'
  | 'look.read' | 'archive.read' | 'account.manage' | 'cluster.read' | 'conflict.handle' | 'office.manage'
  | 'alarm.read' | 'alarm.manage' | 'device.read' | 'device.manage'
  | 'bulk.import' | 'export.make' | 'export.read'
  | 'rental.read' | 'rental.handle' | 'statistics.read' | 'statistics.exact' | 'statistics.freeze'

/** Why a person's record is opened; asked once per opening and kept in the log of looks. */
export type Purpose = 'case' | 'counter' | 'correction' | 'audit'

/** What may become of an entry that the office did not take (冲突处理). */
export type ConflictAction = 'amend' | 'attach' | 'drop'

/** What an officer may do to an application now; the server says which of them. */
export type CaseAction =
  | 'request_completion' | 'supply' | 'accept' | 'approve' | 'refuse' | 'make' | 'hand_out' | 'withdraw' | 'extend' | 'close'

/** The lists of permits, each computed from dates. */
export type PermitView = 'opening' | 'open' | 'closing' | 'lately' | 'suspended' | 'replacing' | 'unregistered'

/** What an officer may do to a permit now; the server says which of them. */
export type CardAction =
  | 'endorse' | 'report' | 'new_card' | 'hand_out_new' | 'receive_old' | 'destroy_old' | 'withdraw_report' | 'end' | 'correct' | 'withdraw_for_fraud'
