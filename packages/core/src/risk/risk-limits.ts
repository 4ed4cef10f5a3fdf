import type { Instrument } from '../domain/instrument.js'
import type { PositionScope } from './exposure-limit.js'
import { accountLimits, bookLimits, symbolLimits, type LimitGroup } from './limit-list.js'
import { LimitSheet } from './limit-sheet.js'
import type { LimitView } from './limit-view.js'
import type { RiskSettings } from './risk-settings.js'
import { MEASURE_CELLS } from './scope-measure.js'

/** All limits of a risk configuration: for an order those of its symbol, of its strategy and of the account, in this order. */
export class RiskLimits {
  /** The most limits that an order can meet. */
  readonly width: number
  /** By strategy and instrument. */
  readonly #sheets: readonly (readonly LimitSheet[])[]

  constructor({
    settings,
    view,
    instruments,
    strategies,
  }: {
    readonly settings: RiskSettings
    readonly view: LimitView & { readonly account: PositionScope; strategy(strategy: number): PositionScope }
    readonly instruments: readonly Instrument[]
    readonly strategies: readonly string[]
  }) {
    const books = strategies.map((_, strategy) => view.strategy(strategy))
    const cells = new Float64Array((1 + strategies.length + instruments.length) * MEASURE_CELLS)
    const parts = { settings, instruments, strategies, view, account: view.account, books, cells }
    const account = accountLimits(parts)
    const symbols = instruments.map((_, instrument) => symbolLimits(parts, instrument))
    const rateOf = (currency: string): number => view.rateOf(currency)
    const sheet = (groups: readonly LimitGroup[]): LimitSheet =>
      new LimitSheet({
        limits: groups.flatMap(({ limits }) => limits),
        measures: groups.map(({ measure }) => measure).filter((measure) => measure !== undefined),
        cells,
        rateOf,
      })
    this.#sheets = strategies.map((_, strategy) => {
      const book = bookLimits(parts, strategy)
      return symbols.map((symbol) => sheet([symbol, book, account]))
    })
    this.width = Math.max(0, ...this.#sheets.flat().map(({ limits }) => limits.length))
  }

  /** What an order of a strategy in an instrument meets. */
  of(strategy: number, instrument: number): LimitSheet {
    return this.#sheets[strategy]![instrument]!
  }
}
