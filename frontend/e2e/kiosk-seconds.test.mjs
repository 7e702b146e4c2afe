// How long the five flows of a resident take, by a stated model. A person lays the card down (2 s), reads the title, the line below it and the choices
// down to theirs at 4 Chinese characters a second (a number or a Latin word counts as two characters), knows the own data at a glance (3 s), looks
// through a grid in order (2 s), touches (1.2 s), lays a paper right (6 s), sits for the portrait (3 s) and signs (6 s). What the machine takes is
// measured. The check page is read whole. Beside it stands what reading every word would take. The seconds are printed and not asserted: they
// are for those who shorten texts. The touches are asserted.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { kioskBench } from './support/kiosk-bench.mjs'

const model = { touch: 1.2, perSecond: 4, card: 2, glance: 3, grid: 2, paper: 6, portrait: 3, signature: 6 }
const bench = kioskBench({ camera: true })
const page = () => bench.kiosk.page

/** Counts characters: Chinese ones, and two for each number or Latin word. */
const count = (text) => (text.match(/\p{Script=Han}/gu)?.length ?? 0) + 2 * (text.match(/[\w*]+/g)?.length ?? 0)

/** What is read before the element is touched, and all there is to read. Runs in the page. */
function texts(target) {
  const main = target.closest('main')
  const whole = target.closest('footer') && main.querySelector('.check-facts')
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  const [needed, all] = [[], []]
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const of = node.parentElement
    const text = node.textContent.trim()
    if (!text || !of.checkVisibility()) continue
    all.push(text)
    if (of.closest('.where, .id-facts, .paged, .letters, .edit') && !target.contains(of)) continue
    if (of.closest('footer') && !target.contains(of)) continue
    const behind = Boolean(target.compareDocumentPosition(of) & Node.DOCUMENT_POSITION_FOLLOWING) && !target.contains(of)
    if (whole || !behind) needed.push(text)
  }
  return { needed, all, glance: Boolean(main.querySelector('.id-facts')), grid: Boolean(target.closest('.paged')) }
}

/** A person in front of the kiosk: reads what is new on each page before touching it. */
function person() {
  const seen = { needed: new Set(), all: new Set() }
  const spent = { reading: 0, touching: 0, doing: 0, machine: 0 }
  const parts = []
  let everything = 0
  const fresh = (of, texts) => texts.filter((one) => !seen[of].has(one) && seen[of].add(one)).join(' ')
  const read = async (selector) => {
    await page().locator('.screen:not(.settling)').waitFor()
    const found = await page().locator(selector).first().evaluate(texts)
    const characters = count(fresh('needed', found.needed))
    everything += count(fresh('all', found.all)) / model.perSecond
    spent.reading += characters / model.perSecond + (found.glance ? model.glance : 0) + (found.grid ? model.grid : 0)
    parts.push(`${await page().locator('.kiosk').getAttribute('data-screen')} ${characters}`)
  }
  return {
    /** Lays the card down and waits for the page that asks whose it is. */
    async lay(card) {
      spent.doing += model.card
      bench.mock.place(card)
      await bench.at('confirm')
    },
    does(what) { spent.doing += model[what] },
    async touch(selector, then) {
      await page().locator(selector).first().waitFor()
      await read(selector)
      spent.touching += model.touch
      const begin = performance.now()
      await bench.tap(selector)
      await page().locator(then).first().waitFor()
      spent.machine += (performance.now() - begin) / 1000
    },
    report(t, name, most, target) {
      const total = Object.values(spent).reduce((sum, one) => sum + one, 0)
      const of = Object.entries(spent).map(([what, one]) => `${what} ${one.toFixed(1)}`).join(', ')
      t.diagnostic(`${name}: ${bench.kiosk.touches} touches of ${most}, ${total.toFixed(0)} s of ${target} (${of}; characters ${parts.join(', ')}); ${(total - spent.reading + everything).toFixed(0)} s reading every word`)
      assert.ok(bench.kiosk.touches <= most, `${bench.kiosk.touches} touches`)
    },
  }
}

async function picture(p, next, doing) {
  p.does(doing)
  await p.touch('[data-picture=take]:not([aria-disabled=true])', '[data-picture=use]')
  await p.touch('[data-picture=use]', next)
}

describe('the five flows in seconds', () => {
  test('1 registration, address known', async (t) => {
    await bench.open()
    const p = person()
    await p.lay('fan')
    await p.touch('.primary', '[data-service]')
    await p.touch('[data-service=residence]', '[data-suggested]')
    await p.touch('[data-suggested]', '[data-since]')
    await p.touch('[data-since=today]', '.check-facts')
    await p.touch('footer .primary', '[data-receipt-number]')
    p.report(t, 'flow 1', 5, 60)
  })

  test('2 registration, new address', async (t) => {
    await bench.open()
    const p = person()
    await p.lay('fan')
    await p.touch('.primary', '[data-service]')
    await p.touch('[data-service=residence]', '[data-suggested]')
    await p.touch('.choice:not([data-suggested])', '[data-area=compound]')
    for (const [kind, next] of [['compound', '[data-area=building]'], ['building', '[data-area=unit]'], ['unit', '[data-area=room]'], ['room', '[data-since]']]) await p.touch(`[data-area=${kind}]`, next)
    await p.touch('[data-since=today]', '.check-facts')
    await p.touch('footer .primary', '[data-receipt-number]')
    p.report(t, 'flow 2', 9, 100)
  })

  test('3 yearly endorsement', async (t) => {
    bench.mock.holders['tok-wu'].permits = [{ id: 'pm-1', number_masked: '**********0081', state: 'active', issued_on: '2025-12-09', endorse_from: '2026-11-09', endorse_until: '2026-12-09', endorsable: true, reportable: true }]
    await bench.open()
    const p = person()
    await p.lay('wu')
    await p.touch('.primary', '[data-service]')
    await p.touch('[data-service=endorse]', '[data-condition]')
    await p.touch('[data-condition=employment]', '.check-facts')
    await p.touch('footer .primary', '[data-receipt-number]')
    p.report(t, 'flow 3', 6, 75)
  })

  test('4 first application, two papers, portrait, signature', async (t) => {
    await bench.open()
    const p = person()
    await p.lay('wu')
    await p.touch('.primary', '[data-service]')
    await p.touch('[data-service=permit]', '[data-condition]')
    await p.touch('[data-condition=employment]', '[data-paper]')
    await p.touch('[data-paper=tenancy_contract]', '[data-picture=take]')
    await picture(p, '[data-paper=labour_contract]', 'paper')
    await p.touch('[data-paper=labour_contract]', '[data-picture=take]')
    await picture(p, '[data-screen=portrait] [data-picture=take]', 'paper')
    await picture(p, '.sheet canvas', 'portrait')
    await sign(p)
    await p.touch('footer .primary:not([aria-disabled=true])', '.check-facts')
    await p.touch('footer .primary', '[data-receipt-number]')
    p.report(t, 'flow 4', 14, 240)
  })

  test('5 progress', async (t) => {
    await bench.open()
    const p = person()
    await p.lay('wu')
    await p.touch('.primary', '[data-service]')
    await p.touch('[data-service=progress]', '[data-case]')
    p.report(t, 'flow 5', 2, 12)
  })
})

async function sign(p) {
  p.does('signature')
  await page().locator('.screen:not(.settling) .sheet canvas').waitFor()
  const box = await page().locator('.sheet canvas').boundingBox()
  bench.kiosk.touches += 1
  await page().mouse.move(box.x + 100, box.y + 120)
  await page().mouse.down()
  for (let i = 1; i <= 20; i++) await page().mouse.move(box.x + 100 + i * 25, box.y + 120 + 80 * Math.sin(i))
  await page().mouse.up()
}
