import { describe, expect, it } from 'vitest'
import { dayTrader } from './day-trader.js'
import { daily, engineOf, Idle } from './engine-setup.js'

describe('the ambiguity of a result', () => {
  // A limit of 99 is touched on the 2nd and one of 101 on the 5th; what else is traded is certain.
  const bars = daily(
    100,
    '101/102/99/100',
    '104/105/103/104',
    '103/104/102/103',
    '102/103/101/102',
    '107/108/106/107',
    110,
  )
  const strategy = dayTrader({
    2: ['buy 10', { type: 'limit', limitPrice: 99 }],
    3: 'sell 10',
    4: 'buy 10',
    5: ['sell 10', ['buy 10', { type: 'limit', limitPrice: 101 }]],
    6: 'sell 10',
    7: 'buy 1',
  })
  const result = engineOf(strategy, { X: bars }, { fills: { policy: 'optimistic' } }).run()

  it('counts the fills that their bars do not decide, and lists them', async () => {
    const { ambiguity, fills } = await result
    expect(fills.map(({ price }) => price)).toEqual([99, 104, 103, 102, 101, 107, 110])
    expect(ambiguity.count).toBe(2)
    expect(ambiguity.fills).toEqual([fills[0], fills[4]])
    expect(ambiguity.fills.every(({ ambiguous }) => ambiguous)).toBe(true)
  })

  it('has the P&L of the round trips of which a side is ambiguous, and their share of what winners won', async () => {
    // Certain: 103 to 102, lost 10. Ambiguous: 99 to 104, won 50, and 101 to 107, won 60.
    const { ambiguity, roundTrips } = await result
    expect(roundTrips.map(({ pnl }) => pnl.toNumber())).toEqual([50, -10, 60])
    expect([ambiguity.pnl.toFixed(), ambiguity.profitShare]).toEqual(['110', 1])
  })

  it('takes the share of gross profit only, whatever was lost', async () => {
    const deeds = {
      2: ['buy 10', { type: 'limit', limitPrice: 99 }] as const,
      3: 'sell 10',
      5: ['buy 10', { type: 'limit', limitPrice: 101 }] as const,
      6: 'sell 30',
      7: 'buy 20',
    }
    // Won ambiguously 50; lost ambiguously 101 to 97, 40; won for certain 20 short from 97 to 90, 140.
    const fallen = [...bars.slice(0, 5), ...daily(1, 1, 1, 1, 1, 97, 90).slice(5)]
    const { ambiguity, roundTrips } = await engineOf(
      dayTrader(deeds),
      { X: fallen },
      { fills: { policy: 'optimistic' } },
    ).run()
    expect(roundTrips.map(({ pnl }) => pnl.toNumber())).toEqual([50, -40, 140])
    expect([ambiguity.pnl.toFixed(), ambiguity.profitShare]).toEqual(['10', 50 / 190])
  })

  it('counts limits that were touched and left, and orders that no path had to leave', async () => {
    const left = dayTrader({ 2: ['buy 10', { type: 'limit', limitPrice: 99 }] })
    const { ambiguity, fills } = await engineOf(left, { X: bars }).run()
    expect([fills.length, ambiguity.touchedUnfilled, ambiguity.undecided]).toEqual([0, 1, 1])
  })

  it('has the exit of a bracket whose stop and target its bar both reaches', async () => {
    const bracket = dayTrader({ 2: ['buy 10', { stopLoss: 95, takeProfit: 105 }] })
    const reached = { X: daily(100, '101/106/94/100', '104/105/103/105') }
    const outcome = async (policy: string) => {
      const { ambiguity } = await engineOf(bracket, reached, { fills: { policy } }).run()
      const { count, fills, pnl, profitShare } = ambiguity
      return [count, fills.map(({ price, bounds }) => ({ price, ...bounds })), pnl.toNumber(), profitShare]
    }
    expect(await outcome('pessimistic')).toEqual([1, [{ price: 95, low: 95, high: 95 }], -60, Number.NaN])
    expect(await outcome('optimistic')).toEqual([1, [{ price: 105, low: 105, high: 105 }], 40, 1])
  })

  it('is nothing of a run in which nothing was traded', async () => {
    const { ambiguity, lookahead } = await engineOf(Idle).run()
    expect({ ...ambiguity, pnl: ambiguity.pnl.toFixed() }).toEqual({
      count: 0,
      fills: [],
      undecided: 0,
      touchedUnfilled: 0,
      pnl: '0',
      profitShare: Number.NaN,
    })
    expect(lookahead).toBe(false)
  })

  it('comes with the result as plain data, counted, beside what to doubt', async () => {
    expect((await result).toJSON()).toMatchObject({
      lookahead: false,
      ambiguity: { count: 2, undecided: 0, touchedUnfilled: 0, pnl: '110', profitShare: 1 },
      doubts: [
        { code: 'AMBIGUOUS_FILLS', message: '2 of 7 fills are not decided by their bars', count: 2, share: 2 / 7 },
        { code: 'FILLS_AT_TOUCHED_LIMITS', count: 2, share: 2 / 7 },
      ],
    })
    expect((await engineOf(Idle).run()).toJSON()).toMatchObject({ ambiguity: { profitShare: null }, doubts: [] })
  })
})
