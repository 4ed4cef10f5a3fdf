import { EventEmitter } from 'eventemitter3'
import { MarketFeed } from '../data/market-feed.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { Decimal } from '../domain/decimal.js'
import { isTradewrightError, TradewrightError } from '../domain/errors.js'
import { money } from '../domain/money.js'
import { TradingKernel } from '../kernel/trading-kernel.js'
import type { SimulatedBroker } from '../simulation/simulated-broker.js'
import type { StrategyClass } from '../strategy/strategy.js'
import { compose, kernelSetup, simulatedBroker, type Composition } from './compose.js'
import { checkConfig, type BacktestConfig, type CheckedConfig } from './config.js'
import { EventLoop } from './event-loop.js'
import type { EngineEvents } from './events.js'
import { Observers } from './observers.js'
import { BacktestResult } from './result.js'
import { RunHash } from './run-hash.js'
import { collectWarnings } from './run-warnings.js'
import { loadSeries, type LoadedSeries, type SeriesRange, type WantedBars } from './series-loader.js'
import { describeSettings } from './settings.js'
import { Warnings } from './warnings.js'

/** Bars after which listeners hear of progress, and the clock is looked at. */
const BARS_PER_STEP = 10_000
/** How long a run may go on before the program's other work has its turn, and an abort is seen. */
const TURN_MS = 10

/** What a run holds while it goes. */
interface Run {
  readonly parts: Composition
  readonly checked: CheckedConfig
  readonly loaded: readonly LoadedSeries[]
  readonly kernel: TradingKernel
  readonly broker: SimulatedBroker
  readonly loop: EventLoop
  readonly feed: MarketFeed
  readonly barsTotal: number
  readonly startedAt: number
  readonly capital: Decimal
  readonly hash: RunHash
}

/**
 * Runs strategies over history. A typed event emitter: `engine.on('fill', …)`. One engine can run again and again; every run is new and, on the
 * same data, the same.
 */
export class BacktestEngine<
  const T extends readonly StrategyClass[] = readonly StrategyClass[],
> extends EventEmitter<EngineEvents> {
  readonly #config: BacktestConfig
  readonly #checked: CheckedConfig
  readonly #parts: Composition
  #running = false

  /** Throws a ConfigError that lists what cannot be used. */
  constructor(config: BacktestConfig<T>) {
    super()
    const plain = config as BacktestConfig
    this.#checked = checkConfig(plain)
    this.#parts = compose(plain)
    this.#config = plain
  }

  /**
   * Plays the whole history. Lets the program's other work go on about every 10 ms. Rejects with a DataError for bad data, a StrategyError for what goes
   * wrong in a strategy, RUN_ABORTED when the signal aborts it.
   */
  async run(options: { readonly signal?: AbortSignal } = {}): Promise<BacktestResult> {
    if (this.#running)
      throw new TradewrightError('RUN_STARTED', 'this engine is running; expected the run before to end first')
    this.#running = true
    const warnings = new Warnings()
    const observers = new Observers(this, warnings)
    try {
      const run = await this.#prepare(warnings, options.signal)
      await this.#play(run, observers, options.signal)
      return await this.#conclude(run, observers, warnings)
    } finally {
      this.#running = false
    }
  }

  async #prepare(warnings: Warnings, signal: AbortSignal | undefined): Promise<Run> {
    const config = this.#config
    const parts = this.#parts
    const { from, to } = this.#checked
    const warmupBars = from === undefined ? 0 : (config.warmupBars ?? this.#declaredWarmup())
    const loaded: LoadedSeries[] = []
    for (const { instrument, timeframe } of parts.series) {
      throwIfAborted(signal)
      const wanted = { instrument: parts.instruments[instrument]!, timeframe }
      loaded.push(await this.#load(wanted, { from, to, warmupBars }, signal))
    }
    for (const series of loaded) {
      for (const { code, message, count = 1 } of series.warnings ?? [])
        warnings.add(code, message, { about: series.source, count })
    }
    const columns = loaded.map((series) => series.columns)
    const firstRows = loaded.map(({ firstRow }) => firstRow)
    const setup = kernelSetup(config, parts, columns, firstRows)
    const kernel = new TradingKernel(setup)
    const broker = simulatedBroker(config, setup)
    return {
      parts,
      checked: this.#checked,
      loaded,
      kernel,
      broker,
      loop: new EventLoop({ kernel, broker }),
      feed: new MarketFeed(columns, firstRows),
      barsTotal: loaded.reduce((sum, series) => sum + series.columns.length - series.firstRow, 0),
      startedAt: Math.min(...columns.map((series, i) => series.openTime[firstRows[i]!]!)),
      capital: new Decimal(config.account?.capital ?? 100_000),
      hash: new RunHash(kernel),
    }
  }

  async #load(wanted: WantedBars, range: SeriesRange, signal: AbortSignal | undefined): Promise<LoadedSeries> {
    try {
      return await loadSeries(this.#config.data, wanted, range, signal)
    } catch (cause) {
      // A gateway that heeds the signal fails in its own way.
      throwIfAborted(signal)
      throw cause
    }
  }

  async #play(run: Run, observers: Observers, signal: AbortSignal | undefined): Promise<void> {
    const { kernel, loop, feed, startedAt, barsTotal, hash } = run
    try {
      observers.attach(kernel.facts)
      kernel.deposit(startedAt, run.parts.baseCurrency, money(run.capital))
      run.loaded.forEach((series, index) => {
        warmUp(run, series, index)
      })
      kernel.start(startedAt)
      loop.settle()
      let bars = 0
      let turnedAt = performance.now()
      while (feed.nextAt !== Number.POSITIVE_INFINITY) {
        throwIfAborted(signal)
        bars += loop.run(feed, BARS_PER_STEP)
        hash.take()
        observers.notify('progress', { bars, barsTotal, time: kernel.now })
        if (performance.now() - turnedAt >= TURN_MS) {
          await turn()
          turnedAt = performance.now()
        }
        observers.attach(kernel.facts)
      }
      if (this.#config.closeAtEnd === true) this.#closeAll(run)
      kernel.stop(kernel.now)
      loop.settle()
    } catch (cause) {
      const reason = isTradewrightError(cause) ? cause.message : String(cause)
      observers.notify('halt', { reason, time: kernel.now })
      throw cause
    }
  }

  #closeAll({ kernel, broker, loop }: Run): void {
    const at = kernel.equityCurve.times.at(-1)!
    const first = kernel.orders.log.length
    const last = kernel.closeAll(at, 'end of run')
    // What strategies make of it comes too late to be filled.
    loop.sendUpTo(last)
    broker.closeOut(first, at)
    loop.settle()
    kernel.equityCurve.amendLast(kernel.account.portfolio.equity())
  }

  async #conclude(run: Run, observers: Observers, warnings: Warnings): Promise<BacktestResult> {
    const { kernel, loaded, parts } = run
    collectWarnings({ kernel, parts, loaded }, warnings)
    for (const warning of warnings.list()) observers.notify('warning', warning)
    const settings = describeSettings(this.#config, run.checked, parts)
    const seriesHashes = loaded.map((series) => series.hash)
    const hash = await run.hash.finish(settings, seriesHashes)
    return new BacktestResult({
      kernel,
      settings,
      series: loaded.map(({ columns, firstRow, source, hash: seriesHash }, i) => ({
        symbol: parts.instruments[parts.series[i]!.instrument]!.symbol,
        timeframe: parts.series[i]!.timeframe,
        bars: columns.length - firstRow,
        source,
        hash: seriesHash,
      })),
      bars: run.barsTotal,
      initialCapital: run.capital,
      startedAt: run.startedAt,
      warnings: warnings.list(),
      hash,
    })
  }

  /** How many bars the declared indicators and the sizers need, found by seating the strategies without data. */
  #declaredWarmup(): number {
    const none = this.#parts.series.map(() => NO_BARS)
    const { seats, ranges } = new TradingKernel(kernelSetup(this.#config, this.#parts, none, [0]))
    const most = Math.max(
      ranges.warmup,
      ...seats.flatMap(({ subscriptions }) => subscriptions.map(({ warmup }) => warmup)),
    )
    // Of a longer series, the bar in front of `from` may be under way then: one more is asked for.
    return most > 0 && none.length > 1 ? most + 1 : most
  }
}

const EMPTY = new Float64Array(0)
const NO_BARS: BarColumns = {
  length: 0,
  openTime: EMPTY,
  closeTime: EMPTY,
  open: EMPTY,
  high: EMPTY,
  low: EMPTY,
  close: EMPTY,
}

/** Shows the bars in front of the run; the last may have been under way when it began, and then nobody knows its close yet. */
function warmUp({ kernel, loop, startedAt }: Run, { columns, firstRow }: LoadedSeries, series: number): void {
  for (let row = 0; row < firstRow; row++) {
    const closes = columns.closeTime[row]!
    if (closes <= startedAt) kernel.warmUp(series, row)
    else loop.warmUpAtClose(series, row, closes)
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new TradewrightError('RUN_ABORTED', 'the run was stopped through its signal', { cause: signal.reason })
}

/** Lets the program's other work have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
