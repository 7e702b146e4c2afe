import type { Application, CaseAction } from './types'

/** How an action stands on the desk. */
export interface ActionFace {
  action: CaseAction
  icon: string
  /** Turns a person away or takes something back: drawn apart, never the main button. */
  grave: boolean
}

const faces: readonly ActionFace[] = [
  { action: 'accept', icon: 'check', grave: false },
  { action: 'approve', icon: 'check', grave: false },
  { action: 'make', icon: 'card', grave: false },
  { action: 'hand_out', icon: 'hand', grave: false },
  { action: 'supply', icon: 'plus', grave: false },
  { action: 'request_completion', icon: 'list', grave: false },
  { action: 'refuse', icon: 'stop', grave: true },
  { action: 'withdraw', icon: 'back', grave: true },
]

/**
 * deskActions sorts what the server allows into the one main action (Ctrl Enter) and the others. While a required paper is missing and
 * the notice is still to be given, the notice is the main thing to do, not the acceptance. Otherwise it never is: an accepted case waits for
 * the authority.
 */
export function deskActions(app: Pick<Application, 'allowed' | 'missing_groups'>): { main?: ActionFace; others: ActionFace[] } {
  const allowed = faces.filter((f) => app.allowed.includes(f.action))
  const noticeFirst = app.missing_groups.length > 0 ? allowed.find((f) => f.action === 'request_completion') : undefined
  const main = noticeFirst ?? allowed.find((f) => !f.grave && f.action !== 'request_completion')
  return { main, others: allowed.filter((f) => f !== main) }
}

/** returnAction is what Ctrl Shift Enter opens: the way back to the applicant. */
export function returnAction(app: Pick<Application, 'allowed'>): CaseAction | undefined {
  if (app.allowed.includes('request_completion')) return 'request_completion'
  return app.allowed.includes('refuse') ? 'refuse' : undefined
}
