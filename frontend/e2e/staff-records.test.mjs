// A person's record at the window: another document, a changed name, an end that was a mistake, and what somebody asks about the own data.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clean, close, dialog, open, sit } from './support/staff-desk.mjs'

before(open)
after(close)

const field = (page, label) => page.getByLabel(label, { exact: true })

/** Opens a record for somebody who stands at the window. */
async function openFile(t, id) {
  const desk = await sit(t, `/residents/${id}`, { as: 'zhoumin' })
  await desk.page.getByText('为什么打开这份资料？').waitFor()
  await desk.key('1')
  await desk.page.locator('.facts').waitFor()
  return desk
}

test('a card with a changed name is taken down once the proof is named; the former name stays', async (t) => {
  const { page, key } = await openFile(t, 'p0007')
  await page.getByRole('button', { name: '登记证件' }).click()
  await dialog(page).waitFor()
  await field(page, '证件号').fill('339999199003077715')
  await field(page, '再输一遍证件号').fill('339999199003077715')
  await dialog(page).getByRole('textbox', { name: '姓名' }).fill('范新例')
  await clean(page, 'another document')
  await key('Control+Enter')
  await page.getByText('依法改了姓名的，请勾选并写明凭证').first().waitFor()
  await page.getByLabel('本人依法变更了姓名').check()
  assert.ok(await dialog(page).getByRole('button', { name: /登记证件/ }).isDisabled(), 'not without a proof')
  await field(page, '凭什么证明').fill('户口簿变更更正记载页')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('更正姓名（依法变更）').waitFor()
  await page.getByText('身份证号码前六位不在现行区划表中').first().waitFor()
})

test('a registration that was ended by mistake comes back; after a death another officer confirms', async (t) => {
  const { page, key } = await openFile(t, 'p0008')
  await page.getByRole('button', { name: /^注销登记/ }).first().click()
  await dialog(page).waitFor()
  await page.getByText('本人所有有效的登记一起终止并离户').waitFor()
  await page.getByRole('radio', { name: '去世' }).check()
  await field(page, '离开的日期').fill('2026-11-20')
  await page.keyboard.press('Tab')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: '恢复登记' }).first().click()
  await dialog(page).waitFor()
  await clean(page, 'an end taken back')
  await field(page, '原因').fill('选错了人')
  assert.ok(await dialog(page).getByRole('button', { name: /恢复登记/ }).isDisabled(), 'not without the second officer')
  await dialog(page).locator('[name=second-login]').fill('lixiang')
  await dialog(page).locator('[name=second-password]').fill('Wutong-2026x')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByText('有效', { exact: true }).first().waitFor()
})

test('a wish is taken down at the window, granted with its consequence said, and lifted again', async (t) => {
  const { page, key } = await openFile(t, 'p0009')
  await page.getByRole('button', { name: '提出资料申请' }).click()
  await dialog(page).waitFor()
  await page.getByRole('radio', { name: '限制使用' }).check()
  await key('Control+Enter')
  await page.getByText('Q-261121-0009-1').first().waitFor()
  await dialog(page).getByRole('button', { name: '关闭' }).last().click()
  await dialog(page).waitFor({ state: 'detached' })
  await key('g')
  await key('d')
  await page.getByRole('row', { name: /Q-261121-0009-1/ }).getByRole('button', { name: '答复' }).click()
  await page.getByText('这份资料从现在起只保存、不使用').waitFor()
  await page.getByRole('radio', { name: /^已照办/ }).check()
  await page.getByLabel('给本人的答复').fill('已限制使用')
  await clean(page, 'an answer')
  await key('Control+Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await page.getByRole('tab', { name: /已答复/ }).click()
  await page.getByText('正在限制使用').waitFor()
  await page.getByRole('button', { name: '解除限制' }).click()
  await field(page, '原因').fill('本人要办登记')
  await key('Control+Enter')
  await page.getByText('正在限制使用').waitFor({ state: 'detached' })
})
