import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import type { Fill } from '../domain/fill.js'
import type { Signal } from '../domain/signal.js'
import type { BacktestConfig, SeriesEntry } from '../engine/config.js'
import { perShare } from '../costs/commission.js'
import { latencyMs } from '../costs/latency.js'
import { basisPoints } from '../costs/slippage.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { EMA } from '../indicators/ema.js'
import { SMA } from '../indicators/sma.js'
import { SignalStrategy } from '../strategy/signal-strategy.js'
import { Strategy, type NoParams, type StrategyClass } from '../strategy/strategy.js'
import { assertNoLookahead, proveNoLookahead } from './prove-no-lookahead.js'
import { assertDeterminism } from './verify-determinism.js'
import { daysOf, throwHours } from './test-market.js'

const hours = throwHours(96)
const ACME_HOURS = { symbol: 'ACME', timeframe: '1h' } as const
const ACME_DAYS = { symbol: 'ACME', timeframe: '1d' } as const

function backtest(strategy: StrategyClass, series: readonly SeriesEntry[] = [ACME_HOURS]): BacktestConfig {
  return {
    data: new MemoryDataGateway([
      { ...ACME_HOURS, bars: hours },
      { ...ACME_DAYS, bars: daysOf(hours) },
      { symbol: 'BOND', timeframe: '1d', bars: daysOf(throwHours(96, 2)) },
    ]),
    instruments: [...new Set(series.map(({ symbol }) => symbol))].map((symbol) => ({ symbol })),
    series,
    strategies: [{ strategy }],
  }
}

class SmaCross extends Strategy {
  fast = this.indicator(new SMA({ period: 3 }))
  slow = this.indicator(new SMA({ period: 8 }))
  override onBar({ symbol }: Bar) {
    this.target(symbol, this.fast.value > this.slow.value ? 10 : -10)
  }
}

class TwoTimeframes extends Strategy {
  slow = this.indicator(new EMA({ period: 2 }), { symbol: 'ACME', timeframe: '1d' })
  smooth = this.indicator(new SMA({ period: 2 }), { source: this.slow })
  override onBar({ symbol, timeframe, close }: Bar) {
    if (timeframe === '1h') this.target(symbol, close > this.smooth.value ? 10 : 0)
  }
}

class Brackets extends Strategy {
  override onBar({ symbol, close, high, low }: Bar) {
    if (!this.position(symbol).isFlat || this.openOrders(symbol).length > 0) return
    this.buy(symbol, { type: 'limit', limitPrice: low, stopLoss: close - 1, takeProfit: [high + 0.2, high + 0.5] })
  }
  override onFill({ symbol, side, price }: Fill) {
    if (side === 'buy') this.schedule.in('give up', 2 * 3_600_000)
    else this.buy(symbol, { quantity: 1, type: 'stop', stopPrice: price + 0.5, timeInForce: 'DAY' })
  }
  override onTimer() {
    for (const order of this.openOrders('ACME')) if (order.type === 'limit') this.replace(order, { limitPrice: 99 })
    this.close('ACME')
  }
}

class Dice extends Strategy {
  override onBar({ symbol }: Bar) {
    if (this.random() < 0.5) this.target(symbol, Math.floor(this.random() * 10) - 5)
  }
}

class Remembering extends Strategy<NoParams, typeof Remembering.state> {
  static state = z.object({ lowest: z.number().default(1000), bars: z.number().default(0) })
  before: Bar | undefined
  override onBar(bar: Bar) {
    this.state.bars++
    if (bar.low < this.state.lowest && this.before && bar.close < this.before.close)
      this.buy(bar.symbol, { quantity: this.state.bars })
    this.state.lowest = Math.min(this.state.lowest, bar.low)
    this.before = bar.copy()
  }
}

class TwoSymbols extends SignalStrategy {
  generateSignals({ symbols, time }: MarketSnapshot): readonly Signal[] {
    return symbols.map((symbol) => {
      const { closes } = this.history(symbol, 3)
      return { action: closes.at(-1)! > closes[0]! ? 'BUY' : 'SELL', symbol, time, price: closes.at(-1)! }
    })
  }
}

const honest: readonly (readonly [string, BacktestConfig])[] = [
  ['a crossing of averages', backtest(SmaCross)],
  ['two timeframes', backtest(TwoTimeframes, [ACME_HOURS, ACME_DAYS])],
  ['brackets, timers and replaces', backtest(Brackets)],
  ['seeded dice', backtest(Dice)],
  ['a begin with bars in front of it', { ...backtest(SmaCross), from: '2024-01-02T06:00Z' }],
  ['state and kept copies', backtest(Remembering)],
  [
    'signals over two symbols of different bars',
    backtest(TwoSymbols, [ACME_HOURS, { symbol: 'BOND', timeframe: '1d' }]),
  ],
  [
    'fills in parts, by a volume that is known only at the close',
    {
      ...backtest(SmaCross),
      data: new MemoryDataGateway([
        { ...ACME_HOURS, bars: hours.map((bar, row) => ({ ...bar, volume: 30 + ((row * 13) % 50) })) },
      ]),
    },
  ],
  ['orders that are late', { ...backtest(Brackets), costs: { latency: latencyMs(90_000) } }],
  ['the path of finer bars', { ...backtest(Brackets, [ACME_DAYS]), fills: { policy: 'finer', finer: [ACME_HOURS] } }],
  [
    'slippage and commission, closed at the end',
    {
      ...backtest(Brackets),
      costs: { slippage: basisPoints(5, { withinBar: true }), commission: perShare(0.01) },
      closeAtEnd: true,
    },
  ],
  [
    'exits that the engine keeps',
    { ...backtest(SmaCross), risk: { exits: { by: 'restingOrders', stopLoss: { fraction: 0.005 } } } },
  ],
]

describe('an honest strategy is not accused', () => {
  it.each(honest)('%s', async (_, config) => {
    const report = await assertNoLookahead(config, { cuts: 40 })
    expect(report.cuts).toBeGreaterThan(2)
    expect(report.comparisons).toBeGreaterThan(20)
    expect(report.notLookedAt.filter((note) => note.includes('could not'))).toEqual([])
    await assertDeterminism(config)
  })

  it('whatever it does by dice, on bars of two lengths', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 9 }), async (seed, kinds) => {
        class AnyHonest extends Strategy {
          average = this.indicator(new SMA({ period: 1 + (kinds % 3) }), { symbol: 'ACME', timeframe: '1h' })
          act(symbol: string, price: number) {
            const away = (this.random() - 0.5) * 2
            const quantity = 1 + Math.floor(this.random() * 5)
            const kind = Math.floor(this.random() * kinds)
            if (kind === 0) this.target(symbol, quantity - 3)
            else if (kind === 1) this.buy(symbol, { quantity, type: 'limit', limitPrice: price + away })
            else if (kind === 2)
              this.sell(symbol, { quantity, type: 'stop', stopPrice: price + away, timeInForce: 'DAY' })
            else if (kind === 3) this.buy(symbol, { quantity, stopLoss: price - 1, takeProfit: price + 1 })
            else if (kind === 4) this.schedule.in('later', Math.floor(this.random() * 7_200_000))
            else if (kind === 5) for (const order of this.openOrders(symbol).slice(2)) this.cancel(order)
            else if (kind === 6) this.close(symbol)
            else if (kind === 7)
              this.sell(symbol, { quantity, type: 'trailingStop', trailAmount: Math.abs(away) + 0.1 })
          }
          override onBar({ symbol, close }: Bar) {
            this.act(symbol, (close + this.average.value) / 2)
          }
          override onFill({ symbol, price }: Fill) {
            if (this.random() < 0.3) this.act(symbol, price)
          }
          override onTimer() {
            this.act('ACME', this.history('ACME', 1).closes.at(-1) ?? 100)
          }
        }
        const series =
          kinds % 2 === 0 ? [ACME_HOURS] : [ACME_HOURS, ACME_DAYS, { symbol: 'BOND', timeframe: '1d' } as const]
        const { findings } = await proveNoLookahead({ ...backtest(AnyHonest, series), seed }, { cuts: 8, seed })
        expect(findings).toEqual([])
      }),
      { numRuns: 20, seed: 6 },
    )
  })
})
