import { Decimal as DecimalJs } from 'decimal.js'

/**
 * decimal.js with enough digits that no sum or product of this library is ever cut: 60 significant digits, half-even.
 * A constructor of our own, so that a program's settings of the shared one change nothing here, nor ours there.
 */
export const Decimal = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -30,
  toExpPos: 40,
})
export type Decimal = DecimalJs

/** What a user may write where an exact number is wanted. A number means its shortest decimal: `0.1` is one tenth. */
export type DecimalInput = DecimalJs | number | string
