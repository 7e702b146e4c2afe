import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'
import type { Locale } from '@core/format'

export type Theme = 'light' | 'dark'

const stored = { theme: 'jz.staff.theme', locale: 'jz.staff.locale' }

/** How this desk likes its screen. Kept on the machine; holds nothing about people. */
export const usePrefs = defineStore('prefs', () => {
  const given = new URLSearchParams(globalThis.location?.search ?? '')
  const theme = ref<Theme>((given.get('theme') ?? localStorage.getItem(stored.theme)) === 'dark' ? 'dark' : 'light')
  const locale = ref<Locale>((given.get('lang') ?? localStorage.getItem(stored.locale)) === 'en' ? 'en' : 'zh-CN')

  function setTheme(next: Theme): void {
    theme.value = next
    localStorage.setItem(stored.theme, next)
  }

  function setLocale(next: Locale): void {
    locale.value = next
    localStorage.setItem(stored.locale, next)
  }

  /** Writes the choices onto <html>, where the tokens read them. */
  function show(root: HTMLElement): void {
    watchEffect(() => {
      root.dataset.theme = theme.value
      root.classList.toggle('dark', theme.value === 'dark') // element-plus looks for it
      root.lang = locale.value
    })
  }

  return { theme, locale, setTheme, setLocale, show }
})
