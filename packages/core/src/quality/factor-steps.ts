import { medianInPlace } from './robust.js'

/** Pairs [from, to) whose prices differ by one factor. */
export interface FactorStep {
  readonly from: number
  readonly to: number
  readonly factor: number
}

/** So many pairs in a row have to agree on a factor. */
const BLOCK = 10

/** Stretches of one factor each, by the median of every ten ratios; a stretch shorter than that is noise and belongs to the one before it. */
export function factorSteps(ratios: Float64Array, tolerance: number): readonly FactorStep[] {
  const medians: number[] = []
  for (let at = 0; at < ratios.length; at += BLOCK) medians.push(medianInPlace(ratios.slice(at, at + BLOCK)))
  const steps: FactorStep[] = []
  const isSame = (one: number, other: number): boolean => Math.abs(Math.log(one / other)) <= tolerance
  let factor = medians[0] ?? 1
  let from = 0
  for (let block = 1; block < medians.length; block++) {
    // The next block has to agree: one that lies across a change has a median of both.
    const next = medians[Math.min(block + 1, medians.length - 1)]!
    if (
      isSame(medians[block]!, factor) ||
      isSame(next, factor) ||
      (block + 1 < medians.length && !isSame(medians[block]!, next))
    )
      continue
    const changed = changeNear(ratios, block * BLOCK, factor, medians[block]!)
    steps.push({ from, to: changed, factor })
    from = changed
    factor = medians[block]!
  }
  return [...steps, { from, to: ratios.length, factor }]
}

/** The first pair around a place that is nearer to the new factor than to the old one. */
function changeNear(ratios: Float64Array, place: number, before: number, after: number): number {
  const middle = Math.sqrt(before * after)
  const isNew = (ratio: number): boolean => (after > before ? ratio > middle : ratio < middle)
  let first = place
  while (first < ratios.length - 1 && !isNew(ratios[first]!)) first++
  while (first > 0 && isNew(ratios[first - 1]!)) first--
  return first
}
