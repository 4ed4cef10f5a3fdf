import { checkSameLength } from '../analytics/statistics.js'
import { TradewrightError } from '../domain/errors.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

/** Values over time against which a run is measured, such as an index; times are UTC epoch milliseconds, in order. */
export interface BenchmarkValues {
  readonly times: Float64Array
  readonly values: Float64Array
}

/** What metrics suppose; it is no part of the run. */
export interface MetricsOptions {
  /** Default 365 where every instrument trades each day of the week, else 252. */
  readonly periodsPerYear?: number
  /** A yearly rate, 0.02 for 2 %; default 0. */
  readonly riskFreeRate?: number
  /** What alpha and beta compare with: a symbol of the run, bought at its first open and held, or values. Default the run's only symbol. */
  readonly benchmark?: string | BenchmarkValues
}

/** The benchmark's last value at or before each of `times`, NaN where it has none; undefined without a benchmark. */
export function benchmarkValues(
  run: { readonly kernel: TradingKernel; readonly startedAt: number },
  benchmark: string | BenchmarkValues | undefined,
  times: readonly number[],
): Float64Array | undefined {
  const { instruments } = run.kernel.setup
  const chosen = benchmark ?? (instruments.length === 1 ? instruments[0]!.symbol : undefined)
  if (chosen === undefined) return undefined
  const { times: known, values } = typeof chosen === 'string' ? held(run, chosen) : chosen
  checkSameLength('times and values of the benchmark', known, values)
  let next = 0
  return Float64Array.from(times, (time) => {
    while (next < known.length && known[next]! <= time) next++
    return values[next - 1] ?? Number.NaN
  })
}

/** What a symbol was worth from its first open in the run on, at the close of each of its bars. */
function held(run: { readonly kernel: TradingKernel; readonly startedAt: number }, symbol: string): BenchmarkValues {
  const { instruments, series } = run.kernel.setup
  const instrument = instruments.findIndex((each) => each.symbol === symbol)
  const traded = series.find((each) => each.instrument === instrument && each.execution)
  if (traded === undefined) {
    const symbols = instruments.map((each) => each.symbol).join(', ')
    throw new TradewrightError('UNKNOWN_SYMBOL', `the benchmark is ${symbol}; expected one of ${symbols}`, {
      details: { symbol },
    })
  }
  const { openTime, closeTime, open, close, length } = traded.columns
  let first = 0
  while (first < length && openTime[first]! < run.startedAt) first++
  const times = new Float64Array(length - first + 1)
  const values = new Float64Array(length - first + 1)
  times[0] = openTime[first] ?? Number.NaN
  values[0] = open[first] ?? Number.NaN
  times.set(closeTime.subarray(first, length), 1)
  values.set(close.subarray(first, length), 1)
  return { times, values }
}
