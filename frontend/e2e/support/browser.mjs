// The system's own Chromium under playwright-core: nothing is downloaded.
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const places = [process.env.JZ_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].filter(Boolean)

export const portrait = { width: 1080, height: 1920 }
export const landscape = { width: 1920, height: 1080 }

/** Chromium's own picture instead of a camera; nobody is asked for the permission. */
export const withCamera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']

export async function launch(more = []) {
  const executablePath = places.find((path) => existsSync(path))
  if (!executablePath) throw new Error('no Chromium found: apt-get install chromium, or set JZ_CHROMIUM')
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  })
}

/**
 * Opens the kiosk in a fresh context. `foreign` collects requests that would leave the origin (they are refused),
 * `errors` collects page errors and console errors.
 */
export async function openKiosk(browser, base, { viewport = portrait, query = '', clock = false } = {}) {
  const context = await browser.newContext({ viewport, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const foreign = []
  const errors = []
  await context.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === new URL(base).origin) return route.continue()
    foreign.push(route.request().url())
    return route.abort()
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text()) })
  if (clock) await page.clock.install()
  await page.goto(`${base}/kiosk${query}`)
  await page.locator('.top .name').waitFor()
  await page.evaluate(() => document.fonts.ready)
  return { context, page, foreign, errors, touches: 0 }
}

/** One touch, counted. The page's own guard against double taps makes Playwright wait where a person would. */
/** Waits until the camera shows another frame: two pictures of one frame are the same page twice. */
export async function freshFrame(page) {
  await page.locator('video').evaluate((video) => new Promise((done) => { video.requestVideoFrameCallback(() => video.requestVideoFrameCallback(() => done())) }))
}

export async function tap(kiosk, selector) {
  kiosk.touches += 1
  await kiosk.page.locator(selector).first().tap()
}
