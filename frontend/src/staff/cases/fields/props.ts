import type { FieldProblem } from '@core/api/client'
import type { Application, CaseAction } from '../../model/types'

/** What every set of fields gets from its dialog. */
export interface FieldsProps {
  app: Application
  action: CaseAction
  ticked: ReadonlySet<string>
  errorOf: (field: string) => FieldProblem | undefined
}
