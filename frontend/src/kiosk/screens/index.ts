import type { Component } from 'vue'
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
import Papers from './Papers.vue'
import Phone from './Phone.vue'
import Place from './Place.vue'
import Receipt from './Receipt.vue'
import Refused from './Refused.vue'
import RegistrationChoice from './RegistrationChoice.vue'
import Services from './Services.vue'
import Since from './Since.vue'

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
  registration: RegistrationChoice,
  condition: Condition,
  docs_dwelling: Papers,
  docs_employment: Papers,
  docs_study: Papers,
  check_permit: Check,
  receipt: Receipt,
  cases: Cases,
  case: Case,
}
