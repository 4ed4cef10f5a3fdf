import { describe, expect, it } from 'vitest'
import { SMA, Strategy, type Bar, type MarketSnapshot, type Order } from '../src/index.js'
import { clock, fillsOf, one, run, time, type Row } from './instants-setup.js'

describe('two symbols of different hours', () => {
  /** LONG is still open when SHORT closes at 16:00; SAME closes at that instant. Both have been at 90 by then. */
  const rows = {
    SHORT: [
      [8, '09:30-16:00', '50/51/49/50'],
      [9, '09:30-16:00', '50/51/49/50'],
    ],
    SAME: [
      [8, '09:30-16:00', '100/101/90/100'],
      [9, '09:30-16:00', '102/103/94/100'],
      [10, '09:30-16:00', '101/103/94/100'],
    ],
    LONG: [
      [8, '09:00-18:00', '100/101/90/100'],
      [9, '09:00-18:00', '103/104/94/100'],
      [10, '09:00-18:00', '101/103/94/100'],
    ],
  } as const

  it.each([
    ['closed at that instant', 'SAME', '09T09:30 buy SAME @ 102'],
    ['was open already', 'LONG', '09T09:00 buy LONG @ 103'],
  ])('a market order decided at the close of one never meets the bar of the other that %s', async (_, symbol, fill) => {
    class Buyer extends Strategy {
      override onBar(bar: Bar): void {
        if (bar.symbol === 'SHORT' && bar.closeTime === time(8, '16:00')) this.buy(symbol, one)
      }
    }
    // LONG has no price before its first close, so it is given one the day before.
    const before = { ...rows, LONG: [[7, '09:00-18:00', '100/101/99/100'], ...rows.LONG] } as const
    expect(fillsOf(await run(Buyer, before))).toEqual([fill])
  })

  it.each([
    ['closed at that instant', 'SAME', '09T16:00 buy SAME @ 95'],
    ['was open already', 'LONG', '09T18:00 buy LONG @ 95'],
  ])('a limit decided at the close of one never meets the bar of the other that %s', async (_, symbol, fill) => {
    class Buyer extends Strategy {
      override onBar(bar: Bar): void {
        if (bar.symbol === 'SHORT' && bar.closeTime === time(8, '16:00'))
          this.buy(symbol, { ...one, type: 'limit', limitPrice: 95 })
      }
    }
    const before = { ...rows, LONG: [[7, '09:00-18:00', '100/101/99/100'], ...rows.LONG] } as const
    expect(fillsOf(await run(Buyer, before))).toEqual([fill])
  })

  it('a cancel decided at the close of one loses to the bar of the other that is open, and acts from its next one', async () => {
    class Canceller extends Strategy {
      orders: Order[] = []
      override onBar({ symbol, closeTime }: Bar): void {
        if (closeTime === time(7, '18:00'))
          this.orders = [91, 89].map((limitPrice) => this.buy('LONG', { ...one, type: 'limit', limitPrice }))
        if (symbol === 'SHORT') for (const order of this.orders) this.cancel(order)
      }
    }
    const before = { ...rows, LONG: [[7, '09:00-18:00', '100/101/99/100'], ...rows.LONG] } as const
    const result = await run(Canceller, before)
    expect(fillsOf(result)).toEqual(['08T18:00 buy LONG @ 91'])
    expect(result.orders.map(({ status, closedAt }) => [status, closedAt])).toEqual([
      ['FILLED', time(8, '18:00')],
      ['CANCELED', time(8, '18:00')],
    ])
  })

  it('a cancel decided at the close of one acts at once on an order of the other that closed at that instant', async () => {
    class Canceller extends Strategy {
      order: Order | undefined
      override onBar({ symbol, closeTime }: Bar): void {
        if (symbol === 'SAME') this.order ??= this.buy('SAME', { ...one, type: 'limit', limitPrice: 80 })
        if (symbol === 'SHORT' && closeTime === time(9, '16:00') && this.order) this.cancel(this.order)
      }
    }
    const result = await run(Canceller, rows)
    expect(result.orders[0]).toMatchObject({ status: 'CANCELED', closedAt: time(9, '16:00') })
  })
})

describe('one symbol in two timeframes', () => {
  const rows = {
    'X 1d': [
      [8, '09:00-12:00', '100/105/95/104'],
      [9, '09:00-12:00', '110/115/105/114'],
    ],
    'X 1h': [
      [8, '09:00-10:00', '100/101/95/96'],
      [8, '10:00-11:00', '97/103/97/102'],
      [8, '11:00-12:00', '103/105/102/104'],
      [9, '09:00-10:00', '110/111/105/106'],
      [9, '10:00-11:00', '107/113/107/112'],
      [9, '11:00-12:00', '113/115/112/114'],
    ],
  } as const

  it('has its orders meet the finer bars', async () => {
    class Buyer extends Strategy {
      override onBar(bar: Bar): void {
        if (bar.closeTime === time(8, '10:00')) {
          this.buy('X', one)
          this.buy('X', { ...one, type: 'stop', stopPrice: 104.5 })
          this.buy('X', { ...one, type: 'limit', limitPrice: 106 })
          this.buy('X', { ...one, type: 'limit', limitPrice: 90 })
        }
      }
    }
    expect(fillsOf(await run(Buyer, rows))).toEqual([
      '08T10:00 buy X @ 97',
      '08T10:00 buy X @ 97',
      '08T12:00 buy X @ 104.5',
    ])
  })

  it('shows the longer bar at its close and not before', async () => {
    const seen: string[] = []
    class Watcher extends Strategy {
      override onBar(bar: Bar): void {
        seen.push(`${clock(this.now)} ${clock(bar.openTime)} ${String(bar.high)}`)
        expect(bar.closeTime).toBe(this.now)
      }
    }
    await run(Watcher, { 'X 1d': rows['X 1d'].slice(0, 1), 'X 1h': rows['X 1h'].slice(0, 3) })
    expect(seen).toEqual([
      '08T10:00 08T09:00 101',
      '08T11:00 08T10:00 103',
      '08T12:00 08T11:00 105',
      '08T12:00 08T09:00 105',
    ])
  })

  it('updates the indicators of both before either bar is handed over', async () => {
    const seen: string[] = []
    class Watcher extends Strategy {
      readonly hours = this.indicator(new SMA({ period: 1 }), { timeframe: '1h' })
      readonly days = this.indicator(new SMA({ period: 1 }), { timeframe: '1d', source: 'high' })
      override onBar(bar: Bar): void {
        if (bar.closeTime >= time(9, '11:00'))
          seen.push(`${clock(this.now)} ${String([this.hours.value, this.days.value])}`)
      }
    }
    await run(Watcher, rows)
    expect(seen).toEqual(['09T11:00 112,105', '09T12:00 114,115', '09T12:00 114,115'])
  })
})

describe('an instant at which bars of two symbols close', () => {
  const rows = {
    B: [
      [8, '09:00-10:00', '10/10/10/10'],
      [8, '10:00-11:00', '20/20/20/20'],
    ],
    A: [
      [8, '09:00-10:00', '30/30/30/30'],
      [8, '10:00-11:00', '40/40/40/40'],
    ],
  } as const

  it('updates the prices of both before either bar is handed over, then calls onBar in the order of the symbols, onSlice, timers', async () => {
    const seen: string[] = []
    class Watcher extends Strategy {
      override onStart(): void {
        this.schedule.at('at ten', time(8, '10:00'))
      }
      override onBar({ symbol }: Bar): void {
        const closes = this.symbols.map((other) => this.history(other, 1).closes.at(-1))
        seen.push(`${clock(this.now)} ${symbol} ${closes.join()}`)
      }
      override onSlice(snapshot: MarketSnapshot): void {
        seen.push(`${clock(this.now)} slice ${snapshot.bars.map(({ close }) => close).join()}`)
      }
      override onTimer(name: string): void {
        seen.push(`${clock(this.now)} ${name}`)
      }
    }
    const series = ['A', 'B'].map((symbol) => ({ symbol, timeframe: '1d' }) as const)
    await run(Watcher, rows, { series })
    expect(seen).toEqual([
      '08T10:00 B 10,30',
      '08T10:00 A 10,30',
      '08T10:00 slice 10,30',
      '08T10:00 at ten',
      '08T11:00 B 20,40',
      '08T11:00 A 20,40',
      '08T11:00 slice 20,40',
    ])
  })

  it('has one point of equity, taken after both: a hedged pair shows no drawdown that was not there', async () => {
    class Hedger extends Strategy {
      override onBar({ symbol, closeTime }: Bar): void {
        if (closeTime !== time(8, '10:00')) return
        if (symbol === 'A') this.buy('A', { quantity: 100 })
        else this.sell('B', { quantity: 100 })
      }
    }
    const wild = (symbol: string): readonly Row[] => [
      [8, '09:00-10:00', '100/100/100/100'],
      [8, '10:00-11:00', '100/150/100/150'],
      [8, '11:00-12:00', '150/150/50/50'],
      [8, symbol === 'A' ? '12:00-13:00' : '12:00-14:00', '50/90/50/90'],
    ]
    const result = await run(Hedger, { A: wild('A'), B: wild('B') })
    expect(result.fills).toHaveLength(2)
    expect([...result.equityCurve.times].map(clock)).toEqual([
      '08T10:00',
      '08T11:00',
      '08T12:00',
      '08T13:00',
      '08T14:00',
    ])
    // Only between 13:00 and 14:00 is one of them marked and the other not yet.
    expect([...result.equityCurve.equity]).toEqual([100_000, 100_000, 100_000, 104_000, 100_000])
  })
})

describe('a symbol with two timeframes whose prices differ', () => {
  it('is marked at the closes of the finer one, also where only the coarser one closes', async () => {
    class Holder extends Strategy {
      override onBar({ timeframe, closeTime }: Bar): void {
        if (timeframe === '1h' && closeTime === time(8, '10:00')) this.buy('X', one)
      }
    }
    const rows = {
      'X 3h': [[8, '09:00-12:00', '100/900/90/900']],
      'X 1h': [
        [8, '09:00-10:00', '100/100/100/100'],
        [8, '10:00-11:00', '100/110/100/110'],
      ],
    } as const
    const { equityCurve } = await run(Holder, rows)
    expect([...equityCurve.times].map(clock)).toEqual(['08T10:00', '08T11:00', '08T12:00'])
    expect([...equityCurve.equity]).toEqual([100_000, 100_010, 100_010])
  })
})
