import { formatTime, TradewrightError, type ErrorDetails } from '../domain/errors.js'
import type { OrderSizing, Side } from '../domain/order.js'
import type { Signal } from '../domain/signal.js'
import type { SizingInput } from '../domain/sizing-input.js'
import type { OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { Sizer } from '../sizing/sizer.js'
import { stepDown } from './order-terms.js'

/** What a sizer answered, and what it was given; one object, which the next question fills anew. */
export interface Sized extends OrderSizing {
  /** Rounded down to the step, in the instrument's smallest units. */
  readonly units: number
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
  readonly #sized: { -readonly [K in keyof Sized]: Sized[K] } = {
    units: 0,
    quantity: Number.NaN,
    price: Number.NaN,
    equity: Number.NaN,
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
  size(strategy: number, index: number, direction: number, signal: Signal | undefined): Sized {
    const instrument = this.#names.instruments[index]!
    const price = this.#portfolio.marks[index]!
    const equity = this.#portfolio.equity()
    const sized = this.#sized
    sized.units = 0
    sized.quantity = 0
    sized.price = price
    sized.equity = equity
    if (Number.isNaN(price)) return sized
    const side: Side = direction > 0 ? 'buy' : 'sell'
    const input = this.#input
    input.symbol = instrument.symbol
    input.side = side
    input.price = price
    input.stopPrice = signal?.stop
    input.confidence = signal?.confidence
    input.equity = equity
    input.cash = this.#portfolio.cash
    input.multiplier = instrument.scale.multiplier
    input.position = this.#portfolio.units(strategy, index) / instrument.scale.unitsPerOne
    const quantity = this.#ask(strategy, input)
    const units = typeof quantity === 'number' ? stepDown(instrument, quantity) : Number.NaN
    if (typeof quantity === 'number' && !Number.isNaN(units)) {
      sized.units = units
      sized.quantity = quantity
      return sized
    }
    // What a promise comes to is of no interest any more, and must not end the program.
    if (quantity instanceof Promise) void quantity.catch(() => undefined)
    throw new TradewrightError(
      'SIZER_RESULT',
      `${this.#where(strategy, input)} returned ${String(quantity)} to ${side} at ${String(price)}; expected a number from 0, of at most 15 digits`,
      { details: { ...this.#details(strategy, input), quantity } },
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
