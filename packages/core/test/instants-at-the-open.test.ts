import { describe, expect, it } from 'vitest'
import { Strategy, type Bar, type Fill, type Order, type OrderOptions } from '../src/index.js'
import { clock, fillsOf, one, run, time, ways } from './instants-setup.js'

describe.each(ways)('an instant at which one bar closes and the next opens, %s', (_, beside) => {
  const rows = {
    ...beside,
    X: [
      [8, '09:00-10:00', '100/101/99/100'],
      [8, '10:00-11:00', '100/105/98/104'],
      [8, '11:00-12:00', '106/107/105/106'],
    ],
  } as const

  it('is, in turn: fills of the bar that closes, the bar, fills at the open', async () => {
    const seen: string[] = []
    class Watcher extends Strategy {
      override onBar({ symbol, closeTime }: Bar): void {
        if (symbol !== 'X') return
        seen.push(`${clock(this.now)} bar, holding ${String(this.position('X').quantity)}`)
        if (closeTime === time(8, '10:00')) this.buy('X', { ...one, type: 'stop', stopPrice: 103 })
        if (closeTime === time(8, '11:00')) this.close('X')
      }
      override onFill({ side, price }: Fill): void {
        seen.push(`${clock(this.now)} ${side} @ ${String(price)}`)
      }
    }
    await run(Watcher, rows)
    expect(seen).toEqual([
      '08T10:00 bar, holding 0',
      '08T11:00 buy @ 103',
      '08T11:00 bar, holding 1',
      '08T11:00 sell @ 106',
      '08T12:00 bar, holding 0',
    ])
  })

  it('takes equity after the fills of the close and before those of the open', async () => {
    class Watcher extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.buy('X', { ...one, type: 'stop', stopPrice: 103 })
        if (closeTime === time(8, '11:00')) this.close('X')
      }
    }
    const { equityCurve } = await run(Watcher, rows)
    expect([...equityCurve.equity].slice(-3)).toEqual([100_000, 100_001, 100_003])
    expect([...equityCurve.times].slice(-3).map(clock)).toEqual(['08T10:00', '08T11:00', '08T12:00'])
  })

  it('meets an order that a fill at the close placed with the open of the same instant', async () => {
    class Exits extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.buy('X', { ...one, type: 'stop', stopPrice: 103 })
      }
      override onFill({ side }: Fill): void {
        if (side === 'buy') this.close('X')
      }
    }
    expect(fillsOf(await run(Exits, rows))).toEqual(['08T11:00 buy X @ 103', '08T11:00 sell X @ 106'])
  })
})

describe.each(ways)('a fill at an open, %s', (_, beside) => {
  /** Nothing trades between 10:00 and 11:30. */
  const rows = {
    ...beside,
    X: [
      [8, '09:00-10:00', '100/101/99/100'],
      [8, '11:30-12:30', '100/105/95/100'],
      [8, '13:00-14:00', '101/102/100/101'],
      [8, '14:00-15:00', '99/100/98/99'],
    ],
  } as const

  /** Buys at the open of 11:30, and there places one more order. */
  function placingAtTheOpen(side: 'buy' | 'sell', options: OrderOptions) {
    return class extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.buy('X', one)
      }
      override onFill({ occurredAt }: Fill): void {
        if (occurredAt !== time(8, '11:30') || this.openOrders('X').length > 0) return
        if (side === 'buy') this.buy('X', { ...one, ...options })
        else this.sell('X', { ...one, ...options })
      }
    }
  }

  it('is dated at the open, and onFill runs there', async () => {
    const seen: string[] = []
    class Watcher extends placingAtTheOpen('buy', {}) {
      override onFill(fill: Fill): void {
        seen.push(
          `${clock(this.now)} ${clock(fill.occurredAt)} last close ${String(this.history('X', 1).closes.at(-1))}`,
        )
      }
    }
    await run(Watcher, rows)
    expect(seen).toEqual(['08T11:30 08T11:30 last close 100'])
  })

  it.each([
    ['buy', { type: 'limit', limitPrice: 96 }, '08T12:30 buy X @ 96'],
    ['buy', { type: 'stop', stopPrice: 104 }, '08T12:30 buy X @ 104'],
    ['sell', { type: 'limit', limitPrice: 104 }, '08T12:30 sell X @ 104'],
    ['sell', { type: 'stop', stopPrice: 96 }, '08T12:30 sell X @ 96'],
    ['sell', { type: 'stop', stopPrice: 96, timeInForce: 'DAY' }, '08T12:30 sell X @ 96'],
  ] as const)('lets a %s order %j that it places rest in the same bar', async (side, options, expected) => {
    const result = await run(placingAtTheOpen(side, options), rows)
    expect(fillsOf(result)).toEqual(['08T11:30 buy X @ 100', expected])
  })

  it.each([
    ['sell', {}],
    ['buy', { type: 'limit', limitPrice: 101 }],
    ['buy', { type: 'stop', stopPrice: 99 }],
    ['sell', { type: 'limit', limitPrice: 100 }],
    ['sell', { type: 'stop', stopPrice: 101 }],
    ['sell', { timeInForce: 'IOC' }],
    ['sell', { timeInForce: 'FOK' }],
    ['sell', { type: 'limit', limitPrice: 101, timeInForce: 'IOC' }],
    ['buy', { type: 'stop', stopPrice: 101, timeInForce: 'FOK' }],
  ] as const)('has a %s order %j that it places wait for the next open', async (side, options) => {
    const result = await run(placingAtTheOpen(side, options), rows)
    expect(fillsOf(result)).toEqual(['08T11:30 buy X @ 100', `08T13:00 ${side} X @ 101`])
  })

  it('takes an order out of the bar that it cancels there', async () => {
    class Canceller extends Strategy {
      resting: Order | undefined
      override onBar({ closeTime }: Bar): void {
        if (closeTime !== time(8, '10:00')) return
        this.buy('X', one)
        this.resting = this.buy('X', { ...one, type: 'limit', limitPrice: 96 })
      }
      override onFill(): void {
        if (this.resting) this.cancel(this.resting)
      }
    }
    const result = await run(Canceller, rows)
    expect(fillsOf(result)).toEqual(['08T11:30 buy X @ 100'])
    expect(result.orders[1]).toMatchObject({ status: 'CANCELED', closedAt: time(8, '11:30') })
  })

  it('cannot take back what filled at the same open', async () => {
    class Canceller extends Strategy {
      second: Order | undefined
      override onBar({ closeTime }: Bar): void {
        if (closeTime !== time(8, '10:00')) return
        this.buy('X', one)
        this.second = this.buy('X', one)
      }
      override onFill(): void {
        if (this.second?.status === 'ACKED') this.cancel(this.second)
      }
    }
    const result = await run(Canceller, rows)
    expect(result.orders.map(({ status }) => status)).toEqual(['FILLED', 'FILLED'])
    expect(result.warnings.map(({ code }) => code)).not.toContain('STALE_REPORT')
  })

  it('is not for an order that a timer cancels at that very instant: timers come before opens', async () => {
    class Canceller extends Strategy {
      resting: Order | undefined
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.resting = this.buy('X', { ...one, type: 'limit', limitPrice: 100.5 })
      }
      override onStart(): void {
        this.schedule.at('before the open', time(8, '11:30'))
      }
      override onTimer(): void {
        if (this.resting) this.cancel(this.resting)
      }
    }
    const result = await run(Canceller, rows)
    expect(result.fills).toEqual([])
    expect(result.orders[0]).toMatchObject({ status: 'CANCELED', closedAt: time(8, '11:30') })
  })
})

describe('the opens of several symbols at one instant', () => {
  const bars = [
    [8, '09:00-10:00', '100/101/99/100'],
    [8, '10:00-11:00', '100/105/95/100'],
    [8, '11:00-12:00', '100/101/99/100'],
  ] as const
  const rows = { Z: bars, M: bars, A: bars } as const

  it('are matched with closing orders of all symbols first, then opening ones, each in the order of the symbols', async () => {
    class Rotator extends Strategy {
      override onBar({ symbol, closeTime }: Bar): void {
        if (closeTime === time(8, '10:00') && symbol !== 'Z') this.buy(symbol, one)
        if (closeTime === time(8, '11:00') && symbol === 'A') {
          for (const other of ['A', 'M', 'Z']) this.buy(other, one)
          for (const other of ['A', 'M']) this.sell(other, one)
        }
      }
    }
    const series = ['A', 'M', 'Z'].map((symbol) => ({ symbol, timeframe: '1d' }) as const)
    expect(fillsOf(await run(Rotator, rows, { series }))).toEqual([
      '08T10:00 buy M @ 100',
      '08T10:00 buy A @ 100',
      '08T11:00 sell M @ 100',
      '08T11:00 sell A @ 100',
      '08T11:00 buy Z @ 100',
      '08T11:00 buy M @ 100',
      '08T11:00 buy A @ 100',
    ])
  })

  it('let a fill of one place an order that rests in the bar of another, whose open has passed for market orders', async () => {
    class Pair extends Strategy {
      override onBar({ symbol, closeTime }: Bar): void {
        if (closeTime === time(8, '10:00') && symbol === 'Z') this.buy('Z', one)
      }
      override onFill({ symbol }: Fill): void {
        if (symbol !== 'Z') return
        this.buy('A', one)
        this.buy('A', { ...one, type: 'limit', limitPrice: 96 })
      }
    }
    expect(fillsOf(await run(Pair, rows))).toEqual([
      '08T10:00 buy Z @ 100',
      '08T11:00 buy A @ 96',
      '08T11:00 buy A @ 100',
    ])
  })
})
