import { answered, type Answers, type StepName } from './steps'

/** Where an answer leads, and whether a correction goes on. */
export interface Turn {
  to: StepName | 'services'
  editing: boolean
}

/**
 * The page after the one at `at`: the next question, or, after a correction, the check page again. A correction can raise a question
 * that was not there before (another condition wants other papers).
 */
export function onward(steps: StepName[], at: number, editing: boolean, answers: Answers): Turn {
  const last = steps.at(-1)
  if (!last) return { to: 'services', editing: false }
  if (!editing) return { to: steps[at + 1] ?? last, editing }
  const open = steps.find((name, i) => i > at && !answered(name, answers))
  return { to: open ?? last, editing: open !== undefined }
}

/** The page on which a form goes on that was answered as far as this: its first open question, or the check page. */
export function resumeAt(steps: StepName[], answers: Answers): StepName | 'services' {
  return steps.find((name) => !answered(name, answers)) ?? steps.at(-1) ?? 'services'
}
