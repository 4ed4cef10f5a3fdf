import { EventEmitter } from 'eventemitter3'
import type { BarColumns } from '../domain/bar-columns.js'
import { isTradewrightError, TradewrightError } from '../domain/errors.js'
import { TradingKernel } from '../kernel/trading-kernel.js'
import type { StrategyClass } from '../strategy/strategy.js'
import { compose, kernelSetup, type Composition } from './compose.js'
import { checkConfig, type BacktestConfig, type CheckedConfig } from './config.js'
import { EquityRangeRuns } from './equity-range.js'
import type { EngineEvents } from './events.js'
import { Observers } from './observers.js'
import { BacktestResult, type ResultParts } from './result.js'
import { loadRunData, type RunData } from './run-data.js'
import { RunHash } from './run-hash.js'
import { collectWarnings } from './run-warnings.js'
import { playRun, prepareRun, type Run } from './run.js'
import { checkLabels, saveRun, type RunLabels } from './save-run.js'
import { seriesRecords } from './series-record.js'
import { describeSettings } from './settings.js'
import { Warnings } from './warnings.js'

/** How one run is done, and what it is saved as. */
export interface RunOptions extends RunLabels {
  /** Stops the run. */
  readonly signal?: AbortSignal
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
   * Plays the whole history, and saves the run where the configuration has a store of `runs`; one that fails is the warning RUN_NOT_SAVED. Lets the program's other work go on
   * about every 10 ms. Rejects with a DataError for bad data, a StrategyError for what goes wrong in a strategy, RUN_ABORTED when the signal aborts it, CONFIG_INVALID for a
   * name or tags that cannot be used.
   */
  async run(options: RunOptions = {}): Promise<BacktestResult> {
    checkLabels(options, this.#config.runs)
    if (this.#running)
      throw new TradewrightError('RUN_STARTED', 'this engine is running; expected the run before to end first')
    this.#running = true
    const warnings = new Warnings()
    const observers = new Observers(this, warnings)
    try {
      const data = await this.#load(warnings, options.signal)
      const run = prepareRun({ config: this.#config, parts: this.#parts, data })
      const hash = new RunHash(run.kernel)
      await this.#play(run, { observers, hash, signal: options.signal })
      const parts = await this.#conclude(run, { observers, warnings, hash })
      return await this.#save(parts, { observers, warnings, labels: options })
    } finally {
      this.#running = false
    }
  }

  async #load(warnings: Warnings, signal: AbortSignal | undefined): Promise<RunData> {
    const config = this.#config
    const warmupBars = this.#checked.from === undefined ? 0 : (config.warmupBars ?? this.#declaredWarmup())
    const data = await loadRunData({ config, checked: this.#checked, parts: this.#parts, warmupBars, signal })
    for (const series of [...data.series, ...data.finer, ...data.rates]) {
      for (const { code, message, count = 1 } of series.warnings ?? [])
        warnings.add(code, message, { about: series.source, count })
    }
    return data
  }

  async #play(
    run: Run,
    { observers, hash, signal }: { observers: Observers; hash: RunHash; signal: AbortSignal | undefined },
  ): Promise<void> {
    const { kernel, barsTotal } = run
    try {
      await playRun(run, {
        signal,
        onTurn: () => {
          observers.attach(kernel.facts)
        },
        onStep: (bars) => {
          hash.take()
          observers.notify('progress', { bars, barsTotal, time: kernel.now })
        },
      })
    } catch (cause) {
      const reason = isTradewrightError(cause) ? cause.message : String(cause)
      observers.notify('halt', { reason, time: kernel.now })
      throw cause
    }
  }

  async #conclude(
    run: Run,
    { observers, warnings, hash }: { observers: Observers; warnings: Warnings; hash: RunHash },
  ): Promise<ResultParts> {
    const { kernel, data, parts } = run
    collectWarnings({ kernel, parts, loaded: data.series }, warnings)
    for (const warning of warnings.list()) observers.notify('warning', warning)
    const settings = describeSettings(this.#config, this.#checked, parts)
    const seriesHashes = [...data.series, ...data.finer, ...data.rates].map((series) => series.hash)
    return {
      kernel,
      settings,
      series: seriesRecords(run),
      bars: run.barsTotal,
      initialCapital: run.capital,
      startedAt: run.startedAt,
      warnings: warnings.list(),
      hash: await hash.finish(settings, seriesHashes),
      lookahead: isLookahead(this.#config),
      notes: run.broker.notes,
      equityRange: new EquityRangeRuns(run),
    }
  }

  /** The result, which knows where it is kept; a store that fails does not lose it. */
  async #save(
    parts: ResultParts,
    { observers, warnings, labels }: { observers: Observers; warnings: Warnings; labels: RunLabels },
  ): Promise<BacktestResult> {
    const { runs } = this.#config
    const result = new BacktestResult(parts)
    if (runs === undefined) return result
    try {
      return new BacktestResult({ ...parts, runId: await saveRun(runs, result, labels) })
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      warnings.add('RUN_NOT_SAVED', `the run was not saved: ${reason}; saveRun(store, result) tries again`)
      observers.notify('warning', warnings.list().at(-1)!)
      return new BacktestResult({ ...parts, warnings: warnings.list() })
    }
  }

  /** How many bars the declared indicators and the sizers need, found by seating the strategies without data. */
  #declaredWarmup(): number {
    const none = [...this.#parts.series, ...this.#parts.rates].map(() => NO_BARS)
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

/** Whether market orders trade at a price that their decision knew. */
function isLookahead({ fills }: BacktestConfig): boolean {
  return fills?.fillAt === 'close' || fills?.fillAt === 'vwap'
}
