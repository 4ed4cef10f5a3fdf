import {
  BacktestEngine,
  formatTime,
  MemoryDataGateway,
  type BacktestConfig,
  type BacktestResult,
  type BarInput,
  type StrategyClass,
  type Timeframe,
} from '../src/index.js'

/** A day of January 2024 and hours in UTC, 'open/high/low/close', and a volume where it matters. */
export type Row = readonly [day: number, hours: string, prices: string, volume?: number]

export function time(day: number, hour: string): number {
  return Date.parse(`2024-01-${String(day).padStart(2, '0')}T${hour}Z`)
}

function bars(rows: readonly Row[]): BarInput[] {
  return rows.map(([day, hours, prices, volume]) => {
    const [opens = '', closes = ''] = hours.split('-')
    const [open = 0, high = 0, low = 0, close = 0] = prices.split('/').map(Number)
    const times = { openTime: time(day, opens), closeTime: time(day, closes) }
    return { ...times, open, high, low, close, ...(volume === undefined ? {} : { volume }) }
  })
}

/** Runs one strategy on series named 'SYMBOL timeframe', in the order of the symbols. */
export async function run(
  strategy: StrategyClass,
  rows: Readonly<Record<string, readonly Row[]>>,
  config: Partial<BacktestConfig> = {},
): Promise<BacktestResult> {
  const series = Object.entries(rows).map(([name, list]) => {
    const [symbol = '', timeframe = '1d'] = name.split(' ')
    return { symbol, timeframe: timeframe as Timeframe, bars: bars(list) }
  })
  const symbols = [...new Set(series.map(({ symbol }) => symbol))]
  return new BacktestEngine({
    data: new MemoryDataGateway(series),
    instruments: symbols.map((symbol) => ({ symbol })),
    series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
    strategies: [{ strategy }],
    ...config,
  }).run()
}

/** A time as day and clock, UTC: '08T09:30'. */
export const clock = (at: number): string => formatTime(at).slice(8, 16)

export function fillsOf({ fills }: BacktestResult): string[] {
  return fills.map(({ symbol, side, price, occurredAt }) => `${clock(occurredAt)} ${side} ${symbol} @ ${String(price)}`)
}

export const one = { quantity: 1 } as const

/**
 * The same run alone, where bars are walked one by one, and beside a symbol that does nothing, where series are merged: what happens to orders
 * must not depend on it.
 */
export const ways: readonly (readonly [string, Readonly<Record<string, readonly Row[]>>])[] = [
  ['alone', {}],
  ['beside another symbol', { OTHER: [[1, '09:30-10:00', '1/1/1/1']] }],
]
