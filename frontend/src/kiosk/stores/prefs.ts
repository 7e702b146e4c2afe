import { defineStore } from 'pinia'
import { ref, watchEffect } from 'vue'
import type { Locale } from '@core/format'

/** How the page looks for the person in front. Never stored: the next person starts with the defaults. */
export const usePrefs = defineStore('prefs', () => {
  // The address may preset the look (?theme=dark&size=xl), for a machine in a dark lobby and for tests.
  const given = new URLSearchParams(globalThis.location?.search ?? '')
  const start = {
    theme: given.get('theme') ?? 'light',
    size: given.get('size') ?? '',
    low: given.has('low'),
    locale: (given.get('lang') === 'en' ? 'en' : 'zh-CN') as Locale,
  }
  const theme = ref(start.theme)
  const size = ref(start.size)
  const low = ref(start.low)
  const locale = ref<Locale>(start.locale)

  function toggleContrast(): void {
    theme.value = theme.value === 'hc' ? (start.theme === 'hc' ? 'light' : start.theme) : 'hc'
  }

  function toggleSize(): void {
    size.value = size.value === 'xl' ? '' : 'xl'
  }

  function toggleLow(): void {
    low.value = !low.value
  }

  function reset(): void {
    theme.value = start.theme
    size.value = start.size
    low.value = start.low
    locale.value = start.locale
  }

  /** Writes the choices onto <html>, where the tokens read them. */
  function show(root: HTMLElement): void {
    watchEffect(() => {
      root.dataset.theme = theme.value
      root.dataset.size = size.value
      root.toggleAttribute('data-low', low.value)
      root.lang = locale.value
    })
    if (given.has('still')) root.dataset.still = '1'
  }

  return { theme, size, low, locale, toggleContrast, toggleSize, toggleLow, reset, show }
})
