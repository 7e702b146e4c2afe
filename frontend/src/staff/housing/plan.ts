import type { PlannedBuilding } from './calls'

/** A building on the drawing, in its own units: x to the right, y down. */
export interface Spot {
  id: string
  x: number
  y: number
}

export const drawing = { width: 640, height: 380, margin: 46 } as const

/** drawnSpots fits the buildings with a position into the drawing, north up, with one scale for both directions. */
export function drawnSpots(buildings: readonly PlannedBuilding[]): Spot[] {
  const placed = buildings.filter((b) => b.east !== undefined && b.north !== undefined)
  if (placed.length === 0) return []
  const east = placed.map((b) => b.east!)
  const north = placed.map((b) => b.north!)
  const [left, top] = [Math.min(...east), Math.max(...north)]
  const wide = Math.max(...east) - left
  const high = top - Math.min(...north)
  const { width, height, margin } = drawing
  const scale = Math.min((width - 2 * margin) / Math.max(wide, 1), (height - 2 * margin) / Math.max(high, 1))
  const offset = { x: (width - wide * scale) / 2, y: (height - high * scale) / 2 }
  return placed.map((b) => ({ id: b.id, x: offset.x + (b.east! - left) * scale, y: offset.y + (top - b.north!) * scale }))
}

/** The number a building is shown with before anybody typed another: the verified, the proposed, the computed, or the one it has. */
export const suggested = (b: PlannedBuilding): string => (b.state ? b.proposed! : b.computed ?? b.number)
