import { expectSame } from './conformance.js'
import { PART_METHODS, type StoreCheck } from './store-check.js'

const INTERFACES = {
  bars: 'a BarStore',
  journal: 'a JournalStore',
  trading: 'a TradingStore',
  runs: 'a RunStore',
  settings: 'a SettingsStore',
} as const

export const storeMethodCases: readonly StoreCheck[] = (Object.keys(INTERFACES) as (keyof typeof INTERFACES)[]).map(
  (part) => ({
    name: `has all methods of ${INTERFACES[part]}, or none of them`,
    of: part,
    once: true,
    run: async ({ store }) => {
      const methods = part === 'trading' ? (['saveAccount', ...PART_METHODS.trading] as const) : PART_METHODS[part]
      const missing = methods.filter((method) => typeof store[method] !== 'function')
      expectSame(missing, [], `methods of ${INTERFACES[part]} that are missing`)
    },
  }),
)
