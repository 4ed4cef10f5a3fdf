import { describe, expect, it } from 'vitest'
import { PercentSizer, Strategy, type Bar } from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** Buys 100 on the first day, and what its sizer says on the sixth. */
class Twice extends Strategy {
  override onBar({ closeTime }: Bar): void {
    if (closeTime === day(2)) this.buy('X', { quantity: 100 })
    if (closeTime === day(7)) this.buy('X')
  }
}

const bars = { X: daily(100, 100, 110, 99, 99, 99, 99) }
const strategies = [{ strategy: Twice, sizer: new PercentSizer({ fraction: 0.1 }) }]

async function sizedWith(volatilityTarget: object): Promise<(string | number | undefined)[]> {
  const risk = { account: { volatilityTarget } }
  const { orders } = await engineOf(Twice, bars, { strategies, risk }).run()
  const { quantity, sizing } = orders.at(-1)!
  return [quantity.toFixed(), sizing?.quantity.toFixed(4), sizing?.scale?.toFixed(4)]
}

describe('a volatility target', () => {
  // The last five days end with 100,000, 100,000, 101,000, 99,900 and 99,900: returns of 0, 1 %, -1.0891 % and 0.
  it('multiplies what the sizer answers by the volatility wanted over that of the last days', async () => {
    // Their standard deviation is 0.8533 %, a year's 13.545 %; 10 % is 0.7383 of it.
    expect(await sizedWith({ annual: 0.1, days: 4 })).toEqual(['74', '100.9091', '0.7383'])
  })

  it('makes entries no larger unless that is allowed', async () => {
    expect(await sizedWith({ annual: 0.2, days: 4 })).toEqual(['100', '100.9091', undefined])
    expect(await sizedWith({ annual: 0.2, days: 4, max: 3 })).toEqual(['148', '100.9091', '1.4765'])
    expect(await sizedWith({ annual: 0.2, days: 4, max: 1.25 })).toEqual(['126', '100.9091', '1.2500'])
  })

  it('leaves entries as they are before there are so many days', async () => {
    expect(await sizedWith({ annual: 0.1, days: 7 })).toEqual(['100', '100.9091', undefined])
  })

  it('leaves quantities that a strategy names as they are', async () => {
    const risk = { account: { volatilityTarget: { annual: 0.001, days: 2 } } }
    const { orders } = await engineOf(Twice, bars, { strategies, risk }).run()
    expect(orders.map(({ quantity }) => quantity.toFixed())[0]).toBe('100')
  })

  it('of the account and of a strategy both count', async () => {
    const target = { volatilityTarget: { annual: 0.1, days: 4 } }
    const { orders } = await engineOf(Twice, bars, {
      strategies,
      risk: { account: target, eachStrategy: target },
    }).run()
    expect(orders.at(-1)!.sizing?.scale?.toFixed(4)).toBe((0.738273 ** 2).toFixed(4))
  })
})
