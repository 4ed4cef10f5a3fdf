import { describe, expect, it } from 'vitest'
import { commissionOf } from './commission-of.js'
import { percent, perContract, perShare } from './commission.js'
import { makerTaker, tiered } from './composed-commission.js'
import { bitcoin, future, stock } from './test-charges.js'

describe('commissionOf', () => {
  it('tells what an order is charged that is filled at once', () => {
    expect(
      commissionOf(perShare(0.005, { minimum: 1 }), { instrument: stock, price: 50, quantity: 300 }).toFixed(),
    ).toBe('1.5')
    expect(commissionOf(percent('0.001'), { instrument: bitcoin, price: 43_210.5, quantity: '0.01' }).toFixed()).toBe(
      '0.432105',
    )
    expect(commissionOf(perContract('2.25'), { instrument: future, price: 5000, quantity: 4 }).toFixed()).toBe('9')
  })

  it('takes an order for a taker, the first of its month, unless told otherwise', () => {
    const order = { instrument: stock, price: 100, quantity: 10 }
    const sides = makerTaker({ maker: percent(-0.0001), taker: percent(0.0004) })
    expect(commissionOf(sides, order).toFixed()).toBe('0.4')
    expect(commissionOf(sides, { ...order, liquidity: 'maker' }).toFixed()).toBe('-0.1')
    const shares = tiered({ by: 'quantity', tiers: [{ below: 1000, model: perShare(1) }, { model: perShare(0.5) }] })
    expect(commissionOf(shares, order).toFixed()).toBe('10')
    expect(commissionOf(shares, { ...order, monthQuantity: 1000 }).toFixed()).toBe('5')
    const value = tiered({ by: 'value', tiers: [{ below: 1000, model: perShare(1) }, { model: perShare(0.5) }] })
    expect(commissionOf(value, { ...order, monthValue: 1000 }).toFixed()).toBe('5')
  })

  it.each([
    ['price is 0; expected a positive number', { price: 0 }],
    ['price is Infinity; expected a positive number', { price: Number.POSITIVE_INFINITY }],
    ['price is NaN; expected a positive number', { price: Number.NaN }],
    ['quantity is 0; expected a positive number of at most 0 decimals', { quantity: 0 }],
    ['quantity is 1.5; expected a positive number of at most 0 decimals', { quantity: '1.5' }],
    ['quantity is many; expected a number', { quantity: 'many' }],
    [
      "an option is 'qty'; expected one of instrument, price, quantity, liquidity, monthQuantity, monthValue",
      { qty: 1 },
    ],
  ])('refuses what cannot be with COST_INVALID: %s', (message, changed) => {
    const ask = () => commissionOf(perShare(1), { instrument: stock, price: 100, quantity: 10, ...changed })
    expect(ask).toThrow(expect.objectContaining({ message: `COST_INVALID: commissionOf: ${message}` }))
  })
})
