// What the kiosk's tests share: one browser, one stand-in server, a fresh page for each test.
import assert from 'node:assert/strict'
import { after, before, beforeEach } from 'node:test'
import { launch, openKiosk, tap, withCamera } from './browser.mjs'
import { startMock } from './mock-server.mjs'

/** Registers the hooks of a test file and returns its bench. */
export function kioskBench({ camera = false } = {}) {
  let browser
  let current
  const bench = {
    mock: undefined,
    get kiosk() { return current },
    async open(options) { current = await openKiosk(browser, bench.mock.base, options) },
    tap: (selector) => tap(current, selector),
    at: (screen) => current.page.locator(`[data-screen=${screen}] .screen`).waitFor(),
    text: (selector) => current.page.locator(selector).first().innerText(),
    shown: (selector) => current.page.locator(selector).first().waitFor(),
    submissions: () => bench.mock.writes.filter((one) => /residences|permit-applications/.test(one.path)),
    clean() {
      assert.deepEqual(current.errors, [], 'page errors')
      assert.deepEqual(current.foreign, [], 'requests that left the origin')
    },
    /** From the card to the check page of a residence registration, everything known. */
    async toCheck(options) {
      await bench.open(options)
      bench.mock.place('fan')
      await bench.at('confirm')
      await bench.tap('.primary')
      await bench.at('services')
      await bench.tap('[data-service=residence]')
      await bench.tap('[data-suggested]')
      await bench.tap('[data-since=today]')
      await bench.at('check_residence')
    },
  }
  before(async () => {
    bench.mock = await startMock({ dist: process.env.JZ_DIST })
    browser = await launch(camera ? withCamera : [])
  })
  after(async () => {
    await browser?.close()
    await bench.mock?.stop()
  })
  beforeEach(async () => {
    await current?.context.close()
    current = undefined
    bench.mock.reset()
  })
  return bench
}
