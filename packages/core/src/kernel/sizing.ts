import type { CommissionModel } from '../costs/commission.js'
import { formatTime, isTradewrightError, TradewrightError, type ErrorDetails } from '../domain/errors.js'
import type { Signal } from '../domain/signal.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager, SizingRecord } from '../execution/order-manager.js'
import type { OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { TripMoney } from '../portfolio/trip-money.js'
import type { Sizer } from '../sizing/sizer.js'
import type { Account } from './account.js'
import type { Capital } from './capital.js'
import type { KernelSetup } from './setup.js'
import { stepDown } from './order-numbers.js'
import { SizingQuestion, type Room } from './sizing-question.js'

/** What a sizer answered, and what it was given; one object, which the next question fills anew. */
export interface Sized extends SizingRecord {
  /** Rounded down to the step, in the instrument's smallest units. */
  readonly units: number
}

/** The average true ranges that sizers need. */
export interface Ranges {
  /** Undefined before it is ready. */
  atr(strategy: number, instrument: number): number | undefined
}

/** Asks a strategy's sizer, at an order's own price or at the last close. */
export class Sizing {
  readonly #clock: { readonly now: number }
  readonly #portfolio: Portfolio
  readonly #capital: Capital
  readonly #orders: OrderManager
  readonly #names: OrderNames
  readonly #sizers: readonly Sizer[]
  readonly #ranges: Ranges
  readonly #steps: readonly number[]
  readonly #question: SizingQuestion
  #scaleOf: ((strategy: number) => number) | undefined
  readonly #sized: { -readonly [K in keyof Sized]: Sized[K] } = {
    units: 0,
    quantity: Number.NaN,
    price: Number.NaN,
    equity: Number.NaN,
    cash: Number.NaN,
    position: Number.NaN,
    particulars: undefined,
  }

  constructor(options: {
    readonly clock: { readonly now: number }
    readonly portfolio: Portfolio
    readonly capital: Capital
    readonly orders: OrderManager
    readonly tripMoney: TripMoney
    readonly names: OrderNames
    readonly sizers: readonly Sizer[]
    readonly room: Room
    readonly commission: CommissionModel
    readonly ranges: Ranges
  }) {
    this.#clock = options.clock
    this.#portfolio = options.portfolio
    this.#capital = options.capital
    this.#orders = options.orders
    this.#names = options.names
    this.#sizers = options.sizers
    this.#ranges = options.ranges
    this.#steps = options.names.instruments.map(({ quantityStep }) => quantityStep.toNumber())
    this.#question = new SizingQuestion(options)
  }

  /**
   * The quantity of an order that named none. Throws SIZER_RESULT for an answer that is not a quantity, STRATEGY_THREW where the sizer throws.
   * 0 units without a price.
   */
  sizeOrder(order: number): Sized {
    const { log } = this.#orders
    const { rows } = log
    const base = rows.base(order)
    const strategy = rows.data[base + ORDER.strategy]! | 0
    const index = rows.data[base + ORDER.instrument]! | 0
    const direction = rows.data[base + ORDER.direction]!
    const level = log.valuationLevel(order)
    const question = this.#question
    question.stopPrice = log.invalidationPrices.size === 0 ? undefined : log.invalidationPrices.get(order)
    question.confidence = undefined
    const mark = this.#portfolio.marks[index]!
    const price = Number.isNaN(level) || Number.isNaN(mark) ? mark : level
    if (this.#sizers[strategy]!.answers !== 'position') return this.#size(strategy, index, direction, price, 0)
    return this.#sizeUpTo(strategy, index, direction, price)
  }

  /** Multiplies answers from now on. */
  scale(of: (strategy: number) => number): void {
    this.#scaleOf = of
  }

  /** The position that a signal wants, unsigned; throws as `sizeOrder` does. */
  sizeSignal(strategy: number, index: number, direction: number, signal: Signal): Sized {
    this.#question.stopPrice = signal.stop
    this.#question.confidence = signal.confidence
    const towards = this.#heldTowards(strategy, index, direction)
    return this.#size(strategy, index, direction, this.#portfolio.marks[index]!, towards)
  }

  /** What is missing to the position that a sizer answers. */
  #sizeUpTo(strategy: number, index: number, direction: number, price: number): Sized {
    const towards = this.#heldTowards(strategy, index, direction)
    const sized = this.#size(strategy, index, direction, price, towards)
    const target = sized.units
    if (target === 0) return sized
    const { symbol, scale } = this.#names.instruments[index]!
    this.#sized.units = Math.max(0, target - towards)
    if (sized.units === 0) {
      const held = String(towards / scale.unitsPerOne)
      const reason = `${held} of ${symbol} is held or being traded, of a position of ${String(target / scale.unitsPerOne)}`
      this.#sized.particulars = this.#question.particulars(reason)
    }
    return sized
  }

  /** What a book holds in a direction, its working market orders counted as filled. */
  #heldTowards(strategy: number, index: number, direction: number): number {
    return direction * (this.#portfolio.units(strategy, index) + this.#orders.workingMarket(strategy, index))
  }

  #size(strategy: number, index: number, direction: number, price: number, towards: number): Sized {
    const instrument = this.#names.instruments[index]!
    const { scale } = instrument
    const sizer = this.#sizers[strategy]!
    const portfolio = this.#portfolio
    const sized = this.#sized
    const question = this.#question
    sized.units = 0
    sized.quantity = 0
    sized.price = price
    sized.equity = question.equity = this.#capital.equity(strategy)
    sized.cash = question.cash = this.#capital.cash(strategy)
    sized.position = question.position = portfolio.units(strategy, index) / scale.unitsPerOne
    sized.particulars = undefined
    if (Number.isNaN(price)) return sized
    question.symbol = instrument.symbol
    question.side = direction > 0 ? 'buy' : 'sell'
    question.price = price
    question.multiplier = scale.multiplier
    question.fx = portfolio.fx(index)
    question.quantityStep = this.#steps[index]!
    question.atr = sizer.needs?.atr === undefined ? undefined : this.#ranges.atr(strategy, index)
    question.about(strategy, index, instrument, towards / scale.unitsPerOne)
    const answer = this.#ask(strategy, sizer)
    if (typeof answer === 'number') {
      // A rate that is a quotient misses what is meant by an ulp: 100,000 USD are one lot of USDJPY at any price.
      const scale = this.#scaleOf === undefined ? 1 : this.#scaleOf(strategy)
      const scaled = scale === 1 ? answer : answer * scale
      const units = stepDown(instrument, question.fx === 1 ? scaled : scaled * (1 + 1e-12))
      if (Number.isNaN(units)) throw this.#refused(strategy, answer)
      sized.units = units
      sized.quantity = answer
      const reason = units === 0 && answer > 0 ? this.#whyRounded(answer) : undefined
      sized.particulars = question.particulars(reason, scale)
      return sized
    }
    sized.particulars = question.particulars(reasonOf(answer) ?? this.#refuse(strategy, answer))
    return sized
  }

  #ask(strategy: number, sizer: Sizer): unknown {
    try {
      return sizer.size(this.#question)
    } catch (cause) {
      if (isTradewrightError(cause)) throw cause
      const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
      throw new TradewrightError('STRATEGY_THREW', `${this.#where(strategy)} threw ${message}`, {
        details: this.#details(strategy),
        cause,
      })
    }
  }

  #whyRounded(quantity: number): string {
    return `${String(quantity)} rounds down to 0 at a quantity step of ${String(this.#question.quantityStep)}`
  }

  #refuse(strategy: number, answer: unknown): never {
    // What a promise comes to is of no interest any more, and must not end the program.
    if (answer instanceof Promise) void answer.catch(() => undefined)
    throw this.#refused(strategy, answer)
  }

  #refused(strategy: number, quantity: unknown): TradewrightError {
    const { side, price } = this.#question
    return new TradewrightError(
      'SIZER_RESULT',
      `${this.#where(strategy)} returned ${String(quantity)} to ${side} at ${String(price)}; expected a number from 0, of at most 15 digits`,
      { details: { ...this.#details(strategy), quantity } },
    )
  }

  #where(strategy: number): string {
    return `${this.#names.strategies[strategy]!}.sizer for ${this.#question.symbol} at ${formatTime(this.#clock.now)}`
  }

  #details(strategy: number): ErrorDetails {
    return {
      strategy: this.#names.strategies[strategy],
      callback: 'sizer',
      symbol: this.#question.symbol,
      time: this.#clock.now,
      sizer: this.#sizers[strategy]!.spec,
      input: Object.fromEntries(Object.entries(this.#question)),
    }
  }
}

/** The sizing of a run. */
export function openSizing(
  setup: KernelSetup,
  parts: {
    readonly clock: { readonly now: number }
    readonly account: Account
    readonly orders: OrderManager
    readonly room: Room
    readonly ranges: Ranges
  },
): Sizing {
  const { portfolio, capital, tripMoney, names } = parts.account
  const sizers = setup.strategies.map(({ sizer }) => sizer)
  return new Sizing({ ...parts, portfolio, capital, tripMoney, names, sizers, commission: setup.commission })
}

/** The reason of a sizer that answers nothing; undefined for what is no answer. */
function reasonOf(answer: unknown): string | undefined {
  const given = typeof answer === 'object' && answer !== null && 'quantity' in answer && 'reason' in answer
  return given && answer.quantity === 0 && typeof answer.reason === 'string' ? answer.reason : undefined
}
