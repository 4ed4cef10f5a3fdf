import type { BarColumns } from '../domain/bar-columns.js'
import type { Timeframe } from '../domain/timeframe.js'
import { rowsKnown, type Horizon } from './horizon.js'

/** Gives a series as it is to be shown; never changes what it was given. */
export type DataEdit = (
  columns: BarColumns,
  series: { readonly symbol: string; readonly timeframe: Timeframe },
) => BarColumns

/** What is left of bars that are under way: their open, or all of them. */
export type Forming = 'open' | 'whole'

const COLUMNS = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'vwap'] as const

/** Takes away every row after the horizon. The arrays are new: a longer one behind them would still hold the future. */
export function cutAt(horizon: Horizon, forming: Forming): DataEdit {
  return (columns) => {
    const { closed, opened } = rowsKnown(columns, horizon)
    const cut = copyRows(columns, opened)
    if (forming === 'open') for (let row = closed; row < opened; row++) hideInside(cut, row)
    return cut
  }
}

/** How prices after a horizon are replaced: what rose falls, twice as far. */
export interface Reversal {
  /** By symbol: the price that the rest is turned over at. */
  readonly anchor: (symbol: string) => number
  /** By how much all of it is moved besides. */
  readonly factor: number
  readonly volumeFactor: number
}

/**
 * Replaces all prices after the horizon by a x (a / price)² x factor: such a map of prices to prices turns every move round and doubles it, and leaves
 * bars of several lengths in agreement with each other.
 */
export function reverseAfter(horizon: Horizon, forming: Forming, { anchor, factor, volumeFactor }: Reversal): DataEdit {
  return (columns, { symbol }) => {
    const { closed, opened } = rowsKnown(columns, horizon)
    const changed = copyRows(columns, columns.length)
    const a = anchor(symbol)
    const turn = (price: number): number => a * (a / price) * (a / price) * factor
    for (let row = forming === 'open' ? closed : opened; row < changed.length; row++) {
      const [open, high, low] = [changed.open[row]!, changed.high[row]!, changed.low[row]!]
      const opens = row < opened ? open : turn(open)
      changed.open[row] = opens
      changed.high[row] = Math.max(opens, turn(low))
      changed.low[row] = Math.min(opens, turn(high))
      changed.close[row] = turn(changed.close[row]!)
      if (changed.vwap !== undefined) changed.vwap[row] = turn(changed.vwap[row]!)
      // The volume of a bar that is under way limits what may be filled at its open.
      if (changed.volume !== undefined && row >= opened) changed.volume[row] = changed.volume[row]! * volumeFactor
    }
    return changed
  }
}

function hideInside(columns: BarColumns, row: number): void {
  const open = columns.open[row]!
  columns.high[row] = open
  columns.low[row] = open
  columns.close[row] = open
  if (columns.vwap !== undefined) columns.vwap[row] = open
}

function copyRows(columns: BarColumns, length: number): BarColumns {
  const copy: BarColumns = { ...columns, length }
  for (const name of COLUMNS) {
    const column = columns[name]
    if (column !== undefined) copy[name] = column.slice(0, length)
  }
  if (columns.flags !== undefined) copy.flags = columns.flags.slice(0, length)
  return copy
}
