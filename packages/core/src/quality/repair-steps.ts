import { zoneOffsets } from '../calendar/zone-offsets.js'
import { formatTime } from '../domain/errors.js'
import { splitPrice, type SplitRatio } from '../domain/split.js'
import { rowsByTime } from './bar-rows.js'
import type { QualityFinding } from './finding.js'
import type { KnownSplit, Repairs } from './repairs.js'
import type { RepairReason, RepairState } from './repair-state.js'
import { faultOfRow } from './row-checks.js'
import type { Hole } from './session-walk.js'
import type { WrongZone } from './zone-check.js'

/** Moves all times from the zone that they were read in to the one whose times they are. */
export function shiftZone(state: RepairState, { zone, shifts }: WrongZone, calendarZone: string): void {
  const { series } = state
  const read = zoneOffsets(series.zone ?? 'UTC')
  if (zone === undefined) {
    const by = shifts.map(({ shift }) => String(shift / 3_600_000)).join(' and ')
    state.failed.set('ZONE_WRONG', `no zone is known whose times are off by ${by} hours, clocks of ${calendarZone}`)
    return
  }
  const own = zoneOffsets(zone)
  const { columns } = series
  const move = (time: number): number => own.toUtc(time + read.at(time))
  const before = columns.openTime[0]!
  const why = `times are of ${zone}, and were read as ${series.zone ?? 'UTC'}`
  const change = { code: 'ZONE_WRONG', kind: 'shifted', count: columns.length, column: 'openTime', before } as const
  state.record({ ...change, after: move(before), why }, 0)
  for (let bar = 0; bar < columns.length; bar++) {
    const length = columns.closeTime[bar]! - columns.openTime[bar]!
    columns.openTime[bar] = move(columns.openTime[bar]!)
    // A bar stays as long as it is: an hour that clocks repeat is none of it.
    columns.closeTime[bar] = columns.openTime[bar]! + length
  }
  state.series = { ...series, zone }
}

/** Drops or mends bars that are impossible by themselves. */
export function mendRows(state: RepairState, repairs: Repairs): void {
  const dropped = new Map<number, RepairReason>()
  const { columns } = state.series
  for (let bar = 0; bar < columns.length; bar++) {
    const code = faultOfRow(columns, bar)?.code
    if (code !== 'TIME_INVALID' && code !== 'PRICE_INVALID' && code !== 'HIGH_BELOW_LOW') continue
    if (repairs[code] === 'widen') widen(state, bar)
    else if (repairs[code] === 'drop')
      dropped.set(bar, { code, why: code === 'TIME_INVALID' ? 'it has no time' : 'its prices cannot be' })
  }
  state.drop(dropped)
}

function widen(state: RepairState, bar: number): void {
  const { open, high, low, close } = state.series.columns
  const prices = [open[bar]!, close[bar]!]
  const reason = { code: 'HIGH_BELOW_LOW', why: 'so that it holds open and close' } as const
  const [top, bottom] = [Math.max(high[bar]!, ...prices), Math.min(low[bar]!, ...prices)]
  if (high[bar] !== top) state.set(bar, 'high', top, reason)
  if (low[bar] !== bottom) state.set(bar, 'low', bottom, reason)
}

export function sortRows(state: RepairState): void {
  const { columns } = state.series
  const { openTime } = columns
  const moved: number[] = []
  for (let bar = 1; bar < columns.length; bar++) if (openTime[bar]! < openTime[bar - 1]!) moved.push(bar)
  if (moved.length === 0) return
  state.reorder(rowsByTime(columns), moved, { code: 'BAR_OUT_OF_ORDER', why: 'bars are in the order of time' })
}

/** Leaves one bar of each time, in a series that is in order. */
export function dropDuplicates(state: RepairState, keep: 'keepFirst' | 'keepLast'): void {
  const { openTime, length } = state.series.columns
  const isFirst = keep === 'keepFirst'
  const why = `the ${isFirst ? 'first' : 'last'} bar of its time stays`
  const dropped = new Map<number, RepairReason>()
  for (let bar = 1; bar < length; bar++) {
    if (openTime[bar] === openTime[bar - 1]) dropped.set(isFirst ? bar : bar - 1, { code: 'BAR_DUPLICATE', why })
  }
  state.drop(dropped)
}

/** Divides all prices before a bar. */
export function adjustForSplit(state: RepairState, bar: number, ratio: SplitRatio): void {
  const { columns } = state.series
  const { numerator, denominator } = ratio
  const after = splitPrice(columns.close[0]!, ratio)
  const why = `a split of ${String(numerator)}:${String(denominator)} at ${formatTime(columns.openTime[bar]!)}`
  const before = columns.close[0]!
  state.record({ code: 'SPLIT_UNADJUSTED', kind: 'scaled', count: bar, column: 'close', before, after, why }, 0)
  for (const name of ['open', 'high', 'low', 'close', 'vwap'] as const) {
    const column = columns[name]
    if (column === undefined) continue
    for (let each = 0; each < bar; each++) column[each] = splitPrice(column[each]!, ratio)
  }
  const { volume } = columns
  if (volume !== undefined)
    for (let each = 0; each < bar; each++) volume[each] = (volume[each]! * numerator) / denominator
}

/** A known split, if the price breaks by about its ratio there. */
export function adjustForKnown(state: RepairState, split: KnownSplit): void {
  const { columns, calendar } = state.series
  const time = calendar?.session(split.date)?.open ?? Date.parse(split.date)
  let bar = 0
  while (bar < columns.length && columns.closeTime[bar]! <= time) bar++
  const size = Math.log(split.numerator / split.denominator)
  const move = bar === 0 || bar === columns.length ? 0 : Math.log(columns.open[bar]! / columns.close[bar - 1]!)
  if (Math.abs(move + size) < Math.abs(size) / 2) return adjustForSplit(state, bar, split)
  const ratio = `${String(split.numerator)}:${String(split.denominator)}`
  const done = state.changes.some(({ code, why }) => code === 'SPLIT_UNADJUSTED' && why.includes(`of ${ratio} at`))
  if (!done)
    state.failed.set(
      'SPLIT_UNADJUSTED',
      `no break by ${ratio} on ${split.date}: prices are adjusted for it, or it was not there`,
    )
}

/** Removes spikes, the bars of which are as the findings count them. */
export function removeSpikes(state: RepairState, findings: readonly QualityFinding[]): void {
  const dropped = new Map<number, RepairReason>()
  const why = 'its close jumps beyond all proportion and comes straight back'
  for (const { rows, column, numbers } of findings) {
    const [bar] = rows
    if (column === 'close') for (const each of rows) dropped.set(each, { code: 'PRICE_SPIKE', why })
    else if ((column === 'open' || column === 'high' || column === 'low') && bar !== undefined)
      trim(state, bar, column, numbers.near!)
  }
  state.drop(dropped)
}

/** An open that is a spike takes the extreme that it was along. */
function trim(state: RepairState, bar: number, column: 'open' | 'high' | 'low', near: number): void {
  const { open, high, low, close } = state.series.columns
  const reason = { code: 'PRICE_SPIKE', why: 'no other price around it is beyond' } as const
  const was = open[bar]!
  const inside = column === 'open' ? near : Math.min(Math.max(near, low[bar]!), high[bar]!)
  state.set(bar, column, inside, reason)
  if (column !== 'open') return
  const body = [inside, close[bar]!]
  if (high[bar] === was) state.set(bar, 'high', Math.max(...body), reason)
  if (low[bar] === was) state.set(bar, 'low', Math.min(...body), reason)
}

/** Adds a bar for every interval of holes. */
export function carryThrough(state: RepairState, holes: readonly Hole[], lengthMs: number): void {
  const added = holes
    .filter(({ bar }) => bar > 0)
    .flatMap(({ begin, to, bar, count }) =>
      Array.from({ length: count }, (_, i) => {
        const open = begin + i * lengthMs
        return { open, close: Math.min(to, open + lengthMs), before: bar }
      }),
    )
  state.carry(added, 'nothing traded in this interval, or it was lost')
}

/** Drops the bars of findings. */
export function dropFound(state: RepairState, findings: readonly QualityFinding[], why: string): void {
  state.drop(new Map(findings.flatMap(({ rows, code }) => rows.map((row) => [row, { code, why }] as const))))
}
