import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import '@core/fonts/fonts.css'
import '@core/tokens.css'
import 'element-plus/es/components/date-picker/style/css'
import './staff.css'
import { createText } from '@core/i18n'
import { alarms as enAlarms } from '@core/i18n/en/alarms'
import { bulk as enBulk } from '@core/i18n/en/bulk'
import { codes as enCodes } from '@core/i18n/en/codes'
import { common as enCommon } from '@core/i18n/en/common'
import { devices as enDevices } from '@core/i18n/en/devices'
import { events as enEvents } from '@core/i18n/en/events'
import { housing as enHousing } from '@core/i18n/en/housing'
import { office as enOffice } from '@core/i18n/en/office'
import { permits as enPermits } from '@core/i18n/en/permits'
import { palette as enPalette } from '@core/i18n/en/palette'
import { papers as enPapers } from '@core/i18n/en/papers'
import { people as enPeople } from '@core/i18n/en/people'
import { pictures as enPictures } from '@core/i18n/en/pictures'
import { problems as enProblems } from '@core/i18n/en/problems'
import { records as enRecords } from '@core/i18n/en/records'
import { rentalProblems as enRentalProblems } from '@core/i18n/en/rentalproblems'
import { rentals as enRentals } from '@core/i18n/en/rentals'
import { statistics as enStatistics } from '@core/i18n/en/statistics'
import { staff as enStaff } from '@core/i18n/en/staff'
import { alarms } from '@core/i18n/zh/alarms'
import enRows from '@core/i18n/en/rows.json'
import { bulk } from '@core/i18n/zh/bulk'
import { codes } from '@core/i18n/zh/codes'
import { common } from '@core/i18n/zh/common'
import { devices } from '@core/i18n/zh/devices'
import { events } from '@core/i18n/zh/events'
import { housing } from '@core/i18n/zh/housing'
import { office } from '@core/i18n/zh/office'
import { permits } from '@core/i18n/zh/permits'
import { palette } from '@core/i18n/zh/palette'
import { papers } from '@core/i18n/zh/papers'
import { people } from '@core/i18n/zh/people'
import { pictures } from '@core/i18n/zh/pictures'
import { problems } from '@core/i18n/zh/problems'
import rows from '@core/i18n/zh/rows.json'
import { records } from '@core/i18n/zh/records'
import { rentalProblems } from '@core/i18n/zh/rentalproblems'
import { rentals } from '@core/i18n/zh/rentals'
import { statistics } from '@core/i18n/zh/statistics'
import { staff } from '@core/i18n/zh/staff'
import App from './App.vue'
import { useAccess } from './model/access'
import { usePrefs } from './model/prefs'
import { homePage, routes } from './pages'

const app = createApp(App)
app.use(createPinia())

const prefs = usePrefs()
const access = useAccess()

app.use(createText({
  'zh-CN': { ...common, ...codes, ...problems, ...staff, ...office, ...alarms, ...devices, ...events, ...housing, ...permits, ...palette, ...papers, ...people, ...records, ...pictures, ...bulk, ...rows, ...rentalProblems, ...rentals, ...statistics },
  en: { ...enCommon, ...enCodes, ...enProblems, ...enStaff, ...enOffice, ...enAlarms, ...enDevices, ...enEvents, ...enHousing, ...enPermits, ...enPalette, ...enPapers, ...enPeople, ...enRecords, ...enPictures, ...enBulk, ...enRows, ...enRentalProblems, ...enRentals, ...enStatistics },
}, prefs.locale))

const router = createRouter({
  history: createWebHistory('/staff'),
  routes: [{ path: '/', redirect: () => homePage(access.may) }, ...routes],
})

// A page that the account may not see is not shown; the server refuses its data in any case.
router.beforeEach((to) => {
  if (!access.session) return true
  if (to.path === '/nothing' && homePage(access.may) !== '/nothing') return homePage(access.may)
  return to.meta.need === undefined || access.may(to.meta.need) ? true : homePage(access.may)
})

prefs.show(document.documentElement)
await access.restore()
app.use(router)
app.mount('#app')
