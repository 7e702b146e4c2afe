// The staff console by role, by keyboard and screen reader rules (axe), by size and language.
// Against a stand-in for the server (support/staff-mock.mjs); needs a built dist/ (or JZ_DIST) and a Chromium. The story against real stations is told elsewhere.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { artefacts, clean, close, dialog, logOn, open, sit } from './support/staff-desk.mjs'

before(open)
after(close)

test('each role sees its own pages and no others', async (t) => {
  const want = {
    zhoumin: ['办件', '居民', '居住证', '资料申请', '警情', '联网用户', '出租房', '申报主体', '冲突台', '批量导入', '导出', '房屋', '月度统计', '本机受理', '设备', '系统'], lixiang: ['办件', '居民', '居住证', '资料申请', '警情', '联网用户', '出租房', '申报主体', '导出', '房屋', '月度统计', '本机受理', '设备', '系统'],
    shenji: ['居民', '查看记录', '导出记录', '月度统计', '本机受理', '系统'], guanli: ['账号', '居住证规定', '出租房规定', '房屋', '月度统计', '本机受理', '设备', '系统'],
  }
  const desk = await sit(t, '/cases')
  const { page } = desk
  for (const [who, pages] of Object.entries(want)) {
    await logOn(desk, who)
    assert.deepEqual(await page.locator('.rail a').evaluateAll((all) => all.map((one) => one.childNodes[1].textContent.trim())), pages, who)
    if (who === 'guanli') {
      await page.goto(`${desk.mock.base}/staff/residents/p0001`)
      await page.locator('.table').waitFor()
      assert.equal(new URL(page.url()).pathname, '/staff/accounts')
    }
    await page.click('.me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.locator('[name=login]').waitFor()
  }
  assert.equal(desk.asked.some((path) => path.startsWith('/api/v1/people')), false)
})

test('the administrator makes an account, resets a password and disables one', async (t) => {
  const { page, key, mock } = await sit(t, '/accounts', { as: 'guanli' })
  await page.locator('.table tbody tr').first().waitFor()
  await key('n')
  await dialog(page).waitFor()
  await page.getByRole('textbox', { name: '姓名' }).fill('丁一')
  await page.getByRole('textbox', { name: '账号' }).fill('zhoumin')
  await page.getByLabel('窗口受理').check()
  await page.getByLabel('初始密码').fill('a-long-first-one')
  await key('Control+Enter')
  await page.locator('dialog .field .error').waitFor()
  await page.getByRole('textbox', { name: '账号' }).fill('dingyi')
  await key('Control+Enter')
  await page.locator('.table tr', { hasText: 'dingyi' }).waitFor()
  await page.locator('.table tr', { hasText: 'dingyi' }).getByRole('button', { name: '停用' }).click()
  await page.locator('dialog .modal-foot .main').click()
  await page.locator('.table tr', { hasText: 'dingyi' }).getByText('已停用').waitFor()
  assert.equal(mock.office.books.accounts.at(-1).disabled, true)
})

const pages = [
  ['/cases', 'zhoumin', '.row'], ['/cases/a0001', 'zhoumin', '.countdown'], ['/cases/a0012', 'zhoumin', '.block'], ['/residents', 'zhoumin', '.ways'],
  ['/residents/p0008', 'zhoumin', '.pick'], ['/residents/p0015/apply', 'zhoumin', '#intake'], ['/conflicts', 'zhoumin', '.rows'], ['/conflicts/k1', 'zhoumin', '.versions'], ['/conflicts/k2', 'zhoumin', '.versions'], ['/alarms', 'zhoumin', '.row'], ['/alarms/i-odd', 'zhoumin', '.signal'], ['/alarms/i-gone', 'zhoumin', '.facts'], ['/subscribers', 'zhoumin', '.table'], ['/subscribers/u-1', 'zhoumin', '.facts'],
  ['/bulk', 'zhoumin', '.kinds'], ['/export', 'zhoumin', '#export'], ['/exports', 'shenji', '.empty'],
  ['/journal', 'zhoumin', '.table'], ['/system', 'zhoumin', '.table'], ['/looks?person=p0001', 'shenji', '.empty'], ['/accounts', 'guanli', '.table'], ['/system', 'guanli', '.table'],
]

for (const theme of ['light', 'dark']) {
  test(`every page is clean for axe, ${theme}`, async (t) => {
    const desk = await sit(t, '/cases', { theme })
    const { page } = desk
    await page.locator('[name=password]').waitFor()
    await clean(page, 'log-on')
    let who
    for (const [path, as, ready] of pages) {
      if (who && who !== as) { await page.context().clearCookies(); await page.goto(`${desk.mock.base}/staff/cases?theme=${theme}`) }
      if (who !== as) await logOn(desk, as)
      who = as
      await page.goto(`${desk.mock.base}/staff${path}${path.includes('?') ? '&' : '?'}theme=${theme}`)
      await page.locator(ready).first().waitFor()
      await clean(page, path)
      await page.screenshot({ path: new URL(`staff-${theme}${path.replaceAll(/[/?=]/g, '-')}.png`, artefacts).pathname })
    }
  })
}

test('dialogs are clean for axe', async (t) => {
  const desk = await sit(t, '/cases/a0002', { as: 'zhoumin', theme: 'dark' })
  const { page, key } = desk
  for (const [open, what] of [['Control+Shift+Enter', 'notice'], ['Control+k', 'palette'], ['?', 'shortcuts']]) {
    await page.locator('.countdown').waitFor()
    await key(open)
    await dialog(page).waitFor()
    await clean(page, what)
    await key('Escape')
    await dialog(page).waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: '查看姓名全文' }).click()
  await clean(page, 'reveal')
  await key('Escape')
  await key('Control+Alt+l')
  await page.locator('.lock').waitFor()
  await clean(page, 'lock')
})

for (const lang of ['zh-CN', 'en']) {
  test(`nothing is clipped or runs off the screen at 1366 pixels, ${lang}`, async (t) => {
    const desk = await sit(t, '/cases', { as: 'zhoumin', lang, size: { width: 1366, height: 768 } })
    const { page } = desk
    for (const [path, as, ready] of pages.filter(([, as]) => as === 'zhoumin')) {
      await page.goto(`${desk.mock.base}/staff${path}?lang=${lang}`)
      await page.locator(ready).first().waitFor()
      const clipped = await page.evaluate(() => [...document.querySelectorAll('.btn, .tag, .tabs button, .rail a, h1, h2, .figures b, .choice')]
        .filter((el) => el.offsetParent !== null && (el.scrollWidth > el.clientWidth + 1 || el.getBoundingClientRect().right > innerWidth + 1))
        .map((el) => el.innerText.slice(0, 40)))
      assert.deepEqual(clipped, [], `${as} ${path}`)
    }
  })
}
