import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { CURRENCY, type Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, checkObject, exactFromZero, exactNumber, invalidCost } from './options.js'

/** A position that costs or brings something by being held. */
export interface FinancedPosition {
  readonly instrument: Instrument
  /** Signed. */
  readonly quantity: Decimal
  /** The mark, in the instrument's currency. */
  readonly price: number
}

/** The night after a daily cut. */
export interface Night {
  /** The cut's local date, YYYY-MM-DD. */
  readonly date: string
  /** 1 Monday to 7 Sunday, of that date. */
  readonly weekday: number
}

/** What time costs, asked once for every calendar day. Amounts are exact but for what a division leaves after 60 digits: the ledger rounds them once. */
export interface FinancingModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** On one currency's idle cash for one calendar day, in it: positive is earned, negative is paid. */
  interest(currency: string, cash: Decimal): Decimal
  /** What a short position in something paid in full costs for one calendar day, in its currency; 0 or positive, and 0 for a long one. */
  borrowFee(position: FinancedPosition): Decimal
  /** What holding a position that is not paid in full over this night brings (positive) or costs (negative), in its currency. */
  swap(position: FinancedPosition, night: Night): Decimal
}

/** Days that a yearly rate is divided by for each calendar day. Money markets count 360 for most currencies, 365 for some, such as GBP. */
export type DayCount = 360 | 365

/** Yearly rates: 0.05 is 5 %. Negative ones are allowed. */
export interface InterestRates {
  /** On cash above 0; default 0. A negative one is paid. */
  readonly credit?: DecimalInput
  /** On cash below 0; default 0. A negative one is earned. */
  readonly debit?: DecimalInput
  /** Default 360. */
  readonly dayCount?: DayCount
}

export interface InterestOptions extends InterestRates {
  /** What differs for single currencies; what one doesn't say is as above. */
  readonly byCurrency?: Readonly<Record<string, InterestRates>>
}

export interface BorrowOptions {
  /** A yearly fraction of the position's value; 0 or positive. */
  readonly rate: DecimalInput
  /** Default 360. */
  readonly dayCount?: DayCount
  /** Rates of single symbols in place of `rate`. */
  readonly bySymbol?: Readonly<Record<string, DecimalInput>>
}

/** Swap as FX brokers quote it: positive points are earned, negative ones paid, on long and on short positions. */
export interface SwapPoints {
  readonly longPoints: DecimalInput
  readonly shortPoints: DecimalInput
  /** A point in price, such as 0.00001. */
  readonly pointSize: DecimalInput
  /** The night that counts for three, 1 Monday to 5 Friday; default 3. */
  readonly tripleWeekday?: 1 | 2 | 3 | 4 | 5
}

/** Swap as yearly fractions of the value, each calendar day: positive is earned, negative paid. */
export interface SwapRates {
  readonly longRate: DecimalInput
  readonly shortRate: DecimalInput
  /** Default 360. */
  readonly dayCount?: DayCount
}

export interface FinancingOptions {
  readonly interest?: InterestOptions
  readonly borrow?: BorrowOptions
  /** By symbol; one that is not named has no swap. */
  readonly swap?: Readonly<Record<string, SwapPoints | SwapRates>>
}

/** Time costs nothing. */
export function noFinancing(): FinancingModel {
  return { spec: 'none', interest: () => ZERO, borrowFee: () => ZERO, swap: () => ZERO }
}

/**
 * Interest: cash x rate / day count. Borrow fee: |quantity| x price x multiplier x rate / day count. Swap by rate: the same with a sign.
 *
 * Swap by points: points x point size x |quantity| x multiplier for each night from Monday to Friday, three times on Wednesday. Spot settles in two
 * business days, so that the night of Wednesday moves settlement from Friday to Monday. Holidays are not known. Throws COST_INVALID.
 */
export function financing(options: FinancingOptions): FinancingModel {
  checkNames('financing', options, ['interest', 'borrow', 'swap'])
  const interest = options.interest === undefined ? undefined : interestOf(options.interest)
  const borrow = options.borrow === undefined ? undefined : borrowOf(options.borrow)
  const swap = options.swap === undefined ? undefined : swapOf(options.swap)
  return {
    spec: {
      financing: {
        ...(interest && { interest: interest.spec }),
        ...(borrow && { borrow: borrow.spec }),
        ...(swap && { swap: swap.spec }),
      },
    },
    interest: interest?.of ?? (() => ZERO),
    borrowFee: borrow?.of ?? (() => ZERO),
    swap: swap?.of ?? (() => ZERO),
  }
}

const ZERO = new Decimal(0)

function interestOf(options: InterestOptions): { readonly spec: Spec; readonly of: FinancingModel['interest'] } {
  const names = ['credit', 'debit', 'dayCount']
  checkNames('financing: interest', options, [...names, 'byCurrency'])
  const { byCurrency = {}, ...rates } = options
  const general = interestRates('financing: interest', rates)
  checkObject('financing: interest', 'byCurrency', byCurrency, 'an object of rates by currency')
  const known = sorted(byCurrency).map(([currency, own]) => {
    if (!CURRENCY.test(currency)) {
      throw invalidCost('financing: interest', 'a currency', `'${currency}'`, 'a code in capitals, such as USD')
    }
    const model = `financing: interest: ${currency}`
    checkNames(model, own, names)
    return [currency, interestRates(model, { ...rates, ...own })] as const
  })
  const rateOf = new Map(known)
  return {
    spec: { ...general.spec, byCurrency: Object.fromEntries(known.map(([currency, { spec }]) => [currency, spec])) },
    of(currency, cash) {
      const { credit, debit, dayCount } = rateOf.get(currency) ?? general
      return cash.times(cash.lt(0) ? debit : credit).div(dayCount)
    },
  }
}

function interestRates(model: string, rates: InterestRates) {
  const { credit: onCredit = 0, debit: onDebit = 0 } = rates
  const credit = exactNumber(model, 'credit', onCredit)
  const debit = exactNumber(model, 'debit', onDebit)
  const dayCount = dayCountOf(model, rates.dayCount)
  return { credit, debit, dayCount, spec: { credit: credit.toString(), debit: debit.toString(), dayCount } }
}

function borrowOf(options: BorrowOptions): { readonly spec: Spec; readonly of: FinancingModel['borrowFee'] } {
  const model = 'financing: borrow'
  checkNames(model, options, ['rate', 'dayCount', 'bySymbol'])
  const rate = exactFromZero(model, 'rate', options.rate)
  const dayCount = dayCountOf(model, options.dayCount)
  const { bySymbol = {} } = options
  checkObject(model, 'bySymbol', bySymbol, 'an object of rates by symbol')
  const rates = sorted(bySymbol).map(
    ([symbol, own]) => [symbol, exactFromZero(model, `rate of ${symbol}`, own)] as const,
  )
  const rateOf = new Map(rates)
  return {
    spec: {
      rate: rate.toString(),
      dayCount,
      bySymbol: Object.fromEntries(rates.map(([symbol, own]) => [symbol, own.toString()])),
    },
    of(position) {
      if (!position.quantity.lt(0)) return ZERO
      return valueOf(position)
        .times(rateOf.get(position.instrument.symbol) ?? rate)
        .div(dayCount)
    },
  }
}

type SymbolSwap = { readonly spec: Spec; readonly of: FinancingModel['swap'] }

function swapOf(swaps: Readonly<Record<string, SwapPoints | SwapRates>>): SymbolSwap {
  checkObject('financing', 'swap', swaps, 'an object of points or rates by symbol')
  const known = sorted(swaps).map(([symbol, swap]) => {
    const model = `financing: swap: ${symbol}`
    checkObject(
      model,
      'swap',
      swap,
      'an object with longPoints, shortPoints and pointSize, or with longRate and shortRate',
    )
    return [symbol, isRates(swap) ? ratesOf(model, swap) : pointsOf(model, swap)] as const
  })
  const bySymbol = new Map(known)
  return {
    spec: Object.fromEntries(known.map(([symbol, { spec }]) => [symbol, spec])),
    of: (position, night) => bySymbol.get(position.instrument.symbol)?.of(position, night) ?? ZERO,
  }
}

function isRates(swap: SwapPoints | SwapRates): swap is SwapRates {
  return 'longRate' in swap || 'shortRate' in swap
}

function pointsOf(model: string, swap: SwapPoints): SymbolSwap {
  checkNames(model, swap, ['longPoints', 'shortPoints', 'pointSize', 'tripleWeekday'])
  const long = exactNumber(model, 'longPoints', swap.longPoints)
  const short = exactNumber(model, 'shortPoints', swap.shortPoints)
  const pointSize = exactNumber(model, 'pointSize', swap.pointSize)
  if (!pointSize.gt(0)) throw invalidCost(model, 'pointSize', swap.pointSize, 'a positive number')
  const { tripleWeekday = 3 } = swap
  if (![1, 2, 3, 4, 5].includes(tripleWeekday)) {
    throw invalidCost(model, 'tripleWeekday', tripleWeekday, '1 to 5, Monday to Friday')
  }
  return {
    spec: {
      longPoints: long.toString(),
      shortPoints: short.toString(),
      pointSize: pointSize.toString(),
      tripleWeekday,
    },
    of({ instrument, quantity }, { weekday }) {
      if (weekday > 5) return ZERO
      const points = quantity.lt(0) ? short : long
      const nights = weekday === tripleWeekday ? 3 : 1
      return points.times(pointSize).times(quantity.abs()).times(instrument.multiplier).times(nights)
    },
  }
}

function ratesOf(model: string, swap: SwapRates): SymbolSwap {
  checkNames(model, swap, ['longRate', 'shortRate', 'dayCount'])
  const long = exactNumber(model, 'longRate', swap.longRate)
  const short = exactNumber(model, 'shortRate', swap.shortRate)
  const dayCount = dayCountOf(model, swap.dayCount)
  return {
    spec: { longRate: long.toString(), shortRate: short.toString(), dayCount },
    of(position) {
      // Asked before its first price, nothing held still costs nothing.
      if (position.quantity.isZero()) return ZERO
      return valueOf(position)
        .times(position.quantity.lt(0) ? short : long)
        .div(dayCount)
    },
  }
}

/** |quantity| x price x multiplier, in the instrument's currency; the price stands for its shortest decimal. */
function valueOf({ instrument, quantity, price }: FinancedPosition): Decimal {
  return quantity.abs().times(price).times(instrument.multiplier)
}

function dayCountOf(model: string, dayCount: DayCount = 360): DayCount {
  if ([360, 365].includes(dayCount)) return dayCount
  throw invalidCost(model, 'dayCount', dayCount, '360 or 365')
}

/** In the order of the keys, so that one model has one spec. */
function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.keys(record)
    .sort()
    .map((key) => [key, record[key]!])
}
