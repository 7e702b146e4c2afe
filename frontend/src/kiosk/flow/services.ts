import type { Holder } from '@core/api/types'
import type { IconName } from '@core/icons/symbols'
import type { TextKey } from '@core/i18n'
import { standingOf } from './cases'
import { showsOwnData } from './own'
import { endorsable, notEndorsable, reportable } from './permits'
import { activeRegistrations, type ScreenName, type Service, type StepName } from './steps'

/** Looking is always possible, also where nothing can be taken in. */
export const onlyLooks = (service: Service): boolean => service === 'progress' || service === 'own'

/** What a service is called. */
export function nameOf(service: Service): TextKey {
  return service === 'residence' || service === 'permit' || service === 'progress' ? `kiosk.service.${service}` : `visit.service.${service}`
}

export const iconOf: Record<Service, IconName> = { residence: 'home', permit: 'card', progress: 'search', leave: 'door', endorse: 'calendar', report: 'warn', own: 'eye' }

/** The services for this person: what they most likely came for at the top, then the three for everybody, then those for which there is something to be done. */
export function servicesFor(holder: Holder): Service[] {
  const all: Service[] = []
  if (endorsable(holder).length > 0) all.push('endorse')
  if (standingOf(holder)) all.push('progress')
  all.push('residence', 'permit', 'progress')
  if (notEndorsable(holder)) all.push('endorse')
  if (activeRegistrations(holder).length > 0) all.push('leave')
  if (reportable(holder).length > 0) all.push('report')
  if (showsOwnData) all.push('own')
  return [...new Set(all)]
}

/** The page a service begins with: its first question, or why it cannot be had now. */
export function entrance(service: Service, holder: Holder, first: StepName | undefined): ScreenName {
  if (service === 'progress') return 'cases'
  if (service === 'own') return 'own_data'
  if (service === 'residence' && !holder.register.allowed) return 'register_refused'
  if (service === 'permit' && (holder.card.minor_under_16 || !holder.apply.allowed)) return 'apply_refused'
  if (service === 'endorse' && endorsable(holder).length === 0) return 'endorse_refused'
  return first ?? 'services'
}
