import { describe, expect, it } from 'vitest'
import { Strategy, type Bar, type Order } from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** Buys on the first day, and takes back the first order that closes the position. */
class Meddles extends Strategy {
  #meddled = false

  override onBar({ closeTime }: Bar): void {
    if (closeTime === day(2)) this.buy('X', { quantity: 10 })
  }

  override onOrder(order: Order): void {
    if (this.#meddled || order.side === 'buy' || order.status !== 'ACKED') return
    this.#meddled = true
    this.cancel(order)
  }
}

describe('an exit by marks whose order came to nothing', () => {
  it('is sent again at the next mark', async () => {
    const bars = { X: daily(100, 100, 90, 89, 88, 87) }
    const { orders, fills, risk } = await engineOf(Meddles, bars, {
      risk: { exits: { by: 'marks', stopLoss: { fraction: 0.05 } } },
    }).run()
    expect(orders.map(({ side, status, reason }) => `${side} ${status} ${reason}`)).toEqual([
      'buy FILLED ',
      'sell CANCELED stopLoss at 95, marked at 90',
      'sell FILLED stopLoss at 95, marked at 89',
    ])
    expect(fills.map(({ price }) => price)).toEqual([100, 88])
    expect(risk.exits.map(({ mark }) => mark)).toEqual([90, 89])
  })
})
