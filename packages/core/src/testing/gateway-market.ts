import type { BarColumns } from '../domain/bar-columns.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type { Timeframe } from '../domain/timeframe.js'

/** Bars that a gateway under test is to have. */
export interface GatewaySeries {
  readonly instrument: Instrument
  readonly timeframe: Timeframe
  readonly columns: BarColumns
}

/** All that a gateway under test is to have, and nothing else. */
export interface GatewayMarket {
  readonly series: readonly GatewaySeries[]
  /** Trades by symbol, in order of time. */
  readonly ticks: Readonly<Record<string, readonly TradeTick[]>>
  /** Quotes by symbol, in order of time. */
  readonly quotes: Readonly<Record<string, readonly Quote[]>>
  readonly instruments: readonly Instrument[]
}

export const HOUR = 3_600_000
/** A Monday, 2024-01-08. */
export const BEGIN = Date.UTC(2024, 0, 8)

export const [ALPHA, BETA, UNKNOWN] = ['ALPHA', 'BETA', 'GAMMA'].map((symbol) =>
  createInstrument({ symbol, currency: 'USD' }),
) as [Instrument, Instrument, Instrument]

/** The hours of ALPHA that are missing in the middle. */
export const HOLE = { from: 10, to: 15 }

/** Hourly bars of ALPHA with a hole, on three pages and a half; ten of BETA; trades of ALPHA, some within one millisecond. */
export function gatewayMarket(pageBars: number): GatewayMarket {
  const count = Math.max(40, Math.ceil(pageBars * 3.5))
  const hours = Array.from({ length: count }, (_, hour) => hour).filter((hour) => hour < HOLE.from || hour >= HOLE.to)
  return {
    series: [
      { instrument: ALPHA, timeframe: '1h', columns: hourly(hours) },
      { instrument: BETA, timeframe: '1h', columns: hourly(hours.slice(0, 10)) },
    ],
    ticks: { ALPHA: [0, 0, 1, 5, 5, 5, 8, 13].map((second, i) => tickAt(second, i)) },
    quotes: { ALPHA: Array.from({ length: 20 }, (_, second) => quoteAt(second)) },
    instruments: [ALPHA, BETA],
  }
}

/** The hours that ALPHA has bars of, from the beginning on. */
export function hoursOf({ columns }: GatewaySeries): readonly number[] {
  return Array.from(columns.openTime.subarray(0, columns.length), (time) => (time - BEGIN) / HOUR)
}

/** Prices that tell each bar from every other. */
function hourly(hours: readonly number[]): BarColumns {
  const column = (value: (hour: number) => number): Float64Array => Float64Array.from(hours, value)
  return {
    length: hours.length,
    openTime: column((hour) => BEGIN + hour * HOUR),
    closeTime: column((hour) => BEGIN + (hour + 1) * HOUR),
    open: column((hour) => 100 + hour / 8),
    high: column((hour) => 101 + hour / 8),
    low: column((hour) => 99 + hour / 8),
    close: column((hour) => 100.5 + hour / 8),
    volume: column((hour) => 1000 + hour),
  }
}

function tickAt(second: number, i: number): TradeTick {
  return { symbol: 'ALPHA', occurredAt: BEGIN + second * 1000, price: 100 + i / 4, size: 1 + i }
}

function quoteAt(second: number): Quote {
  const bid = 100 + second / 4
  return { symbol: 'ALPHA', occurredAt: BEGIN + second * 1000, bid, ask: bid + 0.5, bidSize: 10, askSize: 20 }
}
