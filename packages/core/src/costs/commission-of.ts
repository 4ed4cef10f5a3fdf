import type { Decimal, DecimalInput } from '../domain/decimal.js'
import { QUANTITY_UNITS_MAX } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { CommissionModel, Liquidity } from './commission.js'
import { checkNames, exactNumber, invalidCost } from './options.js'

/** An order that is filled at once. */
export interface CommissionQuestion {
  readonly instrument: Instrument
  readonly price: number
  /** Unsigned, in whole smallest units of the instrument. */
  readonly quantity: DecimalInput
  /** Default 'taker'. */
  readonly liquidity?: Liquidity
  /** What the account has traded before in the calendar month, in units of quantity; default 0. */
  readonly monthQuantity?: number
  /** The same in value; default 0. */
  readonly monthValue?: number
}

const NAMES = ['instrument', 'price', 'quantity', 'liquidity', 'monthQuantity', 'monthValue']
const NOTHING = new MoneyCell()

/** What a model charges for an order that is filled at once, without a run: exact, in the instrument's currency. Throws COST_INVALID. */
export function commissionOf(model: CommissionModel, question: CommissionQuestion): Decimal {
  checkNames('commissionOf', question, NAMES)
  const { instrument, price, liquidity = 'taker', monthQuantity = 0, monthValue = 0 } = question
  if (!(price > 0 && price < Number.POSITIVE_INFINITY))
    throw invalidCost('commissionOf', 'price', price, 'a positive number')
  const { quantityDecimals, unitsPerOne } = instrument.scale
  const units = exactNumber('commissionOf', 'quantity', question.quantity).times(unitsPerOne)
  if (!(units.gt(0) && units.isInteger() && units.lte(QUANTITY_UNITS_MAX))) {
    const expected = `a positive number of at most ${String(quantityDecimals)} decimals`
    throw invalidCost('commissionOf', 'quantity', question.quantity, expected)
  }
  const out = new MoneyCell()
  const before = { unitsBefore: 0, valueBefore: NOTHING, chargedBefore: NOTHING }
  model.charge({ ...before, instrument, price, units: units.toNumber(), liquidity, monthQuantity, monthValue }, out)
  return out.toDecimal()
}
