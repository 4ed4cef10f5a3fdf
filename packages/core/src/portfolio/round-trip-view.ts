import { Decimal } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import type { PositionCycle, RoundTrip } from '../domain/round-trip.js'
import type { RoundTripColumns } from './trade-tracker.js'

/** The names behind a round trip's indices. */
export interface RoundTripNames {
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
}

/** A row of the round trips as a value. */
export function roundTripAt(columns: RoundTripColumns, names: RoundTripNames, row: number): RoundTrip {
  const instrument = names.instruments[columns.instrument.data[row]!]!
  const quantity = new Decimal(columns.units.data[row]!).div(instrument.scale.unitsPerOne)
  const entryPrice = columns.entryPrice.data[row]!
  const entryTime = columns.entryTime.data[row]!
  const exitTime = columns.exitTime.data[row]!
  const pnl = columns.pnl.at(row).toDecimal()
  return {
    strategy: names.strategies[columns.strategy.data[row]!]!,
    symbol: instrument.symbol,
    direction: columns.direction.data[row]! > 0 ? 'long' : 'short',
    quantity,
    entryTime,
    entryPrice,
    exitTime,
    exitPrice: columns.exitPrice.data[row]!,
    pnl,
    costs: columns.costs.at(row).toDecimal(),
    returnFraction: pnl.div(new Decimal(entryPrice).times(quantity).times(instrument.multiplier)).toNumber(),
    holdingMs: exitTime - entryTime,
  }
}

/** Positions from flat to flat, derived from the round trips, in the order in which they became flat. */
export function positionCycles(columns: RoundTripColumns, names: RoundTripNames): readonly PositionCycle[] {
  const open = new Map<number, { openedAt: number; roundTrips: number; pnl: Decimal }>()
  const cycles: PositionCycle[] = []
  for (let row = 0; row < columns.length; row++) {
    const strategy = columns.strategy.data[row]!
    const instrument = columns.instrument.data[row]!
    const key = strategy * names.instruments.length + instrument
    const before = open.get(key) ?? { openedAt: columns.entryTime.data[row]!, roundTrips: 0, pnl: new Decimal(0) }
    const cycle = {
      openedAt: before.openedAt,
      roundTrips: before.roundTrips + 1,
      pnl: before.pnl.plus(columns.pnl.at(row).toDecimal()),
    }
    if (columns.flat.data[row] !== 1) {
      open.set(key, cycle)
      continue
    }
    open.delete(key)
    cycles.push({
      strategy: names.strategies[strategy]!,
      symbol: names.instruments[instrument]!.symbol,
      direction: columns.direction.data[row]! > 0 ? 'long' : 'short',
      closedAt: columns.exitTime.data[row]!,
      ...cycle,
    })
  }
  return cycles
}
