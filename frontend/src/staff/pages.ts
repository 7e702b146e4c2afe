import type { RouteRecordRaw } from 'vue-router'
import type { TextKey } from '@core/i18n'
import type { Permission } from './model/types'

/** A page of the console: who may see it and where it stands on the rail. */
export interface DeskPage {
  path: string
  title: TextKey
  need: Permission
  icon: string
  /** Second key after G. */
  key: string
  /** Machine and account pages stand at the foot of the rail. */
  foot?: boolean
}

/** The pages on the rail, in order. */
export const deskPages: readonly DeskPage[] = [
  { path: '/cases', title: 'staff.cases.title', need: 'case.read', icon: 'case', key: 'c' },
  { path: '/residents', title: 'staff.residents.title', need: 'person.read', icon: 'residents', key: 'r' },
  { path: '/permits', title: 'staff.permits.title', need: 'case.read', icon: 'card', key: 'p' },
  { path: '/data-requests', title: 'people.requests.title', need: 'case.read', icon: 'hand', key: 'd' },
  { path: '/alarms', title: 'staff.alarms.title', need: 'alarm.read', icon: 'alarm', key: 'a' },
  { path: '/subscribers', title: 'staff.subscribers.title', need: 'alarm.read', icon: 'subscriber', key: 'b' },
  { path: '/rentals', title: 'rentals.title', need: 'rental.read', icon: 'rental', key: 'o' },
  { path: '/reporters', title: 'rentals.reporters', need: 'rental.read', icon: 'reporter', key: 'n' },
  { path: '/conflicts', title: 'staff.conflict.title', need: 'conflict.handle', icon: 'fork', key: 'f' },
  { path: '/looks', title: 'staff.looks.title', need: 'look.read', icon: 'shield', key: 'l' },
  { path: '/bulk', title: 'staff.bulk.title', need: 'bulk.import', icon: 'stack', key: 'i' },
  { path: '/export', title: 'staff.export.title', need: 'export.make', icon: 'leaving', key: 'x' },
  { path: '/exports', title: 'staff.exports.title', need: 'export.read', icon: 'leaving', key: 'z' },
  { path: '/accounts', title: 'staff.accounts.title', need: 'account.manage', icon: 'key', key: 'u' },
  { path: '/permit-rules', title: 'staff.permit_rules.title', need: 'office.manage', icon: 'paper', key: 'e' },
  { path: '/rental-rules', title: 'rentals.rules', need: 'office.manage', icon: 'rental', key: 'j' },
  { path: '/housing', title: 'staff.housing.title', need: 'area.read', icon: 'tree', key: 'h' },
  { path: '/statistics', title: 'statistics.title', need: 'statistics.read', icon: 'table', key: 's' },
  { path: '/journal', title: 'staff.journal.title', need: 'cluster.read', icon: 'outbox', key: 'w', foot: true },
  { path: '/devices', title: 'staff.devices.title', need: 'device.read', icon: 'device', key: 'v', foot: true },
  { path: '/system', title: 'staff.system.title', need: 'cluster.read', icon: 'node', key: 'y', foot: true },
]

/** homePage is the first page the account may see. */
export function homePage(may: (permission: Permission) => boolean): string {
  return deskPages.find((page) => may(page.need))?.path ?? '/nothing'
}

declare module 'vue-router' {
  interface RouteMeta {
    title?: TextKey
    need?: Permission
    /** Path of the rail entry that stays lit. */
    rail?: string
  }
}

const about = (path: string) => {
  const page = deskPages.find((p) => p.path === path)!
  return { title: page.title, need: page.need, rail: path }
}

export const routes: RouteRecordRaw[] = [
  { path: '/cases', component: () => import('./cases/CaseList.vue'), meta: about('/cases') },
  { path: '/cases/:id', component: () => import('./cases/CaseDesk.vue'), props: true, meta: { ...about('/cases'), title: 'staff.case.title' } },
  { path: '/residents', component: () => import('./residents/ResidentSearch.vue'), meta: about('/residents') },
  { path: '/residents/new', component: () => import('./residents/RegistrationForm.vue'), meta: { rail: '/residents', title: 'people.register.title', need: 'case.handle' } },
  { path: '/residents/duplicates', component: () => import('./residents/DuplicateList.vue'), meta: { rail: '/residents', title: 'people.duplicates.open', need: 'case.read' } },
  { path: '/residents/compare/:a/:b', component: () => import('./residents/MergeDesk.vue'), props: true, meta: { rail: '/residents', title: 'people.merge.title', need: 'case.handle' } },
  { path: '/residents/:id', component: () => import('./residents/PersonFile.vue'), props: true, meta: { ...about('/residents'), title: 'staff.person.title' } },
  { path: '/residents/:id/apply', component: () => import('./residents/IntakeForm.vue'), props: true, meta: { rail: '/residents', title: 'staff.intake.title', need: 'case.handle' } },
  { path: '/housing/:id?', component: () => import('./housing/HousingPage.vue'), props: true, meta: about('/housing') },
  { path: '/permits', component: () => import('./permits/PermitList.vue'), meta: about('/permits') },
  { path: '/permits/decisions', component: () => import('./permits/DecisionImport.vue'), meta: { rail: '/permits', title: 'staff.decisions.title', need: 'decision.record' } },
  { path: '/permits/:id', component: () => import('./permits/PermitFile.vue'), props: true, meta: { ...about('/permits'), title: 'staff.permit_file.title' } },
  { path: '/permit-rules', component: () => import('./permits/PermitRules.vue'), meta: about('/permit-rules') },
  { path: '/data-requests', component: () => import('./office/DataRequests.vue'), meta: about('/data-requests') },
  { path: '/alarms', component: () => import('./alarms/AlarmList.vue'), meta: about('/alarms') },
  { path: '/alarms/:id', component: () => import('./alarms/AlarmDesk.vue'), props: true, meta: { ...about('/alarms'), title: 'staff.alarm.title' } },
  { path: '/subscribers', component: () => import('./subscribers/SubscriberList.vue'), meta: about('/subscribers') },
  { path: '/subscribers/:id', component: () => import('./subscribers/SubscriberFile.vue'), props: true, meta: { ...about('/subscribers'), title: 'staff.subscriber.title' } },
  { path: '/rentals', component: () => import('./rentals/RentalList.vue'), meta: about('/rentals') },
  { path: '/rentals/:id', component: () => import('./rentals/RentalFile.vue'), props: true, meta: { ...about('/rentals'), title: 'rentals.one' } },
  { path: '/rental-rules', component: () => import('./rentals/RentalRules.vue'), meta: about('/rental-rules') },
  { path: '/reporters', component: () => import('./rentals/ReporterList.vue'), meta: about('/reporters') },
  { path: '/conflicts', component: () => import('./conflicts/ConflictList.vue'), meta: about('/conflicts') },
  { path: '/conflicts/:id', component: () => import('./conflicts/ConflictDesk.vue'), props: true, meta: { ...about('/conflicts'), title: 'staff.conflict.one' } },
  { path: '/looks', component: () => import('./office/LookLog.vue'), meta: about('/looks') },
  { path: '/bulk', component: () => import('./bulk/BulkPage.vue'), meta: about('/bulk') },
  { path: '/export', component: () => import('./bulk/ExportPage.vue'), meta: about('/export') },
  { path: '/exports', component: () => import('./bulk/ExportLog.vue'), meta: about('/exports') },
  { path: '/accounts', component: () => import('./office/AccountList.vue'), meta: about('/accounts') },
  { path: '/statistics/:month?', component: () => import('./statistics/StatisticsPage.vue'), props: true, meta: about('/statistics') },
  { path: '/journal', component: () => import('./office/JournalPage.vue'), meta: about('/journal') },
  { path: '/devices', component: () => import('./devices/DeviceList.vue'), meta: about('/devices') },
  { path: '/devices/:id', component: () => import('./devices/DeviceDesk.vue'), props: true, meta: { ...about('/devices'), title: 'staff.devices.one' } },
  { path: '/system', component: () => import('./system/SystemPage.vue'), meta: about('/system') },
  { path: '/nothing', component: () => import('./office/NothingHere.vue'), meta: { title: 'staff.nothing.title' } },
  { path: '/:rest(.*)*', redirect: '/' },
]
