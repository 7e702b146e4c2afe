import { createApp } from 'vue'
import '@core/tokens.css'
import '@core/fonts/fonts.css'
import '../kiosk/kiosk.css'
import { createText } from '@core/i18n'
import { common as enCommon } from '@core/i18n/en/common'
import { landlord as enLandlord } from '@core/i18n/en/landlord'
import { problems as enProblems } from '@core/i18n/en/problems'
import { rentalProblems as enRentalProblems } from '@core/i18n/en/rentalproblems'
import { common } from '@core/i18n/zh/common'
import { landlord } from '@core/i18n/zh/landlord'
import { problems } from '@core/i18n/zh/problems'
import { rentalProblems } from '@core/i18n/zh/rentalproblems'
import { guardTaps } from '../kiosk/flow/taps'
import App from './App.vue'

// The look may be preset as on the kiosk (?theme=dark&lang=en).
const given = new URLSearchParams(location.search)
const locale = given.get('lang') === 'en' ? 'en' : 'zh-CN'
document.documentElement.dataset.theme = given.get('theme') ?? 'light'
if (given.has('still')) document.documentElement.dataset.still = '1'

guardTaps(document, undefined, 'button:not(.pad-key), .pad-key.go') // the same digit twice is no tremble
const text = createText({
  'zh-CN': { ...common, ...problems, ...rentalProblems, ...landlord },
  en: { ...enCommon, ...enProblems, ...enRentalProblems, ...enLandlord },
}, locale)
createApp(App).use(text).mount('#app')
