import { codes as zhCodes } from '@core/i18n/zh/codes'
import { common as zhCommon } from '@core/i18n/zh/common'
import { kiosk as zhKiosk } from '@core/i18n/zh/kiosk'
import { papers as zhPapers } from '@core/i18n/zh/papers'
import { pictures as zhPictures } from '@core/i18n/zh/pictures'
import { problems as zhProblems } from '@core/i18n/zh/problems'
import { resident as zhResident } from '@core/i18n/zh/resident'
import { visits as zhVisits } from '@core/i18n/zh/visits'
import { codes as enCodes } from '@core/i18n/en/codes'
import { common as enCommon } from '@core/i18n/en/common'
import { kiosk as enKiosk } from '@core/i18n/en/kiosk'
import { papers as enPapers } from '@core/i18n/en/papers'
import { pictures as enPictures } from '@core/i18n/en/pictures'
import { problems as enProblems } from '@core/i18n/en/problems'
import { resident as enResident } from '@core/i18n/en/resident'
import { visits as enVisits } from '@core/i18n/en/visits'

/** The catalogues the kiosk needs; the staff console's words are not loaded here. */
export const messages = {
  'zh-CN': { ...zhCommon, ...zhCodes, ...zhProblems, ...zhKiosk, ...zhPapers, ...zhPictures, ...zhVisits, ...zhResident },
  en: { ...enCommon, ...enCodes, ...enProblems, ...enKiosk, ...enPapers, ...enPictures, ...enVisits, ...enResident },
}
