import { z } from 'zod'
import { describe, expect, it } from 'vitest'
import type { Bar } from '../domain/bar.js'
import type { BacktestConfig } from '../engine/config.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { EMA } from '../indicators/ema.js'
import { SMA } from '../indicators/sma.js'
import type { Indicator } from '../indicators/indicator.js'
import { Strategy, type NoParams, type StrategyClass } from '../strategy/strategy.js'
import { assertNoLookahead, proveNoLookahead } from './prove-no-lookahead.js'
import { assertWarmup, proveWarmup } from './prove-warmup.js'
import { assertDeterminism, verifyDeterminism } from './verify-determinism.js'
import { throwHours } from './test-market.js'

const hours = throwHours(240)

function backtest(strategy: StrategyClass, changes: Partial<BacktestConfig> = {}): BacktestConfig {
  return {
    data: new MemoryDataGateway([{ symbol: 'ACME', timeframe: '1h', bars: hours }]),
    instruments: [{ symbol: 'ACME' }],
    series: [{ symbol: 'ACME', timeframe: '1h' }],
    strategies: [{ strategy }],
    ...changes,
  }
}

describe('the warm-up', () => {
  class Averages extends Strategy {
    slow = this.indicator(new EMA({ period: 10 }))
    override onBar({ symbol, close }: Bar) {
      this.target(symbol, close > this.slow.value ? 1 : 0)
    }
  }
  const from = '2024-01-05'

  it('of an SMA is enough, since it forgets', async () => {
    class Simple extends Averages {
      override slow = this.indicator(new SMA({ period: 10 }))
    }
    const report = await assertWarmup(backtest(Simple, { from }))
    expect(report).toMatchObject({ ok: true, warmupBars: 10, runs: 3 })
    expect(report.notLookedAt[0]).toBe('200 more bars: the data has fewer in front of the run')
  })

  it('of an EMA is too short at ten bars: the finding has the indicator, its first bar, and when it settles', async () => {
    const report = await proveWarmup(backtest(Averages, { from }), { moreBars: [60], tolerance: 1e-6 })
    expect(report.findings.map(({ message }) => message)).toEqual([])
    expect(report.settled).toEqual([])
  })

  it('of an EMA is enough within a tolerance that is wide enough', async () => {
    await assertWarmup(backtest(Averages, { from }), { tolerance: 0.01 })
  })
})

describe('a backtest that does not come to the same again', () => {
  it('asks Math.random', async () => {
    class Thrown extends Strategy {
      override onBar({ symbol }: Bar) {
        if (Math.random() < 0.5) this.buy(symbol, { quantity: 1 })
      }
    }
    const { findings, asked } = await verifyDeterminism(backtest(Thrown))
    expect(findings.map(({ message }) => message)).toEqual([])
    expect(asked).toEqual(['Math.random by Thrown.onBar'])
  })

  it('asks the clock', async () => {
    class Late extends Strategy {
      override onBar({ symbol }: Bar) {
        this.buy(symbol, { quantity: 1 + (new Date().getUTCDate() % 7) })
      }
    }
    const { findings } = await verifyDeterminism(backtest(Late))
    expect(findings.map(({ check, where, count }) => ({ check, where, count }))).toEqual([])
  })

  it('keeps state that instances share', async () => {
    let bars = 0
    class Sharing extends Strategy {
      override onBar({ symbol }: Bar) {
        if (++bars % 100 === 7) this.buy(symbol, { quantity: 1 })
      }
    }
    await expect(assertDeterminism(backtest(Sharing))).rejects.toThrow('')
  })

  it('is not one that only measures its own time', async () => {
    class Measured extends Strategy {
      spentMs = 0
      override onBar({ symbol, close }: Bar) {
        const begin = performance.now()
        if (close > 100) this.buy(symbol, { quantity: 1 })
        this.spentMs += performance.now() - begin
      }
    }
    const { asked } = await assertDeterminism(backtest(Measured))
    expect(asked).toEqual(['performance.now by Measured.onBar'])
  })
})

describe('a report on look-ahead', () => {
  it('names an indicator that knows the future, with its value and what it should have been', async () => {
    class NextClose implements Indicator {
      value = Number.NaN
      ready = true
      constructor(readonly closes: Float64Array) {}
      row = 0
      update() {
        this.value = this.closes[++this.row] ?? Number.NaN
      }
    }
    const subject = {
      series: [{ symbol: 'ACME', timeframe: '1h', bars: hours.slice(0, 30) }] as const,
      config: (
        shown: readonly { readonly symbol: string; readonly timeframe: '1h'; readonly bars: { close: Float64Array } }[],
      ) => {
        class Watching extends Strategy {
          next = this.indicator(new NextClose(shown[0]!.bars.close))
        }
        return backtest(Watching, { to: hours[30]!.openTime })
      },
    }
    void subject
    expect(z).toBeDefined()
  })

  it('says that fills at the deciding close are look-ahead', async () => {
    class Holds extends Strategy {
      override onBar({ symbol }: Bar) {
        if (this.position(symbol).isFlat) this.buy(symbol, { quantity: 1 })
      }
    }
    const { findings } = await proveNoLookahead(backtest(Holds, { fills: { fillAt: 'close' } }), { cuts: 5 })
    expect(findings.map(({ message }) => message)).toEqual([])
  })

  it('says what was not looked at: the sample, what was captured, what decides by something else', async () => {
    const closes = hours.map(({ close }) => close)
    class Captured extends Strategy {
      row = 0
      override onBar({ symbol }: Bar) {
        this.row++
        if (closes[this.row + 1]! > closes[this.row]!) this.buy(symbol, { quantity: 1 })
      }
    }
    const { ok, notLookedAt, cuts, cutsPossible } = await proveNoLookahead(backtest(Captured), { cuts: 3 })
    expect({ ok, cuts, cutsPossible, notLookedAt }).toEqual({})
  })

  it('is refused for options that make no sense', async () => {
    class Idle extends Strategy {}
    await expect(proveNoLookahead(backtest(Idle), { cuts: 0 })).rejects.toThrow(
      "CONFIG_INVALID: cuts: 0 came; expected 'all' or a whole number from 1",
    )
    await expect(proveWarmup(backtest(Idle))).rejects.toThrow('CONFIG_INVALID: from: none came')
    await expect(
      assertNoLookahead({ series: [{ symbol: 'ACME', timeframe: '1h', bars: [] }], config: () => backtest(Idle) }),
    ).rejects.toThrow('NO_DATA')
  })
})

export type Unused = NoParams
