import { BarCursor } from '../domain/bar.js'
import { ATR } from '../indicators/atr.js'
import type { Sizer } from '../sizing/sizer.js'
import type { Ranges } from './sizing.js'
import type { Subscription } from './subscription.js'

/** An average true range over one series, and the bar up to which it has been taken. */
interface AverageRange {
  readonly atr: ATR
  readonly bar: BarCursor
}

/**
 * The average true ranges that sizers need, one for each series and period. Bars are taken in when a sizer is asked, up to the last that has
 * closed: a bar costs nothing by itself.
 */
export class AverageRanges implements Ranges {
  /** How many bars they need before they are ready. */
  readonly warmup: number
  readonly #periods: readonly (number | undefined)[]
  readonly #seats: () => readonly { readonly subscriptions: readonly Subscription[] }[]
  readonly #ranges = new Map<string, AverageRange>()

  /** Throws INDICATOR_INVALID for a period that is not an integer from 1. */
  constructor(sizers: readonly Sizer[], seats: () => readonly { readonly subscriptions: readonly Subscription[] }[]) {
    this.#periods = sizers.map(({ needs }) => needs?.atr?.period)
    this.#seats = seats
    const needed = this.#periods.filter((period) => period !== undefined)
    this.warmup = Math.max(0, ...needed.map((period) => new ATR({ period }).warmup))
  }

  /** Of the strategy's finest series of an instrument; undefined before it is ready. */
  atr(strategy: number, instrument: number): number | undefined {
    const period = this.#periods[strategy]
    const finest = this.#seats()[strategy]!.subscriptions.find((subscription) => subscription.instrument === instrument)
    if (period === undefined || finest === undefined) return undefined
    const { atr, bar } = this.#rangeOf(finest, period)
    while (bar.row < finest.bar.row) {
      bar.row++
      atr.update(bar)
    }
    return atr.ready ? atr.value : undefined
  }

  #rangeOf({ series, symbol, timeframe, columns }: Subscription, period: number): AverageRange {
    const key = `${String(series)} ${String(period)}`
    const known = this.#ranges.get(key)
    if (known) return known
    const made = { atr: new ATR({ period }), bar: new BarCursor(symbol, timeframe, columns, -1) }
    this.#ranges.set(key, made)
    return made
  }
}
