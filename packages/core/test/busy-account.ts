import {
  FixedSizer,
  financing,
  MemoryDataGateway,
  perShare,
  SignalStrategy,
  type AccountEvent,
  type BacktestConfig,
  type MarketSnapshot,
  type Signal,
} from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'

const source = 'by hand'

/** Everything that moves cash and is no trade, and a share that ends worthless. */
const EVENTS: readonly AccountEvent[] = [
  { kind: 'deposit', at: '2024-01-02T12:30Z', amount: 5000 },
  { kind: 'deposit', at: '2024-01-02T12:30Z', amount: 700, strategy: 'own' },
  { kind: 'dividend', at: '2024-01-03', symbol: 'ACME', amount: '0.31', source },
  { kind: 'split', at: '2024-01-04', symbol: 'ACME', ratio: '3:2', source },
  { kind: 'transfer', at: '2024-01-04T09:15Z', amount: 300, from: 'own', to: 'dice' },
  { kind: 'withdrawal', at: '2024-01-05T17:45Z', amount: 1234 },
  { kind: 'delisting', at: '2024-01-06', symbol: 'DEAD', price: 0, source },
]

/** Wants to be long or short by whether the hour is even, and says of its signals no more than a program without types might. */
class Hours extends SignalStrategy {
  override generateSignals({ time, symbols }: MarketSnapshot): Signal[] {
    const hour = new Date(time).getUTCHours()
    if (hour % 5 !== 0) return []
    return [{ action: hour % 2 === 0 ? 'BUY' : 'SELL', symbol: symbols[0]!, price: undefined as never, time }]
  }
}

/** Three strategies that trade by dice and by the hour in a share, a currency pair, a future and a share that ends worthless, in an account in which nights cost. */
export function busyAccount(seed: number, more: Partial<BacktestConfig> = {}): BacktestConfig {
  // The last bar closes before a daily cut, which would book after the last point of equity.
  const counts = { ACME: 187, EURUSD: 187, FUT: 187, DEAD: 118 }
  const series = Object.entries(counts).map(([symbol, count], index) => {
    const bars = walk({ seed: 7 * seed + index, count, gaps: true, volume: true })
    return { symbol, timeframe: '1h', bars } as const
  })
  return {
    data: new MemoryDataGateway(series),
    instruments: [
      { symbol: 'ACME' },
      { symbol: 'EURUSD', assetClass: 'fx', multiplier: 100 },
      { symbol: 'FUT', assetClass: 'future', multiplier: 5 },
      { symbol: 'DEAD' },
    ],
    series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
    strategies: [
      { strategy: DiceTrader, name: 'dice' },
      { strategy: DiceTrader, name: 'own', capital: { amount: 300_000 } },
      { strategy: Hours, sizer: new FixedSizer({ quantity: 7 }), symbols: ['ACME'] },
    ],
    account: {
      capital: 1_000_000,
      leverage: 5,
      financing: financing({
        interest: { credit: 0.01, debit: 0.05 },
        borrow: { rate: 0.036 },
        swap: { EURUSD: { longPoints: -1.3, shortPoints: 0.5, pointSize: 0.0001 } },
      }),
    },
    events: EVENTS,
    costs: { commission: perShare('0.0035', { minimum: '0.35' }) },
    seed,
    ...more,
  }
}
