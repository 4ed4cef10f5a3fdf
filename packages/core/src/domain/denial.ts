/** Why an order was denied before it was sent, in the order in which the checks run. */
export const DENIAL_CODES = {
  SIZED_TO_ZERO: 'The sizer, or rounding down to the quantity step, left nothing to trade.',
  NOTHING_TO_CLOSE: 'The position is flat, or working orders close all of it already.',
  NOT_TRADED: 'The symbol is not traded any more: it was delisted, merged or renamed.',
  STRATEGY_PAUSED: 'The strategy is paused or stopped: only orders that close are taken.',
  INVALID_QUANTITY: 'The quantity is zero, off the step, or outside the minimum and maximum.',
  INVALID_PRICE: 'A price of the order is not positive or not on the tick grid.',
  EXPIRED_BEFORE_SENT: 'The time at which a GTD order expires is not in the future.',
  EXIT_ON_WRONG_SIDE:
    "A stop-loss is not on the losing side of its entry's price, or a target is not on the winning side.",
  NO_PRICE: 'The symbol has no price yet, so the order cannot be valued.',
  SHORT_NOT_ALLOWED:
    'The order, or it and sells that work already, would open a short position, which the account or the strategy does not allow.',
  NOTIONAL_LIMIT: "The order's value is below the instrument's minimum.",
  INSUFFICIENT_CAPITAL:
    "The positions that would result are worth more than equity times leverage, or a cash account's cash does not pay for the order.",
  MARGIN_LIMIT: 'The positions that would result need more initial margin than there is equity.',
  SELF_CROSS: "The order would trade against another strategy's order that works already.",
} as const

/** A stable name for why an order was denied. */
export type DenialCode = keyof typeof DENIAL_CODES
