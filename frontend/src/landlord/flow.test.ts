import { describe, expect, it } from 'vitest'
import { answered, begin, enter, erased, flows, promptOf, promptOfField, shown, stepBack, typedAnswer, typedOn, type Visit } from './flow'

const today = '2026-11-21'
const type = (visit: Visit, keys: string) => [...keys].reduce(typedOn, visit)
const at = (work: Visit['work'], prompt: string) => enter(begin(work), flows[work].indexOf(prompt as never))

describe('the prompts', () => {
  it('are eight at most for a tenant and four for one who leaves', () => {
    expect(flows.tenant.length).toBeLessThanOrEqual(8)
    expect(flows.leaving.length).toBeLessThanOrEqual(4)
    expect(flows.worker.length).toBeLessThanOrEqual(4)
    expect(flows.workend.length).toBeLessThanOrEqual(3)
  })

  it('lead from the first to the check, and back out of the first', () => {
    let visit = begin('tenant')
    for (const answer of ['p1', '11010519491231002X', '', today, '', 'yes', '2']) visit = answered(visit, answer)
    expect(promptOf(visit)).toBe('check')
    for (let i = 0; i < 7; i++) visit = stepBack(visit)!
    expect(promptOf(visit)).toBe('dwelling')
    expect(visit.answers.tenant).toBe('11010519491231002X')
    expect(stepBack(visit)).toBeUndefined()
  })

  it('show again what was typed before', () => {
    expect(enter(answered(at('tenant', 'since'), '2026-11-18'), 3).typed).toBe('20261118')
  })
})

describe('what is typed', () => {
  const cases: [name: string, visit: Visit, want: string | undefined][] = [
    ['nothing is today', at('tenant', 'since'), today],
    ['nothing is no end', at('tenant', 'until'), ''],
    ['a day', type(at('leaving', 'left'), '20261118'), '2026-11-18'],
    ['no day', type(at('leaving', 'left'), '20261131'), undefined],
    ['half a day', type(at('leaving', 'left'), '2026'), undefined],
    ['a right number', type(at('tenant', 'tenant'), '11010519491231002*'), '11010519491231002X'],
    ['a wrong number', type(at('tenant', 'tenant'), '110105194912310021'), undefined],
    ['a count', type(at('tenant', 'heads'), '03'), '3'],
    ['nobody lives there, who moves in', type(at('tenant', 'heads'), '0'), undefined],
    ['nobody lives there any more', type(at('leaving', 'heads'), '0'), '0'],
    ['no count', at('register', 'guests'), undefined],
    ['a choice is not typed', type(at('tenant', 'written'), '1'), undefined],
  ]
  for (const [name, visit, want] of cases) it(name, () => expect(typedAnswer(visit, today)).toBe(want))

  it('ends where it is full, and goes backwards', () => {
    expect(type(at('leaving', 'left'), '2026111899').typed).toBe('20261118')
    expect(erased(type(at('register', 'guests'), '12')).typed).toBe('1')
  })
})

it('long lists have pages, which back leaves first', () => {
  const choices = Array.from({ length: 10 }, (_, i) => ({ value: `p${i}`, label: `${i}` }))
  expect(shown(choices, 0)).toHaveLength(8)
  expect(shown(choices, 1).map((c) => c.value)).toEqual(['p8', 'p9'])
  expect(stepBack({ ...begin('tenant'), page: 1 })).toMatchObject({ at: 0, page: 0 })
})

it('a refused field leads to its prompt', () => {
  expect(promptOfField('tenant', 'id_number')).toBe(1)
  expect(promptOfField('leaving', 'on')).toBe(1)
  expect(promptOfField('leaving', 'id_number')).toBeUndefined()
  expect(promptOfField('tenant', 'nothing')).toBeUndefined()
})
