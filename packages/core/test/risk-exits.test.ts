import { describe, expect, it } from 'vitest'
import type { AccountEvent, BacktestResult, BarInput, PositionExits } from '../src/index.js'
import { daily, day } from './engine-setup.js'
import { all, buy, ends, fills, limit, play, sell, type Act, type Diary } from './diary.js'

const account = { capital: 100_000, leverage: 10 }
const run = (
  diary: Diary,
  bars: readonly BarInput[],
  exits: PositionExits,
  events: readonly AccountEvent[] = [],
): Promise<BacktestResult> => play([diary], { X: bars }, { account, risk: { exits }, events })

const signals = ({ risk }: BacktestResult): string[] =>
  risk.exits.map(({ time, reason, level, mark }) => {
    const at = Number.isNaN(level) ? '' : ` at ${String(Math.round(level * 1e6) / 1e6)}`
    return `${String(new Date(time).getUTCDate())} ${reason}${at}, ${String(mark)}`
  })
const close: Act = (strategy) => strategy.close('X')
const fraction = (value: number): { readonly fraction: number } => ({ fraction: value })
const amount = (value: number): { readonly amount: number } => ({ amount: value })

/** The same as seen from a short position: mirrored at 100. */
const mirrored = (bars: readonly BarInput[]): BarInput[] =>
  bars.map((bar) => ({
    ...bar,
    open: 200 - bar.open,
    high: 200 - bar.low,
    low: 200 - bar.high,
    close: 200 - bar.close,
  }))

describe('exits by marks', () => {
  it.each<[string, PositionExits, BarInput[], string, string]>([
    [
      'a stop-loss',
      { by: 'marks', stopLoss: amount(10) },
      daily(100, 100, '95/96/85/91', 90, 88, 88),
      '5 stopLoss at 90, 90',
      '5 sell 10 at 88',
    ],
    [
      'a trailing stop',
      { by: 'marks', trailingStop: amount(10) },
      daily(100, 100, 120, 115, 110, 105),
      '6 trailingStop at 110, 110',
      '6 sell 10 at 105',
    ],
    [
      'a break-even stop',
      { by: 'marks', breakEven: { after: amount(10), offset: amount(1) } },
      daily(100, 100, 110, 105, 101, 99),
      '6 breakEven at 101, 101',
      '6 sell 10 at 99',
    ],
    [
      'a target',
      { by: 'marks', takeProfit: amount(10) },
      daily(100, 100, '105/115/105/109', 110, 112, 112),
      '5 takeProfit at 110, 110',
      '5 sell 10 at 112',
    ],
    [
      'a number of bars',
      { by: 'marks', timeExit: { bars: 3 } },
      daily(100, 100, 101, 102, 103, 104),
      '5 timeExit, 102',
      '5 sell 10 at 103',
    ],
    [
      'a time',
      { by: 'marks', timeExit: { after: '60h' } },
      daily(100, 100, 101, 102, 103, 104),
      '5 timeExit, 102',
      '5 sell 10 at 103',
    ],
  ])('close at the open after the mark that comes to %s, long and short', async (_, exits, bars, signal, fill) => {
    const long = await run({ 2: buy(10) }, bars, exits)
    expect([signals(long), fills(long)]).toEqual([[signal], ['2 buy 10 at 100', fill]])
    const short = await run({ 2: sell(10) }, mirrored(bars), exits)
    const prices = (result: BacktestResult): number[] => result.fills.map(({ price }) => price)
    expect(prices(short)).toEqual(prices(long).map((price) => 200 - price))
    expect(short.risk.exits.map(({ reason, time }) => [reason, time])).toEqual(
      long.risk.exits.map(({ reason, time }) => [reason, time]),
    )
  })

  it('close a gap through the stop at the open after it', async () => {
    const result = await run({ 2: buy(10) }, daily(100, 100, '80/82/78/81', 75), { by: 'marks', stopLoss: amount(10) })
    expect([signals(result), fills(result)[1]]).toEqual([['4 stopLoss at 90, 81'], '4 sell 10 at 75'])
    expect(result.orders[1]!.reason).toBe('stopLoss at 90, marked at 81')
  })

  it('follow the average price of a position that grows', async () => {
    const bars = daily(100, 100, 110, 98, 95, 94)
    const result = await run({ 2: buy(10), 3: buy(10) }, bars, { by: 'marks', stopLoss: amount(10) })
    // The average of 100 and 110 is 105.
    expect([signals(result), fills(result).at(-1)]).toEqual([['6 stopLoss at 95, 95'], '6 sell 20 at 94'])
  })

  it('end with a position that is closed by hand, and begin anew with the next', async () => {
    const bars = daily(100, 100, 105, 85, 85, 85, 80, 75)
    const result = await run({ 2: buy(10), 3: close, 5: buy(10) }, bars, { by: 'marks', stopLoss: amount(10) })
    expect(signals(result)).toEqual(['9 stopLoss at 75, 75'])
  })

  it('are multiples of the average range when the position is opened', async () => {
    // Ranges of 4 in the last two bars before it.
    const bars = daily('100/102/98/100', '100/102/98/100', '100/102/98/100', '100/110/90/100', 93, 92, 91)
    const result = await run({ 3: buy(10) }, bars, { by: 'marks', stopLoss: { atr: 2, period: 2 } })
    expect(signals(result)).toEqual(['7 stopLoss at 92, 92'])
  })

  it('follow a split', async () => {
    const split: AccountEvent = { kind: 'split', at: day(4), symbol: 'X', ratio: 4, source: 'test' }
    const bars = daily(100, 100, 110, 26, 22.5, 22, 22)
    const result = await run({ 2: buy(10) }, bars, { by: 'marks', stopLoss: fraction(0.1) }, [split])
    expect([signals(result), fills(result).at(-1)]).toEqual([['6 stopLoss at 22.5, 22.5'], '6 sell 40 at 22'])
  })

  it('wait until whoever is halted is resumed', async () => {
    const events: AccountEvent[] = [
      { kind: 'halt', at: day(3) },
      { kind: 'resume', at: day(6) },
    ]
    const result = await run(
      { 2: buy(10) },
      daily(100, 100, 85, 84, 83, 82, 81),
      { by: 'marks', stopLoss: amount(10) },
      events,
    )
    expect([signals(result), fills(result).at(-1)]).toEqual([['7 stopLoss at 90, 82'], '7 sell 10 at 81'])
  })

  it('close once, and leave nothing for its strategy to close', async () => {
    const bars = daily(100, 100, 90, 85, 80)
    const result = await run({ 2: buy(10), 4: close }, bars, { by: 'marks', stopLoss: amount(10) })
    expect(fills(result)).toEqual(['2 buy 10 at 100', '4 sell 10 at 85'])
    expect(ends(result).filter((end) => end.includes('DENIED'))).toEqual(['a sell market 10 DENIED NOTHING_TO_CLOSE'])
  })

  it('cancel what else rests to close the position, which would open the other way later', async () => {
    const bars = daily(100, 100, 100, 95, 89, 88, 120, 120)
    const bracket = { stopPrice: 80, type: 'stop', reduceOnly: true } as const
    const diary = { 2: buy(10), 3: all(sell(10, limit(110)), sell(10, bracket)) }
    const result = await run(diary, bars, { by: 'marks', stopLoss: amount(10) })
    expect(fills(result)).toEqual(['2 buy 10 at 100', '6 sell 10 at 88'])
    expect(ends(result).slice(1)).toEqual([
      'a sell limit 10 CANCELED CANCELED',
      'a sell stop 10 ACKED',
      'a sell market 10 FILLED',
    ])
  })
})

describe('exits that rest at the venue', () => {
  const rest = (exits: Omit<PositionExits, 'by'>): PositionExits => ({ by: 'restingOrders', ...exits })

  it.each<[string, PositionExits, BarInput[], string]>([
    ['a stop-loss', rest({ stopLoss: amount(10) }), daily(100, 100, '95/96/85/95', 95), '4 sell 10 at 90'],
    ['a target', rest({ takeProfit: amount(10) }), daily(100, 100, '105/115/105/109', 100), '4 sell 10 at 110'],
    [
      'a trailing stop',
      rest({ trailingStop: amount(10) }),
      daily(100, 100, '118/120/117/118', '118/119/105/106'),
      '5 sell 10 at 110',
    ],
    [
      'a break-even stop',
      rest({ stopLoss: amount(20), breakEven: { after: amount(10) } }),
      daily(100, 100, 110, '105/106/95/96', 90),
      '5 sell 10 at 100',
    ],
    [
      'a number of bars',
      rest({ stopLoss: amount(50), timeExit: { bars: 3 } }),
      daily(100, 100, 101, 102, 103, 104),
      '5 sell 10 at 103',
    ],
  ])('are filled inside the bar that comes to %s, long and short', async (_, exits, bars, fill) => {
    const long = await run({ 2: buy(10) }, bars, exits)
    expect(fills(long)).toEqual(['2 buy 10 at 100', fill])
    const short = await run({ 2: sell(10) }, mirrored(bars), exits)
    expect(short.fills.map(({ price, occurredAt }) => [200 - price, occurredAt])).toEqual(
      long.fills.map(({ price, occurredAt }) => [price, occurredAt]),
    )
  })

  it('are filled at the open by a gap through the stop, and the target ends with it', async () => {
    const exits = rest({ stopLoss: amount(10), takeProfit: amount(50) })
    const result = await run({ 2: buy(10) }, daily(100, 100, '80/82/78/81', 75), exits)
    expect(fills(result)).toEqual(['2 buy 10 at 100', '3 sell 10 at 80'])
    expect(ends(result).slice(1)).toEqual(['a sell stop 10 FILLED', 'a sell limit 10 CANCELED LINKED'])
    expect(result.orders.slice(1).map(({ reason, tags }) => [reason, tags])).toEqual(
      Array.from({ length: 2 }, () => ['risk exit', ['risk']]),
    )
  })

  it('are set anew for a position that grows, at its new average price', async () => {
    const result = await run(
      { 2: buy(10), 3: buy(10) },
      daily(100, 100, 110, '98/98/94/98', 98),
      rest({ stopLoss: amount(10) }),
    )
    expect(fills(result).at(-1)).toBe('5 sell 20 at 95')
  })

  it('end with a position that is closed by hand', async () => {
    const result = await run(
      { 2: buy(10), 4: close },
      daily(100, 100, 100, 100, 80, 80),
      rest({ stopLoss: amount(10) }),
    )
    expect(ends(result)).toEqual([
      ...['a buy market 10 FILLED', 'a sell stop 10 CANCELED CANCELED', 'a sell market 10 FILLED'],
    ])
  })

  it('are split with what they protect', async () => {
    const split: AccountEvent = { kind: 'split', at: day(4), symbol: 'X', ratio: 4, source: 'test' }
    const bars = daily(100, 100, 110, '26/26/22/25', 25)
    const result = await run({ 2: buy(10) }, bars, rest({ stopLoss: fraction(0.1) }), [split])
    expect(fills(result).at(-1)).toBe('5 sell 40 at 22.5')
  })

  it('protect who is halted, since they rest already', async () => {
    const events: AccountEvent[] = [{ kind: 'halt', at: day(3) }]
    const result = await run({ 2: buy(10) }, daily(100, 100, '95/96/85/95', 95), rest({ stopLoss: amount(10) }), events)
    expect(fills(result).at(-1)).toBe('4 sell 10 at 90')
  })

  it('of a symbol come before those of its strategy, and those before the ones of all', async () => {
    const at = (value: number): PositionExits => rest({ stopLoss: amount(value) })
    const bars = { X: daily(100, 100, 100), Y: daily(100, 100, 100) }
    const risk = { symbols: { X: { exits: at(5) } }, strategies: { a: { exits: at(7) } }, exits: at(9) }
    const both = { 2: all(buy(1), buy(1, {}, 'Y')) }
    const result = await play([both, both], bars, { account, risk })
    const stops = result.orders.filter(({ type }) => type === 'stop')
    expect(stops.map(({ strategy, symbol, stopPrice }) => `${strategy} ${symbol} ${String(stopPrice)}`).sort()).toEqual(
      [...['a X 95', 'a Y 93', 'b X 95', 'b Y 91']],
    )
  })
})
