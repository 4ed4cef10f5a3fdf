import { describe, expect, it } from 'vitest'
import { played } from './grid-venue.js'
import { rangesOf, reachable, textOf } from './reachable.js'
import { barOf, REFERENCE_CASES, TRAILING_CASES } from './reference-cases.js'
import { TestVenue } from './test-venue.js'

const trailing = (bar: string) => ({
  orders: [{ side: 'sell', type: 'trailingStop', trail: { distance: 5, extreme: 100 } }] as const,
  bar: barOf(bar),
})

describe('all continuous paths', () => {
  it.each(REFERENCE_CASES)('allow for $title: $outcomes', ({ problem, outcomes }) => {
    expect(reachable(problem).map(textOf).sort()).toEqual([...outcomes].sort())
  })

  it.each(TRAILING_CASES)('let a trailing stop of 5 that is at 95 out of $bar from $low to $high', (row) => {
    const outcomes = reachable(trailing(row.bar))
    expect(rangesOf(outcomes)[0]).toEqual({ ambiguous: true, low: row.low, high: row.high })
    expect(outcomes.some(([fate]) => fate!.fills.length === 0)).toBe(!row.alwaysOut)
  })
})

describe('the venue', () => {
  it.each(REFERENCE_CASES)('takes for $title the worst if pessimistic: $pessimistic', ({ problem, pessimistic }) => {
    expect(textOf(played(problem, 'pessimistic').outcome)).toBe(pessimistic)
  })

  it.each(REFERENCE_CASES)('takes for $title the best if optimistic: $optimistic', ({ problem, optimistic }) => {
    expect(textOf(played(problem, 'optimistic').outcome)).toBe(optimistic)
  })

  it('takes the same whatever the order in which stop and target were sent', () => {
    for (const [policy, expected] of [
      ['pessimistic', 95],
      ['optimistic', 105],
    ] as const) {
      const { problem } = REFERENCE_CASES.find(({ title }) => title.startsWith('long, stop 95, target 105'))!
      const { fills } = played({ ...problem, orders: [...problem.orders].reverse() }, policy)
      expect(fills.flat().map(({ price, ambiguous, bounds }) => ({ price, ambiguous, bounds }))).toEqual([
        { price: expected, ambiguous: true, bounds: { low: expected, high: expected } },
      ])
    }
  })

  it.each(TRAILING_CASES)('takes a trailing stop of 5 that is at 95 out of $bar within its bounds', (row) => {
    const { low, high } = row
    const [worst] = played(trailing(row.bar), 'pessimistic').fills[0]!
    expect(worst).toMatchObject({ price: row.pessimistic, ambiguous: true, bounds: { low, high } })
    const [best] = played(trailing(row.bar), 'optimistic').fills[0]!
    if (row.alwaysOut) expect(best).toMatchObject({ price: row.optimistic, ambiguous: true, bounds: { low, high } })
    else expect(best).toBeUndefined()
  })

  it('cancels an IOC buy limit at 100 in 101/103/99/102, although the bar comes to trade there', () => {
    const venue = new TestVenue({ bars: ['101/103/99/102'] })
    venue.send('buy limit 100', { timeInForce: 'IOC' })
    expect(venue.play().log).toEqual(['open 0: #0 canceled NO_LIQUIDITY'])
  })
})
