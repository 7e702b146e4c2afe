import { describe, expect, it } from 'vitest'
import type { CardAction, PermitFile } from '../model/types'
import { cardPlace, fenOf, newCardDraft, readyCard, yuan, type CardDraft } from './draft'

const file = (more: Partial<PermitFile['permit']> = {}) => ({ permit: { id: 'p', card: 'held', ...more } }) as PermitFile
const draft = (more: Partial<CardDraft> = {}) => ({ ...newCardDraft('2026-11-21'), ...more })
const exchange = (cost_fen: number) => ({ id: 'r', cost_fen }) as NonNullable<PermitFile['permit']['replacement']>

describe('a form about a permit', () => {
  it.each<[CardAction, PermitFile, Partial<CardDraft>, boolean]>([
    ['endorse', file(), {}, false],
    ['endorse', file(), { condition: 'none', statement: true }, true],
    ['endorse', file(), { condition: 'study' }, false],
    ['report', file(), { cause: 'lost', statement: true }, true],
    ['report', file(), { statement: true }, false],
    ['new_card', file(), { permit_number: ' ' }, false],
    ['new_card', file(), { permit_number: 'B17' }, true],
    ['hand_out_new', file({ replacement: exchange(0) }), { identity_checked: true }, false],
    ['hand_out_new', file({ card: 'void', replacement: exchange(0) }), { identity_checked: true }, true],
    ['hand_out_new', file({ card: 'void', replacement: exchange(2000) }), { identity_checked: true }, false],
    ['hand_out_new', file({ replacement: exchange(2000) }), { identity_checked: true, old_card_received: true, cost_receipt: '7' }, true],
    ['end', file(), { end_reason: 'settled' }, true],
    ['end', file(), {}, false],
    ['withdraw_for_fraud', file(), { reason_text: 'x', decision_ref: 'y', second_login: 'z' }, false],
    ['withdraw_for_fraud', file(), { reason_text: 'x', decision_ref: 'y', second_login: 'z', second_password: 'w' }, true],
    ['withdraw_report', file(), {}, false],
    ['correct', file({ issued_on: '2026-11-21' }), { reason_text: 'x' }, false],
    ['correct', file({ issued_on: '2026-11-21' }), { reason_text: 'x', permit_number: 'B17' }, true],
    ['correct', file({ issued_on: '2026-11-20' }), { reason_text: 'x' }, true],
    ['correct', file({ issued_on: '2026-11-20' }), {}, false],
    ['receive_old', file(), {}, true],
  ])('%s is ready when it is', (action, of, more, want) => {
    expect(readyCard(action, of, draft(more))).toBe(want)
  })

  it.each([['20', 2000], ['15.5', 1550], [' 0 ', 0], ['0.05', 5], ['x', undefined], ['-1', undefined], ['1.234', undefined], ['', undefined]])('reads %s yuan', (text, fen) => {
    expect(fenOf(text)).toBe(fen)
    if (fen !== undefined) expect(fenOf(yuan(fen))).toBe(fen)
  })
})

it.each([['made', 'held', 'waiting'], ['active', 'held', 'held'], ['replaced', 'handed_in', 'handed_in']] as const)('a card of a permit that is %s, %s, is %s', (state, card, place) => {
  expect(cardPlace({ state, card })).toBe(place)
})
