import { isCarried, type CheckedBars } from './checked-bars.js'
import type { MoveScale } from './move-scale.js'
import { counted, percent } from './words.js'
import { medianInPlace } from './robust.js'

/** Fewer opens say nothing. */
const OPENS_MIN = 20
/** How many steps of the price grid the middle bar goes at least where opens could well differ from the close before: over a night, and within a session. */
const STEPS_AT_NIGHT = 50
const STEPS_WITHIN = 5

/** Counts opens that equal the close before: those of sessions, which a night lies in front of, apart from those within. */
export function checkOpens(bars: CheckedBars, scale: MoveScale): void {
  const { columns, settings } = bars
  const { open, close, length } = columns
  const counts = { night: 0, sameAtNight: 0, within: 0, sameWithin: 0 }
  let first = -1
  for (let bar = 1; bar < length; bar++) {
    if (isCarried(columns, bar)) continue
    const isSame = open[bar] === close[bar - 1]
    if (isSame && first < 0) first = bar
    if (scale.isAfterNight(bar)) {
      counts.night++
      if (isSame) counts.sameAtNight++
    } else {
      counts.within++
      if (isSame) counts.sameWithin++
    }
  }
  const { night, sameAtNight, within, sameWithin } = counts
  if (night >= OPENS_MIN && sameAtNight >= settings.sameOpens * night && isFine(bars, scale, STEPS_AT_NIGHT)) {
    const what = `${percent(sameAtNight / night)} of ${counted(night, bars.isIntraday ? 'session' : 'bar')} open exactly at the close before: such opens were hardly traded at`
    addOpens(bars, first, { count: sameAtNight, of: night, what })
  } else if (
    within >= OPENS_MIN &&
    sameWithin >= settings.sameOpensWithin * within &&
    isFine(bars, scale, STEPS_WITHIN)
  ) {
    const what = `${percent(sameWithin / within)} of ${counted(within, 'bar')} within sessions open exactly at the close before`
    addOpens(bars, first, { count: sameWithin, of: within, what, severity: 'info' })
  }
}

/** Whether prices are so fine that a bar rarely opens at the very price of the close. */
function isFine({ columns: { open, close, length } }: CheckedBars, { step }: MoveScale, steps: number): boolean {
  const bodies = new Float64Array(length)
  for (let bar = 0; bar < length; bar++) bodies[bar] = Math.abs(close[bar]! - open[bar]!)
  return medianInPlace(bodies) >= steps * step
}

interface SameOpens {
  readonly count: number
  readonly of: number
  readonly what: string
  readonly severity?: 'info'
}

function addOpens({ columns, findings, rowOf }: CheckedBars, first: number, { count, of, what, severity }: SameOpens) {
  findings.add('SYNTHETIC_OPENS', {
    rows: [rowOf(first)],
    from: columns.openTime[first]!,
    to: columns.closeTime[columns.length - 1]!,
    count,
    column: 'open',
    numbers: { count, of },
    message: what,
    ...(severity === undefined ? {} : { severity }),
  })
}
