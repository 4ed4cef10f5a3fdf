import { describe, expect, it } from 'vitest'
import type { Bar } from '../domain/bar.js'
import type { BacktestConfig } from '../engine/config.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { EMA } from '../indicators/ema.js'
import { SMA } from '../indicators/sma.js'
import type { Indicator } from '../indicators/indicator.js'
import { Strategy, type StrategyClass } from '../strategy/strategy.js'
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
    slow: Indicator = this.indicator(new EMA({ period: 10 }))
    override onBar({ symbol, close }: Bar) {
      this.target(symbol, close > this.slow.value ? 1 : 0)
    }
  }
  const from = '2024-01-05'

  it('of an SMA is enough, since it forgets', async () => {
    class Simple extends Strategy {
      slow = this.indicator(new SMA({ period: 10 }))
      override onBar({ symbol, close }: Bar) {
        this.target(symbol, close > this.slow.value ? 1 : 0)
      }
    }
    const report = await assertWarmup(backtest(Simple, { from }))
    expect(report).toMatchObject({ ok: true, warmupBars: 10, runs: 4 })
    expect(report.settled).toEqual([
      { strategy: 'Simple', indicator: 'slow', symbol: 'ACME', from: Date.parse('2024-01-05T01:00Z') },
    ])
    expect(report.notLookedAt[0]).toBe('200 more bars: the data has fewer in front of the run')
  })

  it('of an EMA is too short at ten bars: the finding has the indicator, its first bar, and when it settles', async () => {
    const report = await proveWarmup(backtest(Averages, { from }), { moreBars: [60], tolerance: 1e-6 })
    expect(report.findings.map(({ message }) => message)).toEqual([
      'warmup: Averages.slow of ACME at 2024-01-05T01:00:00Z was 99.38354545454546; with more bars in front of the run it is 99.30723469665308, and it settles at 2024-01-06T11:00:00Z',
      'warmup: Averages.onBar of ACME at 2024-01-05T08:00:00Z decided target 0; with more bars in front of the run it decides target 1',
    ])
    expect(report.settled.map(({ from: settled }) => settled)).toEqual([Date.parse('2024-01-06T11:00Z')])
    expect(report.decisionsSameFrom).toBe(Date.parse('2024-01-05T09:00Z'))
  })

  it('of an EMA is enough at a hundred bars more', async () => {
    await assertWarmup(backtest(Averages, { from: '2024-01-08', warmupBars: 110 }), { moreBars: [1, 40] })
    await expect(
      assertWarmup(backtest(Averages, { from: '2024-01-08', warmupBars: 30 }), { moreBars: [40] }),
    ).rejects.toThrow(/^WARMUP_TOO_SHORT: the bars in front of the run are too few\n {2}warmup: Averages\.slow of ACME/)
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
    expect(findings.map(({ message }) => message)).toEqual([
      'ambient: Thrown.onBar of ACME at 2024-01-01T01:00:00Z decided nothing; with another clock and other dice it decides buy { quantity: 1 }; it asked Math.random in onBar',
    ])
    expect(asked).toEqual(['Math.random by Thrown.onBar'])
  })

  it('asks the clock', async () => {
    class Late extends Strategy {
      override onBar({ symbol }: Bar) {
        this.buy(symbol, { quantity: 1 + (new Date().getUTCDate() % 7) })
      }
    }
    const { findings } = await verifyDeterminism(backtest(Late))
    expect(findings.map(({ message }) => message)).toEqual([
      'ambient: Late.onBar of ACME at 2024-01-01T01:00:00Z decided buy { quantity: 3 }; with another clock and other dice it decides buy { quantity: 1 }; it asked new Date in onBar',
    ])
  })

  it('keeps state that instances share', async () => {
    let bars = 0
    class Sharing extends Strategy {
      override onBar({ symbol }: Bar) {
        if (++bars % 100 === 7) this.buy(symbol, { quantity: 1 })
      }
    }
    await expect(assertDeterminism(backtest(Sharing))).rejects.toThrow(
      'NOT_DETERMINISTIC: the backtest does not come to the same again\n  repeat: Sharing.onBar of ACME at 2024-01-01T07:00:00Z decided buy { quantity: 1 }; when it ran again it decides nothing',
    )
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
      row = 0
      readonly #closes: Float64Array
      constructor(closes: Float64Array) {
        this.#closes = closes
      }
      update() {
        this.value = this.#closes[++this.row] ?? Number.NaN
      }
    }
    const { findings } = await proveNoLookahead(
      {
        series: [{ symbol: 'ACME', timeframe: '1h', bars: hours.slice(0, 10) }],
        config: (shown) => {
          class Watching extends Strategy {
            next = this.indicator(new NextClose(shown[0]!.bars.close))
          }
          return backtest(Watching, { data: new MemoryDataGateway(shown) })
        },
      },
      { cuts: 'all' },
    )
    expect(findings[0]).toEqual({
      check: 'cut',
      strategy: 'Watching',
      symbol: 'ACME',
      time: Date.parse('2024-01-01T01:00Z'),
      kind: 'indicator',
      where: 'next',
      came: String(hours[1]!.close),
      expected: 'NaN',
      count: 9,
      message: `cut: Watching.next of ACME at 2024-01-01T01:00:00Z was ${String(hours[1]!.close)}; on data that ends there it is NaN`,
    })
  })

  it('says that fills at the deciding close are look-ahead', async () => {
    class Holds extends Strategy {
      override onBar({ symbol }: Bar) {
        if (this.position(symbol).isFlat) this.buy(symbol, { quantity: 1 })
      }
    }
    const { findings } = await proveNoLookahead(backtest(Holds, { fills: { fillAt: 'close' } }), { cuts: 5 })
    expect(findings.map(({ message }) => message)).toEqual([
      "fillAt: Holds.fills.fillAt before the run is 'close'; for an honest run it is 'nextOpen', since market orders traded at prices that their decisions knew",
    ])
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
    expect({ ok, cuts, cutsPossible, notLookedAt }).toEqual({
      ok: true,
      cuts: 3,
      cutsPossible: 240,
      notLookedAt: [
        'what Captured decides by: on other bars its decisions were the same, so it is not the prices it was shown',
        '237 of 240 decisions and closes, of which a sample was drawn',
        'values that were computed from the bars outside of the strategies: the subject is a configuration, not made from bars',
        'the volume of bars under way at a cut, which limits fills at their opens',
        'times at which bars are said to close, and data that was revised later',
        'values that reach neither a decision nor a declared indicator',
      ],
    })
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
