import type { BarColumns } from '../domain/bar-columns.js'
import { copyColumns, pickRows } from './bar-rows.js'
import type { QualitySeries } from './quality-series.js'

const PRICES = ['open', 'high', 'low', 'close'] as const

/** The series with other columns: `edit` changes a copy, or gives new ones. */
export function edited(series: QualitySeries, edit: (columns: BarColumns) => BarColumns | undefined): QualitySeries {
  const copy = copyColumns(series.columns)
  return { ...series, columns: edit(copy) ?? copy }
}

/** Multiplies all prices of rows [from, to), rounded to cents. */
export function timesPrices(series: QualitySeries, from: number, to: number, factor: number): QualitySeries {
  return edited(series, (columns) => {
    for (const name of PRICES) {
      for (let row = from; row < to; row++) columns[name][row] = Math.round(columns[name][row]! * factor * 100) / 100
    }
    return undefined
  })
}

/** One bar of each row goes up or down by a factor at its close, and high and low with it. */
export function spikes(series: QualitySeries, rows: readonly number[], factor: number): QualitySeries {
  return edited(series, (columns) => {
    const { open, high, low, close } = columns
    for (const row of rows) {
      close[row] = Math.round(close[row]! * factor * 100) / 100
      high[row] = Math.max(high[row]!, close[row])
      low[row] = Math.min(low[row]!, close[row], open[row]!)
    }
    return undefined
  })
}

/** Without some rows. */
export function without(series: QualitySeries, rows: readonly number[]): QualitySeries {
  const gone = new Set(rows)
  return edited(series, (columns) =>
    pickRows(
      columns,
      allRows(columns).filter((row) => !gone.has(row)),
    ),
  )
}

/** With a second bar right after each of some rows; gives the rows of those second bars. */
export function doubled(series: QualitySeries, rows: readonly number[]): readonly [QualitySeries, readonly number[]] {
  const twice = new Set(rows)
  const order = allRows(series.columns).flatMap((row) => (twice.has(row) ? [row, row] : [row]))
  const seconds = order.flatMap((row, at) => (order[at - 1] === row ? [at] : []))
  return [edited(series, (columns) => pickRows(columns, order)), seconds]
}

/** A bar is still: closes where the one in front of it closed, and nothing traded besides. */
export function stale(series: QualitySeries, from: number, count: number): QualitySeries {
  return edited(series, (columns) => {
    for (let row = from; row < from + count; row++)
      for (const name of PRICES) columns[name][row] = columns.close[from - 1]!
    return undefined
  })
}

/** All times some milliseconds later; by a function of each time where they are not all alike. */
export function moved(series: QualitySeries, by: number | ((time: number) => number)): QualitySeries {
  const shift = typeof by === 'number' ? () => by : by
  return edited(series, (columns) => {
    for (let row = 0; row < columns.length; row++) {
      const ms = shift(columns.openTime[row]!)
      columns.openTime[row] = columns.openTime[row]! + ms
      columns.closeTime[row] = columns.closeTime[row]! + ms
    }
    return undefined
  })
}

export function allRows({ length }: BarColumns): number[] {
  return Array.from({ length }, (_, row) => row)
}
