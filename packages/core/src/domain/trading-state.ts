/** What may be traded while a limit is breached: all, what closes, or nothing. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const
export type TradingState = (typeof TRADING_STATES)[number]
