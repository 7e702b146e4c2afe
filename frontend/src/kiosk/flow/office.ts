import type { Station } from '@core/api/types'
import type { useText } from '@core/i18n'

/** Where staff sit, in the office's own words, or a general word while the station is not known yet. */
export function windowName(station: Station | undefined, t: ReturnType<typeof useText>['t']): string {
  return station?.office.window_hint || t('kiosk.window.default')
}
