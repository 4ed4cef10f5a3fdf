import { ColumnHistory, type BarHistory } from '../data/bar-history.js'
import type { FeatureCalculator } from '../data/feature-calculator.js'
import type { Bar } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import type { Order } from '../domain/order.js'
import type { Position } from '../domain/position.js'
import type { Quote } from '../domain/quote.js'
import type { RebalanceOptions, RebalancePlan } from '../domain/rebalance.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { AnyIndicator } from '../indicators/indicator.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { PositionView } from '../portfolio/position-view.js'
import type { TradeTracker } from '../portfolio/trade-tracker.js'
import type { TradingState } from '../domain/trading-state.js'
import type { StrategyContext } from '../strategy/context.js'
import type { IndicatorInput, IndicatorSeries, Schedule } from '../strategy/options.js'
import type {
  AlternativeOrder,
  EntryOptions,
  OrderChanges,
  OrderOptions,
  ProtectOptions,
} from '../strategy/order-options.js'
import type { PortfolioView } from '../strategy/portfolio-view.js'
import type { Capital } from './capital.js'
import type { Account } from './account.js'
import { DeclaredFeatures } from './declared-features.js'
import { OrderDesk, type OrderServices } from './order-desk.js'
import { portfolioOf } from './portfolio-of.js'
import { Rebalancing, type WeightLimits } from './rebalancing.js'
import { byPlace } from './series-opening.js'
import type { ShownQuotes } from './shown-quotes.js'
import type { Subscription } from './subscription.js'
import type { Timers } from './timers.js'

/** The kernel's parts that a seat works with. */
export interface SeatServices extends OrderServices {
  readonly portfolio: Portfolio
  readonly capital: Capital
  readonly tracker: TradeTracker
  readonly timers: Timers
  readonly baseCurrency: string
  readonly account: Account
  /** The series of an instrument, at their last bars that have closed. */
  open(instrument: number): readonly Subscription[]
  /** What a strategy sees has changed. */
  subscriptionsChanged(): void
}

const REBALANCE: OrderOptions = { reason: 'rebalance' }

/** What one strategy sees and does, by its own symbols only. */
export class SeatContext implements StrategyContext {
  /** What it sees now, in the run's order; of one symbol the finest first. */
  readonly subscriptions: Subscription[]
  symbols: readonly string[]
  /** Told when what it sees has changed. */
  onSubscriptions: () => void = () => undefined
  readonly portfolio: PortfolioView
  readonly schedule: Schedule
  readonly random: () => number
  #declares = true
  readonly #index: number
  readonly #services: SeatServices
  readonly #desk: OrderDesk
  readonly #rebalancing: Rebalancing
  readonly #finest = new Map<string, Subscription>()
  readonly #positions = new Map<string, PositionView>()
  readonly #features = new DeclaredFeatures()
  readonly #quotes: ShownQuotes
  /** Those that were opened inside the run. */
  readonly #opened = new Set<Subscription>()

  constructor(options: {
    readonly index: number
    readonly services: SeatServices
    /** In the run's order; of one symbol the finest first. */
    readonly subscriptions: Subscription[]
    readonly random: () => number
    readonly limits: WeightLimits
    readonly quotes: ShownQuotes
  }) {
    this.#index = options.index
    this.#services = options.services
    this.#desk = new OrderDesk(options.index, options.services)
    this.subscriptions = options.subscriptions
    this.random = options.random
    this.#quotes = options.quotes
    this.#know(options.subscriptions)
    this.symbols = this.#seen()
    this.#rebalancing = new Rebalancing({
      strategy: options.index,
      seen: () => new Set(this.subscriptions.map(({ instrument }) => instrument)),
      limits: options.limits,
      services: options.services,
    })
    this.portfolio = this.#portfolioView()
    this.schedule = this.#scheduleView()
  }

  get now(): number {
    return this.#services.clock.now
  }

  subscribe(symbol: string): void {
    if (this.symbols.includes(symbol)) return
    const { names } = this.#services
    const instrument = names.instruments.findIndex((one) => one.symbol === symbol)
    if (instrument < 0)
      throw unknownSymbol(
        symbol,
        names.instruments.map((one) => one.symbol),
      )
    const opened = this.#services.open(instrument)
    this.#know(opened)
    this.subscriptions.push(...opened)
    this.subscriptions.sort(byPlace)
    for (const one of opened) this.#opened.add(one)
    this.#changed()
  }

  unsubscribe(symbol: string): void {
    this.#subscription(symbol)
    const left = this.subscriptions.filter((one) => one.symbol !== symbol)
    this.subscriptions.splice(0, this.subscriptions.length, ...left)
    this.#features.forget(symbol)
    this.#changed()
  }

  #changed(): void {
    this.symbols = this.#seen()
    this.onSubscriptions()
    this.#services.subscriptionsChanged()
  }

  #seen(): readonly string[] {
    return [...new Set(this.subscriptions.map(({ symbol }) => symbol))]
  }

  /** Of a symbol that it sees again, the latest series count. */
  #know(subscriptions: readonly Subscription[]): void {
    for (const one of [...subscriptions].reverse()) {
      this.#finest.set(one.symbol, one)
      if (!this.#positions.has(one.symbol)) this.#positions.set(one.symbol, this.#positionView(one.instrument))
    }
  }

  position(symbol: string): Position {
    return this.#positions.get(symbol) ?? this.#unknown(symbol)
  }

  history(symbol: string, n: number, timeframe?: Timeframe): BarHistory {
    const { columns, bar } = this.#seriesOf(symbol, timeframe)
    return historyUntil(bar.row, { symbol, timeframe: bar.timeframe, columns }, n)
  }

  /** The history of a symbol as it is now, whatever comes later. */
  historyUntilNow(symbol: string): (n: number) => BarHistory {
    const { columns, bar } = this.#subscription(symbol)
    const { row, timeframe } = bar
    return (n) => historyUntil(row, { symbol, timeframe, columns }, n)
  }

  /** The latest closed bar of a symbol. */
  lastBar(symbol: string): Bar | undefined {
    const { bar } = this.#subscription(symbol)
    return bar.row < 0 ? undefined : bar
  }

  lastPrice(symbol: string): number {
    return this.#services.portfolio.marks[this.#subscription(symbol).instrument]!
  }

  /** How long ago the series that the symbol's prices are of has had a bar, in milliseconds. */
  priceAge(symbol: string): number {
    return this.now - this.#quotes.pricedAt(this.#subscription(symbol).instrument, this.now)
  }

  /** Bid and ask of a symbol at its last price. */
  lastQuote(symbol: string): Quote | undefined {
    return this.#quotes.quote(this.#subscription(symbol).instrument, this.now)
  }

  hasClosed(symbol: string): boolean {
    const finest = this.#subscription(symbol)
    return finest.hasNews || this.subscriptions.some((one) => one.instrument === finest.instrument && one.hasNews)
  }

  feature(symbol: string, name: string): number {
    return this.#features.value(this.#subscription(symbol).symbol, name)
  }

  featuresOf(symbol: string): ReadonlyMap<string, number> {
    return this.#features.values(symbol)
  }

  instrumentOf(symbol: string): number {
    return this.#subscription(symbol).instrument
  }

  order(direction: 1 | -1, symbol: string, options: EntryOptions): Order {
    return this.#desk.place(direction, this.#tradable(symbol), options)
  }

  close(symbol: string, options: OrderOptions): Order | undefined {
    return this.#desk.close(this.#tradable(symbol), options)
  }

  target(symbol: string, quantity: DecimalInput, options: OrderOptions): void {
    this.#desk.target(this.#tradable(symbol), quantity, options)
  }

  rebalance(weights: Readonly<Record<string, number>>, options: RebalanceOptions): RebalancePlan {
    for (const symbol of this.symbols) this.#tradable(symbol)
    const plan = this.#rebalancing.plan(weights, options)
    for (const { symbol, held, target } of plan.trades) {
      const instrument = this.instrumentOf(symbol)
      // What it closes goes in front of what others open, and what it opens with them: so all that is closed makes room for all that is opened.
      if (held * target < 0) this.#desk.target(instrument, 0, REBALANCE)
      this.#desk.target(instrument, target, REBALANCE)
    }
    return plan
  }

  oco(orders: readonly AlternativeOrder[]): readonly Order[] {
    return this.#desk.oco(this.#tradable(oneSymbol(orders)), orders)
  }

  protect(symbol: string, options: ProtectOptions): readonly Order[] {
    const instrument = this.#tradable(symbol)
    return this.#desk.protect(instrument, this.#services.portfolio.units(this.#index, instrument), options)
  }

  cancel(order: Order): boolean {
    return this.#desk.cancel(order)
  }

  replace(order: Order, changes: OrderChanges): boolean {
    return this.#desk.replace(order, changes)
  }

  linked(order: Order): readonly Order[] {
    return this.#desk.linked(order)
  }

  openOrders(symbol: string | undefined): readonly Order[] {
    return this.#desk.open(symbol === undefined ? undefined : this.#subscription(symbol).instrument)
  }

  tradingState(symbol: string): TradingState {
    return this.#services.intents.checks.tradingState(this.#index, this.instrumentOf(symbol))
  }

  /** The strategy is made: what it declares inside a run comes too late. */
  declared(): void {
    this.#declares = false
  }

  indicator(indicator: AnyIndicator, input: IndicatorInput): void {
    const subscription = this.#seriesOfInput(input)
    const { symbol } = subscription
    // On a symbol that it has just begun to see.
    if (this.#opened.has(subscription) && subscription.warming) {
      subscription.declare(indicator, input.source)
      subscription.catchUp(indicator)
      return
    }
    if (!this.#declares && !Number.isNaN(this.now)) {
      throw new TradewrightError(
        'INDICATOR_INVALID',
        `an indicator of ${symbol} is declared while the run goes; expected it in a field or the constructor`,
        { details: { symbol } },
      )
    }
    subscription.declare(indicator, input.source)
  }

  features(calculator: FeatureCalculator, series: IndicatorSeries): void {
    this.#features.declare(this.#seriesOfInput(series).symbol, calculator)
    this.indicator(calculator, series)
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
    throw unknownSymbol(symbol, this.symbols)
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

  #positionView(instrumentIndex: number): PositionView {
    const { portfolio, tracker, names } = this.#services
    const instrument = names.instruments[instrumentIndex]!
    return new PositionView({ portfolio, tracker, instrument, strategyIndex: this.#index, instrumentIndex })
  }

  #portfolioView(): PortfolioView {
    const { portfolio, capital, account, baseCurrency } = this.#services
    const positions = this.#positions
    const strategy = this.#index
    return {
      currency: baseCurrency,
      get equity() {
        return portfolio.equity()
      },
      get cash() {
        return portfolio.cash
      },
      capital: {
        get equity() {
          return capital.equity(strategy)
        },
        get cash() {
          return capital.cash(strategy)
        },
      },
      tree: () => portfolioOf(account),
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

export function unknownSymbol(symbol: string, known: readonly string[]): TradewrightError {
  return new TradewrightError('UNKNOWN_SYMBOL', `'${symbol}' came; expected one of ${known.join(', ')}`, {
    details: { symbol, known },
  })
}

/** The last `n` bars up to a row, or as many as there are. */
function historyUntil(
  row: number,
  series: { readonly symbol: string; readonly timeframe: Timeframe; readonly columns: BarColumns },
  n: number,
): BarHistory {
  return new ColumnHistory({ ...series, from: Math.max(0, row + 1 - Math.max(0, Math.trunc(n))), to: row + 1 })
}

/** The symbol of alternatives. Throws ORDER_INVALID unless there are two, all of one. */
function oneSymbol(orders: readonly AlternativeOrder[]): string {
  const came: unknown = orders
  const symbols = Array.isArray(came) ? orders.map((order) => String((order as AlternativeOrder | null)?.symbol)) : []
  const [symbol] = symbols
  if (symbol !== undefined && symbols.length > 1 && symbols.every((other) => other === symbol)) return symbol
  const what = Array.isArray(came) ? `orders in [${symbols.join(', ')}]` : String(came)
  throw new TradewrightError(
    'ORDER_INVALID',
    `oco: ${what} came; expected a list of at least two orders, all of one symbol`,
    { details: { symbols } },
  )
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
