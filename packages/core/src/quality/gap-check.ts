import { formatTime } from '../domain/errors.js'
import type { CheckedBars } from './checked-bars.js'
import { counted } from './words.js'

/** Fewer bars don't show what is usual. */
const BARS_MIN = 100
/** Which of the breaks counts as the longest usual one, as a fraction of them in order: weekends come often, holidays don't. */
const USUAL = 0.9
/** How many times as long an unusual break is. */
const TIMES = 2
const DAY = 86_400_000

/** Without a calendar: breaks between bars that are longer than twice the usual ones. */
export function checkGaps({ columns, findings, lengthMs, rowOf }: CheckedBars): void {
  const { openTime, closeTime, length } = columns
  if (length < BARS_MIN) return
  const breaks: number[] = []
  for (let bar = 1; bar < length; bar++) {
    const step = openTime[bar]! - openTime[bar - 1]!
    if (step > 1.5 * lengthMs) breaks.push(step)
  }
  breaks.sort((a, b) => a - b)
  const usual = breaks.length < 5 ? lengthMs : breaks[Math.floor(USUAL * (breaks.length - 1))]!
  for (let bar = 1; bar < length; bar++) {
    const step = openTime[bar]! - openTime[bar - 1]!
    if (step <= TIMES * Math.max(usual, lengthMs)) continue
    const [from, to] = [closeTime[bar - 1]!, openTime[bar]!]
    const long = step >= 2 * DAY ? counted(Math.round(step / DAY), 'day') : counted(Math.round(step / 60_000), 'minute')
    const message = `no bar for ${long} up to ${formatTime(to)}`
    findings.add('GAP_UNUSUAL', {
      rows: [rowOf(bar)],
      from,
      to,
      count: 1,
      numbers: { ms: step, usualMs: usual },
      message,
    })
  }
}
