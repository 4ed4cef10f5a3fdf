import { describe, expect, it } from 'vitest'
import { latencyBars, type AccountEvent, type BacktestResult, type HaltEvent } from '../src/index.js'
import { daily, day, type Bars } from './engine-setup.js'
import { all, buy, ends, fills, limit, play, refusals, sell, stop, type Act, type Diary } from './diary.js'

const account = { capital: 100_000, leverage: 10 }
const flat = daily(100, 100, 100, 100, 100, 100, 100, 100)
const bars: Bars = { X: flat, Y: flat }
const halt = (number: number, options: Omit<HaltEvent, 'kind' | 'at'> = {}): AccountEvent => ({
  ...{ kind: 'halt', at: day(number) },
  ...options,
})
const resume = (number: number, options: object = {}): AccountEvent => ({ kind: 'resume', at: day(number), ...options })
const kill = (number: number): AccountEvent => ({ kind: 'killSwitch', at: day(number) })
const run = (diaries: readonly Diary[], events: readonly AccountEvent[], extra: object = {}): Promise<BacktestResult> =>
  play(diaries, bars, { account, events, ...extra })

const close: Act = (strategy) => strategy.close('X')
const changes = ({ risk }: BacktestResult): string[] =>
  risk.states.map(
    ({ time, of, from, to, cause }) => `${String(new Date(time).getUTCDate())} ${of} ${from} -> ${to} ${cause}`,
  )
const cancelAll: Act = (strategy) => {
  for (const order of strategy.openOrders()) strategy.cancel(order)
}

describe('whoever is HALTED', () => {
  const trades: Diary = { 2: buy(1), 4: all(buy(1), buy(1, {}, 'Y'), close), 6: buy(1) }

  it.each<[string, Pick<HaltEvent, 'strategy' | 'symbol'>, string, string[]]>([
    ['the account', {}, 'the account', ['aX', 'aX', 'aY', 'bX', 'bX', 'bY']],
    ['a strategy', { strategy: 'b' }, 'b', ['bX', 'bX', 'bY']],
    ['a symbol', { symbol: 'X' }, 'X', ['aX', 'aX', 'bX', 'bX']],
  ])('sends nothing until it is resumed, not even what closes: %s', async (_, target, name, denied) => {
    const result = await run([trades, trades], [halt(3, { ...target, reason: 'of news' }), resume(5, target)])
    expect(new Set(refusals(result))).toEqual(
      new Set([`TRADING_HALTED: ${name} is HALTED, as of news; expected it to be resumed`]),
    )
    const orders = result.orders.filter(({ status }) => status === 'DENIED')
    expect(orders.map(({ strategy, symbol }) => `${strategy}${symbol}`).sort()).toEqual(denied)
    expect(changes(result)).toEqual([`3 ${name} ACTIVE -> HALTED manual`, `5 ${name} HALTED -> ACTIVE manual`])
    expect(ends(result).slice(-2)).toEqual(['a buy market 1 FILLED', 'b buy market 1 FILLED'])
  })

  it('may take orders back', async () => {
    const result = await run([{ 2: buy(1, limit(90)), 4: cancelAll }], [halt(3, { cancelEntries: false })])
    expect(ends(result)).toEqual(['a buy limit 1 CANCELED CANCELED'])
    expect(new Date(result.orders[0]!.closedAt!).getUTCDate()).toBe(4)
  })

  it('may not give orders other prices, and may make them smaller', async () => {
    const replace: Act = (strategy) => {
      const [order] = strategy.openOrders()
      expect(strategy.replace(order!, { limitPrice: 100 })).toBe(false)
      expect(strategy.replace(order!, { quantity: 5, limitPrice: 100 })).toBe(false)
      expect(strategy.replace(order!, { quantity: 6 })).toBe(false)
      expect(strategy.replace(order!, { quantity: 3 })).toBe(true)
    }
    const result = await run([{ 2: buy(5, limit(90)), 4: replace }], [halt(3, { cancelEntries: false })])
    expect(ends(result)).toEqual(['a buy limit 3 ACKED'])
  })

  it('has a whole bracket denied together', async () => {
    const result = await run([{ 4: buy(1, { stopLoss: 90, takeProfit: 110 }) }], [halt(3)])
    const why = 'the account is HALTED, as halted by hand; expected it to be resumed'
    expect(refusals(result)).toEqual([
      `TRADING_HALTED: ${why}`,
      ...Array.from({ length: 2 }, () => `TRADING_HALTED: denied with order 0: ${why}`),
    ])
  })

  it('keeps or loses its entries as it is told, and keeps what only closes', async () => {
    const rests = all(buy(5, limit(90)), sell(4, limit(120)), sell(6, stop(80)), sell(3, limit(130)))
    const diary = { 2: buy(10), 3: rests }
    const result = await run([diary], [halt(4)])
    // The oldest that close the ten are kept; what goes beyond them would open.
    expect(ends(result).slice(1)).toEqual([
      'a buy limit 5 CANCELED CANCELED',
      ...['a sell limit 4 ACKED', 'a sell stop 6 ACKED', 'a sell limit 3 CANCELED CANCELED'],
    ])
    const kept = await run([diary], [halt(4, { cancelEntries: false })])
    expect(
      ends(kept)
        .slice(1)
        .every((end) => end.endsWith('ACKED')),
    ).toBe(true)
  })

  it('is closed where that is asked for: once, at the next open, and by no more than it holds', async () => {
    const result = await run(
      [{ 2: all(buy(10), sell(5, {}, 'Y')), 3: sell(4, limit(150)) }, { 2: sell(3) }],
      [halt(4, { strategy: 'a', flatten: true })],
    )
    expect(fills(result)).toEqual([
      ...['2 buy 10 at 100', '2 sell 3 at 100', '2 sell 5 at 100', '4 sell 10 at 100', '4 buy 5 at 100'],
    ])
    expect(result.orders.slice(-2)).toMatchObject([{ reason: 'a is halted' }, { reason: 'a is halted' }])
  })

  it('is closed of what was on its way as well', async () => {
    const result = await run([{ 3: buy(10) }], [halt(4, { flatten: true })], { costs: { latency: latencyBars(2) } })
    const net = result.fills.reduce(
      (sum, { side, quantity }) => sum + (side === 'buy' ? 1 : -1) * quantity.toNumber(),
      0,
    )
    expect(net).toBe(0)
  })
})

describe('whoever is REDUCING', () => {
  const nothing = 'TRADING_HALTED: order 1 only closes, as trading is reduced; it leaves nothing to protect'
  const reducing = (number: number, options: object = {}): AccountEvent =>
    halt(number, { state: 'REDUCING', ...options })

  it('may only close, and keeps the closing part of what would turn it round', async () => {
    const result = await run([{ 2: buy(10), 4: all(buy(1), sell(4), sell(15)), 5: sell(1) }], [reducing(3)])
    expect(ends(result)).toEqual([
      ...['a buy market 10 FILLED', 'a buy market 1 DENIED TRADING_HALTED', 'a sell market 4 FILLED'],
      ...['a sell market 6 FILLED', 'a sell market 1 DENIED TRADING_HALTED'],
    ])
    expect(refusals(result)[0]).toBe(
      'TRADING_HALTED: the account is REDUCING, as halted by hand; expected an order that only closes',
    )
  })

  it('has an order that only reduces clamped to what is closable', async () => {
    const result = await run(
      [{ 2: sell(10), 4: all(buy(6, limit(90)), buy(15, { ...limit(95), reduceOnly: true })) }],
      [reducing(3)],
    )
    expect(ends(result).slice(1)).toEqual(['a buy limit 6 ACKED', 'a buy limit 10 ACKED'])
  })

  it('has a bracket that would turn a position round sent for what it closes, without its exits', async () => {
    const bracket = { stopLoss: 110, takeProfit: [90, 80] }
    const result = await run([{ 2: buy(10), 4: sell(15, bracket), 5: sell(5, bracket) }], [reducing(3)])
    expect(ends(result).slice(1)).toEqual([
      ...['a sell market 10 FILLED', 'a buy stop 15 DENIED TRADING_HALTED'],
      ...['a buy limit 7 DENIED TRADING_HALTED', 'a buy limit 8 DENIED TRADING_HALTED'],
      ...['a sell market 5 DENIED TRADING_HALTED', 'a buy stop 5 DENIED TRADING_HALTED'],
      ...['a buy limit 2 DENIED TRADING_HALTED', 'a buy limit 3 DENIED TRADING_HALTED'],
    ])
    expect(refusals(result).slice(0, 4)).toEqual([
      ...Array.from({ length: 3 }, () => nothing),
      'TRADING_HALTED: the account is REDUCING, as halted by hand; expected an order that only closes',
    ])
  })

  it('has a bracket that only closes sent without its exits, and one that was taken back not at all', async () => {
    const bracket = { stopLoss: 110, takeProfit: 90 }
    const takeBack: Act = (strategy) => strategy.cancel(strategy.sell('X', { quantity: 4, ...bracket }))
    const result = await run([{ 2: buy(10), 4: all(sell(4, bracket), takeBack) }], [reducing(3)])
    expect(ends(result).slice(1)).toEqual([
      ...['a sell market 4 FILLED', 'a buy stop 4 DENIED TRADING_HALTED', 'a buy limit 4 DENIED TRADING_HALTED'],
      ...['a sell market 4 CANCELED CANCELED', 'a buy stop 4 CANCELED CANCELED', 'a buy limit 4 CANCELED CANCELED'],
    ])
  })

  it('has what is more than a bracket denied whole where a part of it would open', async () => {
    const pair = { symbol: 'X', side: 'sell', quantity: 15, stopLoss: 120 } as const
    const either: Act = (strategy) =>
      strategy.oco([
        { ...pair, ...limit(110) },
        { ...pair, ...stop(90) },
      ])
    const chain = sell(15, { stopLoss: 120, triggers: [{ side: 'sell', quantity: 1 }] })
    const result = await run([{ 2: buy(10), 4: either, 5: chain }], [reducing(3)])
    expect(new Set(result.orders.slice(1).map(({ status }) => status))).toEqual(new Set(['DENIED']))
  })

  it('may move the price of what closes', async () => {
    const move: Act = (strategy) => strategy.replace(strategy.openOrders()[0]!, { limitPrice: 100 })
    const result = await run([{ 2: buy(10), 4: sell(10, limit(150)), 5: move }], [reducing(3)])
    expect(fills(result).at(-1)).toBe('5 sell 10 at 100')
  })

  it('is as free as the strictest of what holds it back', async () => {
    const result = await run(
      [{ 2: buy(10), 5: sell(1), 7: sell(2) }],
      [...[reducing(3), halt(4, { symbol: 'X' }), resume(6, { symbol: 'X' })]],
    )
    expect(ends(result).slice(1)).toEqual(['a sell market 1 DENIED TRADING_HALTED', 'a sell market 2 FILLED'])
  })
})

describe('the kill switch', () => {
  it('cancels everything, closes everything, and outlives every resume but its own', async () => {
    const diary: Diary = { 2: all(buy(10), sell(10, limit(150)), buy(5, limit(90))), 5: buy(1), 7: buy(2) }
    const result = await run([diary], [halt(3), kill(3), resume(4), resume(6, { killSwitch: true })])
    expect(ends(result)).toEqual([
      ...['a buy market 10 FILLED', 'a sell limit 10 CANCELED CANCELED', 'a buy limit 5 CANCELED CANCELED'],
      ...['a sell market 10 FILLED', 'a buy market 1 DENIED TRADING_HALTED', 'a buy market 2 FILLED'],
    ])
    expect(refusals(result)).toEqual([
      'TRADING_HALTED: the account is HALTED, as the kill switch was used; expected it to be resumed',
    ])
    expect(changes(result).at(-1)).toBe('6 the account HALTED -> ACTIVE killSwitch')
  })

  it('used twice closes once', async () => {
    const result = await run([{ 2: buy(10) }], [kill(3), kill(3), kill(4)])
    expect(fills(result)).toEqual(['2 buy 10 at 100', '3 sell 10 at 100'])
    expect(result.events.slice(1).map(({ message }) => message)).toEqual(
      Array.from({ length: 2 }, () => 'nothing: it was so already'),
    )
  })
})
