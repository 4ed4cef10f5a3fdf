import { DAY_MS } from '../calendar/civil-date.js'
import { timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { CheckedBars } from './checked-bars.js'
import { medianInPlace } from './robust.js'
import { percent } from './words.js'

/** Lengths that bars come in. */
const USUAL: readonly Timeframe[] = [
  '1s',
  '5s',
  '10s',
  '15s',
  '30s',
  '1m',
  '2m',
  '3m',
  '5m',
  '10m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '1d',
  '1w',
  '1M',
]
/** Fewer steps from bar to bar say nothing. */
const STEPS_MIN = 20
/** Which part of the steps have to be multiples of a longer timeframe. */
const SHARE = 0.98
/** So many steps show it. */
const STEPS_SEEN = 5_000

/** Compares the steps from bar to bar with the timeframe. Gives whether it is right, so that what depends on it can be looked at. */
export function checkTimeframe(bars: CheckedBars): boolean {
  const { columns, findings, series, rowOf } = bars
  const { length, openTime, closeTime } = columns
  if (length <= STEPS_MIN) return true
  const steps = new Float64Array(length - 1)
  for (let bar = 1; bar < length; bar++) steps[bar - 1] = openTime[bar]! - openTime[bar - 1]!
  const right = rightTimeframe(bars, steps)
  if (right === undefined) return true
  findings.add('TIMEFRAME_WRONG', {
    rows: [rowOf(0)],
    from: openTime[0]!,
    to: closeTime[length - 1]!,
    count: length,
    numbers: { medianStepMs: medianInPlace(steps), expectedMs: bars.lengthMs, foundMs: timeframeMs(right) },
    message: `bars are said to be of ${series.timeframe}; ${percent(SHARE)} of them or more follow each other in steps of ${right}`,
  })
  return false
}

/** The timeframe that the steps are of; undefined where it may well be that of the series. */
function rightTimeframe({ lengthMs, isIntraday }: CheckedBars, steps: Float64Array): Timeframe | undefined {
  const median = medianInPlace(steps.slice())
  // Days, weeks and months differ in length by holidays and weekends, minutes don't.
  const shorter = isIntraday ? 0.99 : 0.5
  const longer = isIntraday ? 1.99 : 3.5
  if (median < shorter * lengthMs) return nearest(median)
  if (!isIntraday) return median > longer * lengthMs ? nearest(median) : undefined
  const candidates = USUAL.filter((each) => timeframeMs(each) > longer * lengthMs)
  const fits = (each: Timeframe): boolean => shareOfMultiples(steps, timeframeMs(each)) >= SHARE
  const isDaily = median >= 0.5 * DAY_MS
  return isDaily ? nearest(median) : candidates.filter((each) => timeframeMs(each) < DAY_MS && fits(each)).at(-1)
}

function nearest(length: number): Timeframe {
  const distance = (each: Timeframe): number => Math.abs(Math.log(timeframeMs(each) / length))
  return USUAL.reduce((best, each) => (distance(each) < distance(best) ? each : best))
}

/** How many of the steps are whole multiples of a length: nights may be any, so that only steps up to ten lengths count. */
function shareOfMultiples(steps: Float64Array, length: number): number {
  let [on, of] = [0, 0]
  for (const step of steps.subarray(0, STEPS_SEEN)) {
    if (step > 10 * length) continue
    of++
    if (step % length === 0) on++
  }
  return of < STEPS_MIN ? 0 : on / of
}
