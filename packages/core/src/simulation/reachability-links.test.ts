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
  triggeredPairs,
  twoLeveledOrders,
} from './grid-orders.js'
import type { GridOrder } from './reachable-world.js'

const fourPrices = barsOf(4)
const fivePrices = barsOf(5)

describe('exits of a position that is held come to what continuous paths allow', () => {
  it.each([1, -1])(
    'as stop and target of %d: 6 prices, 196 bars, 36 pairs',
    (held) => {
      expect(compareAll(barsOf(6), protections(6, held), { held })).toMatchObject({ wrong: [], cases: 7_056 })
    },
    60_000,
  )

  it('as a stop for two and two targets: 5 prices, 105 bars, 125 triples', () => {
    const groups = pricesTo(5).flatMap((stop) =>
      pricesTo(5).flatMap((near) => pricesTo(5).map((far) => protectionOf(2, stop, near, far))),
    )
    expect(compareAll(fivePrices, groups, { held: 2 })).toMatchObject({ wrong: [], cases: 13_125 })
  }, 60_000)

  it('as stop-limit and target: 4 prices, 50 bars, 64 groups', () => {
    const link = { role: 'stopLoss', group: 0, parent: undefined } as const
    const groups = twoLeveledOrders(4, ['sell'])
      .filter(({ type }) => type === 'stopLimit')
      .flatMap((stop) =>
        pricesTo(4).map((target) => [{ ...stop, link }, ...protectionOf(1, undefined, target)] as GridOrder[]),
      )
    expect(compareAll(fourPrices, groups, { held: 1 })).toMatchObject({ wrong: [], cases: 3_200 })
  }, 60_000)
})

describe('an entry and its exits come to what continuous paths allow', () => {
  it('as market, limit, stop or market-if-touched with stop and target: 5 prices, 105 bars, 400 brackets', () => {
    const groups = brackets(leveledOrders(5, ['buy']), 5)
    expect(compareAll(fivePrices, groups)).toMatchObject({ wrong: [], cases: 42_000 })
  }, 60_000)

  it('as the same to sell: 4 prices, 50 bars, 208 brackets', () => {
    const groups = brackets(leveledOrders(4, ['sell']), 4)
    expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 10_400 })
  }, 60_000)

  it('as stop-limit or limit-if-touched with stop and target: 4 prices, 50 bars, 512 brackets', () => {
    const groups = brackets(twoLeveledOrders(4, ['buy']), 4)
    expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 25_600 })
  }, 60_000)

  it.each(['extreme', 'close'] as const)(
    'with a trailing stop by %s, with and without a target: 4 prices, 50 bars, 195 groups',
    (by) => {
      const groups = trailingBrackets(leveledOrders(4, ['buy']), 4, by)
      expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 9_750 })
    },
    60_000,
  )

  it('of two with two targets: 4 prices, 50 bars, 312 groups', () => {
    const groups = leveledOrders(4, ['buy']).flatMap((entry) =>
      pricesTo(4).flatMap((stop) =>
        (
          [
            [1, 2],
            [1, 3],
            [2, 3],
            [2, 4],
            [3, 3],
            [4, 3],
          ] as const
        ).map((targets) => bracketOf({ ...entry, quantity: 2 }, stop, ...targets)),
      ),
    )
    expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 15_600 })
  }, 60_000)
})

describe('alternatives and triggered orders come to what continuous paths allow', () => {
  it('as any two alternatives: 4 prices, 50 bars, 676 pairs', () => {
    expect(compareAll(fourPrices, alternatives(leveledOrders(4)))).toMatchObject({ wrong: [], cases: 33_800 })
  }, 60_000)

  it('as two alternatives for two of which the bar has one: 3 prices, 20 bars, 400 pairs', () => {
    const groups = alternatives(leveledOrders(3).map((order) => ({ ...order, quantity: 2 })))
    expect(compareAll(barsOf(3), groups, { volume: 1 })).toMatchObject({ wrong: [], cases: 8_000 })
  }, 60_000)

  it.each(SIDES)(
    'as an order that a %s triggers: 4 prices, 50 bars, 338 pairs',
    (side) => {
      const groups = triggeredPairs(leveledOrders(4, [side]), leveledOrders(4))
      expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 16_900 })
    },
    60_000,
  )
})
