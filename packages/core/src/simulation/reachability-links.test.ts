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

const threePrices = barsOf(3)
const fourPrices = barsOf(4)

// Larger grids are in reachability.long.test.ts.
describe('exits of a position that is held come to what continuous paths allow', () => {
  it.each([1, -1])(
    'as stop and target of %d: 6 prices, 196 bars, 36 pairs',
    (held) => {
      expect(compareAll(barsOf(6), protections(6, held), { held })).toMatchObject({ wrong: [], cases: 7_056 })
    },
    60_000,
  )

  it('as a stop for two and two targets: 4 prices, 50 bars, 64 triples', () => {
    const groups = pricesTo(4).flatMap((stop) =>
      pricesTo(4).flatMap((near) => pricesTo(4).map((far) => protectionOf(2, stop, near, far))),
    )
    expect(compareAll(fourPrices, groups, { held: 2 })).toMatchObject({ wrong: [], cases: 3_200 })
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
  it.each(SIDES)(
    'as market, limit, stop or market-if-touched to %s, with stop and target: 4 prices, 50 bars, 208 brackets',
    (side) => {
      const groups = brackets(leveledOrders(4, [side]), 4)
      expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 10_400 })
    },
    60_000,
  )

  it('as stop-limit or limit-if-touched with stop and target: 3 prices, 20 bars, 162 brackets', () => {
    const groups = brackets(twoLeveledOrders(3, ['buy']), 3)
    expect(compareAll(threePrices, groups)).toMatchObject({ wrong: [], cases: 3_240 })
  }, 60_000)

  it.each(['extreme', 'close'] as const)(
    'with a trailing stop by %s, with and without a target: 4 prices, 50 bars, 195 groups',
    (by) => {
      const groups = trailingBrackets(leveledOrders(4, ['buy']), 4, by)
      expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 9_750 })
    },
    60_000,
  )

  it('of two with two targets: 4 prices, 50 bars, 156 groups', () => {
    const groups = leveledOrders(4, ['buy']).flatMap((entry) =>
      pricesTo(4).flatMap((stop) =>
        (
          [
            [1, 2],
            [2, 4],
            [4, 3],
          ] as const
        ).map((targets) => bracketOf({ ...entry, quantity: 2 }, stop, ...targets)),
      ),
    )
    expect(compareAll(fourPrices, groups)).toMatchObject({ wrong: [], cases: 7_800 })
  }, 60_000)
})

describe('an entry that trails', () => {
  it('is worth with its exits what continuous paths come to, or near to: 4 prices, 50 bars, 64 brackets', () => {
    const groups = SIDES.flatMap((side) =>
      [1, 2].flatMap((distance) => brackets([{ side, type: 'trailingStop', trail: { distance } }], 4)),
    )
    expect(compareAll(fourPrices, groups, { tolerance: 0.25 })).toMatchObject({ wrong: [], cases: 3_200 })
  }, 60_000)
})

describe('a limit that is only touched', () => {
  it.each(['fill', 1, 2] as const)(
    'comes to what continuous paths allow where the rule is %s: alone, 6 prices, 196 bars, 12 limits',
    (touch) => {
      const orders = leveledOrders(6).filter(({ type }) => type === 'limit')
      const groups = orders.map((order) => [order])
      expect(compareAll(barsOf(6), groups, { touch })).toMatchObject({ wrong: [], cases: 2_352 })
    },
    60_000,
  )

  it('comes to the same in a bracket where it fills: 4 prices, 50 bars, 208 brackets', () => {
    const groups = brackets(leveledOrders(4, ['buy']), 4)
    expect(compareAll(fourPrices, groups, { touch: 'fill' })).toMatchObject({ wrong: [], cases: 10_400 })
  }, 60_000)
})

describe('alternatives and triggered orders come to what continuous paths allow', () => {
  it('as any two alternatives: 3 prices, 20 bars, 400 pairs', () => {
    expect(compareAll(threePrices, alternatives(leveledOrders(3)))).toMatchObject({ wrong: [], cases: 8_000 })
  }, 60_000)

  it('as two alternatives for two of which the bar has one: 3 prices, 20 bars, 400 pairs', () => {
    const groups = alternatives(leveledOrders(3).map((order) => ({ ...order, quantity: 2 })))
    expect(compareAll(threePrices, groups, { volume: 1 })).toMatchObject({ wrong: [], cases: 8_000 })
  }, 60_000)

  it.each(SIDES)(
    'as an order that a %s triggers: 3 prices, 20 bars, 200 pairs',
    (side) => {
      const groups = triggeredPairs(leveledOrders(3, [side]), leveledOrders(3))
      expect(compareAll(threePrices, groups)).toMatchObject({ wrong: [], cases: 4_000 })
    },
    60_000,
  )
})
