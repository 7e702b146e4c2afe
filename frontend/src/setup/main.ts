import { createApp } from 'vue'
import '@core/tokens.css'
import '@core/fonts/fonts.css'
import '../kiosk/kiosk.css'
import { createText } from '@core/i18n'
import { common as enCommon } from '@core/i18n/en/common'
import { problems as enProblems } from '@core/i18n/en/problems'
import { setup as enSetup } from '@core/i18n/en/setup'
import { common } from '@core/i18n/zh/common'
import { problems } from '@core/i18n/zh/problems'
import { setup } from '@core/i18n/zh/setup'
import App from './App.vue'

// The look may be preset as on the kiosk (?theme=dark&lang=en), for a machine in a dark lobby and for tests.
const given = new URLSearchParams(location.search)
const locale = given.get('lang') === 'en' ? 'en' : 'zh-CN'
document.documentElement.dataset.theme = given.get('theme') ?? 'light'
if (given.has('still')) document.documentElement.dataset.still = '1'

const text = createText({ 'zh-CN': { ...common, ...problems, ...setup }, en: { ...enCommon, ...enProblems, ...enSetup } }, locale)
createApp(App).use(text).mount('#app')
