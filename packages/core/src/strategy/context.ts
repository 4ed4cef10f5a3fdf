import type { BarHistory } from '../data/bar-history.js'
import type { FeatureCalculator } from '../data/feature-calculator.js'
import type { DecimalInput } from '../domain/decimal.js'
import type { Order } from '../domain/order.js'
import type { Position } from '../domain/position.js'
import type { RebalanceOptions, RebalancePlan } from '../domain/rebalance.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { TradingState } from '../domain/trading-state.js'
import type { AnyIndicator } from '../indicators/indicator.js'
import type { IndicatorInput, IndicatorSeries, Schedule } from './options.js'
import type { AlternativeOrder, EntryOptions, OrderChanges, OrderOptions, ProtectOptions } from './order-options.js'
import type { PortfolioView } from './portfolio-view.js'

/** What a strategy can see and do; the kernel's side of the user's seat. */
export interface StrategyContext {
  readonly now: number
  readonly symbols: readonly string[]
  readonly portfolio: PortfolioView
  readonly schedule: Schedule
  random(): number
  subscribe(symbol: string): void
  unsubscribe(symbol: string): void
  position(symbol: string): Position
  history(symbol: string, n: number, timeframe?: Timeframe): BarHistory
  order(direction: 1 | -1, symbol: string, options: EntryOptions): Order
  close(symbol: string, options: OrderOptions): Order | undefined
  target(symbol: string, quantity: DecimalInput, options: OrderOptions): void
  rebalance(weights: Readonly<Record<string, number>>, options: RebalanceOptions): RebalancePlan
  oco(orders: readonly AlternativeOrder[]): readonly Order[]
  protect(symbol: string, options: ProtectOptions): readonly Order[]
  cancel(order: Order): boolean
  replace(order: Order, changes: OrderChanges): boolean
  linked(order: Order): readonly Order[]
  openOrders(symbol: string | undefined): readonly Order[]
  tradingState(symbol: string): TradingState
  indicator(indicator: AnyIndicator, input: IndicatorInput): void
  features(calculator: FeatureCalculator, series: IndicatorSeries): void
}
