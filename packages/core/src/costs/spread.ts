import type { PriceSide } from '../domain/bar-columns.js'
import { ColumnDigest } from '../domain/column-digest.js'
import type { Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, checkObject, fromZero, invalidCost } from './options.js'
import { ticksOf } from './tick.js'

/** How far bid and ask lie apart. */
export interface SpreadModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** Ask less bid, in price, for the whole of a bar; not negative. */
  at(bar: SpreadBar): number
}

/** A bar as a spread model sees it: what is known at its open. The object is reused, so nothing of it may be kept. */
export interface SpreadBar {
  readonly instrument: Instrument
  /** UTC epoch milliseconds. */
  readonly openTime: number
  readonly open: number
}

/** Spreads over time: row r holds from `times[r]` on. */
export interface SpreadColumns {
  /** UTC epoch milliseconds, ascending. */
  readonly times: readonly number[] | Float64Array
  /** In price, none negative. */
  readonly spreads: readonly number[] | Float64Array
}

/** Bid and ask are one price. */
export function noSpread(): SpreadModel {
  return { spec: 'none', at: () => 0 }
}

/** So many ticks, whole or not. Throws COST_INVALID, at the first bar of an instrument without a tick size too. */
export function spreadTicks(ticks: number): SpreadModel {
  fromZero('spreadTicks', 'ticks', ticks)
  const spreadOf = ticksOf('spreadTicks', ticks)
  return { spec: { spreadTicks: ticks }, at: ({ instrument }) => spreadOf(instrument) }
}

/** A fraction of each bar's open: `spreadFraction(0.0002)` is 2 basis points. Throws COST_INVALID. */
export function spreadFraction(fraction: number): SpreadModel {
  if (!(fraction >= 0 && fraction < 1)) {
    throw invalidCost('spreadFraction', 'fraction', fraction, 'a number from 0 to below 1')
  }
  return { spec: { spreadFraction: fraction }, at: ({ open }) => fraction * open }
}

/**
 * Spreads that were recorded, by symbol: a bar has the last one at or before its open, and the first one where it opens before that. The columns are
 * copied. Throws COST_INVALID, at the first bar of a symbol without a series too.
 */
export function spreadSeries(series: Readonly<Record<string, SpreadColumns>>): SpreadModel {
  checkObject('spreadSeries', 'series', series, 'an object of columns by symbol')
  const known = new Map(Object.entries(series).map(([symbol, columns]) => [symbol, new Spreads(symbol, columns)]))
  if (known.size === 0) throw invalidCost('spreadSeries', 'series', 'empty', 'columns of one symbol at least')
  const symbols = [...known.keys()].sort()
  let last: Instrument | undefined
  let spreads: Spreads | undefined
  return {
    spec: { spreadSeries: Object.fromEntries(symbols.map((symbol) => [symbol, known.get(symbol)!.digest])) },
    at({ instrument, openTime }) {
      if (instrument !== last) {
        spreads = known.get(instrument.symbol)
        if (!spreads) throw invalidCost('spreadSeries', 'symbol', instrument.symbol, `one of ${symbols.join(', ')}`)
        last = instrument
      }
      return spreads!.at(openTime)
    },
  }
}

/** The spreads of one symbol. Bars come in time's order, so the row is nearly always the last one or next to it. */
class Spreads {
  readonly digest: string
  readonly #times: Float64Array
  readonly #spreads: Float64Array
  #row = 0

  constructor(symbol: string, columns: SpreadColumns) {
    const model = `spreadSeries: ${symbol}`
    checkNames(model, columns, ['times', 'spreads'])
    this.#times = column(model, 'times', columns.times)
    this.#spreads = column(model, 'spreads', columns.spreads)
    const { length } = this.#times
    if (length === 0 || length !== this.#spreads.length) {
      const came = `of ${String(this.#spreads.length)} rows`
      throw invalidCost(model, 'spreads', came, `as many as times, ${String(length)}, and one at least`)
    }
    for (let row = 0; row < length; row++) {
      if (this.#spreads[row]! < 0) throw invalidCost(model, at('spreads', row), this.#spreads[row], 'a number from 0')
      if (row > 0 && !(this.#times[row]! > this.#times[row - 1]!)) {
        throw invalidCost(model, at('times', row), this.#times[row], `a time after ${String(this.#times[row - 1])}`)
      }
    }
    this.digest = `${new ColumnDigest().finish(this.#times)} ${new ColumnDigest().finish(this.#spreads)}`
  }

  at(time: number): number {
    const times = this.#times
    let row = this.#row
    // A run that starts anew goes back in time.
    if (times[row]! > time) row = 0
    if (row + 1 < times.length && times[row + 1]! <= time) row = lastRowAtOrBefore(times, row + 1, time)
    this.#row = row
    return this.#spreads[row]!
  }
}

/** What to add to the prices of a series that shows one side of the market to have those of another: bid = mid - spread / 2, ask = mid + spread / 2; trades are taken for mids. */
export function sideShift(series: PriceSide, wanted: 'bid' | 'ask' | 'mid', spread: number): number {
  return (HALVES[wanted] - HALVES[series]) * (spread / 2)
}

/** How many half spreads each side lies above the middle. */
const HALVES: Readonly<Record<PriceSide, number>> = { bid: -1, ask: 1, mid: 0, trade: 0 }

function column(model: string, name: string, values: readonly number[] | Float64Array): Float64Array {
  if (!Array.isArray(values) && !(values instanceof Float64Array))
    throw invalidCost(model, name, values, 'an array of numbers')
  for (const [row, value] of values.entries()) {
    if (!Number.isFinite(value)) throw invalidCost(model, at(name, row), value, 'a finite number')
  }
  return Float64Array.from(values)
}

function at(name: string, row: number): string {
  return `${name}[${String(row)}]`
}

/** The last row from `low` on whose time is at or before `time`; row `low` is. */
function lastRowAtOrBefore(times: Float64Array, from: number, time: number): number {
  let low = from
  let high = times.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= time) low = middle
    else high = middle
  }
  return low
}
