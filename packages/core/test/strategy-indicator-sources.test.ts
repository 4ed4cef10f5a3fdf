import { describe, expect, it } from 'vitest'
import {
  ATR,
  Crossover,
  Donchian,
  EMA,
  MACD,
  RSI,
  SMA,
  Strategy,
  type BarIndicator,
  type Indicator,
  type IndicatorBar,
} from '../src/index.js'
import { daily, day, DAY_MS, engineOf, failureOf } from './engine-setup.js'

const closes = [10, 11, 13, 12, 14, 13, 16, 15, 18, 17]
const bars = daily(...closes.map((close, i) => `${close - 0.5}/${close + 1}/${close - 1 - (i % 3)}/${close}`))

describe('an indicator of whole bars', () => {
  it('is fed the bar itself, by its input', async () => {
    const seen: number[][] = []
    class Ranges extends Strategy {
      readonly range = this.indicator(new ATR({ period: 2 }))
      readonly channel = this.indicator(new Donchian({ period: 3 }), { symbol: 'X', timeframe: '1d' })
      override onBar(): void {
        seen.push([this.range.value, this.channel.upper, this.channel.lower])
      }
    }
    await engineOf(Ranges, { X: bars.slice(0, 4) }).run()
    expect(seen).toEqual([
      [(3 + 4) / 2, 14, 9],
      [((3 + 4) / 2 + 2) / 2, 14, 9],
    ])
  })

  it('of one’s own sees prices, times and a volume that may be missing, and the same view or a new one', async () => {
    const seen: number[][] = []
    class Last implements BarIndicator {
      readonly input = 'bar'
      value = Number.NaN
      update({ openTime, closeTime, open, high, low, close, volume }: IndicatorBar): void {
        seen.push([openTime, closeTime, open, high, low, close, volume])
        this.value = close
      }
    }
    class Own extends Strategy {
      readonly last = this.indicator(new Last())
    }
    const expected = [[day(1), day(1) + DAY_MS, 9.5, 11, 9, 10, Number.NaN]]
    await engineOf(Own, { X: bars.slice(0, 1) }).run()
    await engineOf(Own, { X: bars.slice(0, 1) }, { freshBars: true }).run()
    expect(seen).toEqual([...expected, ...expected])
  })

  it('has no source', async () => {
    class Sourced extends Strategy {
      readonly range = this.indicator(new ATR({ period: 2 }), { source: 'high' } as object)
    }
    expect(await failureOf(engineOf(Sourced))).toBe(
      'INDICATOR_INVALID: Sourced.constructor: a source for an indicator of whole bars came; expected none',
    )
  })
})

describe('an indicator over an indicator', () => {
  /** The EMA of the RSI as it is without an engine: fed by hand, from the first value of the source on. */
  function alone(): number[] {
    const rsi = new RSI({ period: 3 })
    const smooth = new EMA({ period: 2 })
    return closes.map((close) => {
      rsi.update(close)
      if (rsi.ready) smooth.update(rsi.value)
      return smooth.value
    })
  }

  it('takes its source’s value in the same bar, once the source is ready, as by hand', async () => {
    const seen: number[] = []
    class Smooth extends Strategy {
      readonly rsi = this.indicator(new RSI({ period: 3 }))
      readonly smooth = this.indicator(new EMA({ period: 2 }), { source: this.rsi })
      override onBar(): void {
        seen.push(this.smooth.value)
      }
    }
    await engineOf(Smooth, { X: bars }).run()
    const expected = alone().filter((value) => !Number.isNaN(value))
    expect(expected).toHaveLength(6)
    expect(seen).toEqual(expected)
  })

  it('asks for the bars that it and its source need in front of a run', async () => {
    const seen: [number, number][] = []
    class Smooth extends Strategy {
      readonly rsi = this.indicator(new RSI({ period: 3 }))
      readonly smooth = this.indicator(new EMA({ period: 2 }), { source: this.rsi })
      readonly average = this.indicator(new SMA({ period: 3 }), { source: this.smooth })
      override onBar(): void {
        seen.push([this.now, this.average.value])
      }
    }
    await engineOf(Smooth, { X: bars }, { from: '2024-01-08' }).run()
    const values = alone()
    const mean = (values[4]! + values[5]! + values[6]!) / 3
    expect(seen[0]).toEqual([day(9), expect.any(Number)])
    expect(seen).toHaveLength(3)
    await engineOf(Smooth, { X: bars }).run()
    expect(seen[3]).toEqual([day(8), expect.closeTo(mean, 10)])
  })

  it('takes another output of it by a function, and is NaN-proof until that has a value', async () => {
    const seen: number[] = []
    class Signal extends Strategy {
      readonly macd = this.indicator(new MACD({ fast: 2, slow: 3, signal: 2 }))
      readonly smooth = this.indicator(new EMA({ period: 2 }), { source: () => this.macd.histogram })
      override onBar(): void {
        seen.push(this.smooth.value)
      }
    }
    await engineOf(Signal, { X: bars }).run()
    const macd = new MACD({ fast: 2, slow: 3, signal: 2 })
    const smooth = new EMA({ period: 2 })
    const expected = closes.map((close) => {
      macd.update(close)
      smooth.update(macd.histogram)
      return smooth.value
    })
    expect(seen).toEqual(expected.slice(4))
  })

  it('follows the series of its source, though the strategy has several', async () => {
    const seen: string[] = []
    class Two extends Strategy {
      readonly last = this.indicator(new SMA({ period: 1 }), { symbol: 'Y' })
      readonly copy = this.indicator(new SMA({ period: 1 }), { source: this.last })
      override onSlice(): void {
        seen.push(`${String(this.last.value)} ${String(this.copy.value)}`)
      }
    }
    await engineOf(Two, { X: daily(1, 2), Y: daily(7, 8) }).run()
    expect(seen).toEqual(['7 7', '8 8'])
  })

  it('is INDICATOR_INVALID if it names another series than its source’s, or a source that is not declared', async () => {
    class Other extends Strategy {
      readonly last = this.indicator(new SMA({ period: 1 }), { symbol: 'Y' })
      readonly copy = this.indicator(new SMA({ period: 1 }), { source: this.last, symbol: 'X' })
    }
    expect(await failureOf(engineOf(Other, { X: bars, Y: bars }))).toBe(
      'INDICATOR_INVALID: Other.constructor: X 1d came; expected Y 1d, which the indicator that is the source follows',
    )
    class Undeclared extends Strategy {
      readonly copy = this.indicator(new SMA({ period: 1 }), { source: new RSI({ period: 3 }) })
    }
    expect(await failureOf(engineOf(Undeclared))).toBe(
      'INDICATOR_INVALID: Undeclared.constructor: source [object Object] came; expected open, high, low, close, volume, a function of the bar or an indicator that was declared before',
    )
  })

  it('may have a source of one’s own, which is ready when its value is a number', async () => {
    const seen: number[] = []
    class Doubled implements Indicator {
      value = Number.NaN
      update(value: number): void {
        this.value = value > 12 ? 2 * value : Number.NaN
      }
    }
    class Own extends Strategy {
      readonly doubled = this.indicator(new Doubled())
      readonly mean = this.indicator(new SMA({ period: 2 }), { source: this.doubled })
      override onBar(): void {
        seen.push(this.mean.value)
      }
    }
    await engineOf(Own, { X: bars.slice(0, 6) }).run()
    // 26 of the third bar, nothing of the fourth, 28 of the fifth, 26 of the sixth.
    expect(seen).toEqual([27, 27])
  })
})

describe('a crossover', () => {
  it('compares what was declared before it, after both were updated', async () => {
    const seen: string[] = []
    class Crossing extends Strategy {
      readonly fast = this.indicator(new SMA({ period: 1 }))
      readonly slow = this.indicator(new SMA({ period: 3 }))
      readonly cross = this.indicator(new Crossover({ of: this.fast, over: this.slow }))
      override onBar(): void {
        seen.push(String(this.cross.value))
      }
    }
    await engineOf(Crossing, { X: daily(1, 2, 3, 1, 1, 4, 4) }).run()
    expect(seen).toEqual(['-1', '0', '1', '0'])
  })
})
