import type { OrderOutcome } from '../domain/order.js'

/** An exit of a position, and the price at which that is, or will be, entered. */
export interface CheckedExit {
  readonly symbol: string
  readonly role: 'stopLoss' | 'takeProfit'
  /** 1 for a long position, -1 for a short one. */
  readonly direction: number
  /** The stop's or target's price; NaN where it trails. */
  readonly level: number
  /** NaN where it is not known. */
  readonly entryPrice: number
}

/** Denies a stop-loss that is not on the losing side of the entry's price, and a target that is not on the winning side. */
export function checkExitSide({ symbol, role, direction, level, entryPrice }: CheckedExit): OrderOutcome | undefined {
  const side = role === 'takeProfit' ? direction : -direction
  // What is NaN can not be told to be wrong.
  if (!((level - entryPrice) * side <= 0)) return undefined
  const name = role === 'takeProfit' ? 'take-profit' : 'stop-loss'
  const position = direction > 0 ? 'long' : 'short'
  return {
    code: 'EXIT_ON_WRONG_SIDE',
    message: `the ${name} of a ${position} position in ${symbol} entered at ${String(entryPrice)} is at ${String(level)}; expected a price ${side > 0 ? 'above' : 'below'} the entry's`,
  }
}
