import { createPinia } from 'pinia'
import { createApp, watch } from 'vue'
import '@core/tokens.css'
import '@core/fonts/fonts.css'
import './kiosk.css'
import { createText } from '@core/i18n'
import App from './App.vue'
import { lockGestures, guardTaps } from './flow/taps'
import { usePrefs } from './stores/prefs'
import { messages } from './texts'

const app = createApp(App)
const text = createText(messages)
app.use(createPinia()).use(text)

const prefs = usePrefs()
watch(() => prefs.locale, (locale) => { text.global.locale.value = locale }, { immediate: true })
prefs.show(document.documentElement)
guardTaps(document)
lockGestures(document)
app.mount('#app')
