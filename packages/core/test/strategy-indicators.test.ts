import { describe, expect, it } from 'vitest'
import { formatTime, SignalStrategy, SMA, Strategy, type Bar, type MarketSnapshot, type Signal } from '../src/index.js'
import { daily, day, DAY_MS, engineOf, rising } from './engine-setup.js'

const stamp = (time: number): string => formatTime(time).slice(8, 16)

/** A custom indicator with nothing but what it must have: the sum of the last two values, NaN before. */
class PairSum {
  value = Number.NaN
  #last = Number.NaN
  update(value: number): void {
    this.value = this.#last + value
    this.#last = value
  }
}

/** Two days of X by halves: 100 to 103; and as days. */
const halves = [100, 101, 102, 103].map((price, i) => {
  const openTime = day(1) + (i * DAY_MS) / 2
  return { openTime, closeTime: openTime + DAY_MS / 2, open: price, high: price, low: price, close: price }
})
const days = [0, 2].map((i) => ({
  ...halves[i]!,
  ...{ closeTime: day(i / 2 + 2), high: 200, close: halves[i + 1]!.close },
}))

describe('an indicator', () => {
  it('takes closes, another price, or a function of the bar', async () => {
    const seen: number[][] = []
    class Sources extends Strategy {
      readonly inputs = [
        this.indicator(new SMA({ period: 1 })),
        this.indicator(new SMA({ period: 1 }), { source: 'open' }),
        this.indicator(new SMA({ period: 1 }), { source: 'high' }),
        this.indicator(new SMA({ period: 1 }), { source: 'low' }),
        this.indicator(new SMA({ period: 1 }), { source: 'volume' }),
        this.indicator(new SMA({ period: 1 }), { source: ({ high, low }) => high - low }),
      ]
      override onBar(): void {
        seen.push(this.inputs.map(({ value }) => value))
      }
    }
    const bars = daily('100/105/98/101', '101/107/99/102').map((bar, i) => ({ ...bar, volume: 7 + i }))
    await engineOf(Sources, { X: bars }).run()
    expect(seen).toEqual([
      [101, 100, 105, 98, 7, 7],
      [102, 101, 107, 99, 8, 8],
    ])
  })

  it('of another symbol takes that symbol, and holds back its bars only', async () => {
    const seen: string[] = []
    class Two extends Strategy {
      readonly average = this.indicator(new SMA({ period: 3 }), { symbol: 'Y' })
      override onBar({ symbol }: Bar): void {
        seen.push(`${stamp(this.now)} ${symbol} ${String(this.average.value)}`)
      }
    }
    await engineOf(Two, { X: rising.slice(0, 4), Y: daily(10, 20, 30, 40) }).run()
    expect(seen).toEqual([
      '02T00:00 X NaN',
      '03T00:00 X NaN',
      '04T00:00 X 20',
      '04T00:00 Y 20',
      '05T00:00 X 30',
      '05T00:00 Y 30',
    ])
  })

  it('that has only update and value is ready when its value is a number', async () => {
    const seen: number[] = []
    class Custom extends Strategy {
      readonly sum = this.indicator(new PairSum())
      override onBar(): void {
        seen.push(this.sum.value)
      }
    }
    await engineOf(Custom).run()
    expect(seen).toEqual([201, 203, 205, 207])
  })

  it('that says it is ready is believed, whatever its value', async () => {
    const seen: number[] = []
    class Custom extends Strategy {
      readonly never = this.indicator({ update: () => undefined, value: Number.NaN, ready: true })
      override onBar(): void {
        seen.push(this.never.value)
      }
    }
    await engineOf(Custom).run()
    expect(seen).toHaveLength(5)
  })

  it('is updated with every bar before any callback of any strategy, even of symbols later in the run', async () => {
    const seen: number[] = []
    class Looking extends Strategy {
      readonly y = this.indicator(new SMA({ period: 1 }), { symbol: 'Y' })
      override onBar({ symbol }: Bar): void {
        if (symbol === 'X') seen.push(this.y.value)
      }
    }
    await engineOf(Looking, { X: rising.slice(0, 2), Y: daily(7, 8) }).run()
    expect(seen).toEqual([7, 8])
  })

  it('takes the finest timeframe of its symbol, or the one it names', async () => {
    const seen: string[] = []
    class Frames extends Strategy {
      readonly fine = this.indicator(new SMA({ period: 1 }))
      readonly coarse = this.indicator(new SMA({ period: 1 }), { timeframe: '1d', source: 'high' })
      override onBar({ timeframe }: Bar): void {
        seen.push(`${stamp(this.now)} ${timeframe} ${String(this.fine.value)} ${String(this.coarse.value)}`)
      }
    }
    await engineOf(Frames, { 'X 1d': days, 'X 12h': halves }).run()
    expect(seen).toEqual([
      '02T00:00 12h 101 200',
      '02T00:00 1d 101 200',
      '02T12:00 12h 102 200',
      '03T00:00 12h 103 200',
      '03T00:00 1d 103 200',
    ])
  })
})

describe('onBar', () => {
  it('starts with the bar on which every indicator of the symbol is ready', async () => {
    const seen: string[] = []
    class Slow extends Strategy {
      readonly averages = [2, 4, 3].map((period) => this.indicator(new SMA({ period })))
      override onBar(): void {
        seen.push(stamp(this.now))
      }
    }
    await engineOf(Slow).run()
    expect(seen).toEqual(['05T00:00', '06T00:00'])
  })

  it('waits for the indicators of both timeframes of a symbol, on whichever they are declared', async () => {
    const seen: string[] = []
    class Fine extends Strategy {
      readonly average = this.indicator(new SMA({ period: 3 }))
      override onBar({ timeframe }: Bar): void {
        seen.push(`${stamp(this.now)} ${timeframe}`)
      }
    }
    await engineOf(Fine, { 'X 12h': halves, 'X 1d': days }).run()
    expect(seen).toEqual(['02T12:00 12h', '03T00:00 12h', '03T00:00 1d'])
  })

  it('goes on once it has started, though an indicator loses its value', async () => {
    const seen: string[] = []
    class Flaky extends Strategy {
      readonly odd = this.indicator(new SMA({ period: 1 }), {
        source: ({ close }) => (close % 2 === 1 ? close : Number.NaN),
      })
      override onBar({ close }: Bar): void {
        seen.push(String(close))
      }
    }
    const flaky = engineOf(Flaky)
    await flaky.run()
    expect(seen).toEqual(['100', '101', '102', '103', '104'])
  })

  it('is not called for symbols that are not ready, nor are they among the bars of a slice', async () => {
    const seen: string[] = []
    class Sliced extends SignalStrategy {
      readonly average = this.indicator(new SMA({ period: 4 }), { symbol: 'Y' })
      override onSlice({ bars }: MarketSnapshot): void {
        seen.push(bars.map(({ symbol }) => symbol).join())
      }
      override generateSignals({ bars }: MarketSnapshot): Signal[] {
        seen.push(`signals ${bars.map(({ symbol }) => symbol).join()}`)
        return []
      }
    }
    await engineOf(Sliced, { X: rising.slice(2), Y: rising }).run()
    expect(seen).toEqual(['X', 'signals X', 'X,Y', 'signals X,Y', 'X,Y', 'signals X,Y'])
  })
})
