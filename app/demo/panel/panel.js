import { words } from './words.js'

const language = () => localStorage.getItem('language') ?? 'zh'
const say = (key) => words[language()][key]
const main = document.getElementById('stations')
const trouble = document.getElementById('trouble')
const template = document.getElementById('station')

function word(root) {
  for (const e of root.querySelectorAll('[data-say]')) e.textContent = say(e.dataset.say)
}

async function act(station, action, card) {
  const query = card ? `?card=${encodeURIComponent(card)}` : ''
  const answer = await fetch(`/api/stations/${station}/${action}${query}`, { method: 'POST' })
  trouble.hidden = answer.ok
  if (!answer.ok) trouble.textContent = say('trouble') + (await answer.text())
  await refresh()
}

function build(view) {
  main.replaceChildren(...view.stations.map((s, i) => {
    const section = template.content.cloneNode(true).firstElementChild
    section.querySelector('h2').textContent = s.name
    section.querySelector('.kiosk').href = s.kiosk
    section.querySelector('.staff').href = s.staff
    for (const b of section.querySelectorAll('[data-act]')) b.onclick = () => act(i + 1, b.dataset.act)
    section.querySelector('.cards').append(...view.cards.map((c) => {
      const item = document.createElement('li')
      const button = document.createElement('button')
      button.dataset.card = c.role
      button.onclick = () => act(i + 1, 'place', c.role)
      const name = document.createElement('b')
      name.textContent = c.name
      const role = document.createElement('small')
      role.textContent = say('roles')[c.role]
      button.append(name, role)
      item.append(button)
      return item
    }))
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
    const reader = section.querySelector('.reader')
    reader.classList.toggle('empty', !card)
    reader.classList.toggle('unplugged', !s.plugged)
    const lying = section.querySelector('.card')
    const name = document.createElement('b')
    const line = document.createElement('span')
    if (card) {
      name.textContent = card.name
      line.textContent = card.number
      lying.replaceChildren(name, line)
    } else {
      line.textContent = say(s.plugged ? 'empty' : 'unplugged')
      lying.replaceChildren(line)
    }
    for (const b of section.querySelectorAll('[data-card]')) b.setAttribute('aria-pressed', String(b.dataset.card === s.card))
    const possible = { remove: !!card, unplug: s.plugged, plug: !s.plugged, cut: !s.cut, mend: s.cut, kill: s.running, start: !s.running }
    for (const b of section.querySelectorAll('[data-act]')) {
      b.disabled = !possible[b.dataset.act]
      b.hidden = b.disabled && b.dataset.act !== 'remove'
    }
  })
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
