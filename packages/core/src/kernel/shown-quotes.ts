import { sideShift, type SpreadModel } from '../costs/spread.js'
import type { PriceSide } from '../domain/bar-columns.js'
import type { Instrument } from '../domain/instrument.js'
import type { Quote } from '../domain/quote.js'
import { tidy } from '../domain/tidy.js'
import { PricedSeries } from './priced-series.js'
import type { KernelSetup } from './setup.js'

/** The last prices of all instruments as one strategy is shown them, and bid and ask at them. It goes on with time. */
export class ShownQuotes {
  readonly #instruments: readonly Instrument[]
  readonly #spread: SpreadModel | undefined
  readonly #sides: readonly PriceSide[]
  /** By instrument: the series that its prices are of. */
  readonly #priced: readonly (PricedSeries | undefined)[]

  constructor({ instruments, series, spread }: Pick<KernelSetup, 'instruments' | 'series' | 'spread'>) {
    const executed = instruments.map((_, i) =>
      series.find(({ instrument, execution }) => execution && instrument === i),
    )
    this.#instruments = instruments
    this.#spread = spread?.spec === 'none' ? undefined : spread
    this.#sides = executed.map((one) => one?.side ?? 'trade')
    this.#priced = executed.map((one) => one && new PricedSeries(one.columns))
  }

  /** When the last bar of an instrument that brought a price has closed; NaN before its first. */
  pricedAt(instrument: number, now: number): number {
    const priced = this.#priced[instrument]?.upTo(now)
    return priced === undefined ? Number.NaN : priced.columns.closeTime[priced.row]!
  }

  /** Bid and ask at the last price, as far apart as the venue has them in that bar. */
  quote(instrument: number, now: number): Quote | undefined {
    const priced = this.#priced[instrument]?.upTo(now)
    if (priced === undefined || this.#spread === undefined) return undefined
    const { columns, row } = priced
    const one = this.#instruments[instrument]!
    const spread = this.#spread.at({ instrument: one, openTime: columns.openTime[row]!, open: columns.open[row]! })
    const side = (wanted: 'bid' | 'ask'): number =>
      tidy(columns.close[row]! + sideShift(this.#sides[instrument]!, wanted, spread))
    return Object.freeze({
      ...{ symbol: one.symbol, occurredAt: columns.closeTime[row]!, bid: side('bid'), ask: side('ask') },
      ...{ bidSize: Number.NaN, askSize: Number.NaN },
    })
  }
}
