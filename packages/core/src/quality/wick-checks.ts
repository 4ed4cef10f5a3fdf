import type { CheckedBars } from './checked-bars.js'
import { limitsOf } from './move-checks.js'
import type { MoveScale } from './move-scale.js'
import { change, figure } from './words.js'

/** How much farther than in the bars next to it. */
const STANDS_OUT = 3
const AROUND = 3

/** Finds opens, highs and lows that are far from all prices around them: the move there and back lies within one bar. */
export function checkWicks(bars: CheckedBars, scale: MoveScale): void {
  const { columns } = bars
  const { open, high, low, close, length } = columns
  const limit = limitsOf(bars).spike
  const least = Math.exp(limit * scale.within)
  if (Number.isNaN(least)) return
  for (let bar = 1; bar + 1 < length; bar++) {
    // Nearly all bars end here.
    if (high[bar]! < least * low[bar]!) continue
    const opens = open[bar]!
    const top = Math.max(close[bar - 1]!, close[bar]!)
    const bottom = Math.min(close[bar - 1]!, close[bar]!)
    const openMiss = opens > top ? opens / top : bottom / opens
    if (isFar(bars, scale, bar, openMiss, limit)) addWick(bars, bar, 'open', opens > top ? top : bottom)
    else if (isFar(bars, scale, bar, high[bar]! / Math.max(top, opens), limit))
      addWick(bars, bar, 'high', Math.max(top, opens))
    else if (isFar(bars, scale, bar, Math.min(bottom, opens) / low[bar]!, limit))
      addWick(bars, bar, 'low', Math.min(bottom, opens))
  }
}

/** Whether a price is as far from those around it as `ratio` says, and bars next to it have nothing like it. */
function isFar({ columns }: CheckedBars, scale: MoveScale, bar: number, ratio: number, limit: number): boolean {
  if (!(ratio > 1)) return false
  const miss = Math.log(ratio)
  if (scale.score(miss, bar) < limit) return false
  const { high, low, length } = columns
  for (let near = Math.max(0, bar - AROUND); near < Math.min(length, bar + AROUND + 1); near++) {
    if (near !== bar && Math.log(high[near]! / low[near]!) * STANDS_OUT > miss) return false
  }
  return true
}

function addWick(
  { columns, findings, rowOf }: CheckedBars,
  bar: number,
  column: 'open' | 'high' | 'low',
  near: number,
) {
  const price = columns[column][bar]!
  const { openTime, closeTime } = columns
  findings.add('PRICE_SPIKE', {
    rows: [rowOf(bar)],
    from: openTime[bar]!,
    to: closeTime[bar]!,
    column,
    numbers: { near, price },
    message: `${column} ${figure(price)} (${change(near, price)}), while no other price around it is beyond ${figure(near)}`,
  })
}
