import { describe, expect, it } from 'vitest'
import type { HousingNode, PlannedBuilding } from './calls'
import { decisionBody, readyDecision, unplaced, type Decision } from './decision'
import { drawing, drawnSpots, suggested } from './plan'
import { newRange, rangeBody } from './range'
import { treeRows } from './tree'

const node = (id: string, kind: HousingNode['kind'] = 'building'): HousingNode => ({ id, kind, name: id, label: id, children: 0 })

describe('tree', () => {
  const children = new Map([['', [node('c')]], ['c', [node('k'), node('m')]], ['k', [node('b')]]])
  it('writes what is open, parents before children', () => {
    const rows = treeRows(children, new Set(['c', 'k']), new Set(['m']))
    expect(rows.map((r) => [r.node.id, r.depth, r.open, r.waiting])).toEqual([['c', 1, true, false], ['k', 2, true, false], ['b', 3, false, false], ['m', 2, false, true]])
  })
  it('hides what hangs below a folded line, even if that is open', () => {
    expect(treeRows(children, new Set(['k']), new Set()).map((r) => r.node.id)).toEqual(['c'])
  })
})

describe('range', () => {
  const draft = (more: Partial<ReturnType<typeof newRange>>) => ({ ...newRange(), ...more })
  it.each<[string, Partial<ReturnType<typeof newRange>>, HousingNode['kind'], unknown]>([
    ['a whole compound', { buildings: ['1', '12'], units: ['1', '3'], floors: ['1', '18'], rooms: '4' }, 'compound', { parent: 'p', buildings: { from: 1, to: 12 }, units: { from: 1, to: 3 }, floors: { from: 1, to: 18 }, rooms: 4 }],
    ['one unit by a single number', { units: ['2', ''] }, 'building', { parent: 'p', units: { from: 2, to: 2 } }],
    ['floors from the basement, some left out', { floors: ['-1', '6'], rooms: ' 2', skip: '4, 5' }, 'unit', { parent: 'p', floors: { from: -1, to: 6 }, rooms: 2, skip_floors: [4, 5] }],
    ['nothing typed', {}, 'compound', undefined],
    ['no number', { buildings: ['one', '2'] }, 'compound', undefined],
    ['an end without a beginning', { floors: ['', '6'] }, 'unit', undefined],
    ['levels that are not below', { buildings: ['1', '2'] }, 'unit', undefined],
    ['a fraction of a room', { floors: ['1', '2'], rooms: '1.5' }, 'unit', undefined],
    ['a floor that is no number', { floors: ['1', '2'], rooms: '1', skip: '4-5' }, 'unit', undefined],
  ])('%s', (_, more, kind, want) => expect(rangeBody(draft(more), 'p', kind)).toEqual(want))
})

describe('decision', () => {
  const one = { id: 'n1', name: ' A ', number: '339999001100' }
  const two = { id: 'n2', name: 'B', number: '339999001101' }
  const contents = [node('k', 'compound'), node('g', 'grid')]
  const decision = (more: Partial<Decision>): Decision => ({ effective: '2026-11-21', from: ['c1', 'c2'], news: [one], moves: {}, ...more })
  it('merges without a word about what lies inside', () => {
    expect(readyDecision(decision({}), contents)).toBe(true)
    expect(decisionBody(decision({}), contents)).toEqual({ effective: '2026-11-21', new: [{ ...one, name: 'A', from: ['c1', 'c2'] }], moves: [] })
  })
  it('splits only when everything has its place', () => {
    const half = decision({ from: ['c1'], news: [one, two], moves: { k: 'n1' } })
    expect(unplaced(half, contents).map((n) => n.id)).toEqual(['g'])
    expect(readyDecision(half, contents)).toBe(false)
    const whole = { ...half, moves: { k: 'n1', g: 'n2' } }
    expect(readyDecision(whole, contents)).toBe(true)
    expect(decisionBody(whole, contents).moves).toEqual([{ id: 'k', to: 'n1' }, { id: 'g', to: 'n2' }])
  })
  it('does not take a place in a community that was taken back', () => {
    expect(unplaced(decision({ from: ['c1'], news: [one, two], moves: { k: 'n9', g: 'n2' } }), contents).map((n) => n.id)).toEqual(['k'])
  })
  it.each<[string, Partial<Decision>]>([
    ['one community into one is no merge', { from: ['c1'] }],
    ['no day', { effective: '' }],
    ['nothing to merge', { from: [] }],
    ['a code of ten digits', { news: [{ ...one, number: '3399990011' }] }],
    ['no name', { news: [{ ...one, name: ' ' }] }],
  ])('%s', (_, more) => expect(readyDecision(decision(more), contents)).toBe(false))
})

describe('plan', () => {
  const building = (id: string, east?: number, north?: number, more: Partial<PlannedBuilding> = {}): PlannedBuilding => ({ id, name: id, number: 'T1', posted: false, ...(east === undefined ? {} : { east, north }), ...more })
  it('draws north up, inside the margins, with one scale', () => {
    const spots = drawnSpots([building('sw', 0, 0), building('ne', 200, 100), building('lost')])
    expect(spots.map((s) => s.id)).toEqual(['sw', 'ne'])
    const [sw, ne] = spots as [typeof spots[0], typeof spots[0]]
    expect(ne!.x - sw!.x).toBeCloseTo(2 * (sw!.y - ne!.y))
    for (const s of spots) {
      expect(s.x).toBeGreaterThanOrEqual(drawing.margin - 1e-9)
      expect(s.y).toBeLessThanOrEqual(drawing.height - drawing.margin + 1e-9)
    }
  })
  it('draws a single building in the middle, and nothing of none', () => {
    expect(drawnSpots([building('a', 5, 5)])).toEqual([{ id: 'a', x: drawing.width / 2, y: drawing.height / 2 }])
    expect(drawnSpots([building('a')])).toEqual([])
  })
  it('suggests what is known best', () => {
    expect(suggested(building('a'))).toBe('T1')
    expect(suggested(building('a', 0, 0, { computed: '4' }))).toBe('4')
    expect(suggested(building('a', 0, 0, { computed: '4', state: 'verified', proposed: '9' }))).toBe('9')
  })
})
