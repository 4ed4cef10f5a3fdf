import { formatTime } from '../domain/errors.js'
import { isCarried, type CheckedBars } from './checked-bars.js'
import { longRunLength } from './run-lengths.js'
import { counted, figure } from './words.js'

/** Bars [from, to) that close where the bar in front of them closed. */
interface Run {
  readonly from: number
  readonly to: number
}

/** Finds closes that stay the same for longer than the series' own runs of equal closes would let expect. Carried bars are no part of it: they say so themselves. */
export function checkStale(bars: CheckedBars): void {
  const { settings } = bars
  const runs = runsOf(bars)
  const lengths = runs.map(({ from, to }) => to - from)
  const long = longRunLength(lengths, settings.staleBarsMin, settings.runChance)
  for (const run of runs) if (run.to - run.from >= long && isRareHere(bars, run)) addRun(bars, run)
}

/** How many bars on each side of a run show how often closes are equal there. */
const AROUND = 64
/** Where so many of them are, prices are coarser than moves, and one equal close says that the next will be. */
const OFTEN = 0.4

/** Whether a run is long for the bars around it too: where prices are coarse for the moves of the hour, closes are equal again and again. */
function isRareHere({ columns: { close, length }, settings }: CheckedBars, { from, to }: Run): boolean {
  let [equal, of] = [0, 0]
  for (let bar = Math.max(1, from - AROUND); bar < Math.min(length, to + AROUND); bar++) {
    if (bar >= from && bar < to) continue
    of++
    if (close[bar] === close[bar - 1]) equal++
  }
  if (equal >= OFTEN * of && of > 0) return false
  const chance = (equal + 1) / (of + 10)
  return length * chance ** (to - from) < settings.runChance
}

function runsOf({ columns }: CheckedBars): readonly Run[] {
  const { close, length } = columns
  const runs: Run[] = []
  for (let bar = 1; bar < length; bar++) {
    if (close[bar] !== close[bar - 1] || isCarried(columns, bar)) continue
    const from = bar
    while (bar < length && close[bar] === close[bar - 1] && !isCarried(columns, bar)) bar++
    runs.push({ from, to: bar })
  }
  return runs
}

function addRun({ columns, findings, rowOf }: CheckedBars, { from, to }: Run): void {
  const { open, high, low, close, volume, openTime, closeTime } = columns
  let flat = 0
  let traded = 0
  for (let bar = from; bar < to; bar++) {
    if (high[bar] === low[bar] && open[bar] === close[bar]) flat++
    if (volume !== undefined && volume[bar]! > 0) traded++
  }
  const count = to - from
  const shape = flat === count ? ', and nothing else' : ''
  const volumes = volume === undefined ? '' : `; ${traded === 0 ? 'no bar' : counted(traded, 'bar')} with volume`
  findings.add('STALE_PRICES', {
    rows: Array.from({ length: count }, (_, i) => rowOf(from + i)),
    from: openTime[from]!,
    to: closeTime[to - 1]!,
    column: 'close',
    numbers: { price: close[from]!, bars: count, flat },
    message: `${counted(count, 'bar')} up to ${formatTime(closeTime[to - 1]!)} close at ${figure(close[from]!)}${shape}${volumes}`,
  })
}
