/** How likely a run goes on where nothing else in the series is known: as if one in ten had. */
const PRIOR_RUNS = 10

/**
 * From which length on runs are too long to be chance, by the series' own ways: a run that has begun goes on with a probability p, so that of all runs
 * about `runs` x p^(length - 1) are that long or longer. p is that of the runs up to that length, so that long ones don't excuse themselves. Gives the least
 * length from `least` on with fewer than `chance` expected; infinity where there are no runs.
 */
export function longRunLength(lengths: readonly number[], least: number, chance: number): number {
  if (lengths.length === 0) return Number.POSITIVE_INFINITY
  const sorted = Float64Array.from(lengths).sort()
  let length = least
  for (;;) {
    const needed = lengthNeeded(sorted, length, chance)
    if (needed <= length) return length
    length = needed
  }
}

/** What the runs below a length would need to be longer than by chance. */
function lengthNeeded(sorted: Float64Array, below: number, chance: number): number {
  let runs = 0
  let steps = 0
  for (const length of sorted) {
    if (length >= below) break
    runs++
    steps += length - 1
  }
  const goesOn = (steps + 1) / (steps + runs + PRIOR_RUNS)
  return Math.ceil(1 + Math.log(chance / sorted.length) / Math.log(goesOn))
}
