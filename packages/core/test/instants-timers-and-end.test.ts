import { describe, expect, it } from 'vitest'
import { Strategy, type Bar, type Order } from '../src/index.js'
import { clock, fillsOf, one, run, time, ways, type Row } from './instants-setup.js'

describe.each(ways)('timers, %s', (_, beside) => {
  const rows = {
    ...beside,
    X: [
      [8, '09:00-10:00', '100/101/99/100'],
      [8, '10:00-11:00', '102/103/101/102'],
      [8, '12:00-13:00', '104/106/97/104'],
      [8, '13:00-14:00', '106/107/105/106'],
    ],
  } as const

  it('run at their own instants: between bars, inside one, at an open before it is matched, at a close after onBar', async () => {
    const seen: string[] = []
    class Timed extends Strategy {
      override onStart(): void {
        for (const at of ['10:00', '10:30', '11:20', '12:00', '13:00']) this.schedule.at(at, time(8, at))
      }
      override onBar({ symbol }: Bar): void {
        if (symbol === 'X') seen.push(`${clock(this.now)} bar`)
      }
      override onTimer(name: string): void {
        seen.push(`${clock(this.now)} timer ${name}`)
        this.buy('X', one)
      }
    }
    const result = await run(Timed, rows)
    expect(seen).toEqual([
      '08T10:00 bar',
      '08T10:00 timer 10:00',
      '08T10:30 timer 10:30',
      '08T11:00 bar',
      '08T11:20 timer 11:20',
      '08T12:00 timer 12:00',
      '08T13:00 bar',
      '08T13:00 timer 13:00',
      '08T14:00 bar',
    ])
    expect(fillsOf(result)).toEqual([
      '08T10:00 buy X @ 102',
      '08T12:00 buy X @ 104',
      '08T12:00 buy X @ 104',
      '08T12:00 buy X @ 104',
      '08T13:00 buy X @ 106',
    ])
  })

  it('inside a bar send orders that meet the next one only, and cancels that lose to the present one', async () => {
    class Timed extends Strategy {
      working: readonly Order[] = []
      override onStart(): void {
        this.schedule.at('inside', time(8, '12:30'))
      }
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '11:00'))
          this.working = [98, 96].map((limitPrice) => this.buy('X', { ...one, type: 'limit', limitPrice }))
      }
      override onTimer(): void {
        for (const order of this.working) this.cancel(order)
        this.buy('X', { ...one, type: 'limit', limitPrice: 103 })
      }
    }
    const result = await run(Timed, rows)
    expect(fillsOf(result)).toEqual(['08T13:00 buy X @ 98'])
    expect(result.orders.map(({ status }) => status)).toEqual(['FILLED', 'CANCELED', 'ACKED'])
  })

  it('set at an open for that instant run after it, and what they place there rests for the rest of the bar', async () => {
    class Timed extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '11:00')) this.buy('X', { quantity: 60 })
      }
      override onFill(): void {
        this.schedule.in('now', 0)
      }
      override onTimer(): void {
        if (this.now === time(8, '12:00')) this.buy('X', { quantity: 60, type: 'limit', limitPrice: 98 })
      }
    }
    const thin = { ...beside, X: rows.X.map(([day, hours, prices]) => [day, hours, prices, 1000] as const) }
    const result = await run(Timed, thin)
    expect(result.fills.map(({ quantity, occurredAt }) => [clock(occurredAt), quantity.toNumber()])).toEqual([
      ['08T12:00', 60],
      ['08T13:00', 40],
    ])
  })
})

describe.each(ways)('the end of a run, %s', (_, beside) => {
  const rows = {
    ...beside,
    X: [
      [8, '09:00-10:00', '100/101/99/100'],
      [8, '10:00-11:00', '102/103/101/102'],
      [8, '11:00-12:00', '104/105/103/104'],
      [8, '12:00-13:00', '105/107/104/106'],
    ],
  } as const

  it('leaves orders unfilled that were decided on the last bar', async () => {
    class Late extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime !== time(8, '13:00')) return
        this.buy('X', one)
        this.buy('X', { ...one, type: 'limit', limitPrice: 106 })
        this.buy('X', { ...one, type: 'stop', stopPrice: 106 })
      }
    }
    const result = await run(Late, rows)
    expect(result.fills).toEqual([])
    expect(result.orders.map(({ status }) => status)).toEqual(['ACKED', 'ACKED', 'ACKED'])
    expect(result.finalEquity).toBe(100_000)
  })

  it.each([
    [false, ['08T10:00 buy X @ 102']],
    [true, ['08T10:00 buy X @ 102', '08T13:00 sell X @ 106']],
  ])('with closeAtEnd %s has the fills %j, and the same equity', async (closeAtEnd, expected) => {
    class Holder extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.buy('X', { quantity: 10 })
      }
    }
    const result = await run(Holder, rows, { closeAtEnd })
    expect(fillsOf(result)).toEqual(expected)
    expect(result.finalEquity).toBe(100_040)
    expect(result.roundTrips).toHaveLength(closeAtEnd ? 1 : 0)
  })

  it('closes at the last close whatever is open, and nothing that is only working', async () => {
    class Mixed extends Strategy {
      override onBar({ closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.sell('X', { quantity: 10 })
        if (closeTime === time(8, '13:00')) this.buy('X', { quantity: 5 })
        if (closeTime === time(8, '11:00')) this.buy('X', { quantity: 5, type: 'limit', limitPrice: 50 })
      }
      override onOrder(order: Order): void {
        if (order.reason === 'end of run' && order.status === 'SUBMITTED')
          this.sell('X', { ...one, type: 'limit', limitPrice: 200 })
      }
    }
    const result = await run(Mixed, rows, { closeAtEnd: true })
    expect(fillsOf(result)).toEqual(['08T10:00 sell X @ 102', '08T13:00 buy X @ 106'])
    expect(result.positionCycles).toHaveLength(1)
  })
})

describe('a run of two symbols that must end flat', () => {
  it('closes each at its own last close, at the last instant of all', async () => {
    class Holder extends Strategy {
      override onBar({ symbol, closeTime }: Bar): void {
        if (closeTime === time(8, '10:00')) this.buy(symbol, one)
      }
    }
    const hours = ['09:00-10:00', '10:00-11:00', '11:00-12:00', '12:00-13:00']
    const rows = (prices: readonly number[]) =>
      prices.map((price, i): Row => [8, hours[i]!, [price, price, price, price].join('/')])
    const result = await run(Holder, { SHORT: rows([10, 11]), LONG: rows([20, 21, 22, 23]) }, { closeAtEnd: true })
    expect(fillsOf(result).slice(2)).toEqual(['08T13:00 sell SHORT @ 11', '08T13:00 sell LONG @ 23'])
  })
})
