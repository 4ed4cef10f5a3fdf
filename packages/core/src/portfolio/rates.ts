import { TradewrightError } from '../domain/errors.js'
import { shortestDecimal } from '../domain/exact.js'
import { divideHalfEven, setFromBigInt, toBigInt, type Money, type MoneyCell } from '../domain/money.js'

/** A pair whose price is a rate: what one unit of `baseCurrency` costs in `currency`. */
export interface RatePair {
  readonly symbol: string
  readonly baseCurrency: string
  readonly currency: string
}

/** A pair on the way from one currency to another: multiplied by its price, or divided where it is quoted the other way. */
export interface RateLeg {
  readonly pair: number
  readonly inverse: boolean
}

/** How an amount comes to base currency: by one pair, direct or inverse, or crossed by several. Empty for the base currency itself. */
export type RatePath = readonly RateLeg[]

/**
 * Finds the shortest way from each currency to the base currency; of equally short ones that of the pairs that come first. Undefined for a currency
 * that no way leads from.
 */
export function findRatePaths(
  currencies: readonly string[],
  baseCurrency: string,
  pairs: readonly RatePair[],
): readonly (RatePath | undefined)[] {
  const paths = new Map<string, RatePath>([[baseCurrency, []]])
  // Breadth first from the base currency outwards: each currency is reached by its shortest way.
  for (const [reached, onwards] of paths) {
    pairs.forEach(({ currency, baseCurrency: unit }, pair) => {
      if (currency === reached && !paths.has(unit)) paths.set(unit, [{ pair, inverse: false }, ...onwards])
      else if (unit === reached && !paths.has(currency)) paths.set(currency, [{ pair, inverse: true }, ...onwards])
    })
  }
  return currencies.map((currency) => paths.get(currency))
}

/** The currencies of an account, the base currency first, and the way from each of them to it. */
export interface CurrencySetup {
  readonly names: readonly string[]
  readonly pairs: readonly RatePair[]
  /** By currency. */
  readonly paths: readonly RatePath[]
}

/** The setup of an account that knows one currency. */
export function singleCurrency(name: string): CurrencySetup {
  return { names: [name], pairs: [], paths: [[]] }
}

/** What one unit of each currency is worth in base currency, by the prices of FX instruments that are known so far. */
export class Rates {
  /** By currency; NaN while a price on the way is not known. */
  readonly toBase: Float64Array
  /** Whether there is any currency but the base one. */
  readonly any: boolean
  readonly #paths: readonly RatePath[]
  readonly #names: readonly string[]
  /** By pair: the last price; NaN before the first. */
  readonly #prices: Float64Array
  /** By pair: the currencies whose way leads over it. */
  readonly #followers: readonly (readonly number[])[]

  constructor({ names, pairs, paths }: CurrencySetup) {
    this.#names = names
    this.#paths = paths
    this.any = names.length > 1
    this.#prices = new Float64Array(pairs.length).fill(Number.NaN)
    this.toBase = Float64Array.from(paths, (path) => (path.length === 0 ? 1 : Number.NaN))
    this.#followers = pairs.map((_, pair) =>
      names.flatMap((_, currency) => (paths[currency]!.some((leg) => leg.pair === pair) ? [currency] : [])),
    )
  }

  /** Whether a rate waits for its first price of a pair. */
  waitsFor(pair: number): boolean {
    return this.#followers[pair]!.length > 0 && Number.isNaN(this.#prices[pair])
  }

  /** Takes the price of a pair. */
  take(pair: number, price: number): void {
    this.#prices[pair] = price
    for (const currency of this.#followers[pair]!) this.toBase[currency] = this.#rate(this.#paths[currency]!)
  }

  #rate(path: RatePath): number {
    let rate = 1
    for (const { pair, inverse } of path) {
      const price = this.#prices[pair]!
      rate = inverse ? rate / price : rate * price
    }
    return rate
  }

  /**
   * Sets `out` to an amount in base currency, rounded once, half-even, to 8 decimals: prices stand for their shortest decimals. Throws FX_RATE_MISSING while a
   * rate is not known.
   */
  convert(out: MoneyCell, amount: Money, currency: number): MoneyCell {
    let numerator = toBigInt(amount)
    let denominator = 1n
    for (const { pair, inverse } of this.#paths[currency]!) {
      const price = this.#prices[pair]!
      if (Number.isNaN(price)) throw this.missing(currency)
      const { mantissa, exponent } = shortestDecimal(price)
      if (inverse === exponent < 0) numerator *= 10n ** BigInt(Math.abs(exponent))
      else denominator *= 10n ** BigInt(Math.abs(exponent))
      if (inverse) denominator *= mantissa
      else numerator *= mantissa
    }
    return setFromBigInt(out, divideHalfEven(numerator, denominator))
  }

  /** The error of a rate that is asked for before it is known. */
  missing(currency: number): TradewrightError {
    const names = this.#names
    return new TradewrightError(
      'FX_RATE_MISSING',
      `no rate from ${names[currency]!} to ${names[0]!} is known yet; expected a price of every pair on the way before it is needed`,
      { details: { currency: names[currency], baseCurrency: names[0] } },
    )
  }
}
