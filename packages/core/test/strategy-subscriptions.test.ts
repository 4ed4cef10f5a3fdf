import { describe, expect, it } from 'vitest'
import { BacktestEngine } from '../src/engine/backtest-engine.js'
import { MemoryDataGateway } from '../src/gateways/memory-data-gateway.js'
import type { Bar } from '../src/domain/bar.js'
import { SMA } from '../src/indicators/sma.js'
import { Strategy } from '../src/strategy/strategy.js'
import { day, errorOf } from './engine-setup.js'

const DAY = 24 * 60 * 60 * 1000

/** Daily bars that stand still at each close. */
const flat = (symbol: string, closes: readonly number[], from = 1) => ({
  symbol,
  timeframe: '1d' as const,
  bars: closes.map((close, i) => {
    const openTime = day(from + i)
    return { openTime, closeTime: openTime + DAY, open: close, high: close, low: close, close }
  }),
})

const data = new MemoryDataGateway([flat('A', [1, 2, 3, 4, 5, 6]), flat('B', [10, 20, 30, 40, 50, 60])])
const market = { data, instruments: [{ symbol: 'A' }, { symbol: 'B' }] }

/** Runs a strategy that sees A at first, and gives what it noted. */
async function noted(act: (strategy: Noting, bar: Bar) => void, symbols: readonly string[] = ['A']) {
  class Acting extends Noting {
    override onBar(bar: Bar): void {
      this.notes.push(`${bar.symbol} ${String(bar.close)}`)
      act(this, bar)
    }
  }
  const notes: string[] = []
  Noting.into = notes
  const result = await new BacktestEngine({ ...market, strategies: [{ strategy: Acting, symbols }] }).run()
  return { notes, result }
}

class Noting extends Strategy {
  static into: string[] = []
  notes = Noting.into
}

describe('a strategy that subscribes to a symbol inside a run', () => {
  it('sees its bars from the next one that closes, and its history at once', async () => {
    const { notes } = await noted((strategy, { symbol, close }) => {
      if (symbol !== 'A' || close !== 3) return
      strategy.subscribe('B')
      strategy.notes.push(`history ${Array.from(strategy.history('B', 10).closes).join()}`, strategy.symbols.join())
    })
    expect(notes).toEqual(['A 1', 'A 2', 'A 3', 'history 10,20,30', 'A,B', 'A 4', 'B 40', 'A 5', 'B 50', 'A 6', 'B 60'])
  })

  it('may declare indicators on it, which have seen all bars so far', async () => {
    let average: SMA | undefined
    const { notes } = await noted((strategy, { symbol, close }) => {
      if (symbol === 'A' && close === 3) {
        strategy.subscribe('B')
        average = strategy.indicator(new SMA({ period: 3 }), { symbol: 'B' })
        strategy.notes.push(`average ${String(average.value)}`)
      }
      if (symbol === 'B') strategy.notes.push(`average ${String(average!.value)}`)
    })
    expect(notes.filter((note) => note.startsWith('average'))).toEqual([
      'average 20',
      'average 30',
      'average 40',
      'average 50',
    ])
  })

  it('can trade it', async () => {
    const { result } = await noted((strategy, { symbol, close }) => {
      if (symbol === 'A' && close === 2) {
        strategy.subscribe('B')
        strategy.buy('B', { quantity: 1 })
      }
    })
    expect(result.fills.map(({ symbol, price }) => [symbol, price])).toEqual([['B', 30]])
  })

  it('is told where the run has no such symbol', async () => {
    const error = await errorOf(() =>
      noted((strategy) => {
        strategy.subscribe('C')
      }),
    )
    expect(error.message).toBe(
      "UNKNOWN_SYMBOL: Acting.onBar for A at 2024-01-02T00:00:00Z: 'C' came; expected one of A, B",
    )
  })
})

describe('a strategy that unsubscribes from a symbol', () => {
  it('is not called for it any more, at that very instant either', async () => {
    const { notes } = await noted(
      (strategy, { symbol, close }) => {
        if (symbol === 'A' && close === 2) strategy.unsubscribe('B')
      },
      ['A', 'B'],
    )
    expect(notes).toEqual(['A 1', 'B 10', 'A 2', 'A 3', 'A 4', 'A 5', 'A 6'])
  })

  it('keeps what it holds, and can close it', async () => {
    const { result } = await noted(
      (strategy, { symbol, close }) => {
        if (symbol === 'B' && close === 10) strategy.buy('B', { quantity: 2 })
        if (symbol === 'A' && close === 3) strategy.unsubscribe('B')
        if (symbol === 'A' && close === 4) strategy.close('B')
      },
      ['A', 'B'],
    )
    expect(result.fills.map(({ side, price }) => [side, price])).toEqual([
      ['buy', 20],
      ['sell', 50],
    ])
  })

  it('may begin to see it again', async () => {
    const { notes } = await noted(
      (strategy, { symbol, close }) => {
        if (symbol === 'A' && close === 2) strategy.unsubscribe('B')
        if (symbol === 'A' && close === 4) strategy.subscribe('B')
      },
      ['A', 'B'],
    )
    expect(notes).toEqual(['A 1', 'B 10', 'A 2', 'A 3', 'A 4', 'A 5', 'B 50', 'A 6', 'B 60'])
  })
})

it('a run of one series goes on bar by bar when its strategy begins to see it', async () => {
  const notes: string[] = []
  class Late extends Strategy {
    override onStart(): void {
      this.schedule.at('begin', day(3))
    }
    override onTimer(): void {
      this.subscribe('A')
    }
    override onBar({ close }: Bar): void {
      notes.push(String(close))
    }
  }
  const only = new MemoryDataGateway([flat('A', [1, 2, 3, 4, 5, 6])])
  await new BacktestEngine({
    data: only,
    instruments: [{ symbol: 'A' }],
    strategies: [{ strategy: Late, symbols: [] }],
  }).run()
  expect(notes).toEqual(['3', '4', '5', '6'])
})
