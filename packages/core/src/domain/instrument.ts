import type { Calendar } from './calendar.js'
import { Decimal, type DecimalInput } from './decimal.js'
import { TradewrightError } from './errors.js'
import { decimalPlaces, factorOf, powerOfTen, QUANTITY_UNITS_MAX, type Factor } from './exact.js'

export const ASSET_CLASSES = ['equity', 'future', 'fx', 'crypto', 'cfd', 'index'] as const
export type AssetClass = (typeof ASSET_CLASSES)[number]

/**
 * How a position is paid. `full`: each fill pays its value. `profit`: fills move no principal, and a fill that closes pays what that brought.
 * `variation`: nothing is paid but, at every daily cut, what the position has gained or lost since the last.
 */
export const PAYMENTS = ['full', 'profit', 'variation'] as const
export type Payment = (typeof PAYMENTS)[number]

const PAYMENT_OF: Readonly<Record<AssetClass, Payment>> = {
  equity: 'full',
  future: 'variation',
  fx: 'profit',
  crypto: 'full',
  cfd: 'profit',
  index: 'full',
}

/** How instruments of a class are paid unless they say otherwise. */
export function paymentOf(assetClass: AssetClass): Payment {
  return PAYMENT_OF[assetClass]
}

/** Currency codes: ISO 4217 and those of crypto. */
export const CURRENCY = /^[A-Z][A-Z0-9]{1,9}$/

/** What a user writes to describe an instrument; everything but the symbol has a default. */
export interface InstrumentSpec {
  readonly symbol: string
  /** Default 'equity'. */
  readonly assetClass?: AssetClass
  /** The currency its prices are in; default 'USD', and of an FX pair such as USDJPY the last three letters. */
  readonly currency?: string
  /** FX only: what one unit of the pair is, such as USD of USDJPY; default the first three letters of such a symbol. */
  readonly baseCurrency?: string
  /** How a position is paid; default 'full', 'profit' for fx and cfd, 'variation' for futures. */
  readonly payment?: Payment
  /** Units of the underlying per unit of quantity (contract size); default 1. */
  readonly multiplier?: DecimalInput
  /** The grid of quantities; default 1, and 0.00000001 for crypto. */
  readonly quantityStep?: DecimalInput
  /** The grid of prices; without one no grid is checked. */
  readonly tickSize?: DecimalInput
  readonly quantityMin?: DecimalInput
  readonly quantityMax?: DecimalInput
  /** The least value (price x quantity x multiplier) of an opening order, in the instrument's currency. */
  readonly notionalMin?: DecimalInput
  /** When its venue is open; without one a session is a day in `zone`. */
  readonly calendar?: Calendar
  /** The IANA zone of its days where it has no calendar; default 'UTC'. */
  readonly zone?: string
}

/** A tradable thing, with its defaults filled in and its values checked. */
export interface Instrument {
  readonly symbol: string
  readonly assetClass: AssetClass
  readonly currency: string
  /** What one unit of an FX pair is; undefined for all else, and for a pair that names none. */
  readonly baseCurrency: string | undefined
  readonly payment: Payment
  readonly multiplier: Decimal
  readonly quantityStep: Decimal
  readonly tickSize: Decimal | undefined
  readonly quantityMin: Decimal | undefined
  readonly quantityMax: Decimal | undefined
  readonly notionalMin: Decimal | undefined
  readonly calendar: Calendar | undefined
  readonly zone: string
  /** The same as integers and floats, for code that runs on every order: quantities are counted in 10^-quantityDecimals. */
  readonly scale: InstrumentScale
}

export interface InstrumentScale {
  readonly quantityDecimals: number
  /** 10^quantityDecimals */
  readonly unitsPerOne: number
  readonly stepUnits: number
  readonly quantityMinUnits: number
  readonly quantityMaxUnits: number
  readonly multiplier: number
  /** Turns price x units into an amount. */
  readonly notional: Factor
}

/** Checks an instrument's description and fills in its defaults. Throws INSTRUMENT_INVALID. */
export function createInstrument(spec: InstrumentSpec): Instrument {
  const symbol = spec.symbol
  if (typeof symbol !== 'string' || symbol.trim() === '') throw wrong('an instrument', 'symbol', symbol, 'a name')
  const assetClass = spec.assetClass ?? 'equity'
  if (!ASSET_CLASSES.includes(assetClass))
    throw wrong(symbol, 'assetClass', assetClass, `one of ${ASSET_CLASSES.join(', ')}`)
  const { currency, baseCurrency } = currenciesOf(spec, assetClass)
  const payment = spec.payment ?? paymentOf(assetClass)
  if (!PAYMENTS.includes(payment)) throw wrong(symbol, 'payment', payment, `one of ${PAYMENTS.join(', ')}`)
  const multiplier = positive(symbol, 'multiplier', spec.multiplier ?? 1)
  const quantityStep = positive(
    symbol,
    'quantityStep',
    spec.quantityStep ?? (assetClass === 'crypto' ? '0.00000001' : 1),
  )
  const quantityMin = optionalPositive(symbol, 'quantityMin', spec.quantityMin)
  const quantityMax = optionalPositive(symbol, 'quantityMax', spec.quantityMax)
  if (quantityMin && quantityMax?.lt(quantityMin)) {
    throw wrong(symbol, 'quantityMax', quantityMax.toString(), `at least quantityMin, ${quantityMin.toString()}`)
  }
  const tickSize = optionalPositive(symbol, 'tickSize', spec.tickSize)
  if (tickSize && decimalPlaces(tickSize) > 15)
    throw wrong(symbol, 'tickSize', tickSize.toString(), 'at most 15 decimals')
  return {
    symbol,
    assetClass,
    currency,
    baseCurrency,
    payment,
    multiplier,
    quantityStep,
    tickSize,
    quantityMin,
    quantityMax,
    notionalMin: optionalPositive(symbol, 'notionalMin', spec.notionalMin),
    calendar: spec.calendar,
    zone: spec.zone ?? spec.calendar?.zone ?? 'UTC',
    scale: scaleOf(symbol, multiplier, quantityStep, quantityMin, quantityMax),
  }
}

/** The currencies of a symbol such as USDJPY. */
export function currenciesOfPair(
  symbol: string,
): { readonly baseCurrency: string; readonly currency: string } | undefined {
  return /^[A-Z]{6}$/.test(symbol) ? { baseCurrency: symbol.slice(0, 3), currency: symbol.slice(3) } : undefined
}

function currenciesOf(
  { symbol, currency: given, baseCurrency: base }: InstrumentSpec,
  assetClass: AssetClass,
): { readonly currency: string; readonly baseCurrency: string | undefined } {
  const pair = assetClass === 'fx' ? currenciesOfPair(symbol) : undefined
  const currency = given ?? pair?.currency ?? 'USD'
  const baseCurrency = base ?? (pair?.currency === currency ? pair.baseCurrency : undefined)
  for (const [field, code] of Object.entries({ currency, baseCurrency })) {
    if (code !== undefined && !CURRENCY.test(code)) throw wrong(symbol, field, code, 'a code in capitals, such as USD')
  }
  if (base !== undefined && assetClass !== 'fx')
    throw wrong(symbol, 'baseCurrency', base, `none, as its assetClass is '${assetClass}'`)
  if (baseCurrency === currency) throw wrong(symbol, 'baseCurrency', baseCurrency, `another one than its currency`)
  return { currency, baseCurrency }
}

function scaleOf(
  symbol: string,
  multiplier: Decimal,
  step: Decimal,
  min: Decimal | undefined,
  max: Decimal | undefined,
): InstrumentScale {
  const quantityDecimals = decimalPlaces(step)
  if (quantityDecimals > 8) throw wrong(symbol, 'quantityStep', step.toString(), 'at most 8 decimals')
  const unitsPerOne = powerOfTen(quantityDecimals)
  const units = (field: string, value: Decimal): number => {
    const count = value.times(unitsPerOne)
    if (count.gt(QUANTITY_UNITS_MAX)) throw wrong(symbol, field, value.toString(), 'at most 15 digits')
    // Minimum and maximum need not be on the step: the least quantity that satisfies a minimum is above it.
    return count.ceil().toNumber()
  }
  return {
    quantityDecimals,
    unitsPerOne,
    stepUnits: units('quantityStep', step),
    quantityMinUnits: min ? units('quantityMin', min) : 0,
    quantityMaxUnits: max ? max.times(unitsPerOne).floor().toNumber() : Number.POSITIVE_INFINITY,
    multiplier: multiplier.toNumber(),
    notional: factorOf(multiplier, new Decimal(10).pow(-quantityDecimals)),
  }
}

function optionalPositive(symbol: string, field: string, value: DecimalInput | undefined): Decimal | undefined {
  return value === undefined ? undefined : positive(symbol, field, value)
}

function positive(symbol: string, field: string, value: DecimalInput): Decimal {
  let decimal: Decimal
  try {
    decimal = new Decimal(value)
  } catch {
    throw wrong(symbol, field, value, 'a number')
  }
  const number = decimal.toNumber()
  if (!(number > 0 && number < Number.POSITIVE_INFINITY)) throw wrong(symbol, field, value, 'a positive number')
  return decimal
}

function wrong(symbol: string, field: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('INSTRUMENT_INVALID', `${symbol}: ${field} is ${String(came)}; expected ${expected}`, {
    details: { symbol, field, came, expected },
  })
}

/** Whether it trades on every day of the year. */
export function tradesEveryDay({ calendar, assetClass }: Instrument): boolean {
  return calendar ? calendar.name === '24/7' : assetClass === 'crypto'
}
