import type { Decimal } from '../domain/decimal.js'
import type { Doubt } from '../domain/doubt.js'
import type { EquityCurve } from '../domain/equity-curve.js'
import { formatTime } from '../domain/errors.js'
import type { Fill } from '../domain/fill.js'
import type { Order, OrderSizing, Trail } from '../domain/order.js'
import type { PositionCycle, RoundTrip } from '../domain/round-trip.js'
import type { Spec } from '../domain/spec.js'
import type { Signal } from '../domain/signal.js'
import type { RunWarning } from '../domain/warning.js'
import { FillView } from '../execution/fill-log.js'
import { snapshotOrder } from '../execution/order-snapshot.js'
import { OrderView } from '../execution/order-view.js'
import type { AppliedEvent } from '../kernel/account-change.js'
import type { MarginCall } from '../kernel/margin-calls.js'
import { portfolioOf } from '../kernel/portfolio-of.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { LedgerEntry } from '../portfolio/ledger.js'
import type { AccountNode } from '../portfolio/portfolio-tree.js'
import { positionCycles } from '../portfolio/round-trip-view.js'
import type { VenueNotes } from '../simulation/venue-notes.js'
import { measureAmbiguity, type Ambiguity } from './ambiguity.js'
import type { MetricsOptions } from './benchmark.js'
import { findDoubts } from './doubts.js'
import type { EquityRange, EquityRangeRuns } from './equity-range.js'
import { measure, metricsJson, type PerformanceMetrics } from './metrics.js'
import { ledgerEntries } from './ledger-entries.js'
import { riskJson, riskReport, type RiskReport } from './risk-report.js'
import type { SeriesRecord } from './series-record.js'
import { VERSION } from './version.js'

/** What a run is made of once it is over. */
export interface ResultParts {
  readonly kernel: TradingKernel
  readonly settings: Spec
  readonly series: readonly SeriesRecord[]
  readonly bars: number
  readonly initialCapital: Decimal
  readonly startedAt: number
  readonly warnings: readonly RunWarning[]
  readonly hash: string
  readonly lookahead: boolean
  readonly notes: Readonly<VenueNotes>
  readonly equityRange: EquityRangeRuns
  readonly runId?: number
}

/** What a backtest came to. Lists are made when first asked for, from columns. */
export class BacktestResult {
  /** Everything the run depended on, defaults filled in. */
  readonly settings: Spec
  /** Names of its strategies, in their order. */
  readonly strategies: readonly string[]
  readonly symbols: readonly string[]
  readonly series: readonly SeriesRecord[]
  /** Bars that the run traded on, over all series. */
  readonly bars: number
  /** First and last instant, UTC epoch milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  /** The account's; equity and metrics are in it. */
  readonly currency: string
  readonly initialCapital: Decimal
  /** Cash and positions at their last marks, in base currency. */
  readonly finalEquity: number
  readonly equityCurve: EquityCurve
  readonly warnings: readonly RunWarning[]
  /** SHA-256 over data, settings, and all that was ordered, filled and booked: equal runs have equal ones. */
  readonly hash: string
  /** Whether market orders were filled at prices that their decisions knew: `fills: { fillAt }` of 'close' or 'vwap'. */
  readonly lookahead: boolean
  /** The number under which the store of `runs` keeps it; undefined where it was not saved. */
  readonly runId: number | undefined
  readonly #kernel: TradingKernel
  readonly #notes: Readonly<VenueNotes>
  readonly #equityRange: EquityRangeRuns
  #ambiguity: Ambiguity | undefined
  #doubts: readonly Doubt[] | undefined
  #metrics: PerformanceMetrics | undefined
  #orders: readonly Order[] | undefined
  #fills: readonly Fill[] | undefined
  #roundTrips: readonly RoundTrip[] | undefined
  #cycles: readonly PositionCycle[] | undefined
  #ledger: readonly LedgerEntry[] | undefined
  #risk: RiskReport | undefined

  constructor(parts: ResultParts) {
    const { kernel } = parts
    this.#kernel = kernel
    this.settings = parts.settings
    this.strategies = [...kernel.account.names.strategies]
    this.symbols = kernel.setup.instruments.map(({ symbol }) => symbol)
    this.series = parts.series
    this.bars = parts.bars
    this.startedAt = parts.startedAt
    this.currency = kernel.setup.currencies.names[0]!
    this.initialCapital = parts.initialCapital
    this.equityCurve = { times: kernel.equityCurve.times, equity: kernel.equityCurve.equity }
    this.endedAt = this.equityCurve.times.at(-1) ?? parts.startedAt
    this.finalEquity = this.equityCurve.equity.at(-1) ?? parts.initialCapital.toNumber()
    this.warnings = parts.warnings
    this.hash = parts.hash
    this.lookahead = parts.lookahead
    this.runId = parts.runId
    this.#notes = parts.notes
    this.#equityRange = parts.equityRange
  }

  /** All metrics, with what `computeMetrics` supposes unless told otherwise. Computed when first asked for. */
  get metrics(): PerformanceMetrics {
    return (this.#metrics ??= this.computeMetrics())
  }

  /**
   * All metrics for other periods a year, a riskless rate or a benchmark. Throws METRIC_INVALID for impossible options, UNKNOWN_SYMBOL for a
   * benchmark that is not part of the run.
   */
  computeMetrics(options: MetricsOptions = {}): PerformanceMetrics {
    const initial = this.initialCapital.toNumber()
    return measure({ kernel: this.#kernel, initial, startedAt: this.startedAt, roundTrips: this.roundTrips }, options)
  }

  /** How much of the result the bars leave open. */
  get ambiguity(): Ambiguity {
    return (this.#ambiguity ??= measureAmbiguity(this.#kernel, this.fills, this.#notes))
  }

  /** What a careful reader should doubt, each code once; empty where nothing was found, which proves nothing. Computed when first asked for. */
  get doubts(): readonly Doubt[] {
    return (this.#doubts ??= findDoubts({
      kernel: this.#kernel,
      fills: this.fills,
      lookahead: this.lookahead,
      notes: this.#notes,
    }))
  }

  /**
   * Final equity under each policy for ambiguous fills: the run is repeated over the same data, and what is known is kept. A range of answers, not a
   * bound: other fills lead to other decisions. Rejects with a StrategyError for what goes wrong in a strategy there, RUN_ABORTED.
   */
  equityRange(options: { readonly signal?: AbortSignal } = {}): Promise<EquityRange> {
    return this.#equityRange.range(options.signal)
  }

  /** All orders, denied ones too, in the order in which they were made. */
  get orders(): readonly Order[] {
    const { orders, account } = this.#kernel
    return (this.#orders ??= rows(orders.log.length, (row) =>
      snapshotOrder(new OrderView(orders.log, account.names, row)),
    ))
  }

  get fills(): readonly Fill[] {
    const { orders, account } = this.#kernel
    const { fills } = account.booking
    return (this.#fills ??= rows(fills.length, (row) => new FillView(fills, orders.log, account.names, row)))
  }

  /** In the order in which they closed. */
  get roundTrips(): readonly RoundTrip[] {
    const { account, roundTrips } = this.#kernel
    return (this.#roundTrips ??= rows(account.tracker.trips.length, (row) => roundTrips.at(row)))
  }

  /** Positions from flat to flat. */
  get positionCycles(): readonly PositionCycle[] {
    const { tracker, names } = this.#kernel.account
    return (this.#cycles ??= positionCycles(tracker, names))
  }

  /** Every movement of cash. */
  get ledger(): readonly LedgerEntry[] {
    return (this.#ledger ??= ledgerEntries(this.#kernel))
  }

  /** What happened to the account and its strategies from outside, in order. */
  get events(): readonly AppliedEvent[] {
    return this.#kernel.outside.events.applied
  }

  /** What the risk limits did: breaches, who was held back and when, exits by marks, and what was denied. */
  get risk(): RiskReport {
    return (this.#risk ??= riskReport(this.#kernel))
  }

  /** When equity fell below the maintenance margin, and what was done; empty where the account has no margin model. */
  get marginCalls(): readonly MarginCall[] {
    return this.#kernel.outside.margin?.list ?? []
  }

  /** The account at the end as a tree: books, their positions, and cash as a position of price 1. */
  get portfolio(): AccountNode {
    return portfolioOf(this.#kernel.account)
  }

  /** Cash by currency at the end, exact. */
  get cash(): Readonly<Record<string, Decimal>> {
    const { ledger, currencies } = this.#kernel.account
    return Object.fromEntries(currencies.map((code, currency) => [code, ledger.cash(currency).toDecimal()]))
  }

  /** The whole result as plain data; `schemaVersion` changes when its shape does. Times are ISO 8601, exact numbers text. */
  toJSON(): { readonly [field: string]: Spec } {
    return {
      schemaVersion: 1,
      library: { name: '@tradewright/core', version: VERSION },
      hash: this.hash,
      bars: this.bars,
      startedAt: formatTime(this.startedAt),
      endedAt: formatTime(this.endedAt),
      settings: this.settings,
      series: this.series.map((record) => ({ ...record })),
      initialCapital: this.initialCapital.toFixed(),
      finalEquity: this.finalEquity,
      cash: Object.fromEntries(Object.entries(this.cash).map(([code, amount]) => [code, amount.toFixed()])),
      metrics: metricsJson(this.metrics),
      warnings: this.warnings.map((warning) => ({ ...warning })),
      lookahead: this.lookahead,
      ambiguity: ambiguityJson(this.ambiguity),
      doubts: this.doubts.map(({ code, message, count, share = null }) => ({ code, message, count, share })),
      orders: this.orders.map(orderJson),
      fills: this.fills.map(fillJson),
      roundTrips: this.roundTrips.map(roundTripJson),
      ledger: this.ledger.map(ledgerJson),
      events: this.events.map(({ time, event, status, message }) => ({
        ...{ time: formatTime(time), kind: event.kind, status, message },
        symbol: 'symbol' in event ? (event.symbol ?? null) : null,
        strategy: 'strategy' in event ? (event.strategy ?? null) : null,
      })),
      risk: riskJson(this.risk),
      marginCalls: this.marginCalls.map(({ time, ...call }) => ({ time: formatTime(time), ...call })),
      equityCurve: { times: Array.from(this.equityCurve.times), equity: Array.from(this.equityCurve.equity) },
    }
  }
}

function rows<T>(count: number, make: (row: number) => T): readonly T[] {
  return Object.freeze(Array.from({ length: count }, (_, row) => make(row)))
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function ambiguityJson({ count, undecided, touchedUnfilled, pnl, profitShare }: Ambiguity): Spec {
  return { count, undecided, touchedUnfilled, pnl: pnl.toFixed(), profitShare: finite(profitShare) }
}

function orderJson(order: Order): Spec {
  return {
    number: order.number,
    clientOrderId: order.clientOrderId,
    strategy: order.strategy,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    quantity: order.quantity.toFixed(),
    limitPrice: order.limitPrice?.toFixed() ?? null,
    stopPrice: order.stopPrice?.toFixed() ?? null,
    touchPrice: order.touchPrice?.toFixed() ?? null,
    trail: order.trail ? finiteTrail(order.trail) : null,
    reduceOnly: order.reduceOnly,
    link: order.link ? { ...order.link, parent: order.link.parent ?? null } : null,
    status: order.status,
    filledQuantity: order.filledQuantity.toFixed(),
    averagePrice: order.averagePrice ?? null,
    createdAt: formatTime(order.createdAt),
    closedAt: order.closedAt === undefined ? null : formatTime(order.closedAt),
    reason: order.reason,
    tags: order.tags,
    outcome: order.outcome ? { ...order.outcome } : null,
    sizing: order.sizing ? sizingJson(order.sizing) : null,
    signal: order.signal ? signalJson(order.signal) : null,
    checks: order.checks.map(({ value, limit, ...check }) => ({
      ...check,
      value: finite(value),
      limit: finite(limit),
    })),
  }
}

function signalJson({ time, ...signal }: Signal): Spec {
  return { ...finiteNumbers(signal), time: formatTime(time) }
}

function finiteTrail({ activationPrice, limitOffset, ...trail }: Trail): Spec {
  return { ...trail, activationPrice: finite(activationPrice), limitOffset: finite(limitOffset) }
}

function sizingJson({ trades, ...sizing }: OrderSizing): Spec {
  return { ...finiteNumbers(sizing), ...(trades ? { trades: finiteNumbers(trades) } : {}) }
}

/** The same with null for every number that is none, and without what is undefined. */
function finiteNumbers(values: object): Record<string, Spec> {
  const entries = Object.entries(values) as [string, number | string | undefined][]
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'number' ? finite(value) : value]],
    ),
  )
}

function ledgerJson({ time, amount, strategy, symbol, event, rate, ...entry }: LedgerEntry): Spec {
  return {
    time: formatTime(time),
    ...entry,
    strategy: strategy ?? null,
    amount: amount.toString(),
    symbol: symbol ?? null,
    event: event ?? null,
    rate: rate ?? null,
  }
}

function fillJson(fill: Fill): Spec {
  return {
    order: fill.order,
    strategy: fill.strategy,
    symbol: fill.symbol,
    side: fill.side,
    occurredAt: formatTime(fill.occurredAt),
    price: fill.price,
    quantity: fill.quantity.toFixed(),
    value: fill.value.toFixed(),
    commission: fill.commission.toFixed(),
    ambiguous: fill.ambiguous,
    gapRisk: fill.gapRisk,
    touched: fill.touched,
    internal: fill.internal,
    bounds: fill.bounds ? { ...fill.bounds } : null,
  }
}

function roundTripJson(trip: RoundTrip): Spec {
  return {
    strategy: trip.strategy,
    symbol: trip.symbol,
    direction: trip.direction,
    quantity: trip.quantity.toFixed(),
    entryTime: formatTime(trip.entryTime),
    entryPrice: trip.entryPrice,
    exitTime: formatTime(trip.exitTime),
    exitPrice: trip.exitPrice,
    currency: trip.currency,
    pnl: trip.pnl.toFixed(),
    rate: trip.rate,
    pnlInBase: trip.pnlInBase.toFixed(),
    costs: trip.costs.toFixed(),
    returnFraction: trip.returnFraction,
    holdingMs: trip.holdingMs,
    maxAdverseExcursion: trip.maxAdverseExcursion,
    maxFavorableExcursion: trip.maxFavorableExcursion,
    tags: trip.tags,
    entryReason: trip.entryReason,
    exitReason: trip.exitReason,
  }
}
