import type { Instrument } from '../domain/instrument.js'
import type { InstrumentQuery } from '../ports/data-gateway.js'

export function bySymbol(a: Instrument, b: Instrument): number {
  return a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0
}

/** Those of a list for which all of a query is true. */
export function findInstruments(known: readonly Instrument[], query: InstrumentQuery = {}): readonly Instrument[] {
  const { text = '', assetClass, currency, limit } = query
  const found = known.filter(
    (one) =>
      one.symbol.toLowerCase().includes(text.toLowerCase()) &&
      one.assetClass === (assetClass ?? one.assetClass) &&
      one.currency === (currency ?? one.currency),
  )
  return found.slice(0, limit)
}
