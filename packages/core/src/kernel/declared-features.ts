import type { FeatureCalculator } from '../data/feature-calculator.js'
import { unknownFeature } from '../data/feature-columns.js'
import { TradewrightError } from '../domain/errors.js'

type ByName = ReadonlyMap<string, FeatureCalculator>

const NONE: ByName = new Map()

/** The features that a strategy has declared, by symbol and name. */
export class DeclaredFeatures {
  readonly #bySymbol = new Map<string, ByName>()

  /** Throws FEATURE_INVALID for names that features of the symbol have already. */
  declare(symbol: string, calculator: FeatureCalculator): void {
    const known = this.#of(symbol)
    const repeated = calculator.names.filter((name) => known.has(name))
    if (repeated.length > 0) {
      throw new TradewrightError(
        'FEATURE_INVALID',
        `${symbol} has features of these names: ${repeated.join(', ')}; expected others`,
        { details: { symbol, names: repeated } },
      )
    }
    this.#bySymbol.set(symbol, new Map([...known, ...calculator.names.map((name) => [name, calculator] as const)]))
  }

  forget(symbol: string): void {
    this.#bySymbol.delete(symbol)
  }

  /** Throws UNKNOWN_FEATURE. */
  value(symbol: string, name: string): number {
    const known = this.#of(symbol)
    const calculator = known.get(name) ?? unknownFeature(name, [...known.keys()])
    return calculator.feature(name)
  }

  /** All of a symbol as they are now. */
  values(symbol: string): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#of(symbol), ([name, calculator]) => [name, calculator.feature(name)]))
  }

  #of(symbol: string): ByName {
    return this.#bySymbol.get(symbol) ?? NONE
  }
}
