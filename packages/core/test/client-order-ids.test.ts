import { describe, expect, it } from 'vitest'
import { Strategy, type Order } from '../src/index.js'
import { engineOf, errorOf } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** The orders of a strategy that does something on its first bar. */
async function ordersOf(act: (strategy: Strategy) => void): Promise<readonly Order[]> {
  class Once extends Strategy {
    #done = false
    override onBar(): void {
      if (!this.#done) act(this)
      this.#done = true
    }
  }
  return (await engineOf(Once).run()).orders
}
const shown = ({ clientOrderId, status, outcome }: Order): string =>
  `${clientOrderId} ${status}${outcome ? ` ${outcome.code}: ${outcome.message}` : ''}`

describe('a client order id', () => {
  it('is made from the engine, the strategy and the number of its order, where it is not named', async () => {
    const orders = await ordersOf((strategy) => strategy.buy('X', { quantity: 1 }))
    expect(orders.map(shown)).toEqual(['tw-0-0 FILLED'])
  })

  it('is what the strategy calls its order', async () => {
    const orders = await ordersOf((strategy) => strategy.buy('X', { quantity: 1, clientOrderId: 'mine-1' }))
    expect(orders.map(shown)).toEqual(['mine-1 FILLED'])
  })

  it('that another order has denies the second one, even if the first was denied', async () => {
    const orders = await ordersOf((strategy) => {
      strategy.buy('X', { quantity: 1_000_000, clientOrderId: 'a' })
      strategy.buy('X', { quantity: 1, clientOrderId: 'a' })
      strategy.buy('X', { quantity: 1, clientOrderId: 'b', stopLoss: 90 })
      strategy.buy('X', { quantity: 1, clientOrderId: 'b', stopLoss: 90 })
    })
    const twice = (id: string, first: number): string =>
      `DUPLICATE_CLIENT_ORDER_ID: client order id ${id} came; order ${String(first)} has it; expected another one`
    expect(orders.map(shown)).toEqual([
      "a DENIED INSUFFICIENT_CAPITAL: positions would be worth 100000000 with this order in X; the account's equity of 100000 at leverage 1 allows 100000",
      `a DENIED ${twice('a', 0)}`,
      'b FILLED',
      'tw-0-3 ACKED',
      `b DENIED ${twice('b', 2)}`,
      `tw-0-5 DENIED DUPLICATE_CLIENT_ORDER_ID: denied with order 4: ${twice('b', 2).slice('DUPLICATE_CLIENT_ORDER_ID: '.length)}`,
    ])
  })

  it('of the kind that the engine gives is its own', async () => {
    const orders = await ordersOf((strategy) => strategy.buy('X', { quantity: 1, clientOrderId: 'tw-0-9' }))
    expect(orders.map(shown)).toEqual([
      "tw-0-9 DENIED DUPLICATE_CLIENT_ORDER_ID: client order id tw-0-9 came; ids that begin with tw- are the engine's own; expected another one",
    ])
  })

  it.each(['', 'a b', 'ä', 'x'.repeat(25)])("'%s' is refused", async (clientOrderId) => {
    const { code } = await errorOf(() => ordersOf((strategy) => strategy.buy('X', { quantity: 1, clientOrderId })))
    expect(code).toBe('ORDER_INVALID')
  })
})
