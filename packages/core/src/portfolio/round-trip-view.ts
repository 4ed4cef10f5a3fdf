import { Decimal } from '../domain/decimal.js'
import { exactProduct } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, MONEY_DECIMALS } from '../domain/money.js'
import type { PositionCycle, RoundTrip } from '../domain/round-trip.js'
import { TRIP, type RoundTripLog, type TradeTracker } from './trade-tracker.js'

/** The names behind a round trip's indices. */
export interface RoundTripNames {
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
}

/** What a round trip's row does not hold. */
export interface RoundTripSources extends RoundTripNames {
  /** What was said of the order behind a fill, by the fill's row. */
  orderOf(fill: number): { readonly tags: readonly string[]; readonly reason: string }
  /** The lowest and the highest price of bars that a round trip surely met, by its row; Infinity and -Infinity without any. */
  pricesOf(trip: number): { readonly low: number; readonly high: number }
  /** Base currency per unit of a round trip's currency when it closed, by its row. */
  rateOf(trip: number): number
}

/** A row of the round trips as a value. */
export function roundTripAt(trips: RoundTripLog, sources: RoundTripSources, row: number): RoundTrip {
  const instrument = sources.instruments[trips.get(row, TRIP.instrument)]!
  const quantity = new Decimal(trips.get(row, TRIP.units)).div(instrument.scale.unitsPerOne)
  const isLong = trips.get(row, TRIP.direction) > 0
  const entryPrice = trips.get(row, TRIP.entryPrice)
  const exitPrice = trips.get(row, TRIP.exitPrice)
  const entryTime = trips.get(row, TRIP.entryTime)
  const exitTime = trips.get(row, TRIP.exitTime)
  const pnl = trips.readAmount(row, TRIP.pnl, new MoneyCell()).toDecimal()
  const rate = sources.rateOf(row)
  const entry = sources.orderOf(trips.get(row, TRIP.entryFill))
  const { low, high } = sources.pricesOf(row)
  const value = (price: number) =>
    exactProduct(new MoneyCell(), price, trips.get(row, TRIP.units), instrument.scale.notional)
  const lowest = Math.min(low, entryPrice, exitPrice)
  const highest = Math.max(high, entryPrice, exitPrice)
  const fall = value(entryPrice).subtract(value(lowest)).toNumber()
  const rise = value(highest).subtract(value(entryPrice)).toNumber()
  return {
    strategy: sources.strategies[trips.get(row, TRIP.strategy)]!,
    symbol: instrument.symbol,
    direction: isLong ? 'long' : 'short',
    quantity,
    entryTime,
    entryPrice,
    exitTime,
    exitPrice,
    currency: instrument.currency,
    pnl,
    rate,
    pnlInBase: rate === 1 ? pnl : pnl.times(rate).toDecimalPlaces(MONEY_DECIMALS),
    costs: trips.readAmount(row, TRIP.costs, new MoneyCell()).toDecimal(),
    returnFraction: pnl.div(new Decimal(entryPrice).times(quantity).times(instrument.multiplier)).toNumber(),
    holdingMs: exitTime - entryTime,
    maxAdverseExcursion: isLong ? fall : rise,
    maxFavorableExcursion: isLong ? rise : fall,
    tags: entry.tags,
    entryReason: entry.reason,
    exitReason: sources.orderOf(trips.get(row, TRIP.exitFill)).reason,
  }
}

/** What has closed of a position that is open. */
interface OpenCycle {
  readonly openedAt: number
  readonly roundTrips: number
  readonly pnl: Decimal
}

/** Positions from flat to flat, derived from the round trips, in the order in which they became flat. */
export function positionCycles(
  { trips, peaks, moves }: Pick<TradeTracker, 'trips' | 'peaks' | 'moves'>,
  names: RoundTripNames,
): readonly PositionCycle[] {
  const open = new Map<number, OpenCycle>()
  const cycles: PositionCycle[] = []
  const keyOf = (strategy: number, instrument: number) => strategy * names.instruments.length + instrument
  let moved = 0
  for (let row = 0; row < trips.length; row++) {
    for (; moved < moves.length && moves[moved]!.trip <= row; moved++) {
      const { strategy, from, to } = moves[moved]!
      moveCycle(open, keyOf(strategy, from), to === -1 ? undefined : keyOf(strategy, to))
    }
    const strategy = trips.get(row, TRIP.strategy)
    const instrument = names.instruments[trips.get(row, TRIP.instrument)]!
    const key = keyOf(strategy, trips.get(row, TRIP.instrument))
    const pnl = trips.readAmount(row, TRIP.pnl, new MoneyCell()).toDecimal()
    const cycle = joined(open.get(key), { openedAt: trips.get(row, TRIP.entryTime), roundTrips: 1, pnl })
    if (trips.get(row, TRIP.flat) !== 1) {
      open.set(key, cycle)
      continue
    }
    open.delete(key)
    cycles.push({
      strategy: names.strategies[strategy]!,
      symbol: instrument.symbol,
      direction: trips.get(row, TRIP.direction) > 0 ? 'long' : 'short',
      closedAt: trips.get(row, TRIP.exitTime),
      quantityMax: new Decimal(peaks.get(cycles.length, 0)).div(instrument.scale.unitsPerOne),
      ...cycle,
    })
  }
  return cycles
}

/** A position that went nowhere was dropped without a last round trip, and is no cycle. */
function moveCycle(open: Map<number, OpenCycle>, from: number, to: number | undefined): void {
  const cycle = open.get(from)
  open.delete(from)
  if (cycle !== undefined && to !== undefined) open.set(to, joined(open.get(to), cycle))
}

function joined(one: OpenCycle | undefined, other: OpenCycle): OpenCycle {
  if (one === undefined) return other
  return {
    openedAt: Math.min(one.openedAt, other.openedAt),
    roundTrips: one.roundTrips + other.roundTrips,
    pnl: one.pnl.plus(other.pnl),
  }
}
