import { describe, expect, it } from 'vitest'
import {
  SignalStrategy,
  Strategy,
  type MarketSnapshot,
  type Order,
  type OrderOptions,
  type Signal,
  type StrategyInit,
} from '../src/index.js'
import { day, engineOf, failureOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

const LIMITS = "'limit', 'stopLimit', 'limitOnOpen', 'limitOnClose', 'limitIfTouched'"
const X_AT = 'Acting.onBar for X at 2024-01-02T00:00:00Z'

/** Runs a strategy that does one thing at the close of the first day, and gives the message of the failure. */
async function acting(act: (strategy: Strategy) => unknown): Promise<string> {
  class Acting extends Strategy {
    override onBar({ symbol }: { symbol: string }): void {
      if (this.now === day(2) && symbol === 'X') act(this)
    }
  }
  return failureOf(engineOf(Acting, { X: rising, Y: rising }, { strategies: [{ strategy: Acting, symbols: ['X'] }] }))
}

describe('an order', () => {
  it.each([
    [{ limitPrice: 5 }, `type is market; expected ${LIMITS} with a limitPrice`],
    [{ stopPrice: 5 }, "type is market; expected 'stop', 'stopLimit' with a stopPrice"],
    [{ type: 'market', limitPrice: 5 }, `type is market; expected ${LIMITS} with a limitPrice`],
    [{ type: 'limit', limitPrice: 5, stopPrice: 6 }, "type is limit; expected 'stop', 'stopLimit' with a stopPrice"],
    [{ type: 'stop', limitPrice: 5, stopPrice: 6 }, `type is stop; expected ${LIMITS} with a limitPrice`],
    [
      { type: 'stop', stopPrice: 5, touchPrice: 6 },
      "type is stop; expected 'marketIfTouched', 'limitIfTouched' with a touchPrice",
    ],
    [
      { type: 'stop', stopPrice: 5, trailAmount: 1 },
      "type is stop; expected 'trailingStop', 'trailingStopLimit' with a trailAmount",
    ],
    [
      { type: 'trailingStop', trailAmount: 1, limitOffset: 1 },
      "type is trailingStop; expected 'trailingStopLimit' with a limitOffset",
    ],
    [{ type: 'stopLimit', stopPrice: 5 }, 'limitPrice is undefined; expected a finite number'],
    [{ type: 'limitIfTouched', limitPrice: 5 }, 'touchPrice is undefined; expected a finite number'],
    [{ type: 'trailingStop' }, 'trailAmount is undefined; expected a finite number'],
    [{ type: 'trailingStop', trailAmount: 0 }, 'trailAmount is 0; expected an amount above 0'],
    [{ type: 'trailingStop', trailAmount: -1 }, 'trailAmount is -1; expected an amount above 0'],
    [{ type: 'trailingStop', trailFraction: 0 }, 'trailFraction is 0; expected a fraction above 0 and below 1'],
    [{ type: 'trailingStop', trailFraction: 1 }, 'trailFraction is 1; expected a fraction above 0 and below 1'],
    [
      { type: 'trailingStop', trailAmount: 1, trailFraction: 0.1 },
      'trailFraction is 0.1; expected either it or a trailAmount',
    ],
    [{ type: 'trailingStop', trailAmount: 1, trailBy: 'low' }, "trailBy is low; expected 'extreme' or 'close'"],
    [{ type: 'trailingStopLimit', trailAmount: 1 }, 'limitOffset is undefined; expected a finite number'],
    [{ type: 'trailingStopLimit', trailAmount: 1, limitOffset: -1 }, 'limitOffset is -1; expected an amount from 0'],
    [
      { type: 'marketOnClose', timeInForce: 'DAY' },
      'timeInForce is DAY; expected none with type marketOnClose, which is for one auction',
    ],
    [{ reduceOnly: 'yes' }, 'reduceOnly is yes; expected true or false'],
    [{ type: 'limit' }, 'limitPrice is undefined; expected a finite number'],
    [{ type: 'stop' }, 'stopPrice is undefined; expected a finite number'],
    [{ type: 'limit', limitPrice: Number.NaN }, 'limitPrice is NaN; expected a finite number'],
    [{ type: 'stop', stopPrice: 'low' }, 'stopPrice is low; expected a finite number'],
    [{ type: 'limit', limitPrice: '1e999' }, 'limitPrice is 1e999; expected a finite number'],
    [
      { type: 'iceberg' },
      'type is iceberg; expected one of market, limit, stop, stopLimit, trailingStop, trailingStopLimit, marketOnOpen, marketOnClose, limitOnOpen, limitOnClose, marketIfTouched, limitIfTouched',
    ],
    [{ timeInForce: 'GTX' }, 'timeInForce is GTX; expected one of GTC, DAY, GTD, IOC, FOK'],
    [{ timeInForce: 'GTD' }, 'expireAt is undefined; expected a time in UTC epoch milliseconds with GTD'],
    [
      { timeInForce: 'GTD', expireAt: '2024-01-03' },
      'expireAt is 2024-01-03; expected a time in UTC epoch milliseconds with GTD',
    ],
    [{ timeInForce: 'DAY', expireAt: day(5) }, "timeInForce is DAY; expected 'GTD' with an expireAt"],
    [{ invalidationPrice: 'low' }, 'invalidationPrice is low; expected a finite number'],
    [{ expireAt: day(5) }, "timeInForce is GTC; expected 'GTD' with an expireAt"],
    [{ quantity: Number.NaN }, 'quantity is NaN; expected a finite number'],
    [{ quantity: Number.POSITIVE_INFINITY }, 'quantity is Infinity; expected a finite number'],
    [{ quantity: 'ten' }, 'quantity is ten; expected a finite number'],
    [{ quantity: null }, 'quantity is null; expected a finite number'],
    [{ quantity: -10 }, 'quantity is -10; expected a number from 0, of at most 15 digits'],
    [{ quantity: 1e16 }, 'quantity is 10000000000000000; expected a number from 0, of at most 15 digits'],
    [
      { qty: 10 },
      "an option is 'qty'; expected one of quantity, type, limitPrice, stopPrice, touchPrice, trailAmount, trailFraction, activationPrice, trailBy, limitOffset, timeInForce, expireAt, invalidationPrice, reduceOnly, clientOrderId, reason, tags, stopLoss, takeProfit, triggers",
    ],
    [10, 'options is 10; expected an object, such as { quantity: 100 }'],
  ])('of %j is ORDER_INVALID', async (options, message) => {
    const expected = `ORDER_INVALID: ${X_AT}: X: ${message}`
    expect(await acting((strategy) => strategy.buy('X', options as OrderOptions))).toBe(expected)
    expect(await acting((strategy) => strategy.sell('X', options as OrderOptions))).toBe(expected)
  })

  it.each([Number.NaN, 'ten', '-ten', undefined])('towards a target of %s is ORDER_INVALID', async (quantity) => {
    expect(
      await acting((strategy) => {
        strategy.target('X', quantity as number)
      }),
    ).toBe(`ORDER_INVALID: ${X_AT}: X: quantity is ${String(quantity)}; expected a finite number`)
  })

  it('before the run begins is ORDER_INVALID', async () => {
    class Early extends Strategy {
      readonly order = this.buy('X', { quantity: 1 })
    }
    expect(await failureOf(engineOf(Early))).toBe(
      'ORDER_INVALID: Early.constructor: X: an order came before the run begins; expected it in onStart or later',
    )
  })

  it('of another strategy, or of none, can not be canceled', async () => {
    expect(await acting((strategy) => strategy.cancel({ number: 7 } as Order))).toBe(
      `ORDER_INVALID: ${X_AT}: order 7 came; expected an order that this strategy made in this run`,
    )
    let order: Order | undefined
    class Owner extends Strategy {
      override onStart(): void {
        order = this.buy('X', { quantity: 1 })
      }
    }
    class Thief extends Strategy {
      override onStart(): void {
        if (order) this.cancel(order)
      }
    }
    const strategies = [{ strategy: Owner }, { strategy: Thief }]
    expect(await failureOf(engineOf(Owner, undefined, { strategies }))).toBe(
      'ORDER_INVALID: Thief.onStart at 2024-01-01T00:00:00Z: order 0 came; expected an order that this strategy made in this run',
    )
  })
})

describe('a symbol that the strategy does not see', () => {
  const uses: Readonly<Record<string, (strategy: Strategy) => unknown>> = {
    buy: (strategy) => strategy.buy('Y'),
    sell: (strategy) => strategy.sell('Y'),
    close: (strategy) => strategy.close('Y'),
    target: (strategy) => {
      strategy.target('Y', 1)
    },
    position: (strategy) => strategy.position('Y'),
    history: (strategy) => strategy.history('Y', 1),
    openOrders: (strategy) => strategy.openOrders('Y'),
  }
  it.each(Object.keys(uses))('is UNKNOWN_SYMBOL in %s', async (use) => {
    expect(await acting(uses[use]!)).toBe(`UNKNOWN_SYMBOL: ${X_AT}: 'Y' came; expected one of X`)
  })

  it('is UNKNOWN_SYMBOL for a timeframe of it too', async () => {
    expect(await acting((strategy) => strategy.history('X', 1, '1h'))).toBe(
      `UNKNOWN_SYMBOL: ${X_AT}: X 1h came; expected one of 1d`,
    )
  })

  it.each(['bar', 'price', 'history'] as const)('is UNKNOWN_SYMBOL in the %s of a snapshot', async (use) => {
    class Looking extends Strategy {
      override onSlice(snapshot: MarketSnapshot): void {
        snapshot[use]('Y', 1)
      }
    }
    expect(await failureOf(engineOf(Looking))).toBe(
      "UNKNOWN_SYMBOL: Looking.onSlice at 2024-01-02T00:00:00Z: 'Y' came; expected one of X",
    )
  })

  it('is UNKNOWN_SYMBOL for an indicator', async () => {
    class Declares extends Strategy {
      readonly field = this.indicator({ update: () => undefined, value: 1 }, { symbol: 'Y' })
    }
    expect(await failureOf(engineOf(Declares))).toBe(
      "UNKNOWN_SYMBOL: Declares.constructor: 'Y' came; expected one of X",
    )
  })
})

describe('signals', () => {
  const signalling = (signals: unknown): Promise<string> =>
    failureOf(
      engineOf(
        class Signalling extends SignalStrategy {
          override generateSignals(): Signal[] {
            return signals as Signal[]
          }
        },
      ),
    )
  const place = 'Signalling.generateSignals at 2024-01-02T00:00:00Z'

  it.each([
    [undefined, 'undefined'],
    ['BUY', '"BUY"'],
    [{ action: 'BUY', symbol: 'X' }, '{"action":"BUY","symbol":"X"}'],
  ])('that are no list, %j, are SIGNAL_INVALID', async (signals, text) => {
    expect(await signalling(signals)).toBe(`SIGNAL_INVALID: ${place} returned ${text}; expected a list of signals`)
  })

  it.each([
    ['BUY', '"BUY"'],
    [null, 'null'],
    [{ symbol: 'X', side: 'BUY' }, '{"symbol":"X","side":"BUY"}'],
    [{ symbol: 'X', action: 'buy' }, '{"symbol":"X","action":"buy"}'],
  ])('of which one is %j are SIGNAL_INVALID', async (signal, text) => {
    expect(await signalling([signal])).toBe(
      `SIGNAL_INVALID: ${place} gave ${text}; expected signals, each with an action of BUY, SELL or HOLD`,
    )
  })

  it('for another symbol are UNKNOWN_SYMBOL', async () => {
    expect(await signalling([{ action: 'HOLD', symbol: 'Y', price: 1, time: 1 }])).toBe(
      `UNKNOWN_SYMBOL: ${place}: 'Y' came; expected one of X`,
    )
  })
})

describe('a timer', () => {
  const badTime = (value: number) =>
    `TIME_INVALID: ${X_AT}: timer 'tick': ${String(value)} came; expected milliseconds from 0, for a period from 1`

  it.each([
    ['at', Number.NaN],
    ['at', -1],
    ['in', -1],
    ['in', Number.POSITIVE_INFINITY],
    ['every', 0],
    ['every', 0.5],
    ['every', Number.NaN],
  ] as const)('set %s %d is TIME_INVALID', async (how, value) => {
    expect(
      await acting(({ schedule }) => {
        schedule[how]('tick', value)
      }),
    ).toBe(badTime(value))
  })

  it('that counts from now is TIME_INVALID while there is no time', async () => {
    class Early extends Strategy {
      constructor(init: StrategyInit) {
        super(init)
        this.schedule.in('tick', 5)
      }
    }
    expect(await failureOf(engineOf(Early))).toBe(
      "TIME_INVALID: Early.constructor: timer 'tick' is set before the run begins; expected it in onStart or later",
    )
  })
})

describe('callbacks that never come to rest', () => {
  const LOOP =
    'ORDER_LOOP: Looping answers its orders in X with new ones again and again at 2024-01-02T00:00:00Z; expected callbacks that come to rest'

  it.each([
    ['a denial with one order', 'DENIED', 1],
    ['a denial with two orders', 'DENIED', 2],
    ['an ack with one order', 'ACKED', 1],
    ['an ack with two orders', 'ACKED', 2],
  ] as const)('answering %s are an ORDER_LOOP', async (_, status, answers) => {
    const quantity = status === 'DENIED' ? 1e9 : 1
    class Looping extends Strategy {
      override onBar(): void {
        this.buy('X', { quantity, type: 'limit', limitPrice: 1 })
      }
      override onOrder(order: Order): void {
        if (order.status === status) for (let i = 0; i < answers; i++) this.onBar()
      }
    }
    expect(await failureOf(engineOf(Looping))).toBe(LOOP)
  })

  it.each(['onTimer', 'onFill'] as const)(
    'setting a timer for now in onTimer are an ORDER_LOOP, begun in %s',
    async (from) => {
      class Looping extends Strategy {
        override onBar(): void {
          if (from === 'onFill') this.target('X', 1)
          else this.schedule.in('again', 0)
        }
        override onFill(): void {
          this.schedule.at('again', 0)
        }
        override onTimer(name: string): void {
          this.schedule.in(name, 0)
        }
      }
      expect(await failureOf(engineOf(Looping))).toBe(
        "ORDER_LOOP: Looping sets timer 'again' for the present instant again and again at 2024-01-02T00:00:00Z; expected a time to come",
      )
    },
  )

  it('by timers that place orders and orders that set timers are an ORDER_LOOP', async () => {
    class Looping extends Strategy {
      override onStart(): void {
        this.schedule.at('again', day(2) + 1)
      }
      override onTimer(): void {
        this.buy('X', { quantity: 1, type: 'limit', limitPrice: 1 })
      }
      override onOrder({ status }: Order): void {
        if (status === 'ACKED') this.schedule.in('again', 0)
      }
    }
    expect(await failureOf(engineOf(Looping))).toBe(
      "ORDER_LOOP: Looping sets timer 'again' for the present instant again and again at 2024-01-02T00:00:00.001Z; expected a time to come",
    )
  })

  it('are told from many orders that are answered once each', async () => {
    class Many extends Strategy {
      override onStart(): void {
        for (let i = 0; i < 12_000; i++) this.buy('X', { quantity: 0, reason: 'first' })
      }
      override onOrder({ reason }: Order): void {
        if (reason === 'first') this.buy('X', { quantity: 0, reason: 'second' })
      }
    }
    const { orders } = await engineOf(Many).run()
    expect(orders.filter(({ reason, status }) => reason === 'second' && status === 'DENIED')).toHaveLength(12_000)
  })
})
