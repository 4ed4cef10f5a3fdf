import { describe, expect, it } from 'vitest'
import {
  Strategy,
  type AlternativeOrder,
  type EntryOptions,
  type Order,
  type OrderChanges,
  type ProtectOptions,
} from '../src/index.js'
import { day, engineOf, failureOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

const X_AT = 'ORDER_INVALID: Acting.onBar for X at 2024-01-02T00:00:00Z: X'
const DAY_1 = 'ORDER_INVALID: Acting.onBar for X at 2024-01-02T00:00:00Z'

/** Runs a strategy that does one thing at the close of the first day, and gives the message of the failure. */
async function acting(act: (strategy: Strategy) => unknown): Promise<string> {
  class Acting extends Strategy {
    override onBar({ symbol }: { symbol: string }): void {
      if (this.now === day(2) && symbol === 'X') act(this)
    }
  }
  return failureOf(engineOf(Acting, { X: rising, Y: rising, Z: rising }))
}

const STOP_LOSS =
  'stopPrice, limitPrice, trailAmount, trailFraction, activationPrice, trailBy, limitOffset, timeInForce, expireAt'
const TAKE_PROFIT = 'limitPrice, quantity, fraction, timeInForce, expireAt'

describe('a bracket', () => {
  it.each<readonly [object, string]>([
    [{ stopLoss: Number.NaN }, 'stopLoss.stopPrice is NaN; expected a finite number'],
    [{ stopLoss: 'low' }, 'stopLoss.stopPrice is low; expected a finite number'],
    [{ stopLoss: null }, 'stopLoss is null; expected a price or an object'],
    [{ stopLoss: true }, 'stopLoss is true; expected a price or an object'],
    [{ stopLoss: {} }, 'stopLoss.stopPrice is undefined; expected a finite number'],
    [{ stopLoss: { limitPrice: 90 } }, 'stopLoss.stopPrice is undefined; expected a finite number'],
    [{ stopLoss: { price: 90 } }, `an option of stopLoss is 'price'; expected one of ${STOP_LOSS}`],
    [{ stopLoss: { trailAmount: 0 } }, 'stopLoss.trailAmount is 0; expected an amount above 0'],
    [{ stopLoss: { trailFraction: 1 } }, 'stopLoss.trailFraction is 1; expected a fraction above 0 and below 1'],
    [
      { stopLoss: { stopPrice: 90, trailAmount: 5 } },
      "stopLoss.type is trailingStop; expected 'stop', 'stopLimit' with a stopPrice",
    ],
    [
      { stopLoss: { stopPrice: 90, timeInForce: 'IOC' } },
      'stopLoss.timeInForce is IOC; expected GTC, DAY or GTD for an exit, which waits',
    ],
    [
      { stopLoss: { stopPrice: 90, timeInForce: 'GTD' } },
      'stopLoss.expireAt is undefined; expected a time in UTC epoch milliseconds with GTD',
    ],
    [{ takeProfit: Number.NaN }, 'takeProfit.limitPrice is NaN; expected a finite number'],
    [{ takeProfit: [105, {}] }, 'takeProfit[1].limitPrice is undefined; expected a finite number'],
    [
      { takeProfit: { limitPrice: 105, stopPrice: 5 } },
      `an option of takeProfit is 'stopPrice'; expected one of ${TAKE_PROFIT}`,
    ],
    [
      { takeProfit: { limitPrice: 105, fraction: 0 } },
      'takeProfit.fraction is 0; expected a fraction above 0 and at most 1',
    ],
    [
      { takeProfit: { limitPrice: 105, fraction: 0.5, quantity: 5 } },
      'takeProfit.fraction is 0.5; expected either it or a quantity',
    ],
    [
      { takeProfit: { limitPrice: 105, quantity: -1 } },
      'takeProfit.quantity is -1; expected a number from 0, of at most 15 digits',
    ],
    [
      { takeProfit: [0.75, 0.5].map((fraction) => ({ limitPrice: 105, fraction })) },
      'the sum of the fractions of takeProfit is 1.25; expected at most 1',
    ],
    [
      { takeProfit: [6, 5].map((quantity) => ({ limitPrice: 105, quantity })) },
      'the sum of the quantities of takeProfit is 11; expected at most 10, which they are to close',
    ],
    [
      { stopLoss: 90, reduceOnly: true },
      'reduceOnly is true; expected none of it beside exits, which protect what an order opens',
    ],
    [{ triggers: { side: 'buy' } }, 'triggers is [object Object]; expected a list of orders'],
    [{ triggers: [{}] }, "triggers[0].side is undefined; expected 'buy' or 'sell'"],
    [{ triggers: [null] }, 'triggers[0] is null; expected an object, such as { quantity: 100 }'],
    [{ triggers: [{ side: 'buy', type: 'limit' }] }, 'triggers[0].limitPrice is undefined; expected a finite number'],
  ])('of %j is ORDER_INVALID', async (options, message) => {
    expect(await acting((strategy) => strategy.buy('X', { quantity: 10, ...options }))).toBe(`${X_AT}: ${message}`)
  })

  it('is not for what closes: stopLoss is no option of close and target', async () => {
    const options = { stopLoss: 90 } as object
    const message = `${X_AT}: an option is 'stopLoss'; expected one of quantity, type, limitPrice, stopPrice, touchPrice, trailAmount, trailFraction, activationPrice, trailBy, limitOffset, timeInForce, expireAt, invalidationPrice, reduceOnly, clientOrderId, reason, tags`
    expect(
      await acting((strategy) => {
        strategy.target('X', 5, options)
      }),
    ).toBe(message)
  })

  it('that is ORDER_INVALID has made no order', async () => {
    class Careful extends Strategy {
      override onBar(): void {
        for (const options of [{ stopLoss: 'low' }, { takeProfit: [105, {}] }, { stopLoss: 90, triggers: [{}] }]) {
          try {
            this.buy('X', { quantity: 1, ...options } as EntryOptions)
          } catch {
            // It is what the test is about.
          }
        }
      }
    }
    expect((await engineOf(Careful).run()).orders).toEqual([])
  })
})

describe('alternatives', () => {
  const order = (symbol: string) => ({ symbol, side: 'buy', type: 'limit', limitPrice: 90, quantity: 1 }) as const

  it.each([
    [[order('X'), order('Y'), order('Z')], 'orders in [X, Y, Z]'],
    [[order('X')], 'orders in [X]'],
    [[], 'orders in []'],
    [undefined, 'undefined'],
    [[order('X'), null], 'orders in [X, undefined]'],
  ])('of %j are ORDER_INVALID', async (orders, came) => {
    expect(await acting((strategy) => strategy.oco(orders as readonly AlternativeOrder[]))).toBe(
      `${DAY_1}: oco: ${came} came; expected a list of at least two orders, all of one symbol`,
    )
  })

  it('of a symbol without data are UNKNOWN_SYMBOL', async () => {
    expect(await acting((strategy) => strategy.oco([order('Q'), order('Q')]))).toBe(
      "UNKNOWN_SYMBOL: Acting.onBar for X at 2024-01-02T00:00:00Z: 'Q' came; expected one of X, Y, Z",
    )
  })

  it('of which one makes no sense are ORDER_INVALID', async () => {
    const wrong = { ...order('X'), limitPrice: Number.NaN }
    expect(await acting((strategy) => strategy.oco([order('X'), wrong]))).toBe(
      `${X_AT}: oco[1].limitPrice is NaN; expected a finite number`,
    )
    const exits = { ...order('X'), stopLoss: { trailAmount: -1 } }
    expect(await acting((strategy) => strategy.oco([order('X'), exits]))).toBe(
      `${X_AT}: oco[1].stopLoss.trailAmount is -1; expected an amount above 0`,
    )
  })
})

describe('protect', () => {
  it.each<readonly [object | undefined, string]>([
    [undefined, 'options is undefined; expected an object, such as { stopLoss: 95 }'],
    [{}, 'the number of exits is 0; expected a stopLoss or a takeProfit'],
    [{ takeProfit: [] }, 'the number of exits is 0; expected a stopLoss or a takeProfit'],
    [{ stopPrice: 95 }, "an option is 'stopPrice'; expected one of quantity, stopLoss, takeProfit"],
    [{ stopLoss: 95, quantity: 'all' }, 'quantity is all; expected a finite number'],
  ])('with %j is ORDER_INVALID', async (options, message) => {
    expect(await acting((strategy) => strategy.protect('X', options as ProtectOptions))).toBe(`${X_AT}: ${message}`)
  })

  it('of a symbol without data is UNKNOWN_SYMBOL', async () => {
    expect(await acting((strategy) => strategy.protect('Q', { stopLoss: 95 }))).toMatch(/^UNKNOWN_SYMBOL: /)
  })
})

describe('a replace', () => {
  const limit = { quantity: 1, type: 'limit', limitPrice: 90 } as const
  it.each<readonly [EntryOptions, object | undefined, string]>([
    [limit, undefined, 'changes is undefined; expected an object, such as { quantity: 100 }'],
    [limit, {}, 'the number of changes is 0; expected at least one'],
    [limit, { quantity: undefined }, 'the number of changes is 0; expected at least one'],
    [
      limit,
      { side: 'sell' },
      "an option of replace is 'side'; expected one of quantity, limitPrice, stopPrice, touchPrice, trailAmount, trailFraction, expireAt",
    ],
    [limit, { stopPrice: 95 }, "type is limit; expected 'stop', 'stopLimit' for a new stopPrice"],
    [limit, { trailAmount: 5 }, "type is limit; expected 'trailingStop', 'trailingStopLimit' for a new trailAmount"],
    [limit, { limitPrice: 'low' }, 'limitPrice is low; expected a finite number'],
    [limit, { quantity: 0 }, 'quantity is 0; expected a positive one; cancel takes an order back'],
    [limit, { expireAt: 9e12 }, "timeInForce is GTC; expected 'GTD' for a new expireAt"],
    [{ type: 'trailingStop', trailAmount: 5 }, { trailAmount: 0 }, 'trailAmount is 0; expected an amount above 0'],
    [
      { type: 'trailingStop', trailAmount: 5 },
      { trailFraction: 0.1 },
      'trailFraction is 0.1; expected a trailAmount, by which the order trails',
    ],
    [
      { type: 'trailingStop', trailFraction: 0.1 },
      { trailAmount: 5 },
      'trailAmount is 5; expected a trailFraction, by which the order trails',
    ],
  ])('of %j by %j is ORDER_INVALID', async (options, changes, message) => {
    expect(await acting((strategy) => strategy.replace(strategy.buy('X', options), changes as OrderChanges))).toBe(
      `${X_AT}: ${message}`,
    )
  })

  it('of what is no order of the strategy is ORDER_INVALID', async () => {
    const message = `${DAY_1}: order 7 came; expected an order that this strategy made in this run`
    expect(await acting((strategy) => strategy.replace({ number: 7 } as Order, { quantity: 1 }))).toBe(message)
    expect(await acting((strategy) => strategy.linked({ number: 7 } as Order))).toBe(message)
  })

  it('of an order that was filled or denied is a warning with a count, and one that would be denied another', async () => {
    class Late extends Strategy {
      readonly done: boolean[] = []
      filled: Order | undefined
      override onBar(): void {
        if (this.filled) {
          const resting = this.buy('X', { quantity: 1, type: 'limit', limitPrice: 50 })
          this.done.push(this.replace(this.filled, { quantity: 5 }), this.replace(resting, { quantity: 2 }))
        }
        for (const order of this.openOrders()) this.done.push(this.replace(order, { quantity: 1e9 }))
        this.filled ??= this.buy('X', { quantity: 1 })
      }
    }
    const { warnings } = await engineOf(Late).run()
    const about = (code: string): unknown => warnings.find((warning) => warning.code === code)
    expect(about('REPLACE_TOO_LATE')).toEqual({
      code: 'REPLACE_TOO_LATE',
      message: 'a replace came for an order that had been filled, had ended or was being cancelled',
      count: 4,
    })
    // One order rests at the third bar, two at the fourth, three at the fifth.
    expect(about('REPLACE_DENIED')).toMatchObject({ count: 6 })
    expect((about('REPLACE_DENIED') as { message: string }).message).toMatch(/^tw-0-1: INSUFFICIENT_CAPITAL: /)
  })
})
