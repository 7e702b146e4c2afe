// Small help with the page.
import { words } from './words.js'

export const language = () => localStorage.getItem('language') ?? 'zh'
export const say = (key) => words[language()][key]

/** element makes one with a text. */
export function element(name, text) {
  const e = document.createElement(name)
  e.textContent = text
  return e
}

/** offer enables the buttons of what is possible and hides the others; remove stays where it is. */
export function offer(section, possible) {
  for (const [act, can] of Object.entries(possible)) {
    const button = section.querySelector(`[data-act="${act}"]`)
    button.disabled = !can
    button.hidden = !can && act !== 'remove'
  }
}
