import { describe, expect, it } from 'vitest'
import { Strategy, type BacktestResult, type Order } from '../src/index.js'
import { daily, day, engineOf, rising } from './engine-setup.js'

/** What became of each order: 'side quantity STATUS', with the code of an outcome. */
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ side, quantity, status, outcome }) =>
    [side, quantity.toFixed(), status, ...(outcome ? [outcome.code] : [])].join(' '),
  )

/** Runs what a strategy does at the closes of the first days, one function a day. */
async function run(...steps: readonly ((strategy: Strategy) => void)[]): Promise<BacktestResult> {
  class Stepping extends Strategy {
    #step = 0
    override onBar(): void {
      steps[this.#step++]?.(this)
    }
  }
  return engineOf(Stepping).run()
}

describe('target', () => {
  const to = (quantity: number | string) => (strategy: Strategy) => {
    strategy.target('X', quantity)
  }

  it('trades the difference to what is held', async () => {
    expect(ends(await run(to(10), to(15), to('5'), to(-5)))).toEqual([
      'buy 10 FILLED',
      'buy 5 FILLED',
      'sell 10 FILLED',
      'sell 10 FILLED',
    ])
  })

  it('does nothing where it is met, so it may be said on every bar', async () => {
    expect(ends(await run(to(0), to(10), to(10), to('10.9')))).toEqual(['buy 10 FILLED'])
  })

  it('counts working market orders as filled, twice in one callback too', async () => {
    const twice = (strategy: Strategy): void => {
      strategy.target('X', 10)
      strategy.target('X', 10)
      strategy.target('X', 4)
    }
    const result = await run(twice)
    expect(ends(result)).toEqual(['buy 10 FILLED', 'sell 6 FILLED'])
  })

  it('does not count limits and stops, which may never be filled', async () => {
    const limit = (strategy: Strategy): void => void strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 50 })
    expect(ends(await run(limit, to(10)))).toEqual(['buy 10 ACKED', 'buy 10 FILLED'])
  })

  it('rounds towards zero on the quantity step, on both sides', async () => {
    expect(ends(await run(to(2.9), to(-2.9), to(-0.4)))).toEqual(['buy 2 FILLED', 'sell 4 FILLED', 'buy 2 FILLED'])
  })

  it('takes the terms of an order', async () => {
    const { orders } = await run((strategy) => {
      strategy.target('X', 5, { type: 'limit', limitPrice: 90, reason: 'dip', tags: ['a', 'b'] })
    })
    expect(orders).toMatchObject([{ side: 'buy', type: 'limit', status: 'ACKED', reason: 'dip', tags: ['a', 'b'] }])
  })
})

describe('close', () => {
  const buy = (strategy: Strategy): void => void strategy.buy('X', { quantity: 10 })
  const sell = (strategy: Strategy): void => void strategy.sell('X', { quantity: 10 })
  const close = (strategy: Strategy): void => void strategy.close('X')

  it.each([
    ['long', buy, 'buy 10 FILLED', 'sell 10 FILLED'],
    ['short', sell, 'sell 10 FILLED', 'buy 10 FILLED'],
  ])('closes a %s position', async (_, open, opened, closed) => {
    expect(ends(await run(open, close))).toEqual([opened, closed])
  })

  it('gives undefined where there is nothing to close, and makes no order', async () => {
    const given: unknown[] = []
    const result = await run((strategy) => given.push(strategy.close('X')))
    expect([given, ends(result)]).toEqual([[undefined], []])
  })

  it('twice in one callback closes once: the second is denied, and nothing is short', async () => {
    const result = await run(buy, (strategy) => {
      close(strategy)
      close(strategy)
    })
    expect(ends(result)).toEqual(['buy 10 FILLED', 'sell 10 FILLED', 'sell 10 DENIED NOTHING_TO_CLOSE'])
    expect(result.orders[2]!.outcome!.message).toBe('nothing of X is left that no working order closes')
    expect(result.positionCycles).toHaveLength(1)
  })

  it('counts a market order that works already, and leaves the rest to be closed', async () => {
    const result = await run(buy, (strategy) => {
      strategy.close('X', { quantity: 4 })
      strategy.close('X')
      strategy.close('X', { quantity: 1 })
    })
    expect(ends(result)).toEqual(['buy 10 FILLED', 'sell 4 FILLED', 'sell 6 FILLED', 'sell 1 DENIED NOTHING_TO_CLOSE'])
  })

  it('closes no more than is held, and a part where it is told so', async () => {
    const part = (quantity: number) => (strategy: Strategy) => void strategy.close('X', { quantity })
    expect(ends(await run(buy, part(3), part(100)))).toEqual(['buy 10 FILLED', 'sell 3 FILLED', 'sell 7 FILLED'])
  })
})

describe('cancel', () => {
  it('takes back an order before it is sent', async () => {
    const cancels: boolean[] = []
    const result = await run((strategy) => {
      const order = strategy.buy('X', { quantity: 1 })
      cancels.push(strategy.cancel(order), strategy.cancel(order))
    })
    expect([cancels, ends(result)]).toEqual([[true, false], ['buy 1 CANCELED CANCELED']])
    expect(result.orders[0]!.outcome!.message).toBe('withdrawn before it was sent')
  })

  it('takes a working order from the market, at the next open', async () => {
    let order: Order | undefined
    const statuses: unknown[] = []
    const result = await run(
      (strategy) => void (order = strategy.buy('X', { quantity: 1, type: 'limit', limitPrice: 50 })),
      (strategy) => statuses.push(order!.status, strategy.cancel(order!), order!.status, strategy.cancel(order!)),
      (strategy) => statuses.push(order!.status, strategy.cancel(order!), order!.closedAt),
    )
    expect(statuses).toEqual(['ACKED', true, 'PENDING_CANCEL', false, 'CANCELED', false, day(3)])
    expect(result.warnings).toEqual([])
  })

  it.each(['FILLED', 'DENIED', 'EXPIRED'])('leaves an order as it is that is %s', async (status) => {
    let order: Order | undefined
    const given: unknown[] = []
    await run(
      (strategy) => {
        if (status !== 'EXPIRED') order = strategy.buy('X', { quantity: status === 'DENIED' ? 0 : 1 })
        else
          order = strategy.buy('X', {
            type: 'limit',
            limitPrice: 50,
            quantity: 1,
            timeInForce: 'GTD',
            expireAt: day(3),
          })
      },
      () => undefined,
      (strategy) => given.push(order!.status, strategy.cancel(order!), order!.status),
    )
    expect(given).toEqual([status, false, status])
  })

  it.each(['SUBMITTED', 'ACKED'])('that crosses the ack, in onOrder at %s, is no stale report', async (when) => {
    class Shy extends Strategy {
      override onBar(): void {
        this.buy('X', { quantity: 1, type: 'limit', limitPrice: 50 })
      }
      override onOrder(order: Order): void {
        if (order.status === when) this.cancel(order)
      }
    }
    const { orders, warnings } = await engineOf(Shy).run()
    expect(orders.map(({ status }) => status)).toEqual(Array(5).fill('CANCELED'))
    expect(warnings).toEqual([])
  })

  it('in answer to the denial of another order takes back one that waits behind it', async () => {
    class Pair extends Strategy {
      second: Order | undefined
      override onBar(): void {
        if (this.second) return
        this.buy('X', { quantity: 1e6 })
        this.second = this.buy('X', { quantity: 1 })
      }
      override onOrder({ status }: Order): void {
        if (status === 'DENIED') this.cancel(this.second!)
      }
    }
    expect(ends(await engineOf(Pair).run())).toEqual([
      'buy 1000000 DENIED INSUFFICIENT_CAPITAL',
      'buy 1 CANCELED CANCELED',
    ])
  })
})

describe('an order that is handed to its strategy', () => {
  it('follows what becomes of it, and keeps what was asked', async () => {
    const seen: unknown[] = []
    let order: Order | undefined
    await run(
      (strategy) => {
        order = strategy.buy('X', { quantity: '7', type: 'stop', stopPrice: '101', reason: 'breakout', tags: ['t'] })
        seen.push([order.status, order.filledQuantity.toFixed(), order.averagePrice, order.closedAt])
      },
      () => seen.push([order!.status, order!.filledQuantity.toFixed(), order!.averagePrice, order!.closedAt]),
    )
    expect(seen).toEqual([
      ['NEW', '0', undefined, undefined],
      ['FILLED', '7', 101, day(2)],
    ])
    expect(order).toMatchObject({
      symbol: 'X',
      side: 'buy',
      type: 'stop',
      timeInForce: 'GTC',
      createdAt: day(2),
      reason: 'breakout',
      tags: ['t'],
      triggered: true,
    })
    expect([order!.clientOrderId, order!.stopPrice?.toFixed(), order!.sizing]).toEqual(['tw-0-0', '101', undefined])
  })

  it('without a quantity has that of its sizer, and keeps what the sizer was told', async () => {
    class Sized extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X')
      }
    }
    const asked: unknown[] = []
    const sizer = {
      spec: 'half',
      size: (input: { equity: number; price: number; side: string; position: number }) => {
        asked.push({ ...input })
        return (input.equity * 0.5) / input.price
      },
    }
    const bars = { X: daily('300/310/290/300', 310) }
    const { orders } = await engineOf(Sized, bars, { strategies: [{ strategy: Sized, sizer }] }).run()
    expect(orders.map(({ quantity }) => quantity.toFixed())).toEqual(['166'])
    expect(orders[0]!.sizing).toEqual({
      price: 300,
      equity: 100_000,
      cash: 100_000,
      position: 0,
      multiplier: 1,
      fx: 1,
      quantity: 50_000 / 300,
    })
    expect(asked).toEqual([
      {
        symbol: 'X',
        side: 'buy',
        price: 300,
        stopPrice: undefined,
        confidence: undefined,
        equity: 100_000,
        cash: 100_000,
        multiplier: 1,
        fx: 1,
        position: 0,
        quantityStep: 1,
        atr: undefined,
      },
    ])
  })

  it('before the first price of its symbol is denied, with a sizer and without', async () => {
    class Early extends Strategy {
      override onStart(): void {
        this.buy('X')
        this.buy('X', { quantity: 1 })
      }
    }
    const result = await engineOf(Early, { X: rising }).run()
    expect(ends(result)).toEqual(['buy 0 DENIED NO_PRICE', 'buy 1 DENIED NO_PRICE'])
    expect(new Set(result.orders.map(({ outcome }) => outcome!.message))).toEqual(
      new Set(['X has no price yet; expected a bar before the first order']),
    )
  })
})
