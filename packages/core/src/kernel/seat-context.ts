import { ColumnHistory, type BarHistory } from '../data/bar-history.js'
import type { Bar } from '../domain/bar.js'
import type { BrokerCommand } from '../domain/broker-command.js'
import type { DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import type { Order } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import type { Position } from '../domain/position.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { OrderManager, OrderTermCodes } from '../execution/order-manager.js'
import { ORDER } from '../execution/order-log.js'
import { OrderView, type OrderNames } from '../execution/order-view.js'
import type { AnyIndicator } from '../indicators/indicator.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { PositionView } from '../portfolio/position-view.js'
import type { TradeTracker } from '../portfolio/trade-tracker.js'
import type { StrategyContext } from '../strategy/context.js'
import { NO_OPTIONS, type IndicatorInput, type OrderOptions, type Schedule } from '../strategy/options.js'
import type { PortfolioView } from '../strategy/portfolio-view.js'
import type { Intents } from './intents.js'
import { parseNumber, parseQuantity, parseTerms } from './order-terms.js'
import type { Subscription } from './subscription.js'
import type { Timers } from './timers.js'

/** The kernel's parts that a seat works with. */
export interface SeatServices {
  readonly clock: { readonly now: number }
  readonly intents: Intents
  readonly orders: OrderManager
  readonly portfolio: Portfolio
  readonly tracker: TradeTracker
  readonly timers: Timers
  readonly names: OrderNames
  readonly baseCurrency: string
  command(command: BrokerCommand): void
  orderChanged(order: number): void
}

const MARKET: OrderTermCodes = parseTerms('', {})

/** What one strategy sees and does, by its own symbols only. */
export class SeatContext implements StrategyContext {
  readonly subscriptions: readonly Subscription[]
  readonly symbols: readonly string[]
  readonly portfolio: PortfolioView
  readonly schedule: Schedule
  readonly random: () => number
  readonly #index: number
  readonly #services: SeatServices
  readonly #finest = new Map<string, Subscription>()
  readonly #positions = new Map<string, PositionView>()

  constructor(options: {
    readonly index: number
    readonly services: SeatServices
    /** In the run's order; of one symbol the finest first. */
    readonly subscriptions: readonly Subscription[]
    readonly random: () => number
  }) {
    this.#index = options.index
    this.#services = options.services
    this.subscriptions = options.subscriptions
    this.random = options.random
    for (const subscription of options.subscriptions) {
      if (!this.#finest.has(subscription.symbol)) this.#finest.set(subscription.symbol, subscription)
    }
    this.symbols = [...this.#finest.keys()]
    for (const { symbol, instrument } of this.#finest.values())
      this.#positions.set(symbol, this.#positionView(instrument))
    this.portfolio = this.#portfolioView()
    this.schedule = this.#scheduleView()
  }

  get now(): number {
    return this.#services.clock.now
  }

  position(symbol: string): Position {
    return this.#positions.get(symbol) ?? this.#unknown(symbol)
  }

  history(symbol: string, n: number, timeframe?: Timeframe): BarHistory {
    const { columns, bar } = this.#seriesOf(symbol, timeframe)
    const from = Math.max(0, bar.row + 1 - Math.max(0, Math.trunc(n)))
    return new ColumnHistory({ symbol, timeframe: bar.timeframe, columns, from, to: bar.row + 1 })
  }

  /** The latest closed bar of a symbol. */
  lastBar(symbol: string): Bar | undefined {
    const { bar } = this.#subscription(symbol)
    return bar.row < 0 ? undefined : bar
  }

  lastPrice(symbol: string): number {
    return this.#services.portfolio.marks[this.#subscription(symbol).instrument]!
  }

  instrumentOf(symbol: string): number {
    return this.#subscription(symbol).instrument
  }

  order(direction: 1 | -1, symbol: string, options: OrderOptions): Order {
    const instrument = this.#tradable(symbol)
    const terms = this.#terms(symbol, options)
    const asked = options.quantity
    const units = asked === undefined ? 0 : parseQuantity(this.#services.names.instruments[instrument]!, asked)
    const order = this.#services.intents.createOrder(this.#index, instrument, direction, units, terms)
    this.#services.intents.push({ kind: asked === undefined ? 'sized' : 'units', order, wish: undefined })
    return order
  }

  close(symbol: string, options: OrderOptions): Order | undefined {
    const instrument = this.#tradable(symbol)
    const closable = this.#services.intents.closable(this.#index, instrument)
    if (closable === 0) return undefined
    const terms = this.#terms(symbol, options)
    const asked = options.quantity
    const most = Math.abs(closable)
    const units =
      asked === undefined ? most : Math.min(most, parseQuantity(this.#services.names.instruments[instrument]!, asked))
    const direction = closable > 0 ? -1 : 1
    const order = this.#services.intents.createOrder(this.#index, instrument, direction, units, terms)
    this.#services.intents.push({ kind: 'close', order, wish: undefined })
    return order
  }

  target(symbol: string, quantity: DecimalInput, options: OrderOptions): void {
    const instrument = this.#tradable(symbol)
    const signed = parseNumber(symbol, 'quantity', quantity)
    const units = parseQuantity(this.#services.names.instruments[instrument]!, Math.abs(signed))
    const target = signed < 0 ? -units : units
    const terms = this.#terms(symbol, options)
    const wish = { strategy: this.#index, instrument, terms, target, signal: undefined }
    this.#services.intents.push({ kind: 'target', order: undefined, wish })
  }

  cancel(order: Order): boolean {
    const { orders } = this.#services
    this.#checkOwn(order)
    if (orders.status(order.number) === STATUS.NEW) {
      this.#services.intents.withdraw(order.number)
      return true
    }
    if (!orders.requestCancel(order.number)) return false
    this.#services.command({ kind: 'cancel', at: this.now, order: this.#view(order.number) })
    this.#services.orderChanged(order.number)
    return true
  }

  openOrders(symbol: string | undefined): readonly Order[] {
    const { orders } = this.#services
    const instrument = symbol === undefined ? undefined : this.#subscription(symbol).instrument
    return [...orders.open]
      .filter((order) => orders.log.get(order, ORDER.strategy) === this.#index)
      .filter((order) => instrument === undefined || orders.log.get(order, ORDER.instrument) === instrument)
      .sort((a, b) => a - b)
      .map((order) => this.#view(order))
  }

  indicator(indicator: AnyIndicator, input: IndicatorInput): void {
    const subscription = this.#seriesOfInput(input)
    const { symbol } = subscription
    if (!Number.isNaN(this.now)) {
      throw new TradewrightError(
        'INDICATOR_INVALID',
        `an indicator of ${symbol} is declared while the run goes; expected it in a field or the constructor`,
        { details: { symbol } },
      )
    }
    subscription.declare(indicator, input.source)
  }

  /** The instrument of a symbol, once there is a time at which it could be traded. */
  #tradable(symbol: string): number {
    const { instrument } = this.#subscription(symbol)
    if (!Number.isNaN(this.now)) return instrument
    throw new TradewrightError(
      'ORDER_INVALID',
      `${symbol}: an order came before the run begins; expected it in onStart or later`,
      { details: { symbol } },
    )
  }

  #checkOwn({ number }: Order): void {
    const { log } = this.#services.orders
    if (number >= 0 && number < log.length && log.get(number, ORDER.strategy) === this.#index) return
    throw new TradewrightError(
      'ORDER_INVALID',
      `order ${String(number)} came; expected an order that this strategy made in this run`,
      { details: { order: number } },
    )
  }

  #terms(symbol: string, options: OrderOptions): OrderTermCodes {
    return options === NO_OPTIONS ? MARKET : parseTerms(symbol, options)
  }

  #subscription(symbol: string): Subscription {
    return this.#finest.get(symbol) ?? this.#unknown(symbol)
  }

  #seriesOf(symbol: string, timeframe: Timeframe | undefined): Subscription {
    const finest = this.#subscription(symbol)
    if (timeframe === undefined) return finest
    const own = this.subscriptions.filter((subscription) => subscription.symbol === symbol)
    const found = own.find((subscription) => subscription.timeframe === timeframe)
    if (found) return found
    const known = own.map((subscription) => subscription.timeframe)
    throw new TradewrightError('UNKNOWN_SYMBOL', `${symbol} ${timeframe} came; expected one of ${known.join(', ')}`, {
      details: { symbol, timeframe, known },
    })
  }

  /** The series that an indicator is to follow: that of its source, if that is an indicator, else the one that the input names. */
  #seriesOfInput({ symbol, timeframe, source }: IndicatorInput): Subscription {
    const followed = this.subscriptions.find((subscription) => subscription.declares(source))
    if (followed === undefined) return this.#seriesOf(symbol ?? this.#onlySymbol(), timeframe)
    if ((symbol ?? followed.symbol) === followed.symbol && (timeframe ?? followed.timeframe) === followed.timeframe)
      return followed
    throw new TradewrightError(
      'INDICATOR_INVALID',
      `${symbol ?? followed.symbol} ${timeframe ?? followed.timeframe} came; expected ${followed.symbol} ${followed.timeframe}, which the indicator that is the source follows`,
      { details: { symbol, timeframe } },
    )
  }

  #unknown(symbol: string): never {
    throw new TradewrightError('UNKNOWN_SYMBOL', `'${symbol}' came; expected one of ${this.symbols.join(', ')}`, {
      details: { symbol, known: this.symbols },
    })
  }

  #onlySymbol(): string {
    if (this.symbols.length === 1) return this.symbols[0]!
    throw new TradewrightError(
      'INDICATOR_INVALID',
      `an indicator names no symbol; expected one of ${this.symbols.join(', ')}`,
      {
        details: { known: this.symbols },
      },
    )
  }

  #view(order: number): OrderView {
    return new OrderView(this.#services.orders.log, this.#services.names, order)
  }

  #positionView(instrumentIndex: number): PositionView {
    const { portfolio, tracker, names } = this.#services
    const instrument = names.instruments[instrumentIndex]!
    return new PositionView({ portfolio, tracker, instrument, strategyIndex: this.#index, instrumentIndex })
  }

  #portfolioView(): PortfolioView {
    const { portfolio, baseCurrency } = this.#services
    const positions = this.#positions
    return {
      currency: baseCurrency,
      get equity() {
        return portfolio.equity()
      },
      get cash() {
        return portfolio.cash
      },
      get positions() {
        return [...positions.values()].filter((position) => !position.isFlat)
      },
    }
  }

  #scheduleView(): Schedule {
    const { timers } = this.#services
    const strategy = this.#index
    return {
      at: (name, time) => {
        timers.set(strategy, name, positiveTime(name, time), 0)
      },
      in: (name, delayMs) => {
        timers.set(strategy, name, this.#from(name, delayMs), 0)
      },
      every: (name, periodMs) => {
        if (!(periodMs >= 1)) throw badTime(name, periodMs)
        timers.set(strategy, name, this.#from(name, periodMs), periodMs)
      },
      cancel: (name) => {
        timers.cancel(strategy, name)
      },
    }
  }

  #from(name: string, delayMs: number): number {
    const due = this.now + positiveTime(name, delayMs)
    if (!Number.isNaN(due)) return due
    throw new TradewrightError(
      'TIME_INVALID',
      `timer '${name}' is set before the run begins; expected it in onStart or later`,
      { details: { name } },
    )
  }
}

function positiveTime(name: string, time: number): number {
  if (Number.isFinite(time) && time >= 0) return time
  throw badTime(name, time)
}

function badTime(name: string, time: number): TradewrightError {
  return new TradewrightError(
    'TIME_INVALID',
    `timer '${name}': ${String(time)} came; expected milliseconds from 0, for a period from 1`,
    {
      details: { name, time },
    },
  )
}
