import { BarCursor } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import type { IndicatorBar } from '../indicators/indicator.js'

const PRICE_COLUMNS = ['open', 'high', 'low', 'close'] as const
const COLUMNS = ['openTime', 'closeTime', ...PRICE_COLUMNS, 'volume'] as const

/** A stretch of bars that features are reckoned over, and a view that goes along it. */
export class Stretch {
  readonly columns: BarColumns
  readonly length: number
  readonly bar: BarCursor

  constructor(columns: BarColumns) {
    this.columns = columns
    this.length = columns.length
    this.bar = new BarCursor('', '1m', columns, 0)
  }

  /** The view of a bar, which moves on with the next call. */
  barAt(row: number): IndicatorBar {
    this.bar.row = row
    return this.bar
  }

  /** Writes a bar over one of the stretch. */
  set(row: number, bar: IndicatorBar): void {
    const { columns } = this
    columns.openTime[row] = bar.openTime
    columns.closeTime[row] = bar.closeTime
    columns.open[row] = bar.open
    columns.high[row] = bar.high
    columns.low[row] = bar.low
    columns.close[row] = bar.close
    if (columns.volume) columns.volume[row] = bar.volume
  }
}

/** Room for so many bars, with volume. */
export function emptyStretch(length: number): Stretch {
  const column = (): Float64Array => new Float64Array(length)
  const [openTime, closeTime, open, high, low, close, volume] = COLUMNS.map(column)
  return new Stretch({
    length,
    openTime: openTime!,
    closeTime: closeTime!,
    open: open!,
    high: high!,
    low: low!,
    close: close!,
    volume,
  })
}

/** Throws COLUMN_LENGTH unless every column is as long as the series. */
export function stretchOf(bars: BarColumns | readonly IndicatorBar[]): Stretch {
  if (!('openTime' in bars)) {
    const stretch = emptyStretch(bars.length)
    for (const [row, bar] of bars.entries()) stretch.set(row, bar)
    return stretch
  }
  const { length } = bars
  for (const name of COLUMNS) {
    const rows = bars[name]?.length ?? length
    if (rows >= length) continue
    throw new TradewrightError('COLUMN_LENGTH', `${name} has ${rows} rows; expected ${length}, as the series has`, {
      details: { column: name, rows, expected: length },
    })
  }
  return new Stretch(bars)
}
