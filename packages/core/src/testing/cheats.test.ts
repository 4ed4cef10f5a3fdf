import { describe, expect, it } from 'vitest'
import type { Bar } from '../domain/bar.js'
import type { Fill } from '../domain/fill.js'
import type { BacktestConfig } from '../engine/config.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { Strategy, type StrategyClass } from '../strategy/strategy.js'
import { proveNoLookahead } from './prove-no-lookahead.js'
import type { PreparedBacktest, ProofSeries, ShownSeries } from './subject.js'
import { daysOf, throwHours } from './test-market.js'

const hours = throwHours(72)
const hourly: readonly ProofSeries[] = [{ symbol: 'ACME', timeframe: '1h', bars: hours }]
const both: readonly ProofSeries[] = [...hourly, { symbol: 'ACME', timeframe: '1d', bars: daysOf(hours) }]

/** A backtest whose strategy is made from the bars, as a file that loads all bars and then declares its strategy would. */
function prepared(
  strategy: (hours: ShownSeries['bars'], days: ShownSeries['bars'] | undefined) => StrategyClass,
  series = hourly,
): PreparedBacktest {
  return {
    series,
    config: (shown) => ({
      data: new MemoryDataGateway(shown),
      instruments: [{ symbol: 'ACME' }],
      series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
      strategies: [{ strategy: strategy(shown[0]!.bars, shown[1]?.bars) }],
    }),
  }
}

/** What was found: by which check, and its message. */
async function found(subject: PreparedBacktest | BacktestConfig): Promise<readonly string[]> {
  const { findings } = await proveNoLookahead(subject, { cuts: 'all' })
  return findings.map(({ message }) => message)
}

describe('six cheats are found', () => {
  it('a future index: the next close decides', async () => {
    const cheat = prepared(({ close }) => {
      let i = -1
      return class FutureIndex extends Strategy {
        override onBar({ symbol }: Bar) {
          i++
          if (close[i + 1]! > close[i]!) this.buy(symbol, { quantity: 1 })
        }
      }
    })
    expect(await found(cheat)).toEqual([
      'cut: FutureIndex.onBar of ACME at 2024-01-01T02:00:00Z decided buy { quantity: 1 }; on data that ends there it decides nothing',
      'reversal: FutureIndex.onBar of ACME at 2024-01-01T03:00:00Z decided nothing; on data with another future it decides buy { quantity: 1 }',
    ])
  })

  it('a centred window: a mean of two closes before and two after', async () => {
    const cheat = prepared(({ close }) => {
      const smooth = close.map((_, i) => close.slice(i - 2, i + 3).reduce((sum, each) => sum + each, 0) / 5)
      let i = -1
      return class CentredWindow extends Strategy {
        override onBar({ symbol, close }: Bar) {
          i++
          this.target(symbol, smooth[i]! > close ? 1 : 0)
        }
      }
    })
    expect(await found(cheat)).toEqual([
      'reversal: CentredWindow.onBar of ACME at 2024-01-01T03:00:00Z decided target 0; on data with another future it decides target 1',
      'cut: CentredWindow.onBar of ACME at 2024-01-01T04:00:00Z decided target 1; on data that ends there it decides target 0',
    ])
  })

  it('the high of the same bar: a bar is sold at its open with a limit at its own high', async () => {
    const cheat = prepared(({ openTime, high }) => {
      return class SameBarHigh extends Strategy {
        override onBar({ symbol, closeTime }: Bar) {
          if (this.position(symbol).isFlat && closeTime % 7_200_000 === 0) this.buy(symbol, { quantity: 1 })
        }
        override onFill({ symbol, side, occurredAt }: Fill) {
          const limitPrice = high[openTime.indexOf(occurredAt)]!
          if (side === 'buy') this.sell(symbol, { quantity: 1, type: 'limit', limitPrice })
        }
      }
    })
    expect(await found(cheat)).toEqual([
      'cut: SameBarHigh.onFill of ACME at 2024-01-01T02:00:00Z decided sell { limitPrice: 99.27, quantity: 1, type: "limit" }; on data that ends there it decides sell { limitPrice: 99.24, quantity: 1, type: "limit" }',
      'reversal: SameBarHigh.onFill of ACME at 2024-01-01T02:00:00Z decided sell { limitPrice: 99.27, quantity: 1, type: "limit" }; on data with another future it decides sell { limitPrice: 101.27059488743963, quantity: 1, type: "limit" }',
    ])
  })

  it('a leak from a higher timeframe: the close of the day decides within the day', async () => {
    const cheat = prepared((_, days) => {
      return class DailyLeak extends Strategy {
        override onBar({ symbol, timeframe, openTime, close }: Bar) {
          if (timeframe !== '1h') return
          const day = days!.openTime.filter((opens) => opens <= openTime).length - 1
          this.target(symbol, days!.close[day]! > close ? 1 : 0)
        }
      }
    }, both)
    expect(await found(cheat)).toEqual([
      'cut: DailyLeak.onBar of ACME at 2024-01-01T01:00:00Z decided target 0; on data that ends there it decides target 1',
      'reversal: DailyLeak.onBar of ACME at 2024-01-01T01:00:00Z decided target 0; on data with another future it decides target 1',
    ])
  })

  it('a normalisation over the whole sample: mean and deviation of all closes', async () => {
    const cheat = prepared(({ close }) => {
      const mean = close.reduce((sum, each) => sum + each, 0) / close.length
      const deviation = Math.sqrt(close.reduce((sum, each) => sum + (each - mean) ** 2, 0) / close.length)
      return class WholeSample extends Strategy {
        override onBar({ symbol, close }: Bar) {
          this.target(symbol, (close - mean) / deviation < -1 ? 1 : 0)
        }
      }
    })
    expect(await found(cheat)).toEqual([
      'reversal: WholeSample.onBar of ACME at 2024-01-01T01:00:00Z decided target 0; on data with another future it decides target 1',
      'cut: WholeSample.onBar of ACME at 2024-01-01T02:00:00Z decided target 0; on data that ends there it decides target 1',
    ])
  })

  it('a kept view of a bar: the bar before is the bar that moved on', async () => {
    class KeptView extends Strategy {
      before: Bar | undefined
      override onBar(bar: Bar) {
        if (this.before && bar.close > this.before.close) this.buy(bar.symbol, { quantity: 1 })
        this.before = bar
      }
    }
    const cheat = prepared(() => KeptView)
    expect(await found(cheat)).toEqual([
      'freshBars: KeptView.onBar of ACME at 2024-01-01T03:00:00Z decided nothing; with bars that do not move on it decides buy { quantity: 1 }',
    ])
  })
})
