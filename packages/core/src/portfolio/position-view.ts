import { Decimal } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import type { Position } from '../domain/position.js'
import type { Portfolio } from './portfolio.js'
import type { TradeTracker } from './trade-tracker.js'

/** A live view of a book's position in one instrument. */
export class PositionView implements Position {
  readonly symbol: string
  readonly #portfolio: Portfolio
  readonly #tracker: TradeTracker
  readonly #instrument: Instrument
  readonly #strategyIndex: number
  readonly #instrumentIndex: number

  constructor(options: {
    readonly portfolio: Portfolio
    readonly tracker: TradeTracker
    readonly instrument: Instrument
    readonly strategyIndex: number
    readonly instrumentIndex: number
  }) {
    this.symbol = options.instrument.symbol
    this.#portfolio = options.portfolio
    this.#tracker = options.tracker
    this.#instrument = options.instrument
    this.#strategyIndex = options.strategyIndex
    this.#instrumentIndex = options.instrumentIndex
  }

  get quantity(): Decimal {
    return new Decimal(this.#units).div(this.#instrument.scale.unitsPerOne)
  }
  get size(): number {
    return this.#units / this.#instrument.scale.unitsPerOne
  }
  get isLong(): boolean {
    return this.#units > 0
  }
  get isShort(): boolean {
    return this.#units < 0
  }
  get isFlat(): boolean {
    return this.#units === 0
  }
  get averagePrice(): number {
    return this.#tracker.averagePrice(this.#strategyIndex, this.#instrumentIndex)
  }
  get markPrice(): number {
    return this.#portfolio.marks[this.#instrumentIndex]!
  }
  get value(): number {
    return this.isFlat ? 0 : this.#portfolio.ownValueOf(this.#instrumentIndex, this.#units, this.markPrice)
  }
  get unrealizedPnl(): number {
    if (this.isFlat) return 0
    return this.#portfolio.ownValueOf(this.#instrumentIndex, this.#units, this.markPrice - this.averagePrice)
  }

  get #units(): number {
    return this.#portfolio.units(this.#strategyIndex, this.#instrumentIndex)
  }
}
