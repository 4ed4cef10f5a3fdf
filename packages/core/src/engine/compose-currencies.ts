import { TradewrightError } from '../domain/errors.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import { timeframeMs, type Timeframe } from '../domain/timeframe.js'
import { findRatePaths, type CurrencySetup, type RatePair } from '../portfolio/rates.js'
import type { BacktestConfig } from './config.js'

/** A series that is there for its rate alone. */
export interface WantedRate {
  readonly instrument: Instrument
  readonly timeframe: Timeframe
  /** Which of the account's pairs it is. */
  readonly pair: number
}

/** Which currencies an account has, and how each comes to its base currency. */
export interface ComposedCurrencies {
  readonly currencies: CurrencySetup
  readonly rates: readonly WantedRate[]
  /** By instrument: the pair that it is, where rates hang on it. */
  readonly pairs: readonly (number | undefined)[]
}

/**
 * Finds the pairs that a run needs, among its instruments and then among `rates`, and takes no others. Throws FX_RATE_MISSING with the list of what is
 * missing.
 */
export function composeCurrencies(config: BacktestConfig, instruments: readonly Instrument[]): ComposedCurrencies {
  const base = config.account?.currency ?? 'USD'
  const moved = (config.events ?? []).flatMap((event) =>
    'amount' in event && 'currency' in event ? [event.currency ?? base] : [],
  )
  const quoted = instruments.flatMap((instrument, index) => {
    const pair = pairOf(instrument)
    return pair ? [{ pair, index }] : []
  })
  const asked = (config.rates ?? []).map(rateInstrument)
  const pairs = [...quoted.map(({ pair }) => pair), ...asked.map(({ instrument }) => pairOf(instrument)!)]
  const needed = [base, ...instruments.map(({ currency }) => currency), ...moved]
  const names = [...new Set([...needed, ...reachable(namedIn(config.risk), base, pairs)])]
  const found = findRatePaths(names, base, pairs)
  const paths = found.flatMap((path) => (path ? [path] : []))
  if (paths.length < names.length) throw missing(names, found, instruments)
  const used = new Set(paths.flatMap((path) => path.map(({ pair }) => pair)))
  const byInstrument = instruments.map((_, index) => {
    const pair = quoted.findIndex((one) => one.index === index)
    return used.has(pair) ? pair : undefined
  })
  const rates = asked.map((rate, i) => ({ ...rate, pair: quoted.length + i })).filter(({ pair }) => used.has(pair))
  return { currencies: { names, pairs, paths }, rates, pairs: byInstrument }
}

/** How deep an amount may lie in a risk configuration: `strategies`, a name, a limit. */
const RISK_LEVELS = 4

/** The currencies of a risk configuration's amounts; it is checked later, and may be anything. */
function namedIn(risk: unknown, levels = RISK_LEVELS): readonly string[] {
  if (typeof risk !== 'object' || risk === null || levels === 0) return []
  const own = 'amount' in risk && 'currency' in risk && typeof risk.currency === 'string' ? [risk.currency] : []
  return [...own, ...Object.values(risk).flatMap((value) => namedIn(value, levels - 1))]
}

/** Those of some currencies that have a rate: of the others their limits are refused, with all that is wrong besides. */
function reachable(currencies: readonly string[], base: string, pairs: readonly RatePair[]): readonly string[] {
  const found = findRatePaths(currencies, base, pairs)
  return currencies.filter((_, i) => found[i] !== undefined)
}

function rateInstrument({
  symbol,
  timeframe,
  baseCurrency,
  currency,
}: NonNullable<BacktestConfig['rates']>[number]): Pick<WantedRate, 'instrument' | 'timeframe'> {
  const instrument = createInstrument({
    symbol,
    assetClass: 'fx',
    ...(baseCurrency === undefined ? {} : { baseCurrency }),
    ...(currency === undefined ? {} : { currency }),
  })
  timeframeMs(timeframe)
  if (pairOf(instrument)) return { instrument, timeframe }
  throw new TradewrightError(
    'CONFIG_INVALID',
    `rates: ${symbol} names no two currencies; expected six letters, such as EURUSD, or its baseCurrency and currency`,
    { details: { symbol } },
  )
}

function pairOf({ symbol, baseCurrency, currency }: Instrument): RatePair | undefined {
  return baseCurrency === undefined ? undefined : { symbol, baseCurrency, currency }
}

function missing(
  names: readonly string[],
  found: readonly unknown[],
  instruments: readonly Instrument[],
): TradewrightError {
  const base = names[0]!
  const without = names.filter((_, currency) => found[currency] === undefined)
  const list = without.map((code) => {
    const symbols = instruments.filter(({ currency }) => currency === code).map(({ symbol }) => symbol)
    return symbols.length > 0 ? `${code} (of ${symbols.join(', ')})` : code
  })
  const expected = without.map((code) => `${code}${base} or ${base}${code}`).join(', ')
  return new TradewrightError(
    'FX_RATE_MISSING',
    `no rate to ${base} from ${list.join(', ')}; expected a pair such as ${expected} among the instruments or in rates`,
    { details: { baseCurrency: base, currencies: without } },
  )
}
