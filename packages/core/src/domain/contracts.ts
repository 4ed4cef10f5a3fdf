import { Decimal, type DecimalInput } from './decimal.js'
import { TradewrightError } from './errors.js'
import { createInstrument, type InstrumentSpec } from './instrument.js'

/** What a contract of a catalogue may say: an instrument's fields, and `lotSize`, which is its multiplier. */
type ContractField = Exclude<keyof InstrumentSpec, 'symbol' | 'calendar'> | 'lotSize'

const FIELDS: Readonly<Record<ContractField, 'size' | 'text'>> = {
  lotSize: 'size',
  multiplier: 'size',
  assetClass: 'text',
  currency: 'text',
  baseCurrency: 'text',
  payment: 'text',
  quantityStep: 'size',
  tickSize: 'size',
  quantityMin: 'size',
  quantityMax: 'size',
  notionalMin: 'size',
  zone: 'text',
}

const NAMES = Object.keys(FIELDS).join(', ')

type Contract = Readonly<Record<string, unknown>>

/**
 * The instruments of symbols that a catalogue of contracts describes, such as a parsed `contracts.json`:
 * `{ "USDJPY": { "assetClass": "fx", "lotSize": 100000, "tickSize": 0.001 } }`. `lotSize` is read as `multiplier`; all other fields are those of an
 * `InstrumentSpec`, with its defaults. Contracts that are not asked for are not looked at.
 *
 * Throws UNKNOWN_SYMBOL for a symbol that the catalogue doesn't have, INSTRUMENT_INVALID for a contract that cannot be: one error with all mistakes that
 * were found, by the code of the first.
 */
export function instrumentsFrom(catalogue: unknown, symbols: readonly string[]): InstrumentSpec[] {
  if (!isContract(catalogue)) {
    throw invalid({ what: 'the catalogue', came: catalogue, expected: 'an object of contracts by symbol' })
  }
  const isList: boolean = Array.isArray(symbols)
  if (!isList) throw invalid({ what: 'symbols', came: symbols, expected: 'an array of symbols' })
  const mistakes = symbols.flatMap((symbol: unknown) =>
    typeof symbol === 'string' && Object.hasOwn(catalogue, symbol)
      ? mistakesOf(symbol, catalogue[symbol])
      : [unknownSymbol(symbol, Object.keys(catalogue))],
  )
  throwIfAny(mistakes)
  return symbols.map((symbol) => specOf(symbol, catalogue[symbol] as Contract))
}

function specOf(symbol: string, contract: Contract): InstrumentSpec {
  const given = Object.entries(contract).filter(([, value]) => value !== undefined)
  const fields = given.map(([field, value]) => [field === 'lotSize' ? 'multiplier' : field, value] as const)
  return { symbol, ...Object.fromEntries(fields) }
}

function mistakesOf(symbol: string, contract: unknown): TradewrightError[] {
  if (!isContract(contract)) {
    return [invalid({ what: `${symbol}: the contract`, came: contract, expected: `an object with ${NAMES}`, symbol })]
  }
  const mistakes = Object.entries(contract).flatMap(([field, value]) => mistakesOfField(symbol, field, value))
  if (contract['lotSize'] !== undefined && contract['multiplier'] !== undefined) {
    const came = contract['multiplier']
    mistakes.push(invalid({ what: `${symbol}: multiplier`, came, expected: 'none beside lotSize', symbol }))
  }
  if (mistakes.length > 0) return mistakes
  try {
    // What no field shows alone: an unknown asset class, a maximum below the minimum.
    createInstrument(specOf(symbol, contract))
    return []
  } catch (error) {
    if (error instanceof TradewrightError) return [error]
    throw error
  }
}

function mistakesOfField(symbol: string, field: string, value: unknown): TradewrightError[] {
  if (!Object.hasOwn(FIELDS, field)) {
    return [invalid({ what: `${symbol}: a field`, came: field, expected: `one of ${NAMES}`, symbol, field })]
  }
  if (value === undefined) return []
  const what = `${symbol}: ${field}`
  if (FIELDS[field as ContractField] === 'text') {
    return typeof value === 'string' ? [] : [invalid({ what, came: value, expected: 'a text', symbol, field })]
  }
  return isPositive(value) ? [] : [invalid({ what, came: value, expected: 'a positive number', symbol, field })]
}

function isPositive(value: unknown): boolean {
  try {
    const number = new Decimal(value as DecimalInput).toNumber()
    return number > 0 && number < Number.POSITIVE_INFINITY
  } catch {
    return false
  }
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function throwIfAny(mistakes: readonly TradewrightError[]): void {
  const [first] = mistakes
  if (first === undefined) return
  if (mistakes.length === 1) throw first
  const list = mistakes.map(({ message }) => message)
  throw new TradewrightError(first.code, `the catalogue has several mistakes\n  ${list.join('\n  ')}`, {
    details: { mistakes: list },
  })
}

function unknownSymbol(symbol: unknown, known: readonly string[]): TradewrightError {
  const expected = known.length === 0 ? 'nothing, since it is empty' : `one of ${known.join(', ')}`
  return new TradewrightError('UNKNOWN_SYMBOL', `the catalogue: ${shown(symbol)} came; expected ${expected}`, {
    details: { symbol, known },
  })
}

interface Mistake {
  readonly what: string
  readonly came: unknown
  readonly expected: string
  readonly symbol?: string
  readonly field?: string
}

function invalid({ what, ...details }: Mistake): TradewrightError {
  const message = `${what} is ${shown(details.came)}; expected ${details.expected}`
  return new TradewrightError('INSTRUMENT_INVALID', message, { details })
}

/** Any value as messages show it; an object may have no way to be a text. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' && value !== null && !Decimal.isDecimal(value) ? 'an object' : String(value)
}
