import { codes as zhCodes } from '@core/i18n/zh/codes'
import { common as zhCommon } from '@core/i18n/zh/common'
import { kiosk as zhKiosk } from '@core/i18n/zh/kiosk'
import { papers as zhPapers } from '@core/i18n/zh/papers'
import { problems as zhProblems } from '@core/i18n/zh/problems'
import { codes as enCodes } from '@core/i18n/en/codes'
import { common as enCommon } from '@core/i18n/en/common'
import { kiosk as enKiosk } from '@core/i18n/en/kiosk'
import { papers as enPapers } from '@core/i18n/en/papers'
import { problems as enProblems } from '@core/i18n/en/problems'

/** The catalogues the kiosk needs; the staff console's words are not loaded here. */
export const messages = {
  'zh-CN': { ...zhCommon, ...zhCodes, ...zhProblems, ...zhKiosk, ...zhPapers },
  en: { ...enCommon, ...enCodes, ...enProblems, ...enKiosk, ...enPapers },
}
