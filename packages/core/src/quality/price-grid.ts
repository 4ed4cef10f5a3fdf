import { thousands } from '../domain/thousands.js'
import type { CheckedBars } from './checked-bars.js'
import { DECIMALS_MAX, gridDecimals, isOn } from './grid-decimals.js'
import { limitsOf } from './move-checks.js'
import type { MoveScale } from './move-scale.js'
import { medianInPlace } from './robust.js'
import { counted, figure } from './words.js'

/** Fewer bars have a grid by accident. */
const BARS_MIN = 30
const COLUMNS = ['open', 'high', 'low', 'close'] as const

/** Looks at how prices are written: a few off the grid of the others, cents for units, and a part with the decimals that adjusting leaves. */
export function checkPriceGrid(bars: CheckedBars, scale: MoveScale): void {
  const { columns, settings, series } = bars
  if (columns.length < BARS_MIN) return
  if (checkAdjustedPart(bars, scale)) return
  const decimals = gridDecimals(columns.close, columns.length, settings.onGrid)
  if (decimals === 0) checkWhole(bars)
  // What was adjusted, or divided out of something else, is on no grid.
  if (decimals > DECIMALS_MAX || (series.adjustment !== undefined && series.adjustment !== 'raw')) return
  checkOffGrid(bars, series.tickSize ?? 10 ** -decimals)
}

function checkOffGrid({ columns, findings, series, rowOf }: CheckedBars, step: number): void {
  const rows: number[] = []
  let first: { readonly column: (typeof COLUMNS)[number]; readonly price: number } | undefined
  for (let bar = 0; bar < columns.length; bar++) {
    for (const column of COLUMNS) {
      const price = columns[column][bar]!
      if (isOn(price, step)) continue
      first ??= { column, price }
      rows.push(bar)
      break
    }
  }
  if (first === undefined) return
  const isStated = series.tickSize !== undefined
  const { column, price } = first
  findings.addRows('PRICE_OFF_GRID', rows, columns, {
    rows: rows.map(rowOf),
    column,
    numbers: { price, step },
    message: `${counted(rows.length, 'bar')} with prices that are no multiple of ${figure(step)}, ${isStated ? 'the tick size' : 'as all others are'}; the first: ${column} ${String(price)}`,
    ...(isStated ? { severity: 'warning' } : {}),
  })
}

/** The median from which on whole prices look as if they were of a smaller unit: few shares cost as much. */
const WHOLE_FROM = 10_000

function checkWhole({ columns, findings, rowOf, series: { tickSize } }: CheckedBars): void {
  const median = medianInPlace(columns.close.slice(0, columns.length))
  if (median < WHOLE_FROM || tickSize !== undefined) return
  findings.add('PRICES_WHOLE', {
    rows: [rowOf(0)],
    from: columns.openTime[0]!,
    to: columns.closeTime[columns.length - 1]!,
    count: columns.length,
    numbers: { median },
    message: `prices are whole numbers around ${thousands(Math.round(median))}: they may be in cents or ten-thousandths`,
  })
}

/** How many of the last bars tell the grid that raw prices have. */
const LAST = 60

/**
 * Adjusting divides prices and leaves them on no grid, up to the last split or dividend. Where those decimals end and the price jumps in the same row, a part of the series
 * is adjusted and another is not.
 */
function checkAdjustedPart(bars: CheckedBars, scale: MoveScale): boolean {
  const { columns, findings, series, rowOf } = bars
  const { close, length } = columns
  // A change of units changes decimals too.
  if (length < 2 * LAST || findings.counts.has('PRICE_SCALE')) return false
  const decimals = gridDecimals(close.subarray(length - LAST, length), LAST)
  const first = firstOnGrid(close, length, decimals)
  if (decimals > 4 || first < LAST || first > length - LAST) return false
  const [before, price] = [close[first - 1]!, close[first]!]
  const score = scale.score(scale.moves[first]!, first)
  const isJump = score >= limitsOf(bars).split
  if (!isJump && series.adjustment !== 'raw') return false
  const jump = isJump
    ? `and there the price goes from ${figure(before)} to ${figure(price)}`
    : `although it is said to be raw`
  findings.add('ADJUSTMENT_MIXED', {
    rows: [rowOf(first)],
    from: columns.openTime[first]!,
    to: columns.closeTime[first]!,
    count: first,
    numbers: { before, price, score, decimals },
    message: `${counted(first, 'bar')} up to here have decimals as adjusted prices do and the rest have ${String(decimals)}, ${jump}: a part of the series is adjusted`,
  })
  return true
}

/** The first bar of those at the end that are all on a grid, if most of what lies right before it is not; 0 where there is none. */
function firstOnGrid(close: Float64Array, length: number, decimals: number): number {
  const step = 10 ** -decimals
  let first = length
  while (first > 0 && isOn(close[first - 1]!, step)) first--
  let off = 0
  for (let bar = Math.max(0, first - LAST); bar < first; bar++) if (!isOn(close[bar]!, step)) off++
  return off >= LAST * 0.8 ? first : 0
}
