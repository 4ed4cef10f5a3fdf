import { TradewrightError } from '../domain/errors.js'
import { expectedNames } from '../domain/nearest-name.js'

/** Features of a series, in columns: row r is known when bar r has closed. */
export class FeatureColumns {
  /** How many rows there are: one for each bar. */
  readonly length: number
  /** The columns' names, in the order in which the features are listed. */
  readonly names: readonly string[]
  readonly #columns: ReadonlyMap<string, Float64Array>

  constructor(length: number, columns: ReadonlyMap<string, Float64Array>) {
    this.length = length
    this.names = [...columns.keys()]
    this.#columns = columns
  }

  /** A feature's values, or those of one of its numbers, such as `macd.signal`; NaN until it is ready. Throws UNKNOWN_FEATURE. */
  column(name: string): Float64Array {
    return this.#columns.get(name) ?? unknownFeature(name, this.names)
  }
}

export function unknownFeature(name: string, known: readonly string[]): never {
  const expected = known.length === 0 ? 'expected none, as no features are declared' : expectedNames(name, known)
  throw new TradewrightError('UNKNOWN_FEATURE', `'${name}' came; ${expected}`, {
    details: { name, known },
  })
}
