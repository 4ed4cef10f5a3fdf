import { formatTime } from '../domain/errors.js'
import type { CheckedBars } from './checked-bars.js'
import type { MoveScale } from './move-scale.js'
import type { Severity } from './quality-code.js'
import { guessSplit, volumeFollows, volumeRatio } from './split-guess.js'
import { change, figure } from './words.js'

/** Fewer bars say nothing of what is usual. */
const BARS_MIN = 30

/** Looks at each move of the closes that is beyond all proportion: it comes back, is a change of scale, a split, or stays unexplained. */
export function checkMoves(bars: CheckedBars, scale: MoveScale): void {
  const { length } = bars.columns
  if (length < BARS_MIN || Number.isNaN(scale.within)) return
  const limits = limitsOf(bars)
  const least = Math.min(limits.spike, limits.split) * scale.within
  for (let bar = 1; bar < length; bar++) {
    const move = scale.moves[bar]!
    // Nearly all bars end here: no scale is below that of the series.
    if (Math.abs(move) < least) continue
    const ends = endOfSpike(bars, scale, bar, limits.spike)
    if (ends > bar) {
      addSpike(bars, scale, bar, ends)
      bar = ends
      continue
    }
    if (addRescaling(bars, scale, bar) || addSplit(bars, scale, bar, limits.split)) continue
    if (scale.score(move, bar) >= limits.level) addLevelShift(bars, scale, bar)
  }
}

interface Limits {
  readonly spike: number
  readonly level: number
  readonly split: number
}

/** Scores that grow with the length of the series, since with more bars greater moves come about by chance. */
export function limitsOf({ columns: { length }, settings, isIntraday }: CheckedBars): Limits {
  const { spikeScore, levelScore, splitScore } = settings
  // A day has at most one night; how many minutes it has is no matter for splits.
  const nights = isIntraday ? length / NIGHT_BARS : length
  return {
    spike: spikeScore * Math.max(1, (length / 10_000) ** (1 / 6)),
    level: levelScore * Math.cbrt(length),
    split: splitScore * Math.max(1, Math.cbrt(nights / 2_500)),
  }
}

const NIGHT_BARS = 100
/** How many times as large as the moves around it a spike has to be: where all is wild, nothing stands out. */
const STANDS_OUT = 3
const AROUND = 3
/** And how many steps of the price grid: where the price is a few steps, one step is a great move. */
const STEPS_MIN = 5

/** The bar with which the price is back, if a move is a spike; else the bar itself. */
function endOfSpike(bars: CheckedBars, scale: MoveScale, bar: number, limit: number): number {
  const { close, length } = bars.columns
  const { spikeBarsMax, spikeRest } = bars.settings
  const { moves } = scale
  const move = moves[bar]!
  const score = scale.score(move, bar)
  if (score < limit || Math.abs(close[bar]! - close[bar - 1]!) < STEPS_MIN * scale.step) return bar
  for (let end = bar + 1; end <= bar + spikeBarsMax && end < length; end++) {
    const rest = Math.abs(Math.log(close[end]! / close[bar - 1]!))
    if (rest > spikeRest * Math.abs(move)) continue
    const isBack = moves[end]! * move < 0 && scale.score(moves[end]!, end) >= limit
    return isBack && score >= STANDS_OUT * worstAround(scale, bar, end) ? end : bar
  }
  return bar
}

/** The greatest score of the moves next to a spike. */
function worstAround(scale: MoveScale, from: number, to: number): number {
  const { moves } = scale
  let worst = 0
  for (let bar = Math.max(1, from - AROUND); bar < Math.min(moves.length, to + AROUND + 1); bar++) {
    if (bar < from || bar > to) worst = Math.max(worst, scale.score(moves[bar]!, bar))
  }
  return worst
}

function addSpike({ columns, findings, rowOf }: CheckedBars, scale: MoveScale, bar: number, end: number): void {
  const { close, openTime, closeTime } = columns
  const [before, price, after] = [close[bar - 1]!, close[bar]!, close[end]!]
  const count = end - bar
  const score = scale.score(scale.moves[bar]!, bar)
  const lasts = count === 1 ? '' : ` in ${String(count)} bars`
  findings.add('PRICE_SPIKE', {
    rows: Array.from({ length: count }, (_, i) => rowOf(bar + i)),
    from: openTime[bar]!,
    to: closeTime[end - 1]!,
    column: 'close',
    numbers: { before, price, after, score },
    message: `close ${figure(price)} (${change(before, price)}) between ${figure(before)} and ${figure(after)}: it comes back${lasts}; score ${score.toFixed(0)}`,
  })
}

/** Factors that are no split's: cents for units, and prices in ten-thousandths. */
const SCALES = [100, 1_000, 10_000]

function addRescaling({ columns, findings, rowOf }: CheckedBars, scale: MoveScale, bar: number): boolean {
  const move = scale.moves[bar]!
  const factor = SCALES.find((each) => Math.abs(Math.abs(move) - Math.log(each)) < 0.25)
  if (factor === undefined || scale.score(move, bar) < STANDS_OUT * 5) return false
  const { close, openTime, closeTime } = columns
  const [before, price] = [close[bar - 1]!, close[bar]!]
  const ratio = move > 0 ? factor : 1 / factor
  findings.add('PRICE_SCALE', {
    rows: [rowOf(bar)],
    from: openTime[bar]!,
    to: closeTime[bar]!,
    numbers: { before, price, ratio },
    message: `close ${figure(price)} after ${figure(before)}: from here on prices are ${move > 0 ? `${String(factor)} times as high` : `a ${String(factor)}th`}, as of another unit`,
  })
  return true
}

/** How far a night may move the price away from the ratio of a split, as a logarithm: neighbouring ratios are three times as far apart. */
const TOLERANCE_MAX = 0.045

function addSplit(bars: CheckedBars, scale: MoveScale, bar: number, limit: number): boolean {
  if (!scale.isAfterNight(bar)) return false
  const { columns, isIntraday, findings, rowOf } = bars
  const { open, close, openTime, closeTime } = columns
  const before = close[bar - 1]!
  const tolerance = Math.min(TOLERANCE_MAX, Math.max(0.015, 3 * scale.overnight(bar)))
  // Some sources draw the open at the close before: then only the close shows it.
  const price = open[bar] === before ? close[bar]! : open[bar]!
  const guess = guessSplit(price / before, tolerance)
  if (guess === undefined) return false
  const score = Math.abs(Math.log(price / before)) / scale.overnight(bar)
  const volumes = volumeRatio(columns, bar, isIntraday)
  const follows = volumeFollows(volumes, guess)
  if (guess.isSmall ? !follows || score < 3 * limit : score < (follows ? 1 : 3) * limit) return false
  const { numerator, denominator } = guess
  const [severity, said] = expectationOf(bars)
  const volume = Number.isNaN(volumes) ? '' : `, volume ${figure(volumes)} times`
  findings.add('SPLIT_UNADJUSTED', {
    rows: [rowOf(bar)],
    from: openTime[bar]!,
    to: closeTime[bar]!,
    severity,
    numbers: { numerator, denominator, before, price, volumeRatio: volumes, score },
    message: `${figure(before)} to ${figure(price)}${volume}: looks like a split of ${String(numerator)}:${String(denominator)}${said}`,
  })
  return true
}

function expectationOf({ series: { adjustment } }: CheckedBars): readonly [Severity | undefined, string] {
  if (adjustment === undefined) return [undefined, ' that prices are not adjusted for']
  if (adjustment === 'raw') return ['info', ', as raw prices show it; tell the run of it']
  return ['error', `, although prices are said to be adjusted ('${adjustment}')`]
}

function addLevelShift({ columns, findings, rowOf }: CheckedBars, scale: MoveScale, bar: number): void {
  const { close, openTime, closeTime } = columns
  const [before, price] = [close[bar - 1]!, close[bar]!]
  const score = scale.score(scale.moves[bar]!, bar)
  findings.add('LEVEL_SHIFT', {
    rows: [rowOf(bar)],
    from: openTime[bar]!,
    to: closeTime[bar]!,
    column: 'close',
    numbers: { before, price, score },
    message: `close ${figure(before)} at ${formatTime(closeTime[bar - 1]!)}, then ${figure(price)} (${change(before, price)}), and it stays; score ${score.toFixed(0)}`,
  })
}
