import type { ComputedRef } from 'vue'
import type { IconName } from '@core/icons/symbols'
import type { Shot } from '../capture/shot'
import type { StepName } from '../flow/steps'

/** One line of a check page: what was answered, and the question that changes it. */
export interface Row {
  label: string
  value: string[]
  edit?: StepName
  shots?: Shot[]
}

/** What a check page shows for one service. */
export interface Sheet {
  rows: ComputedRef<Row[]>
  /** What the person states by submitting. */
  statement: ComputedRef<string>
  /** Words of the button that submits. */
  submit: ComputedRef<string>
  /** What else the person should know. */
  notes: ComputedRef<{ icon: IconName; text: string; tone?: 'amber' }[]>
}
