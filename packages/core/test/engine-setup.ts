import {
  BacktestEngine,
  isTradewrightError,
  MemoryDataGateway,
  Strategy,
  type BacktestConfig,
  type BarInput,
  type StrategyClass,
  type Timeframe,
  type TradewrightError,
} from '../src/index.js'

export const DAY_MS = 86_400_000

/** A day of January 2024 (32 is the first of February), midnight UTC. */
export const day = (number: number): number => Date.UTC(2024, 0, number)

/** Daily bars from January 1st 2024 on: 'open/high/low/close', or a number for a bar that stays at one price. */
export function daily(...bars: readonly (string | number)[]): BarInput[] {
  return bars.map((bar, i) => {
    const prices = typeof bar === 'number' ? [bar, bar, bar, bar] : bar.split('/').map(Number)
    const [open = Number.NaN, high = Number.NaN, low = Number.NaN, close = Number.NaN] = prices
    return { openTime: day(i + 1), open, high, low, close }
  })
}

/** Five days of X that rise from 100 to 104. */
export const rising = daily(100, 101, 102, 103, 104)

/** What a run is made of, by the names of its series: 'X', or 'X 1h' for another timeframe than days. */
export type Bars = Readonly<Record<string, readonly BarInput[]>>

/** A configuration with a strategy and bars; whatever else it says comes on top, however wrong. */
export function config(strategy: StrategyClass, bars: Bars = { X: rising }, extra: object = {}): BacktestConfig {
  const series = Object.entries(bars).map(([name, list]) => {
    const [symbol = '', timeframe = '1d'] = name.split(' ')
    return { symbol, timeframe: timeframe as Timeframe, bars: list }
  })
  return {
    data: new MemoryDataGateway(series),
    instruments: [...new Set(series.map(({ symbol }) => symbol))].map((symbol) => ({ symbol })),
    series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
    strategies: [{ strategy }],
    ...extra,
  }
}

export function engineOf(strategy: StrategyClass, bars?: Bars, extra?: object): BacktestEngine {
  return new BacktestEngine(config(strategy, bars, extra))
}

/** Does nothing. */
export class Idle extends Strategy {}

/** The error of this library with which something fails; anything else is thrown on. */
export async function errorOf(run: () => unknown): Promise<TradewrightError> {
  try {
    await run()
  } catch (error) {
    if (isTradewrightError(error)) return error
    throw error
  }
  throw new Error('it did not fail')
}

/**
 * The message with which an engine's run fails. It must fail again in the same way, which shows that the first failure has left nothing
 * behind, and its code must be what the message begins with.
 */
export async function failureOf(engine: BacktestEngine): Promise<string> {
  const first = await errorOf(() => engine.run())
  const second = await errorOf(() => engine.run())
  if (second.message !== first.message) throw new Error(`it failed with ${first.message}, then ${second.message}`)
  if (!first.message.startsWith(`${first.code}: `)) throw new Error(`the code is ${first.code}: ${first.message}`)
  return first.message
}
