import type { DenialCode } from '../domain/denial.js'
import type { OrderOutcome } from '../domain/order.js'
import type { Sized } from './sizing.js'

/** Why an order is denied for which the sizer left nothing. */
export function unsizedOutcome(symbol: string, { price, particulars }: Sized): OrderOutcome {
  const why = particulars?.reason === undefined ? '' : `: ${particulars.reason}`
  const code: DenialCode = Number.isNaN(price) ? 'NO_PRICE' : 'SIZED_TO_ZERO'
  const message = Number.isNaN(price)
    ? `${symbol} has no price yet; expected a bar before the first order`
    : `the sizer left nothing to trade in ${symbol} at ${String(price)}${why}`
  return { code, message }
}
