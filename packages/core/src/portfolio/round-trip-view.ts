import { Decimal } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { PositionCycle, RoundTrip } from '../domain/round-trip.js'
import { TRIP, type RoundTripLog } from './trade-tracker.js'

/** The names behind a round trip's indices. */
export interface RoundTripNames {
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
}

/** A row of the round trips as a value. */
export function roundTripAt(trips: RoundTripLog, names: RoundTripNames, row: number): RoundTrip {
  const instrument = names.instruments[trips.get(row, TRIP.instrument)]!
  const quantity = new Decimal(trips.get(row, TRIP.units)).div(instrument.scale.unitsPerOne)
  const entryPrice = trips.get(row, TRIP.entryPrice)
  const entryTime = trips.get(row, TRIP.entryTime)
  const exitTime = trips.get(row, TRIP.exitTime)
  const pnl = trips.readAmount(row, TRIP.pnl, new MoneyCell()).toDecimal()
  return {
    strategy: names.strategies[trips.get(row, TRIP.strategy)]!,
    symbol: instrument.symbol,
    direction: trips.get(row, TRIP.direction) > 0 ? 'long' : 'short',
    quantity,
    entryTime,
    entryPrice,
    exitTime,
    exitPrice: trips.get(row, TRIP.exitPrice),
    pnl,
    costs: trips.readAmount(row, TRIP.costs, new MoneyCell()).toDecimal(),
    returnFraction: pnl.div(new Decimal(entryPrice).times(quantity).times(instrument.multiplier)).toNumber(),
    holdingMs: exitTime - entryTime,
  }
}

/** Positions from flat to flat, derived from the round trips, in the order in which they became flat. */
export function positionCycles(trips: RoundTripLog, names: RoundTripNames): readonly PositionCycle[] {
  const open = new Map<number, { openedAt: number; roundTrips: number; pnl: Decimal }>()
  const cycles: PositionCycle[] = []
  for (let row = 0; row < trips.length; row++) {
    const strategy = trips.get(row, TRIP.strategy)
    const instrument = trips.get(row, TRIP.instrument)
    const key = strategy * names.instruments.length + instrument
    const before = open.get(key) ?? { openedAt: trips.get(row, TRIP.entryTime), roundTrips: 0, pnl: new Decimal(0) }
    const cycle = {
      openedAt: before.openedAt,
      roundTrips: before.roundTrips + 1,
      pnl: before.pnl.plus(trips.readAmount(row, TRIP.pnl, new MoneyCell()).toDecimal()),
    }
    if (trips.get(row, TRIP.flat) !== 1) {
      open.set(key, cycle)
      continue
    }
    open.delete(key)
    cycles.push({
      strategy: names.strategies[strategy]!,
      symbol: names.instruments[instrument]!.symbol,
      direction: trips.get(row, TRIP.direction) > 0 ? 'long' : 'short',
      closedAt: trips.get(row, TRIP.exitTime),
      ...cycle,
    })
  }
  return cycles
}
