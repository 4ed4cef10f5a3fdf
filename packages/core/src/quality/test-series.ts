import { DAY_MS, isoDate } from '../calendar/civil-date.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { tradingHoursOf, type Calendar } from '../domain/calendar.js'
import { timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { QualitySeries } from './quality-series.js'

/** How a random walk of bars is thrown. */
export interface WalkOptions {
  readonly calendar: Calendar
  readonly timeframe: Timeframe
  readonly seed: number
  /** ISO dates of its sessions. */
  readonly from: string
  readonly to: string
  /** The deviation of a day's moves; default 0.015. */
  readonly volatility?: number
  /** Default 0.01. */
  readonly tickSize?: number
  readonly price?: number
}

/** One that is uniform on [0, 1): Tommy Ettinger's generator of 32 bits. */
function thrower(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Normal by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Student's t with 3 degrees of freedom, scaled to a deviation of 1: the tails that returns have. */
function fatTailed(random: () => number): number {
  const squares = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
  return normal(random) / Math.sqrt(squares / 3) / Math.sqrt(3)
}

/**
 * A clean random walk: a bar for every interval of every session, moves with fat tails whose size wanders slowly and is greatest at both ends of a session, nights that
 * move the price too, prices on a grid, and volume that goes with the moves.
 */
export function randomWalk(options: WalkOptions): QualitySeries & { readonly columns: BarColumns } {
  const { calendar, timeframe, seed, from, to, volatility = 0.015, tickSize = 0.01 } = options
  const random = thrower(seed)
  const lengthMs = timeframeMs(timeframe)
  const rows: number[][] = []
  let [price, wander] = [options.price ?? 100, 0]
  const onGrid = (value: number): number => Number((Math.max(1, Math.round(value / tickSize)) * tickSize).toFixed(8))
  for (const session of calendar.sessions(from, to)) {
    wander = 0.97 * wander + 0.12 * normal(random)
    const daily = volatility * Math.exp(wander)
    const isOvernight = session.close - session.open < DAY_MS
    if (isOvernight) price *= Math.exp(0.5 * daily * fatTailed(random))
    for (const { open, close } of timeframe === '1d' ? [session] : tradingHoursOf(session)) {
      const length = timeframe === '1d' ? close - open : lengthMs
      for (let at = open; at < close; at += length) {
        const part = (at - session.open) / (session.close - session.open)
        const shape = timeframe === '1d' ? 1 : 0.7 + 2.5 * (2 * part - 1) ** 4
        const size = daily * shape * Math.sqrt(length / (session.close - session.open))
        const opens = onGrid(price * Math.exp(0.1 * size * fatTailed(random)))
        const move = size * fatTailed(random)
        price = opens * Math.exp(move)
        const closes = onGrid(price)
        const high = onGrid(Math.max(opens, closes) * Math.exp(Math.abs(0.4 * size * normal(random))))
        const low = onGrid(Math.min(opens, closes) * Math.exp(-Math.abs(0.4 * size * normal(random))))
        const volume = Math.ceil(1_000 * shape * Math.exp(0.6 * normal(random)) * (1 + Math.abs(move) / size))
        const ends = Math.min(at + length, close)
        rows.push([at, ends, opens, Math.max(opens, closes, high), Math.min(opens, closes, low), closes, volume])
      }
    }
  }
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index]!)
  const columns: BarColumns = {
    length: rows.length,
    openTime: column(0),
    closeTime: column(1),
    open: column(2),
    high: column(3),
    low: column(4),
    close: column(5),
    volume: column(6),
  }
  return { symbol: 'WALK', timeframe, columns, calendar }
}

/** The ISO date some days after another. */
export function daysAfter(date: string, days: number): string {
  return isoDate(Date.parse(date) / DAY_MS + days)
}
