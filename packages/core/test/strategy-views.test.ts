import { describe, expect, it } from 'vitest'
import { BacktestEngine, MemoryDataGateway, Strategy, type Bar, type BarHistory, type Position } from '../src/index.js'
import { Idle, daily, day, engineOf, rising } from './engine-setup.js'

/** Runs a strategy that looks at each close, and gives what it saw. */
async function looking<T>(look: (strategy: Strategy, bar: Bar) => T, bars = rising, extra?: object): Promise<T[]> {
  const seen: T[] = []
  class Looking extends Strategy {
    override onBar(bar: Bar): void {
      seen.push(look(this, bar))
    }
  }
  await engineOf(Looking, { X: bars }, extra).run()
  return seen
}

describe('history', () => {
  it('has the last bars up to the present one, oldest first, and as many as there are', async () => {
    const seen = await looking((strategy) => [...strategy.history('X', 3).closes])
    expect(seen).toEqual([[100], [100, 101], [100, 101, 102], [101, 102, 103], [102, 103, 104]])
  })

  it('never shows the bar that is under way or any later one', async () => {
    const seen = await looking((strategy, { closeTime }) => {
      const history = strategy.history('X', Number.POSITIVE_INFINITY)
      return [
        history.length,
        history.at(history.length),
        history.closes[history.length],
        history.at(-1)!.closeTime - closeTime,
      ]
    })
    expect(seen).toEqual([1, 2, 3, 4, 5].map((length) => [length, undefined, undefined, 0]))
  })

  it('is not copied: its columns are the memory of the series', async () => {
    const columns = {
      length: 2,
      openTime: Float64Array.of(day(1), day(2)),
      closeTime: Float64Array.of(day(2), day(3)),
      open: Float64Array.of(1, 2),
      high: Float64Array.of(3, 3),
      low: Float64Array.of(1, 1),
      close: Float64Array.of(2, 3),
    }
    const shared: boolean[] = []
    class Looking extends Strategy {
      override onBar(): void {
        const { closes } = this.history('X', 5)
        shared.push((closes as Float64Array).buffer === columns.close.buffer)
      }
    }
    const data = new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars: columns }])
    await new BacktestEngine({ data, instruments: [{ symbol: 'X' }], strategies: [{ strategy: Looking }] }).run()
    expect(shared).toEqual([true, true])
  })

  it('has every column, by the bars of its own symbol', async () => {
    const bars = daily('100/105/98/101', '101/107/99/102').map((bar, i) => ({ ...bar, volume: 7 + i }))
    const [, last] = await looking((strategy) => {
      const { opens, highs, lows, closes, volumes, openTimes, closeTimes } = strategy.history('X', 2)
      return [opens, highs, lows, closes, volumes, openTimes, closeTimes].map((column) => [...column])
    }, bars)
    expect(last).toEqual([
      [100, 101],
      [105, 107],
      [98, 99],
      [101, 102],
      [7, 8],
      [day(1), day(2)],
      [day(2), day(3)],
    ])
  })

  it.each([
    [0, 0],
    [-1, 0],
    [1.9, 1],
  ])('of %d bars has %d', async (asked, length) => {
    const seen = await looking((strategy) => strategy.history('X', asked).closes.length)
    expect(seen.at(-1)).toBe(length)
  })

  it('is empty before the first bar of a symbol, and has the warm-up at the start of a run with one', async () => {
    const seen: (readonly number[])[] = []
    class Looking extends Strategy {
      override onStart(): void {
        seen.push([...this.history('X', 9).closes])
      }
    }
    await engineOf(Looking).run()
    await engineOf(Looking, undefined, { from: '2024-01-04', warmupBars: 2 }).run()
    expect(seen).toEqual([[], [101, 102]])
  })

  it('that was kept stays as long as it was', async () => {
    let kept: BarHistory | undefined
    await looking((strategy) => (kept ??= strategy.history('X', 9)))
    expect([kept!.length, [...kept!.closes]]).toEqual([1, [100]])
  })
})

describe('a position', () => {
  it('is a live view: of what is held, at what price, worth how much', async () => {
    const seen: unknown[] = []
    let kept: Position | undefined
    class Holder extends Strategy {
      override onStart(): void {
        kept = this.position('X')
      }
      override onBar(): void {
        const { size, isFlat, isLong, isShort, averagePrice, markPrice, value, unrealizedPnl } = kept!
        seen.push([size, [isFlat, isLong, isShort].indexOf(true), averagePrice, markPrice, value, unrealizedPnl + 0])
        if (this.now === day(2)) this.buy('X', { quantity: 10 })
        if (this.now === day(3)) this.buy('X', { quantity: 10 })
        if (this.now === day(4)) this.sell('X', { quantity: 25 })
      }
    }
    await engineOf(Holder).run()
    expect(seen).toEqual([
      [0, 0, Number.NaN, 100, 0, 0],
      [10, 1, 101, 101, 1010, 0],
      [20, 1, 101.5, 102, 2040, 10],
      [-5, 2, 103, 103, -515, 0],
      [-5, 2, 103, 104, -520, -5],
    ])
    expect(kept!.quantity.toFixed()).toBe('-5')
  })
})

describe('the portfolio', () => {
  it('has equity and cash of the account, and the open positions of the own book', async () => {
    const seen: unknown[] = []
    class Looking extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (symbol !== 'X' || this.name !== 'first') return
        const { equity, cash, currency, positions } = this.portfolio
        seen.push([equity, cash, currency, positions.map((position) => `${position.symbol} ${String(position.size)}`)])
        if (this.now === day(2)) this.buy('X', { quantity: 10 })
        if (this.now === day(4)) this.close('X')
      }
    }
    class Other extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (this.now === day(2) && symbol === 'Y') this.sell('Y', { quantity: 5 })
      }
    }
    const strategies = [{ strategy: Looking, name: 'first' }, { strategy: Other }]
    await engineOf(Looking, { X: rising, Y: daily(50, 50, 40, 40, 40) }, { strategies }).run()
    // Bought 10 X at 101, sold 5 Y at 50: cash 100,000 - 1,010 + 250.
    expect(seen).toEqual([
      [100_000, 100_000, 'USD', []],
      [100_000, 99_240, 'USD', ['X 10']],
      [100_060, 99_240, 'USD', ['X 10']],
      [100_070, 100_270, 'USD', []],
      [100_070, 100_270, 'USD', []],
    ])
  })
})

describe('openOrders', () => {
  it('has the orders of the strategy that are sent and not ended, as it made them, of one symbol or all', async () => {
    const seen: string[][] = []
    class Resting extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (this.name !== 'first')
          return void this.buy(symbol, { quantity: 1, type: 'limit', limitPrice: 2, reason: 'other' })
        if (this.now === day(2)) {
          this.buy(symbol, { quantity: 1, type: 'limit', limitPrice: 1, reason: `${symbol} rests` })
          this.buy(symbol, { quantity: 1, reason: `${symbol} fills` })
          this.buy(symbol, { quantity: 0, reason: `${symbol} denied` })
          this.buy(symbol, { quantity: 1, type: 'limit', limitPrice: 1, timeInForce: 'DAY', reason: `${symbol} day` })
        }
        const reasons = (of?: string) => this.openOrders(of).map(({ reason }) => reason)
        if (symbol === 'Y') seen.push(reasons(), reasons('Y'))
      }
    }
    const strategies = ['first', 'second'].map((name) => ({ strategy: Resting, name }))
    await engineOf(Resting, { X: rising.slice(0, 3), Y: rising.slice(0, 3) }, { strategies }).run()
    expect(seen).toEqual([[], [], ['X rests', 'Y rests'], ['Y rests'], ['X rests', 'Y rests'], ['Y rests']])
  })

  it('has them in that order whatever has ended meanwhile', async () => {
    const seen: (readonly string[])[] = []
    class Resting extends Strategy {
      override onBar(): void {
        if (this.now === day(2))
          for (const reason of 'abcde') this.buy('X', { quantity: 1, type: 'limit', limitPrice: 1, reason })
        if (this.now === day(3))
          for (const order of this.openOrders()) if ('ac'.includes(order.reason)) this.cancel(order)
        if (this.now === day(4)) seen.push(this.openOrders().map(({ reason }) => reason))
      }
    }
    await engineOf(Resting).run()
    expect(seen).toEqual([['b', 'd', 'e']])
  })
})

describe('a strategy that does nothing', () => {
  it('comes to the capital it began with', async () => {
    const { finalEquity, orders, equityCurve } = await engineOf(Idle).run()
    expect([finalEquity, orders, [...equityCurve.equity]]).toEqual([100_000, [], Array(5).fill(100_000)])
  })
})
