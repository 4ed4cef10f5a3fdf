import { describe, expect, it } from 'vitest'
import { Strategy, type Bar } from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** Buys at the open of the second day. */
class Once extends Strategy {
  override onBar({ closeTime }: Bar): void {
    if (closeTime === day(2)) this.buy('X', { quantity: 10 })
  }
}

describe('a position that is opened at a gap', () => {
  it('has its resting stop from the fill on, not from the close before it', async () => {
    const bars = { X: daily(100, '110/112/104/108', 108) }
    const risk = { exits: { by: 'restingOrders', stopLoss: { fraction: 0.05 } } }
    const { orders, fills } = await engineOf(Once, bars, { risk }).run()
    expect(orders.map(({ type, status, level }) => `${type} ${String(level)} ${status}`)).toEqual([
      'market NaN FILLED',
      'stop 104.5 FILLED',
    ])
    expect(fills.map(({ price }) => price)).toEqual([110, 104.5])
  })
})
