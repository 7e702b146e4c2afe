import type { Holder } from '@core/api/types'
import type { IconName } from '@core/icons/symbols'
import type { TextKey } from '@core/i18n'
import { endorsable, reportable } from './permits'
import { activeRegistrations, type Service } from './steps'

/** What a service is called. */
export function nameOf(service: Service): TextKey {
  return service === 'residence' || service === 'permit' || service === 'progress' ? `kiosk.service.${service}` : `visit.service.${service}`
}

export const iconOf: Record<Service, IconName> = { residence: 'home', permit: 'card', progress: 'search', leave: 'door', endorse: 'calendar', report: 'warn' }

/** The services for this person, in the order shown: the three for everybody, and those for which there is something to be done. */
export function servicesFor(holder: Holder): Service[] {
  const more: Service[] = []
  if (endorsable(holder).length > 0) more.push('endorse')
  if (activeRegistrations(holder).length > 0) more.push('leave')
  if (reportable(holder).length > 0) more.push('report')
  return ['residence', 'permit', 'progress', ...more]
}
