import { Decimal as DecimalJs } from 'decimal.js'
import { exactProduct } from '../domain/exact.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { CommissionModel, CommissionTerms } from './commission.js'

/** decimal.js with so many digits that it rounds nothing by itself. */
export const Exact = DecimalJs.clone({
  precision: 100,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -100,
  toExpPos: 100,
})
export type Exact = DecimalJs

export const stock = createInstrument({ symbol: 'STK' })
export const bitcoin = createInstrument({ symbol: 'BTC', assetClass: 'crypto' })
export const future = createInstrument({ symbol: 'FUT', assetClass: 'future', multiplier: '12.5' })

/** Price, smallest units, and the terms that are not a taker's first fill of a month. */
export type TestFill = readonly [price: number, units: number, terms?: Partial<CommissionTerms>]

/** What each fill of one order is charged. */
export function charges(model: CommissionModel, fills: readonly TestFill[], instrument: Instrument = stock): string[] {
  const charged = new MoneyCell()
  const traded = new MoneyCell()
  let unitsBefore = 0
  return fills.map(([price, units, terms]) => {
    const out = new MoneyCell().setParts(99, 99)
    const before = { unitsBefore, valueBefore: traded, chargedBefore: charged }
    const usual = { instrument, liquidity: 'taker', monthQuantity: 0, monthValue: 0 } as const
    model.charge({ ...usual, ...before, price, units, ...terms }, out)
    charged.add(out)
    traded.add(exactProduct(new MoneyCell(), price, units, instrument.scale.notional))
    unitsBefore += units
    return out.toString()
  })
}

/** What all fills of one order are charged together. */
export function chargedInAll(
  model: CommissionModel,
  fills: readonly TestFill[],
  instrument: Instrument = stock,
): Exact {
  return charges(model, fills, instrument).reduce((all, part) => all.plus(part), new Exact(0))
}
