import { describe, expect, it } from 'vitest'
import {
  FixedSizer,
  SignalStrategy,
  Strategy,
  type BacktestResult,
  type Fill,
  type MarketSnapshot,
  type Signal,
} from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

type Action = Signal['action']
const BUY = 'BUY'
const SELL = 'SELL'
const HOLD = 'HOLD'

/** Says one thing a day of its first symbol, in turn; '' says nothing. */
function saying(...actions: readonly (Action | '')[]) {
  return class Saying extends SignalStrategy {
    #next = 0
    override generateSignals(snapshot: MarketSnapshot): Signal[] {
      const action = actions[this.#next++] ?? ''
      const symbol = snapshot.symbols[0]!
      return action === '' ? [] : [{ action, symbol, price: snapshot.price(symbol), time: snapshot.time }]
    }
  }
}

const prices: Bars = { X: daily(100, 101, 102, 103, 104, 105, 106) }

async function run(strategy: ReturnType<typeof saying>, extra: object = {}, bars = prices): Promise<BacktestResult> {
  return engineOf(strategy, bars, {
    strategies: [{ strategy, sizer: new FixedSizer({ quantity: 10 }) }],
    ...extra,
  }).run()
}

const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ side, quantity, status, outcome, createdAt }) =>
    [
      `${String(new Date(createdAt).getUTCDate())}.`,
      side,
      quantity.toFixed(),
      status,
      ...(outcome ? [outcome.code] : []),
    ].join(' '),
  )

describe('a signal', () => {
  it('BUY sets the target to +n, SELL to -n, at the market', async () => {
    const result = await run(saying(BUY, SELL, BUY))
    expect(ends(result)).toEqual(['2. buy 10 FILLED', '3. sell 20 FILLED', '4. buy 20 FILLED'])
    expect(result.orders.map(({ type, timeInForce }) => `${type} ${timeInForce}`)).toEqual(Array(3).fill('market GTC'))
  })

  it('HOLD changes nothing, whatever is held, and neither does saying nothing', async () => {
    expect(ends(await run(saying(HOLD, BUY, HOLD, '', HOLD)))).toEqual(['3. buy 10 FILLED'])
  })

  it.each([
    [
      'the strategy',
      {
        strategies: [{ strategy: saying(SELL, BUY, SELL), sizer: new FixedSizer({ quantity: 10 }), allowShort: false }],
      },
    ],
    ['the account', { account: { allowShort: false } }],
  ])('SELL means flat where %s allows no shorts', async (_, extra) => {
    expect(ends(await run(saying(SELL, BUY, SELL), extra))).toEqual(['3. buy 10 FILLED', '4. sell 10 FILLED'])
  })

  it('has its n from the sizer at the last close, which sees its stop and confidence', async () => {
    const asked: unknown[] = []
    const sizer = {
      spec: 'recording',
      size: ({ price, side, stopPrice, confidence, position }: Record<string, unknown>) => {
        asked.push({ price, side, stopPrice, confidence, position })
        return (price as number) / 10
      },
    }
    class Careful extends SignalStrategy {
      override generateSignals({ time }: MarketSnapshot): Signal[] {
        if (time === day(2))
          return [{ action: 'BUY', symbol: 'X', price: 1, time: 1, stop: 95, confidence: 0.5, reason: 'dip' }]
        return time === day(3) ? [{ action: 'SELL', symbol: 'X', price: 1, time: 1 }] : []
      }
    }
    const strategies = [{ strategy: Careful, sizer }]
    const { orders, fills } = await engineOf(Careful, prices, { strategies }).run()
    expect(asked).toEqual([
      { price: 100, side: 'buy', stopPrice: 95, confidence: 0.5, position: 0 },
      { price: 101, side: 'sell', stopPrice: undefined, confidence: undefined, position: 10 },
    ])
    expect(orders).toMatchObject([
      { reason: 'dip', sizing: { price: 100, equity: 100_000, quantity: 10 } },
      { reason: '' },
    ])
    // Its price is recorded and no limit.
    expect(fills.map(({ price, quantity }) => `${quantity.toFixed()} at ${String(price)}`)).toEqual([
      '10 at 101',
      '20 at 102',
    ])
  })

  it('of which several come for one symbol are carried out in turn', async () => {
    class Torn extends SignalStrategy {
      override generateSignals({ time }: MarketSnapshot): Signal[] {
        return time === day(2)
          ? ([BUY, BUY, SELL] as const).map((action) => ({ action, symbol: 'X', price: 1, time }))
          : []
      }
    }
    expect(ends(await run(Torn as never))).toEqual(['2. buy 10 FILLED', '2. sell 20 FILLED'])
  })

  it('that the sizer leaves nothing of is denied, and takes a position that was held to flat', async () => {
    let n = 10
    const sizer = { spec: 'shrinking', size: () => n }
    class Shrinking extends saying(BUY, SELL, SELL) {
      override onFill(): void {
        n = 0
      }
    }
    expect(ends(await engineOf(Shrinking, prices, { strategies: [{ strategy: Shrinking, sizer }] }).run())).toEqual([
      '2. buy 10 FILLED',
      '3. sell 10 FILLED',
      '4. sell 0 DENIED SIZED_TO_ZERO',
    ])
  })

  it('for the position that is there makes no order, and counts as in effect', async () => {
    const sizer = { spec: 'price', size: ({ price }: { price: number }) => price - 90 }
    class Mixed extends saying('', BUY, BUY) {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 11 })
      }
    }
    // Holds 11 when BUY comes at 101: the target is 11. At 102 it would be 12.
    const strategies = [{ strategy: Mixed, sizer }]
    expect(ends(await engineOf(Mixed, prices, { strategies }).run())).toEqual(['2. buy 11 FILLED'])
  })
})

describe('a signal like the last one', () => {
  it.each([
    [[BUY, BUY, HOLD, BUY], ['2. buy 10 FILLED']],
    [[SELL, SELL, '', SELL], ['2. sell 10 FILLED']],
  ] as const)('is skipped while the position is open: %j', async (actions, expected) => {
    // The sizer would want another quantity each day.
    const sizer = { spec: 'price', size: ({ price }: { price: number }) => price - 90 }
    expect(ends(await run(saying(...actions), { strategies: [{ strategy: saying(...actions), sizer }] }))).toEqual(
      expected,
    )
  })

  it('is skipped while its order works', async () => {
    // Y opens daily, X not again before the fifth: the order of the second waits.
    const [first, , , , fifth] = daily(100, 0, 0, 0, 104)
    const bars = { X: [{ ...first!, closeTime: day(2) }, fifth!], Y: daily(1, 1, 1, 1, 1) }
    // The sizer would want more each time.
    let n = 9
    const strategy = saying(BUY, BUY, BUY, BUY)
    const strategies = [{ strategy, sizer: { spec: 'more', size: () => ++n } }]
    expect(ends(await run(strategy, { strategies }, bars))).toEqual(['2. buy 10 FILLED'])
  })

  it('counts again when the position has been turned round', async () => {
    class Turning extends saying(BUY, '', BUY) {
      override onBar(): void {
        if (this.now === day(3)) this.sell('X', { quantity: 15 })
      }
    }
    expect(ends(await run(Turning))).toEqual(['2. buy 10 FILLED', '3. sell 15 FILLED', '4. buy 15 FILLED'])
  })

  it('counts again after a denial', async () => {
    const tries = saying(BUY, BUY, BUY)
    const strategies = [{ strategy: tries, sizer: new FixedSizer({ quantity: 990 }) }]
    // At 102 the account can not carry 990.
    const bars = { X: daily(102, 102, 101, 101, 101) }
    expect(ends(await run(tries, { strategies }, bars))).toEqual([
      '2. buy 990 DENIED INSUFFICIENT_CAPITAL',
      '3. buy 990 DENIED INSUFFICIENT_CAPITAL',
      '4. buy 990 FILLED',
    ])
  })

  it('counts again after an exit, made by an order or at a stop', async () => {
    class Stopped extends saying(BUY, BUY, BUY, BUY, BUY, BUY) {
      override onFill({ side, occurredAt }: Fill): void {
        if (side === 'buy' && occurredAt === day(2)) this.sell('X', { quantity: 10, type: 'stop', stopPrice: 95 })
        if (side === 'buy' && occurredAt === day(3)) this.close('X')
      }
    }
    const bars = { X: daily(100, '100/101/90/100', 100, 100, 100, 100, 100) }
    expect(ends(await run(Stopped, {}, bars))).toEqual([
      '2. buy 10 FILLED',
      '2. sell 10 FILLED',
      '3. buy 10 FILLED',
      '3. sell 10 FILLED',
      '5. buy 10 FILLED',
    ])
  })

  it('is skipped after a part was sold, while the rest is held', async () => {
    class Trimming extends saying(BUY, BUY, BUY, BUY) {
      override onBar(): void {
        if (this.now === day(3)) this.sell('X', { quantity: 4 })
      }
    }
    expect(ends(await run(Trimming))).toEqual(['2. buy 10 FILLED', '3. sell 4 FILLED'])
  })
})

describe('generateSignals', () => {
  it('is called once per instant, after onBar and onSlice of all symbols', async () => {
    const seen: string[] = []
    class Watching extends SignalStrategy {
      override onBar({ symbol }: { symbol: string }): void {
        seen.push(symbol)
      }
      override onSlice(): void {
        seen.push('slice')
      }
      override generateSignals({ bars, symbols }: MarketSnapshot): Signal[] {
        seen.push(`signals ${bars.map(({ symbol }) => symbol).join()} of ${symbols.join()}`)
        return []
      }
    }
    await engineOf(Watching, { X: daily(1, 2), Y: daily(1) }).run()
    expect(seen).toEqual(['X', 'Y', 'slice', 'signals X,Y of X,Y', 'X', 'slice', 'signals X of X,Y'])
  })

  it('sees the last bar, price and history of every symbol, undefined and NaN before the first', async () => {
    const seen: unknown[] = []
    class Watching extends SignalStrategy {
      override generateSignals(snapshot: MarketSnapshot): Signal[] {
        seen.push([snapshot.bar('Y')?.close, snapshot.price('Y'), [...snapshot.history('Y', 5).closes]])
        return []
      }
    }
    await engineOf(Watching, { X: daily(1, 2, 3), Y: daily(7, 8).slice(1) }).run()
    expect(seen).toEqual([
      [undefined, Number.NaN, []],
      [8, 8, [8]],
      [8, 8, [8]],
    ])
  })

  it('of a plain strategy is a strategy that gives signals and orders', async () => {
    class Both extends Strategy {
      generateSignals({ time }: MarketSnapshot): Signal[] {
        return time === day(2) ? [{ action: 'BUY', symbol: 'X', price: 1, time }] : []
      }
    }
    expect(ends(await run(Both as never))).toEqual(['2. buy 10 FILLED'])
  })
})
