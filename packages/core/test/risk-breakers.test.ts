import { describe, expect, it } from 'vitest'
import type { AccountEvent, BacktestResult, BarInput, RiskConfig, ScopeRisk } from '../src/index.js'
import { daily, day } from './engine-setup.js'
import { all, buy, ends, fills, play, refusals, sell, type Act, type Diary } from './diary.js'

const account = { capital: 10_000, leverage: 10 }
const dayOf = (time: number): string => String(new Date(time).getUTCDate())
const breaches = ({ risk }: BacktestResult): string[] =>
  risk.breaches.map(
    ({ time, of, rule, value, limit }) => `${dayOf(time)} ${of} ${rule} ${String(value)} of ${String(limit)}`,
  )
const states = ({ risk }: BacktestResult): string[] =>
  risk.states.map(({ time, of, to, cause }) => `${dayOf(time)} ${of} ${to} ${cause}`)
const run = (
  diaries: readonly Diary[],
  bars: readonly BarInput[],
  risk: RiskConfig,
  events: readonly AccountEvent[] = [],
): Promise<BacktestResult> => play(diaries, { X: bars }, { account, risk, events })
const close: Act = (strategy) => strategy.close('X')

describe('a daily loss', () => {
  // Ten of X, bought at 100 on the 2nd: 10,000 at its close, 9,800 on the 4th, 9,600 on the 5th, 9,500 on the 6th.
  const falling = daily(100, 100, 80, 60, 50, 50, 50)
  const diary: Diary = { 2: buy(10), 4: buy(1), 5: buy(2), 6: buy(3), 7: buy(4) }

  it.each<[string, ScopeRisk['dailyLoss'] & object]>([
    ['an amount', { amount: 200 }],
    ['a fraction', { fraction: 0.02 }],
  ])('halts whoever has lost %s since the last cut, until the next', async (_, dailyLoss) => {
    const result = await run([diary], falling, { account: { dailyLoss } })
    expect(breaches(result)[0]).toBe('4 the account risk.account.dailyLoss 200 of 200')
    expect(refusals(result)[0]).toBe(
      "TRADING_HALTED: the account is HALTED, as the account lost 200 of the day's 10000 (2 %); risk.account.dailyLoss allows 200; expected it to be resumed",
    )
    expect(states(result).slice(0, 2)).toEqual(['4 the account HALTED dailyLoss', '5 the account ACTIVE dailyLoss'])
  })

  it('is none while it stays below its limit, and begins anew with each day', async () => {
    const result = await run([diary], falling, { account: { dailyLoss: { amount: 201 } } })
    // 200 on the 4th and on the 5th, 110 on the 6th.
    expect([breaches(result), result.finalEquity]).toEqual([[], 9490])
  })

  it('goes on when somebody resumes it, counted from there, where it has to be reset by hand', async () => {
    const risk: RiskConfig = { account: { dailyLoss: { amount: 200, reset: 'manual' } } }
    const held = await run([diary], falling, risk)
    expect(states(held)).toEqual(['4 the account HALTED dailyLoss'])
    const resumed = await run([diary], falling, risk, [{ kind: 'resume', at: day(6) }])
    expect(states(resumed)).toEqual(['4 the account HALTED dailyLoss', '6 the account ACTIVE dailyLoss'])
    expect(ends(resumed).at(-1)).toBe('a buy market 4 FILLED')
  })

  it('is that of one strategy where it is its own, and the others trade on', async () => {
    const result = await run([diary, { 2: buy(1), 4: buy(1) }], falling, {
      eachStrategy: { dailyLoss: { amount: 200 } },
    })
    expect(breaches(result)[0]).toBe('4 a risk.strategies.a.dailyLoss 200 of 200')
    expect(ends(result)).toContain('a buy market 1 DENIED TRADING_HALTED')
    expect(ends(result).filter((end) => end.startsWith('b'))).toEqual([
      'b buy market 1 FILLED',
      'b buy market 1 FILLED',
    ])
  })

  it('counts deposits and withdrawals as neither profit nor loss', async () => {
    const cash = (kind: 'deposit' | 'withdrawal', number: number): AccountEvent => ({
      kind,
      at: day(number) - 3_600_000,
      amount: 500,
    })
    const risk: RiskConfig = { account: { dailyLoss: { amount: 200 }, maxDrawdown: { fraction: 0.5 } } }
    const result = await run([{ 2: buy(10) }], daily(100, 100, 81, 81, 81), risk, [
      cash('withdrawal', 4),
      cash('deposit', 5),
    ])
    expect(breaches(result)).toEqual([])
    const hidden = await run([{ 2: buy(10) }], daily(100, 100, 80, 80, 80), risk, [cash('deposit', 4)])
    expect(breaches(hidden)).toEqual(['4 the account risk.account.dailyLoss 200 of 200'])
  })
})

describe('a drawdown', () => {
  // Ten of X at 100: equity is 10,000, 10,500, 10,300, 9,975, 10,500, 9,900.
  const bars = daily(100, 100, 150, 130, 97.5, 150, 90)

  it('is measured from the highest equity, and halts until somebody resumes', async () => {
    const risk: RiskConfig = { account: { maxDrawdown: { fraction: 0.05 } } }
    const diary: Diary = { 2: buy(10), 6: buy(1), 7: buy(2) }
    const result = await run([diary], bars, risk, [{ kind: 'resume', at: day(6) }])
    expect(breaches(result)).toEqual([
      '6 the account risk.account.maxDrawdown 525 of 525',
      // From 9,975 on it is counted anew: 10,500 - (10 + 2) * 50.
      '8 the account risk.account.maxDrawdown 600 of 525',
    ])
    expect(ends(result)).toEqual([
      'a buy market 10 FILLED',
      'a buy market 1 DENIED TRADING_HALTED',
      'a buy market 2 FILLED',
    ])
  })

  it('flattens once, however often it would trip', async () => {
    const risk: RiskConfig = {
      account: { maxDrawdown: { fraction: 0.05, flatten: true }, dailyLoss: { fraction: 0.02, flatten: true } },
    }
    const result = await run([{ 2: buy(10) }], bars, risk)
    expect(fills(result)).toEqual(['2 buy 10 at 100', '6 sell 10 at 150'])
    expect(breaches(result)).toEqual([
      '6 the account risk.account.dailyLoss 325 of 206',
      '6 the account risk.account.maxDrawdown 525 of 525',
    ])
  })

  it('follows what is paid in and out: a withdrawal is none, and what is lost is a fraction of what is left', async () => {
    const withdrawal: AccountEvent = { kind: 'withdrawal', at: day(4), amount: 5000 }
    const risk: RiskConfig = { account: { maxDrawdown: { fraction: 0.05 } } }
    const result = await run([{ 2: buy(10) }], daily(100, 100, 100, 76, 75), risk, [withdrawal])
    expect(breaches(result)).toEqual(['6 the account risk.account.maxDrawdown 250 of 250'])
  })

  it('of a strategy is that of its own capital, or as if it had begun with the account', async () => {
    const risk: RiskConfig = { eachStrategy: { maxDrawdown: { fraction: 0.05, state: 'REDUCING' } } }
    const diary: Diary = { 2: buy(10), 4: all(buy(1), sell(1)) }
    const own = await play([diary, diary], { X: daily(100, 100, 70, 70, 70) }, { account, risk }, [
      { capital: { amount: 2000 } },
    ])
    expect(breaches(own)).toEqual(['4 a risk.strategies.a.maxDrawdown 300 of 100'])
    expect(ends(own).filter((end) => end.includes('DENIED'))).toEqual(['a buy market 1 DENIED TRADING_HALTED'])
  })
})

describe('a streak of losses', () => {
  /** Falls by one a day: what is bought on a day and sold on the next loses one. */
  const bars = daily(...Array.from({ length: 14 }, (_, i) => 100 - i))
  const turn = all(close, buy(1))
  const everyDay: Diary = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i + 2, turn]))

  it('cools down, of the strategy that lost, and then begins anew', async () => {
    const risk: RiskConfig = { eachStrategy: { lossStreak: { trades: 2, coolDown: '36h', state: 'REDUCING' } } }
    const result = await run([everyDay, { 5: buy(1), 6: buy(1) }], bars, risk)
    // Closed at a loss on the 3rd and the 4th, and after the cool-down on the 5th noon again on the 7th and 8th.
    expect(breaches(result).map((breach) => breach.split(' ').slice(0, 3).join(' '))).toEqual([
      ...['4 a risk.strategies.a.lossStreak', '8 a risk.strategies.a.lossStreak', '12 a risk.strategies.a.lossStreak'],
    ])
    expect(states(result).slice(0, 2)).toEqual(['4 a REDUCING lossStreak', '6 a ACTIVE lossStreak'])
    expect(refusals(result)[0]).toBe(
      'TRADING_HALTED: a is REDUCING, as a lost 2 trades in a row, which risk.strategies.a.lossStreak allows no more than 1 times; expected an order that only closes',
    )
    expect(ends(result).filter((end) => end.startsWith('b'))).toEqual([
      'b buy market 1 FILLED',
      'b buy market 1 FILLED',
    ])
  })

  it('of the account counts the losses of all', async () => {
    const risk: RiskConfig = { account: { lossStreak: { trades: 2, coolDown: '1d' } } }
    const result = await run(
      [
        { 2: buy(1), 3: close },
        { 2: buy(1), 4: close, 5: buy(1) },
      ],
      bars,
      risk,
    )
    expect(breaches(result)).toEqual(['4 the account risk.account.lossStreak 2 of 2'])
  })

  it('counts what one fill closes once, by its whole profit', async () => {
    const risk: RiskConfig = { account: { lossStreak: { trades: 2, coolDown: '1d' } } }
    // Three lots, bought at 99, 98 and 97 and sold at 96: one loss; the fourth, at 95, is the second.
    const lots: Diary = { 2: buy(1), 3: buy(1), 4: buy(1), 5: all(close, buy(1)), 6: close }
    expect(breaches(await run([lots], bars, risk))).toEqual(['6 the account risk.account.lossStreak 2 of 2'])
    // Lots at 100 and 130, sold at 120: each pair wins 10, though one of its lots has lost.
    const pair: Diary = { 2: buy(1), 3: buy(1), 4: close, 5: buy(1), 6: buy(1), 7: close }
    expect(breaches(await run([pair], daily(100, 100, 130, 120, 100, 130, 120, 120), risk))).toEqual([])
  })

  it('takes the lots of a fill that add up to nothing for no loss', async () => {
    const risk: RiskConfig = { account: { lossStreak: { trades: 1, coolDown: '1d' } } }
    // 0.1 and 0.2 lost, 0.3 won.
    const even: Diary = { 2: buy(1), 3: buy(1), 4: buy(1), 5: close }
    expect(breaches(await run([even], daily(10, 10.1, 10.2, 9.7, 10, 10), risk))).toEqual([])
    expect(breaches(await run([even], daily(10, 10.1, 10.2, 9.7, 9.99, 10), risk))).toHaveLength(1)
  })

  it('ends with a win', async () => {
    const zigzag = daily(100, 100, 99, 105, 104, 103, 103)
    const risk: RiskConfig = { account: { lossStreak: { trades: 2, coolDown: '1d' } } }
    const lossWinLoss: Diary = { 2: buy(1), 3: all(close, buy(1)), 4: all(close, buy(1)), 5: close }
    expect(breaches(await run([lossWinLoss], zigzag, risk))).toEqual([])
  })
})
