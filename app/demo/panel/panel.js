import * as alarm from './alarm.js'
import { element, language, offer, say } from './dom.js'
import * as printer from './printer.js'

const main = document.getElementById('stations')
const trouble = document.getElementById('trouble')
const template = document.getElementById('station')

function word(root) {
  for (const e of root.querySelectorAll('[data-say]')) e.textContent = say(e.dataset.say)
}

async function act(station, action, query = {}) {
  const answer = await fetch(`/api/stations/${station}/${action}?${new URLSearchParams(query)}`, { method: 'POST' })
  trouble.hidden = answer.ok
  if (!answer.ok) {
    const code = (await answer.text()).trim()
    trouble.textContent = say('trouble') + (say('problems')[code] ?? code)
  }
  await refresh()
}

function build(view) {
  main.replaceChildren(...view.stations.map((s, i) => {
    const section = template.content.cloneNode(true).firstElementChild
    const here = (action, query) => act(i + 1, action, query)
    section.querySelector('h2').textContent = s.name
    section.querySelector('.kiosk').href = s.kiosk
    section.querySelector('.staff').href = s.staff
    for (const b of section.querySelectorAll('[data-act]')) b.onclick = () => here(b.dataset.act)
    section.querySelector('.cards').append(...view.cards.map((c) => {
      const button = document.createElement('button')
      button.dataset.card = c.role
      button.onclick = () => here('place', { card: c.role })
      button.append(element('b', c.name), element('small', say('roles')[c.role]))
      const item = document.createElement('li')
      item.append(button)
      return item
    }))
    alarm.build(section, s.alarm.protocol, here)
    word(section)
    return section
  }))
}

function show(view) {
  if (main.children.length !== view.stations.length) build(view)
  view.stations.forEach((s, i) => {
    const section = main.children[i]
    const state = section.querySelector('.state')
    state.textContent = say(!s.running ? 'off' : s.cut ? 'alone' : 'on')
    state.classList.toggle('off', !s.running)
    state.classList.toggle('alone', s.running && s.cut)
    const card = view.cards.find((c) => c.role === s.card)
    showReader(section, s, card)
    offer(section, { remove: !!card, unplug: s.plugged, plug: !s.plugged, cut: !s.cut, mend: s.cut, kill: s.running, start: !s.running })
    alarm.show(section, s.alarm)
    printer.show(section, i + 1, s.printer)
  })
}

function showReader(section, station, card) {
  const reader = section.querySelector('.reader')
  reader.classList.toggle('empty', !card)
  reader.classList.toggle('unplugged', !station.plugged)
  const lying = section.querySelector('.card')
  if (card) lying.replaceChildren(element('b', card.name), element('span', card.number))
  else lying.replaceChildren(element('span', say(station.plugged ? 'empty' : 'unplugged')))
  for (const b of section.querySelectorAll('[data-card]')) b.setAttribute('aria-pressed', String(b.dataset.card === station.card))
}

async function refresh() {
  const answer = await fetch('/api/devices', { cache: 'no-store' })
  show(await answer.json())
}

function start() {
  document.documentElement.lang = language() === 'zh' ? 'zh-CN' : 'en'
  document.title = say('title')
  const button = document.getElementById('language')
  button.textContent = say('other')
  button.lang = language() === 'zh' ? 'en' : 'zh-CN'
  button.onclick = () => {
    localStorage.setItem('language', language() === 'zh' ? 'en' : 'zh')
    main.replaceChildren()
    start()
  }
  word(document)
  refresh()
}

start()
setInterval(() => refresh().catch(() => {}), 1000)
