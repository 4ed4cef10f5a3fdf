/** Why an order was denied before it was sent, in the order in which the checks run. */
export const DENIAL_CODES = {
  SIZED_TO_ZERO: 'The sizer, or rounding down to the quantity step, left nothing to trade.',
  NOTHING_TO_CLOSE: 'The position is flat, or working orders close all of it already.',
  DUPLICATE_CLIENT_ORDER_ID: 'The client order id that the order was given belongs to another order of this run.',
  NOT_TRADED: 'The symbol is not traded any more: it was delisted, merged or renamed.',
  TRADING_HALTED: 'A limit was breached, or somebody halted trading: nothing is sent, or only what closes.',
  STRATEGY_PAUSED: 'The strategy is paused or stopped: only orders that close are taken.',
  INVALID_QUANTITY: 'The quantity is zero, off the step, or outside the minimum and maximum.',
  INVALID_PRICE: 'A price of the order is not positive or not on the tick grid.',
  EXPIRED_BEFORE_SENT: 'The time at which a GTD order expires is not in the future.',
  MARKET_CLOSED: "The order can't wait, and the symbol's market is closed.",
  EXIT_ON_WRONG_SIDE:
    "A stop-loss is not on the losing side of its entry's price, or a target is not on the winning side.",
  NO_PRICE: 'The symbol has no price yet, so the order cannot be valued.',
  SHORT_NOT_ALLOWED:
    'The order, or it and sells that work already, would open a short position, which the account or the strategy does not allow.',
  NOTIONAL_LIMIT: "The order's value is below the instrument's minimum, or above what an order may be worth.",
  INSUFFICIENT_CAPITAL:
    "The positions that would result are worth more than equity times leverage, or a cash account's cash does not pay for the order.",
  MARGIN_LIMIT: 'The positions that would result need more initial margin than there is equity.',
  RATE_LIMIT_GLOBAL: 'The account, or the strategy, has sent as many orders in the last minute as it may.',
  RATE_LIMIT_SYMBOL: 'As many orders in the symbol have been sent in the last minute as may be.',
  STALE_PRICE: 'The last price of the symbol is older than it may be.',
  PRICE_COLLAR: 'A price of the order is too far from the last one.',
  POSITION_SIZE_LIMIT: 'The position that would result has more units than it may have.',
  POSITION_VALUE_LIMIT: 'The position that would result is worth more than it may be.',
  TOTAL_EXPOSURE_LIMIT:
    'All positions that would result, long and short ones added up, are worth more than they may be.',
  LEVERAGE_LIMIT: 'All positions that would result are worth a larger multiple of equity than they may be.',
  CONCENTRATION_LIMIT:
    'Positions in one symbol, group or currency would be a larger fraction of equity than they may be.',
  CORRELATION_LIMIT: 'The position moves too much like one that is held.',
  SELF_CROSS: "The order would trade against another strategy's order that works already.",
} as const

/** A stable name for why an order was denied. */
export type DenialCode = keyof typeof DENIAL_CODES
