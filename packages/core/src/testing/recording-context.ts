import type { StrategyContext } from '../strategy/context.js'
import type { IndicatorInput, Schedule } from '../strategy/options.js'
import type { AnyIndicator, BarIndicator, IndicatorBar } from '../indicators/indicator.js'
import type { FeatureCalculator } from '../data/feature-calculator.js'
import type { Timeframe } from '../domain/timeframe.js'
import { plainText } from './plain-text.js'
import type { IndicatorTrace } from './recording.js'

/** Where a context tells what its strategy does. */
export interface ContextLog {
  decided(what: string, symbol: string | undefined, terms: unknown): void
  declared(trace: Omit<IndicatorTrace, 'strategy'>, indicator: AnyIndicator): void
}

interface FollowedSeries {
  readonly symbol: string
  readonly timeframe: Timeframe | undefined
}

/** A strategy's context that does what the engine's does, and tells of it: whatever a strategy decides goes through here. */
export function recordingContext(inner: StrategyContext, log: ContextLog): StrategyContext {
  const followed = new Map<unknown, FollowedSeries>()
  return {
    get now() {
      return inner.now
    },
    get symbols() {
      return inner.symbols
    },
    portfolio: inner.portfolio,
    schedule: recordingSchedule(inner.schedule, log),
    random: () => inner.random(),
    ...reading(inner),
    ...deciding(inner, log),
    indicator: (indicator, input) => {
      const series = followed.get(input.source) ?? {
        symbol: input.symbol ?? inner.symbols[0] ?? '',
        timeframe: input.timeframe,
      }
      inner.indicator(indicator, input)
      followed.set(indicator, series)
      const trace = { name: indicator.constructor.name, ...series, since: inner.now, times: [], values: [] }
      log.declared(trace, indicator)
      // Declared right after the indicator, and so shown each bar right after it.
      inner.indicator(new Probe(indicator, trace), seriesInput(series))
    },
    features: (calculator, input) => {
      const series = { symbol: input.symbol ?? inner.symbols[0] ?? '', timeframe: input.timeframe }
      inner.features(calculator, input)
      for (const name of calculator.names) {
        const feature = new FeatureView(calculator, name)
        const trace = { name, ...series, since: inner.now, times: [], values: [] }
        log.declared(trace, feature)
        inner.indicator(new Probe(feature, trace), seriesInput(series))
      }
    },
  }
}

/** One feature of a calculator, as an indicator that others update. */
class FeatureView implements BarIndicator {
  readonly input = 'bar'
  readonly warmup = 0
  readonly #calculator: FeatureCalculator
  readonly #name: string

  constructor(calculator: FeatureCalculator, name: string) {
    this.#calculator = calculator
    this.#name = name
  }

  get value(): number {
    return this.#calculator.feature(this.#name)
  }

  get ready(): boolean {
    return this.#calculator.ready
  }

  update(): void {
    // Its calculator is.
  }
}

function seriesInput({ symbol, timeframe }: FollowedSeries): IndicatorInput {
  return timeframe === undefined ? { symbol } : { symbol, timeframe }
}

type Reading = Pick<StrategyContext, 'position' | 'history' | 'linked' | 'openOrders' | 'tradingState'>

function reading(inner: StrategyContext): Reading {
  return {
    position: (symbol) => inner.position(symbol),
    history: (symbol, n, timeframe) => inner.history(symbol, n, timeframe),
    linked: (order) => inner.linked(order),
    openOrders: (symbol) => inner.openOrders(symbol),
    tradingState: (symbol) => inner.tradingState(symbol),
  }
}

type Deciding = Pick<
  StrategyContext,
  'subscribe' | 'unsubscribe' | 'order' | 'close' | 'target' | 'rebalance' | 'oco' | 'protect' | 'cancel' | 'replace'
>

/** Each is told before it is done, so that one that throws is told too. */
function deciding(inner: StrategyContext, log: ContextLog): Deciding {
  return {
    subscribe: (symbol) => {
      log.decided('subscribe', symbol, undefined)
      inner.subscribe(symbol)
    },
    unsubscribe: (symbol) => {
      log.decided('unsubscribe', symbol, undefined)
      inner.unsubscribe(symbol)
    },
    order: (direction, symbol, options) => {
      log.decided(direction > 0 ? 'buy' : 'sell', symbol, options)
      return inner.order(direction, symbol, options)
    },
    close: (symbol, options) => {
      log.decided('close', symbol, options)
      return inner.close(symbol, options)
    },
    target: (symbol, quantity, options) => {
      log.decided(`target ${plainText(quantity)}`, symbol, options)
      inner.target(symbol, quantity, options)
    },
    rebalance: (weights, options) => {
      log.decided(`rebalance ${plainText(weights)}`, undefined, options)
      return inner.rebalance(weights, options)
    },
    oco: (orders) => {
      log.decided(`oco ${plainText(orders)}`, orders[0]?.symbol, undefined)
      return inner.oco(orders)
    },
    protect: (symbol, options) => {
      log.decided('protect', symbol, options)
      return inner.protect(symbol, options)
    },
    cancel: (order) => {
      log.decided(`cancel ${plainText(order)}`, order.symbol, undefined)
      return inner.cancel(order)
    },
    replace: (order, changes) => {
      log.decided(`replace ${plainText(order)}`, order.symbol, changes)
      return inner.replace(order, changes)
    },
  }
}

function recordingSchedule(inner: Schedule, log: ContextLog): Schedule {
  return {
    at: (name, time) => {
      log.decided(`timer '${name}' at ${plainText(time)}`, undefined, undefined)
      inner.at(name, time)
    },
    in: (name, delayMs) => {
      log.decided(`timer '${name}' in ${plainText(delayMs)} ms`, undefined, undefined)
      inner.in(name, delayMs)
    },
    every: (name, periodMs) => {
      log.decided(`timer '${name}' every ${plainText(periodMs)} ms`, undefined, undefined)
      inner.every(name, periodMs)
    },
    cancel: (name) => {
      log.decided(`timer '${name}' canceled`, undefined, undefined)
      inner.cancel(name)
    },
  }
}

/** Looks at an indicator after each of its bars; itself always ready, so that it holds nothing up. */
class Probe implements BarIndicator {
  readonly input = 'bar'
  readonly value = 0
  readonly ready = true
  readonly warmup = 0
  readonly #indicator: AnyIndicator
  readonly #trace: Pick<IndicatorTrace, 'times' | 'values'>

  constructor(indicator: AnyIndicator, trace: Pick<IndicatorTrace, 'times' | 'values'>) {
    this.#indicator = indicator
    this.#trace = trace
  }

  update(bar: IndicatorBar): void {
    this.#trace.times.push(bar.closeTime)
    this.#trace.values.push(this.#indicator.value)
  }
}
