import type { Distance, PositionExits } from './risk-config.js'
import { resolveDistance } from './risk-resolve.js'
import type { Mistake } from './risk-mistakes.js'

const EXITS = ['stopLoss', 'trailingStop', 'breakEven', 'takeProfit', 'timeExit'] as const

/** Exits that close nothing, and distances in the wrong order; those of different kinds can't be compared. */
export function exitContradictions(path: readonly string[], exits: PositionExits): Mistake[] {
  if (EXITS.every((exit) => exits[exit] === undefined))
    return [{ path, message: `expected at least one of ${EXITS.join(', ')}; none came` }]
  const { breakEven, takeProfit } = exits
  if (breakEven === undefined) return []
  const after = [...path, 'breakEven', 'after']
  const offset = [...path, 'breakEven', 'offset']
  return [
    ...nearer(offset, breakEven.offset, { path: after, distance: breakEven.after }),
    ...nearer(after, breakEven.after, { path: [...path, 'takeProfit'], distance: takeProfit }),
  ]
}

function nearer(
  path: readonly string[],
  distance: Distance | undefined,
  than: { readonly path: readonly string[]; readonly distance: Distance | undefined },
): Mistake[] {
  if (distance === undefined || than.distance === undefined) return []
  const near = resolveDistance(distance)
  const far = resolveDistance(than.distance)
  if (near.kind !== far.kind || near.period !== far.period || near.value < far.value) return []
  const message = `expected less than the ${far.value} of ${[...than.path, far.kind].join('.')}, ${near.value} came`
  return [{ path: [...path, near.kind], message }]
}
