import type { PositionExits, RiskConfig } from '@tradewright/core'

/** A position ends once its price is a hundredth worse than it was entered at. */
const stopLoss: PositionExits['stopLoss'] = { fraction: 0.01 }

const own: RiskConfig = {
  account: {
    positionValue: { amount: 50_000 },
    dailyLoss: { fraction: 0.01, flatten: true },
  },
  eachStrategy: { lossStreak: { trades: 5, coolDown: '1d' } },
}

export const RUNS = ['no limits', 'standard', 'own, marks', 'own, resting'] as const
export type RunName = (typeof RUNS)[number]

/** What each run trades under. The last two differ in how the stop is kept: judged at each close, or an order that rests at the venue. */
export const limits: Readonly<Record<RunName, RiskConfig | undefined>> = {
  'no limits': undefined,
  standard: { profile: 'standard' },
  'own, marks': { ...own, exits: { by: 'marks', stopLoss } },
  'own, resting': { ...own, exits: { by: 'restingOrders', stopLoss } },
}
