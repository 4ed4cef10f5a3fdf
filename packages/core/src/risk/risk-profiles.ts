import type { RiskConfig, RiskProfileName } from './risk-config.js'

const PROFILES = frozen<Readonly<Record<RiskProfileName, RiskConfig>>>({
  conservative: {
    account: {
      priceCollar: 0.05,
      ordersPerMinute: 60,
      leverage: 1,
      concentration: { symbol: 0.1 },
      dailyLoss: { fraction: 0.02, state: 'REDUCING' },
      maxDrawdown: { fraction: 0.1, flatten: true },
    },
    eachStrategy: {
      lossStreak: { trades: 4, coolDown: '1d', state: 'REDUCING' },
    },
  },
  standard: {
    account: {
      priceCollar: 0.1,
      ordersPerMinute: 300,
      leverage: 2,
      concentration: { symbol: 0.25 },
      dailyLoss: { fraction: 0.04, state: 'REDUCING' },
      maxDrawdown: { fraction: 0.2, state: 'REDUCING' },
    },
    eachStrategy: {
      lossStreak: { trades: 6, coolDown: '1d', state: 'REDUCING' },
    },
  },
})

/** The values of a profile as plain, frozen data, which a `RiskConfig` that names it is filled in with. */
export function riskProfile(name: RiskProfileName): RiskConfig {
  return PROFILES[name]
}

function frozen<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) frozen(part as object)
  return Object.freeze(value)
}
