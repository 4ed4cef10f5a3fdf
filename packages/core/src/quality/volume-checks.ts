import { isoDate, DAY_MS } from '../calendar/civil-date.js'
import { isCarried, type CheckedBars } from './checked-bars.js'
import { counted, percent } from './words.js'

/** Finds bars and whole days without volume in a series that has some, and volumes that their unit cannot have. */
export function checkVolume(bars: CheckedBars): void {
  const { columns, findings, series, notChecked } = bars
  const { volume, length } = columns
  if (volume === undefined || series.volumeUnit === 'none') {
    notChecked.push(
      volume === undefined ? 'volume, which the series does not have' : 'volume, which is said to be of no use',
    )
    return
  }
  const all = Array.from({ length: Math.min(length, 1) }, () => bars.rowOf(0))
  if (!volume.subarray(0, length).some((each) => each > 0)) {
    findings.addRows('VOLUME_NONE', all, columns, {
      count: length,
      message: 'no bar has any volume',
      to: lastClose(bars),
    })
    return
  }
  checkHoles(bars, volume)
  checkFractions(bars, volume)
}

function lastClose({ columns: { closeTime, length } }: CheckedBars): number {
  return closeTime[length - 1]!
}

/** A day's bars, [from, to). */
interface DayOfBars {
  readonly date: string
  readonly from: number
  readonly to: number
}

function checkHoles(bars: CheckedBars, volume: Float64Array): void {
  const { columns, findings, isIntraday, rowOf } = bars
  const { close, high, low, length } = columns
  const holes: number[] = []
  let from = 0
  while (from < length) {
    const day = isIntraday ? dayFrom(bars, from) : { date: '', from, to: from + 1 }
    const inDay: number[] = []
    let sum = 0
    for (let bar = day.from; bar < day.to; bar++) {
      sum += volume[bar]!
      const moved = high[bar]! > low[bar]! || (bar > 0 && close[bar] !== close[bar - 1])
      if (volume[bar] === 0 && moved && !isCarried(columns, bar)) inDay.push(bar)
    }
    if (sum === 0 && isIntraday && inDay.length > 1) addDay(bars, day)
    else for (const bar of inDay) holes.push(bar)
    from = day.to
  }
  const message = `${percent(holes.length / length)} of the bars have no volume, although their price moved`
  findings.addRows('VOLUME_HOLE', holes, columns, { rows: holes.map(rowOf), column: 'volume', message })
}

/** The bars of the session, or of the UTC day where the calendar has none, that a bar lies in. */
function dayFrom({ columns: { openTime, length }, series: { calendar } }: CheckedBars, from: number): DayOfBars {
  const time = openTime[from]!
  const session = calendar?.sessionAt(time)
  const day = Math.floor(time / DAY_MS)
  const until = session?.close ?? (day + 1) * DAY_MS
  let to = from + 1
  while (to < length && openTime[to]! < until) to++
  return { date: session?.date ?? isoDate(day), from, to }
}

function addDay({ columns, findings, rowOf }: CheckedBars, { date, from, to }: DayOfBars): void {
  const rows = Array.from({ length: to - from }, (_, i) => rowOf(from + i))
  findings.add('SESSION_WITHOUT_VOLUME', {
    rows,
    from: columns.openTime[from]!,
    to: columns.closeTime[to - 1]!,
    count: 1,
    column: 'volume',
    numbers: { bars: rows.length },
    message: `${date} has no volume in any of its ${counted(rows.length, 'bar')}`,
  })
}

function checkFractions({ columns, findings, series, rowOf }: CheckedBars, volume: Float64Array): void {
  if (series.volumeUnit === undefined) return
  const rows: number[] = []
  for (let bar = 0; bar < columns.length; bar++) if (!Number.isInteger(volume[bar]!)) rows.push(bar)
  const [first] = rows
  if (first === undefined) return
  findings.addRows('VOLUME_FRACTION', rows, columns, {
    rows: rows.map(rowOf),
    column: 'volume',
    numbers: { volume: volume[first]! },
    message: `volume is ${String(volume[first])}; expected whole ${series.volumeUnit}`,
  })
}
