import type { z } from 'zod'
import type { BarHistory } from '../data/bar-history.js'
import { FeatureCalculator, type FeatureOptions } from '../data/feature-calculator.js'
import type { FeatureParams } from '../data/feature-params.js'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import type { DecimalInput } from '../domain/decimal.js'
import type { Fill } from '../domain/fill.js'
import type { Order } from '../domain/order.js'
import type { Position } from '../domain/position.js'
import type { RebalanceOptions, RebalancePlan } from '../domain/rebalance.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type { AnyIndicator, BarIndicator, Indicator } from '../indicators/indicator.js'
import type { StrategyContext } from './context.js'
import type { TradingState } from '../domain/trading-state.js'
import type { IndicatorInput, IndicatorSeries, Schedule } from './options.js'
import {
  NO_OPTIONS,
  type AlternativeOrder,
  type EntryOptions,
  type OrderChanges,
  type OrderOptions,
  type ProtectOptions,
} from './order-options.js'
import type { PortfolioView } from './portfolio-view.js'

/** What the engine hands to a strategy's constructor; pass it on to `super` if you write one. */
export interface StrategyInit {
  readonly name: string
  readonly params: unknown
  readonly state: unknown
  readonly context: StrategyContext
}

/** The schema of a strategy without parameters: `Strategy<NoParams, typeof X.state>` has state and none of them. */
export type NoParams = z.ZodType<Readonly<Record<string, never>>>

/**
 * A trading strategy. Extend it, override the callbacks you need, and give the class to a backtest or a live engine: both run the same one.
 *
 * `static params` (zod) describes its parameters, `static version` its revision, `static state` (zod) what `this.state` holds. Callbacks
 * are synchronous. Bars handed to them are views that move on: `bar.copy()` keeps one.
 *
 *     class Breakout extends Strategy<typeof Breakout.params> {
 *       static params = z.object({ period: z.number().int().default(20) })
 *       average = this.indicator(new SMA({ period: this.params.period }))
 *       override onBar(bar: Bar) { … }
 *     }
 */
export abstract class Strategy<P extends z.ZodType = NoParams, S extends z.ZodType = NoParams> {
  /** What the setup calls it; orders and books carry this name. */
  readonly name: string
  /** Validated by `static params`, defaults filled in. */
  readonly params: z.output<P>
  /** Plain data that survives a restart, described by `static state`. */
  readonly state: z.output<S>
  readonly #context: StrategyContext

  constructor(init: StrategyInit) {
    this.name = init.name
    this.params = init.params as z.output<P>
    this.state = init.state as z.output<S>
    this.#context = init.context
  }

  /** Once, before the first event. */
  onStart(): void {}
  /** A bar of one of its symbols has closed, and every indicator declared on it is ready. */
  onBar(_bar: Bar): void {}
  /** Once per instant, after `onBar` of all its symbols. */
  onSlice(_snapshot: MarketSnapshot): void {}
  onQuote(_quote: Quote): void {}
  onTrade(_trade: TradeTick): void {}
  /** One of its orders was filled, in whole or in part. */
  onFill(_fill: Fill, _order: Order): void {}
  /** One of its orders changed its status. */
  onOrder(_order: Order): void {}
  /** A timer set by `this.schedule` is due. */
  onTimer(_name: string): void {}
  /** After a restart, before the first event: `cold` if its version or state schema changed. */
  onRestore(_restore: { readonly cold: boolean }): void {}
  /** Once, after the last event. */
  onStop(): void {}

  /** The time of the present event, UTC epoch milliseconds: the only clock. */
  get now(): number {
    return this.#context.now
  }
  /** The symbols it sees now, in the run's order. */
  get symbols(): readonly string[] {
    return this.#context.symbols
  }
  get portfolio(): PortfolioView {
    return this.#context.portfolio
  }
  get schedule(): Schedule {
    return this.#context.schedule
  }
  /** A number in [0, 1), from the run's seed and the strategy's name: the only dice. */
  random(): number {
    return this.#context.random()
  }
  /**
   * Begins to see a symbol of the run: its bars from the next one that closes, its history at once. Indicators that are declared on it before it has seen a bar
   * are fed with all bars so far. Nothing happens where it sees it already. Throws UNKNOWN_SYMBOL.
   */
  subscribe(symbol: string): void {
    this.#context.subscribe(symbol)
  }
  /** No longer sees the bars of a symbol, nor do its indicators. What it holds stays, and can be traded; orders go on. Throws UNKNOWN_SYMBOL. */
  unsubscribe(symbol: string): void {
    this.#context.unsubscribe(symbol)
  }
  /** Its own holding in a symbol: a live view. Throws UNKNOWN_SYMBOL. */
  position(symbol: string): Position {
    return this.#context.position(symbol)
  }
  /**
   * The symbol's last `n` closed bars, or as many as there are, without copying; of its finest timeframe unless another is named. Throws
   * UNKNOWN_SYMBOL.
   */
  history(symbol: string, n: number, timeframe?: Timeframe): BarHistory {
    return this.#context.history(symbol, n, timeframe)
  }

  /**
   * Buys; without a quantity the sizer decides. Throws UNKNOWN_SYMBOL or ORDER_INVALID; what is merely not allowed is denied.
   *
   * With exits it is a bracket: they are held until it is filled, protect what is filled, and the price of the stop-loss is the sizer's stop. A
   * denial of one is a denial of all.
   *
   *     const entry = this.buy('ACME', {
   *       type: 'limit',
   *       limitPrice: 100,
   *       stopLoss: 95,
   *       takeProfit: [{ limitPrice: 105, fraction: 0.5 }, 110],
   *     })
   *     const [stop, ...targets] = this.linked(entry)
   */
  buy(symbol: string, options: EntryOptions = NO_OPTIONS): Order {
    return this.#context.order(1, symbol, options)
  }
  /** Sells, as `buy` buys. */
  sell(symbol: string, options: EntryOptions = NO_OPTIONS): Order {
    return this.#context.order(-1, symbol, options)
  }
  /** Closes what its book holds and no working market order closes yet; undefined if that is nothing. */
  close(symbol: string, options: OrderOptions = NO_OPTIONS): Order | undefined {
    return this.#context.close(symbol, options)
  }
  /** Trades the difference between a signed position and what its book holds, working market orders counted as filled. */
  target(symbol: string, quantity: DecimalInput, options: OrderOptions = NO_OPTIONS): void {
    this.#context.target(symbol, quantity, options)
  }
  /**
   * Takes all its positions to weights, signed parts of the equity that it may use; a symbol that is not named is closed. It trades by market orders,
   * at the last prices, with working ones counted as filled: those that make a position smaller are sent first, and one that turns a position round is
   * two, of which one closes and one opens. Gives the plan, which also says what is left alone, and why. Throws WEIGHTS_INVALID, among others for
   * weights beyond the account's leverage, and UNKNOWN_SYMBOL.
   *
   *     this.rebalance({ ACME: 0.6, BOND: 0.4 }, { buffer: 0.01, driftMin: 0.02 })
   */
  rebalance(weights: Readonly<Record<string, number>>, options: RebalanceOptions = {}): RebalancePlan {
    return this.#context.rebalance(weights, options)
  }
  /**
   * Alternatives: the first that is filled completely cancels the others, and what one fills in part the others lose. Each may have exits. Throws
   * ORDER_INVALID unless there are at least two, all of one symbol. They are sent all together, or all denied.
   */
  oco(orders: readonly AlternativeOrder[]): readonly Order[] {
    return this.#context.oco(orders)
  }
  /** Sets exits for what its book holds: the stop-loss, then the targets; none where it holds nothing. Throws ORDER_INVALID without any exit. */
  protect(symbol: string, options: ProtectOptions): readonly Order[] {
    return this.#context.protect(symbol, options)
  }
  /** Asks the broker to cancel; false if the order has ended already. With an entry that was not filled, its exits end. */
  cancel(order: Order): boolean {
    return this.#context.cancel(order)
  }
  /**
   * Changes an order's terms; one that is not sent yet is changed in place, else the broker is asked. False, with a warning of the run, if the order
   * has ended or a cancel is on its way (REPLACE_TOO_LATE), or if it would be denied with the new terms (REPLACE_DENIED); it then stays as it
   * was. A replace of an order whose last one is still on its way follows that. Where an entry grows, so do its stop-loss and its last target.
   * Throws ORDER_INVALID for a change that the order's type does not have.
   */
  replace(order: Order, changes: OrderChanges): boolean {
    return this.#context.replace(order, changes)
  }
  /** The orders that one is tied to: an entry's exits and triggered orders, an exit's entry and other exits, the other alternatives. */
  linked(order: Order): readonly Order[] {
    return this.#context.linked(order)
  }
  /** Its orders that are sent and not ended, in the order in which it made them. */
  openOrders(symbol?: string): readonly Order[] {
    return this.#context.openOrders(symbol)
  }
  /** Whether its orders in a symbol are let through: all, those that close, or none; the strictest of what holds the account, itself and the symbol back. Throws UNKNOWN_SYMBOL. */
  tradingState(symbol: string): TradingState {
    return this.#context.tradingState(symbol)
  }
  /**
   * Declares an indicator: it is updated with each bar before callbacks see it, and they start once it is ready. One of whole bars is handed the view of the bar,
   * which it must not keep. Throws INDICATOR_INVALID or UNKNOWN_SYMBOL.
   */
  indicator<I extends BarIndicator>(indicator: I, series?: IndicatorSeries): I
  indicator<I extends Indicator>(indicator: I, input?: IndicatorInput): I
  indicator<I extends AnyIndicator>(indicator: I, input: IndicatorInput = {}): I {
    this.#context.indicator(indicator, input)
    return indicator
  }
  /**
   * Declares features of a series, as an indicator is declared: they are updated with each bar before callbacks see it, and those start once all are ready.
   * `snapshot.feature(symbol, name)` has them, and so does what this gives. Throws FEATURE_INVALID with all that is wrong, also for names that features of the
   * symbol have already, INDICATOR_INVALID or UNKNOWN_SYMBOL.
   */
  features(features: FeatureParams, series: IndicatorSeries & FeatureOptions = {}): FeatureCalculator {
    const calculator = new FeatureCalculator(features, series)
    this.#context.features(calculator, series)
    return calculator
  }
}

/** A class that an engine can run. */
export interface StrategyClass {
  new (init: StrategyInit): Strategy<z.ZodType, z.ZodType>
  readonly params?: z.ZodType
  readonly state?: z.ZodType
  readonly version?: number
  /** Whether it may be short; default true. */
  readonly allowShort?: boolean
}

/** What a user may write for a class's parameters: its schema's input, with defaults left out. */
export type ParamsOf<C> = StrategyClass extends C
  ? unknown
  : C extends { readonly params: infer P extends z.ZodType }
    ? z.input<P>
    : undefined
