import { describe, expect, it } from 'vitest'
import { compareAll } from './grid.js'
import {
  alternatives,
  barsOf,
  bracketOf,
  brackets,
  leveledOrders,
  pricesTo,
  protectionOf,
  protections,
  SIDES,
  trailingBrackets,
  trailingOrders,
  triggeredPairs,
  twoLeveledOrders,
} from './grid-orders.js'
import type { GridOrder } from './reachable-world.js'

const single = (orders: readonly GridOrder[]): GridOrder[][] => orders.map((order) => [order])
const followed = (prices: number) => [{}, ...pricesTo(prices).map((extreme) => ({ extreme }))]
const eightPrices = barsOf(8)

describe('on eight prices the venue comes to what continuous paths allow', () => {
  it('for stop-limits and limits-if-touched of every pair of levels: 540 bars, 256 orders', () => {
    const groups = single(twoLeveledOrders(8))
    expect(compareAll(eightPrices, groups)).toMatchObject({ wrong: [], cases: 138_240 })
  })

  it.each(['extreme', 'close'] as const)('for trailing stops by %s: 540 bars, 72 orders', (by) => {
    const groups = single(trailingOrders(followed(8).map((one) => ({ ...one, by }))))
    expect(compareAll(eightPrices, groups)).toMatchObject({ wrong: [], cases: 38_880 })
  })

  it('for trailing stops that sleep until a price has traded: 540 bars, 64 orders', () => {
    const groups = single(trailingOrders(pricesTo(8).map((activation) => ({ activation }))))
    expect(compareAll(eightPrices, groups)).toMatchObject({ wrong: [], cases: 34_560 })
  })

  it('for trailing stop-limits, limits 0 to 2 beyond: 540 bars, 216 orders', () => {
    const terms = followed(8).flatMap((one) => [0, 1, 2].map((limitOffset) => ({ limitOffset, ...one })))
    expect(compareAll(eightPrices, single(trailingOrders(terms)))).toMatchObject({ wrong: [], cases: 116_640 })
  })

  it.each([1, -1])('for stop and target of %d held: 540 bars, 64 pairs', (held) => {
    expect(compareAll(eightPrices, protections(8, held), { held })).toMatchObject({ wrong: [], cases: 34_560 })
  })

  describe.each(SIDES)('for entries to %s with every stop and target', (side) => {
    it.each([
      ['market', 34_560],
      ['limit', 276_480],
      ['stop', 276_480],
      ['marketIfTouched', 276_480],
    ])('as %s: 540 bars, %d cases', (type, cases) => {
      const entries = leveledOrders(8, [side]).filter((entry) => entry.type === type)
      expect(compareAll(eightPrices, brackets(entries, 8))).toMatchObject({ wrong: [], cases })
    })
  })
})

describe('on fewer prices the venue comes to what continuous paths allow', () => {
  it('for stop-limit and limit-if-touched entries with stop and target: 5 prices, 105 bars, 1250 brackets', () => {
    const groups = brackets(twoLeveledOrders(5, ['buy']), 5)
    expect(compareAll(barsOf(5), groups)).toMatchObject({ wrong: [], cases: 131_250 })
  })

  it.each(SIDES)('for entries to %s with a trailing stop and a target: 6 prices, 196 bars, 399 groups', (side) => {
    const groups = trailingBrackets(leveledOrders(6, [side]), 6)
    expect(compareAll(barsOf(6), groups)).toMatchObject({ wrong: [], cases: 78_204 })
  })

  it('for a stop for two and two targets: 6 prices, 196 bars, 216 triples', () => {
    const groups = pricesTo(6).flatMap((stop) =>
      pricesTo(6).flatMap((near) => pricesTo(6).map((far) => protectionOf(2, stop, near, far))),
    )
    expect(compareAll(barsOf(6), groups, { held: 2 })).toMatchObject({ wrong: [], cases: 42_336 })
  })

  it('for entries of two with two targets: 4 prices, 50 bars, 832 groups', () => {
    const groups = leveledOrders(4, ['buy']).flatMap((entry) =>
      pricesTo(4).flatMap((stop) =>
        pricesTo(4).flatMap((near) => pricesTo(4).map((far) => bracketOf({ ...entry, quantity: 2 }, stop, near, far))),
      ),
    )
    expect(compareAll(barsOf(4), groups)).toMatchObject({ wrong: [], cases: 41_600 })
  })

  it('for any two alternatives: 5 prices, 105 bars, 1024 pairs', () => {
    expect(compareAll(barsOf(5), alternatives(leveledOrders(5)))).toMatchObject({ wrong: [], cases: 107_520 })
  })

  it('for any order that any triggers: 5 prices, 105 bars, 1024 pairs', () => {
    const groups = triggeredPairs(leveledOrders(5), leveledOrders(5))
    expect(compareAll(barsOf(5), groups)).toMatchObject({ wrong: [], cases: 107_520 })
  })

  it('for three orders that want the volume of two: 3 prices, 20 bars, 1728 triples', () => {
    const orders = leveledOrders(3).filter(({ type }) => type === 'limit' || type === 'stop')
    const triples = orders.flatMap((first) => orders.flatMap((second) => orders.map((third) => [first, second, third])))
    expect(compareAll(barsOf(3), triples, { volume: 2, isContest: true })).toMatchObject({ wrong: [], cases: 34_560 })
  })
})
