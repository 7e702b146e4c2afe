import { defineAsyncComponent, type Component } from 'vue'
import type { ScreenName } from '../flow/steps'
import Address from './Address.vue'
import Case from './Case.vue'
import Cases from './Cases.vue'
import Check from './Check.vue'
import Condition from './Condition.vue'
import Confirm from './Confirm.vue'
import Home from './Home.vue'
import Info from './Info.vue'
import Moved from './Moved.vue'
import OwnAsk from './OwnAsk.vue'
import OwnData from './OwnData.vue'
import Papers from './Papers.vue'
import PermitChoice from './PermitChoice.vue'
import Phone from './Phone.vue'
import Place from './Place.vue'
import Receipt from './Receipt.vue'
import Refused from './Refused.vue'
import ReportKind from './ReportKind.vue'
import RegistrationChoice from './RegistrationChoice.vue'
import Services from './Services.vue'
import Since from './Since.vue'

// Camera and pen are not in the first load: a visit that needs neither does not wait for them.
const Shot = defineAsyncComponent(() => import('./Shot.vue'))
const Signature = defineAsyncComponent(() => import('./Signature.vue'))

/** Which component is which page. */
export const screens: Record<ScreenName, Component> = {
  home: Home,
  place: Place,
  confirm: Confirm,
  services: Services,
  info_no_card: Info,
  info_staff: Info,
  address: Address,
  since: Since,
  moved: Moved,
  phone: Phone,
  check_residence: Check,
  register_refused: Refused,
  apply_refused: Refused,
  endorse_refused: Refused,
  registration: RegistrationChoice,
  condition: Condition,
  docs_dwelling: Papers,
  docs_employment: Papers,
  docs_study: Papers,
  shot_dwelling: Shot,
  shot_employment: Shot,
  shot_study: Shot,
  portrait: Shot,
  signature: Signature,
  check_permit: Check,
  leave_which: RegistrationChoice,
  leave_when: Since,
  check_leave: Check,
  which_permit: PermitChoice,
  endorse_condition: Condition,
  check_endorse: Check,
  report_kind: ReportKind,
  check_report: Check,
  receipt: Receipt,
  cases: Cases,
  case: Case,
  own_data: OwnData,
  own_ask: OwnAsk,
}
