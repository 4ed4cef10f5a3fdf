import type { BarColumns } from '../domain/bar-columns.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BarRequest, BarSeries, DataGateway } from '../ports/data-gateway.js'
import type { DataEdit } from './data-edit.js'
import { rowsKnown } from './horizon.js'

interface KnownSeries {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly columns: BarColumns
}

/** The bars of the whole run, read once, of which each further run is shown what a check leaves. */
export class RunBars {
  readonly #source: DataGateway
  readonly #answers = new Map<string, Promise<BarSeries>>()
  readonly #known: KnownSeries[] = []
  /** The most bars that were asked for in front of a run's begin. */
  barsBefore = 0

  constructor(source: DataGateway) {
    this.#source = source
  }

  /** Every series that was asked for. */
  get series(): readonly KnownSeries[] {
    return this.#known
  }

  /** The same bars after an edit has gone over them. */
  shown(edit?: DataEdit): DataGateway {
    return {
      name: this.#source.name,
      fetchBars: async (request) => {
        const series = await this.#fetch(request)
        if (edit === undefined) return series
        const { timeframe, instrument } = request
        return { ...series, columns: edit(series.columns, { symbol: instrument.symbol, timeframe }) }
      },
    }
  }

  /** The last price of a symbol that was known by a time; its first open where there is none. */
  priceAt(symbol: string, time: number): number {
    let last = { at: Number.NEGATIVE_INFINITY, price: Number.NaN }
    for (const { columns, symbol: of } of this.#known) {
      if (of !== symbol || columns.length === 0) continue
      const closed = rowsKnown(columns, { time, phase: 'closes' }).closed - 1
      const at = closed < 0 ? Number.NEGATIVE_INFINITY : columns.closeTime[closed]!
      if (Number.isNaN(last.price) || at > last.at)
        last = { at, price: closed < 0 ? columns.open[0]! : columns.close[closed]! }
    }
    return last.price
  }

  #fetch(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe, from, to, barsBefore = 0 } = request
    this.barsBefore = Math.max(this.barsBefore, barsBefore)
    const key = [instrument.symbol, timeframe, from, to, barsBefore].map(String).join(' ')
    const answer = this.#answers.get(key) ?? this.#ask(request)
    this.#answers.set(key, answer)
    return answer
  }

  async #ask(request: BarRequest): Promise<BarSeries> {
    const series = await this.#source.fetchBars(request)
    this.#known.push({ symbol: request.instrument.symbol, timeframe: request.timeframe, columns: series.columns })
    return series
  }
}
