import { formatTime, TradewrightError, type ErrorDetails } from '../domain/errors.js'
import type { Side } from '../domain/order.js'
import type { Signal } from '../domain/signal.js'
import type { SizingInput } from '../domain/sizing-input.js'
import type { OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { Sizer } from '../sizing/sizer.js'
import { stepDown } from './order-terms.js'

/** What a sizer answered, and what it was given. */
export interface Sized {
  /** Rounded down to the step, in the instrument's smallest units. */
  readonly units: number
  readonly quantity: number
  readonly price: number
  readonly equity: number
}

/** Asks a strategy's sizer at the last close. */
export class Sizing {
  readonly #clock: { readonly now: number }
  readonly #portfolio: Portfolio
  readonly #names: OrderNames
  readonly #sizers: readonly Sizer[]
  /** What sizers are shown; one object, so that an order makes none. */
  readonly #input: { -readonly [K in keyof SizingInput]: SizingInput[K] } = {
    symbol: '',
    side: 'buy',
    price: Number.NaN,
    stopPrice: undefined,
    confidence: undefined,
    equity: Number.NaN,
    cash: Number.NaN,
    multiplier: Number.NaN,
    fx: 1,
    position: Number.NaN,
  }

  constructor(options: {
    readonly clock: { readonly now: number }
    readonly portfolio: Portfolio
    readonly names: OrderNames
    readonly sizers: readonly Sizer[]
  }) {
    this.#clock = options.clock
    this.#portfolio = options.portfolio
    this.#names = options.names
    this.#sizers = options.sizers
  }

  /** Throws SIZER_RESULT for an answer that is not a quantity, STRATEGY_THREW where the sizer throws. 0 units without a price. */
  size(asked: {
    readonly strategy: number
    readonly instrument: number
    readonly direction: number
    readonly signal: Signal | undefined
  }): Sized {
    const instrument = this.#names.instruments[asked.instrument]!
    const price = this.#portfolio.marks[asked.instrument]!
    const equity = this.#portfolio.equity()
    if (Number.isNaN(price)) return { units: 0, quantity: 0, price, equity }
    const side: Side = asked.direction > 0 ? 'buy' : 'sell'
    const input = this.#input
    input.symbol = instrument.symbol
    input.side = side
    input.price = price
    input.stopPrice = asked.signal?.stop
    input.confidence = asked.signal?.confidence
    input.equity = equity
    input.cash = this.#portfolio.cash
    input.multiplier = instrument.scale.multiplier
    input.position = this.#portfolio.units(asked.strategy, asked.instrument) / instrument.scale.unitsPerOne
    const quantity = this.#ask(asked.strategy, input)
    const units = typeof quantity === 'number' ? stepDown(instrument, quantity) : Number.NaN
    if (typeof quantity === 'number' && !Number.isNaN(units)) return { units, quantity, price, equity }
    // What a promise comes to is of no interest any more, and must not end the program.
    if (quantity instanceof Promise) void quantity.catch(() => undefined)
    throw new TradewrightError(
      'SIZER_RESULT',
      `${this.#where(asked.strategy, input)} returned ${String(quantity)} to ${side} at ${String(price)}; expected a number from 0, of at most 15 digits`,
      { details: { ...this.#details(asked.strategy, input), quantity } },
    )
  }

  #ask(strategy: number, input: SizingInput): unknown {
    try {
      return this.#sizers[strategy]!.size(input)
    } catch (cause) {
      const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
      throw new TradewrightError('STRATEGY_THREW', `${this.#where(strategy, input)} threw ${message}`, {
        details: this.#details(strategy, input),
        cause,
      })
    }
  }

  #where(strategy: number, { symbol }: SizingInput): string {
    return `${this.#names.strategies[strategy]!}.sizer for ${symbol} at ${formatTime(this.#clock.now)}`
  }

  #details(strategy: number, input: SizingInput): ErrorDetails {
    const { symbol } = input
    return {
      strategy: this.#names.strategies[strategy],
      callback: 'sizer',
      symbol,
      time: this.#clock.now,
      sizer: this.#sizers[strategy]!.spec,
      input: { ...input },
    }
  }
}
