/** What happens to cash in another currency than the account's: it is held, or converted at once. */
export const SETTLEMENTS = ['hold', 'convert'] as const
export type Settlement = (typeof SETTLEMENTS)[number]

/** What is done when equity falls below the maintenance margin: nothing but that orders are denied, or positions are closed. */
export const MARGIN_CALL_POLICIES = ['deny', 'liquidateWorst', 'liquidateAll'] as const
export type MarginCallPolicy = (typeof MARGIN_CALL_POLICIES)[number]

/**
 * What happens where two books would trade against each other. 'allow': both orders go out. 'net': market orders of one instant are matched inside the account, at
 * the last price and without costs, and only what is left goes out. 'deny': an order that another book's working order could trade with is denied.
 */
export const CROSSINGS = ['allow', 'net', 'deny'] as const
export type CrossingPolicy = (typeof CROSSINGS)[number]

/** What a cash account's venue does with an order that the cash does not pay for when it fills: ends it, or fills what it can of it. */
export const SHORTFALLS = ['reject', 'reduce'] as const
export type Shortfall = (typeof SHORTFALLS)[number]
