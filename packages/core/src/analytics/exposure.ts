/** A position that changes: `point` is the first point of the equity curve that shows it. */
export interface PositionChange {
  readonly point: number
  /** Which position: one for each book and instrument. */
  readonly position: number
  /** By how many signed units. */
  readonly units: number
}

/** The share of points at which some position is open, of changes in order; NaN without points. */
export function exposure(changes: Iterable<PositionChange>, points: number): number {
  const held = new Map<number, number>()
  let [exposed, at] = [0, 0]
  for (const { point, position, units } of changes) {
    if (held.size > 0) exposed += point - at
    at = point
    const after = (held.get(position) ?? 0) + units
    if (after === 0) held.delete(position)
    else held.set(position, after)
  }
  if (held.size > 0) exposed += points - at
  return exposed / points
}
