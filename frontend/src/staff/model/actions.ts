import type { Application, CaseAction } from './types'

/** How an action stands on the desk. */
export interface ActionFace {
  action: CaseAction
  icon: string
  /** Turns a person away or takes something back: drawn apart, never the main button. */
  grave: boolean
  /** Cannot be taken back once other stations know of it, so it waits until they can be asked. */
  needsOffice: boolean
}

const faces: readonly ActionFace[] = [
  { action: 'accept', icon: 'check', grave: false, needsOffice: false },
  { action: 'approve', icon: 'check', grave: false, needsOffice: true },
  { action: 'make', icon: 'card', grave: false, needsOffice: true },
  { action: 'hand_out', icon: 'hand', grave: false, needsOffice: true },
  { action: 'supply', icon: 'plus', grave: false, needsOffice: false },
  { action: 'request_completion', icon: 'list', grave: false, needsOffice: true },
  { action: 'extend', icon: 'clock', grave: false, needsOffice: true },
  { action: 'close', icon: 'stop', grave: true, needsOffice: true },
  { action: 'refuse', icon: 'stop', grave: true, needsOffice: true },
  { action: 'withdraw', icon: 'back', grave: true, needsOffice: false },
]

/**
 * deskActions sorts what the server allows into the one main action (Ctrl Enter) and the others. While a required paper is missing and
 * the notice is still to be given, the notice is the main thing to do, not the acceptance. Otherwise it never is, and more time never is: an accepted case
 * waits for the authority.
 */
export function deskActions(app: Pick<Application, 'allowed' | 'missing_groups'>): { main?: ActionFace; others: ActionFace[] } {
  const allowed = faces.filter((f) => app.allowed.includes(f.action))
  const noticeFirst = app.missing_groups.length > 0 ? allowed.find((f) => f.action === 'request_completion') : undefined
  const main = noticeFirst ?? allowed.find((f) => !f.grave && f.action !== 'request_completion' && f.action !== 'extend')
  return { main, others: allowed.filter((f) => f !== main) }
}

/** needsOffice tells whether an action waits until the other stations can be asked. */
export function needsOffice(action: CaseAction): boolean {
  return faces.some((face) => face.action === action && face.needsOffice)
}

/** returnAction is what Ctrl Shift Enter opens: the way back to the applicant. */
export function returnAction(app: Pick<Application, 'allowed'>): CaseAction | undefined {
  if (app.allowed.includes('request_completion')) return 'request_completion'
  return app.allowed.includes('refuse') ? 'refuse' : undefined
}
