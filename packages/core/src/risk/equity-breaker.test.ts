import { describe, expect, it } from 'vitest'
import { EquityBreaker, type EquityBreach } from './equity-breaker.js'

const told = (breach: EquityBreach | undefined): string | undefined =>
  breach && `${breach.kind} ${String(breach.lost)} of ${String(breach.from)}, limit ${String(breach.limit)}`

/** What is told of each equity in turn. */
const judged = (breaker: EquityBreaker, ...equities: number[]): (string | undefined)[] =>
  equities.map((equity) => told(breaker.judge(equity)))

describe('a daily loss', () => {
  it('is what was lost since the day began, whatever was earned in between, and is told once', () => {
    const breaker = new EquityBreaker({ dailyLoss: { inBase: () => 500 } })
    breaker.sessionBegan(10_000)
    // 12,000 - 9,600 is more than 500, but 10,000 - 9,600 is not.
    expect(judged(breaker, 12_000, 9_600, 9_501)).toEqual([undefined, undefined, undefined])
    expect(breaker.judge(9_500)).toEqual({
      kind: 'dailyLoss',
      equity: 9_500,
      from: 10_000,
      lost: 500,
      lostFraction: 0.05,
      limit: 500,
    })
    expect(judged(breaker, 9_500, 9_000, 0)).toEqual([undefined, undefined, undefined])
  })

  it('of a fraction is one of the equity with which each day begins', () => {
    const breaker = new EquityBreaker({ dailyLoss: { fraction: 0.02 } })
    breaker.sessionBegan(10_000)
    expect(judged(breaker, 9_801)).toEqual([undefined])
    breaker.sessionBegan(9_801)
    // 2 % of 9,801 are 196.02.
    expect(judged(breaker, 9_605, 9_604)).toEqual([undefined, 'dailyLoss 197 of 9801, limit 196.02'])
  })

  it('stays tripped on the next day until it is reset, and counts from there', () => {
    const breaker = new EquityBreaker({ dailyLoss: { inBase: () => 500 } })
    breaker.sessionBegan(10_000)
    breaker.judge(9_400)
    breaker.sessionBegan(9_400)
    expect(judged(breaker, 8_000)).toEqual([undefined])
    breaker.reset('dailyLoss', 8_000)
    expect(judged(breaker, 7_501, 7_500)).toEqual([undefined, 'dailyLoss 500 of 8000, limit 500'])
  })

  it('in another currency is asked for when a day begins and when the rate moved', () => {
    let rate = 1
    const breaker = new EquityBreaker({ dailyLoss: { inBase: () => 500 * rate } })
    breaker.sessionBegan(10_000)
    rate = 0.5
    expect(judged(breaker, 9_700)).toEqual([undefined])
    breaker.rateMoved()
    expect(judged(breaker, 9_751, 9_750)).toEqual([undefined, 'dailyLoss 250 of 10000, limit 250'])
  })

  it('is not judged before the first day, without a rate, or as a fraction of nothing', () => {
    const rateless = new EquityBreaker({ dailyLoss: { inBase: () => Number.NaN } })
    const broke = new EquityBreaker({ dailyLoss: { fraction: 0.1 } })
    const early = new EquityBreaker({ dailyLoss: { inBase: () => 1 } })
    rateless.sessionBegan(100)
    broke.sessionBegan(0)
    expect([...judged(rateless, 1), ...judged(broke, 0, -5), ...judged(early, 10, 1)]).toEqual(Array(5).fill(undefined))
  })
})

describe('a drawdown', () => {
  it('is what was lost since the highest equity, over days', () => {
    const breaker = new EquityBreaker({ maxDrawdown: 0.1 })
    breaker.sessionBegan(10_000)
    expect(judged(breaker, 11_000, 10_500)).toEqual([undefined, undefined])
    breaker.sessionBegan(10_500)
    expect(judged(breaker, 9_901)).toEqual([undefined])
    expect(breaker.judge(9_900)).toEqual({
      kind: 'maxDrawdown',
      equity: 9_900,
      from: 11_000,
      lost: 1_100,
      lostFraction: 0.1,
      limit: 1_100,
    })
    expect(judged(breaker, 9_900, 5_000)).toEqual([undefined, undefined])
  })

  it('counts from the equity at which it was reset', () => {
    const breaker = new EquityBreaker({ maxDrawdown: 0.1 })
    breaker.sessionBegan(10_000)
    breaker.judge(8_000)
    breaker.reset('maxDrawdown', 8_000)
    expect(judged(breaker, 7_201, 7_200)).toEqual([undefined, 'maxDrawdown 800 of 8000, limit 800'])
  })

  it('is told after the daily loss where both are reached at once', () => {
    const breaker = new EquityBreaker({ dailyLoss: { fraction: 0.05 }, maxDrawdown: 0.1 })
    breaker.sessionBegan(10_000)
    expect(judged(breaker, 8_000, 8_000, 8_000)).toEqual([
      'dailyLoss 2000 of 10000, limit 500',
      'maxDrawdown 2000 of 10000, limit 1000',
      undefined,
    ])
  })

  it('is judged while the daily loss is tripped, and stays tripped when that is reset', () => {
    const breaker = new EquityBreaker({ dailyLoss: { fraction: 0.05 }, maxDrawdown: 0.1 })
    breaker.sessionBegan(10_000)
    expect(judged(breaker, 9_400, 9_000)).toEqual([
      'dailyLoss 600 of 10000, limit 500',
      'maxDrawdown 1000 of 10000, limit 1000',
    ])
    breaker.reset('dailyLoss', 9_000)
    expect(judged(breaker, 8_600, 8_550)).toEqual([undefined, 'dailyLoss 450 of 9000, limit 450'])
  })

  it('of an equity that is not positive, or no number, is none', () => {
    const breaker = new EquityBreaker({ maxDrawdown: 0.1 })
    expect(judged(breaker, Number.NaN, -5, -10, 0, 0)).toEqual(Array(5).fill(undefined))
  })
})

describe('cash that flows', () => {
  it('is no profit or loss of the day, and leaves what may be lost as it was', () => {
    const breaker = new EquityBreaker({ dailyLoss: { fraction: 0.1 } })
    breaker.sessionBegan(10_000)
    // 800 lost, 5,000 withdrawn: another 200 may be lost.
    breaker.flowed(-5_000, 4_200)
    breaker.rateMoved()
    expect(judged(breaker, 4_200, 4_001, 4_000)).toEqual([undefined, undefined, 'dailyLoss 1000 of 5000, limit 1000'])
  })

  it('leaves the drawdown the fraction that it was', () => {
    const breaker = new EquityBreaker({ maxDrawdown: 0.15 })
    breaker.sessionBegan(10_000)
    breaker.judge(9_000)
    // 10 % below the highest; half of what is left goes. 5,000 is now the highest.
    breaker.flowed(-4_500, 4_500)
    expect(judged(breaker, 4_500, 4_251)).toEqual([undefined, undefined])
    breaker.flowed(4_251, 8_502)
    expect(judged(breaker, 8_501, 8_500)).toEqual([undefined, 'maxDrawdown 1500 of 10000, limit 1500'])
  })

  it('into an account that had nothing begins its highest equity', () => {
    const breaker = new EquityBreaker({ maxDrawdown: 0.1 })
    breaker.sessionBegan(0)
    breaker.flowed(1_000, 1_000)
    expect(judged(breaker, 901, 900)).toEqual([undefined, 'maxDrawdown 100 of 1000, limit 100'])
  })
})
