import type { SizingInput } from '../domain/sizing-input.js'

/** 10,000 of equity, 4,000 of it in cash, and a share at 50 with a step of 1; whatever else is said comes on top. */
export function inputOf(given: Partial<SizingInput> = {}): SizingInput {
  return {
    symbol: 'X',
    side: 'buy',
    price: 50,
    stopPrice: undefined,
    confidence: undefined,
    equity: 10_000,
    cash: 4_000,
    multiplier: 1,
    fx: 1,
    position: 0,
    quantityStep: 1,
    atr: undefined,
    trades: { count: 0, wins: 0, losses: 0, averageWin: Number.NaN, averageLoss: Number.NaN },
    buyingPower: 4_000,
    commission: () => 0,
    ...given,
  }
}
