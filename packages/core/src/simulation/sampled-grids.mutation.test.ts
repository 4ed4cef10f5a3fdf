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
  trailingBrackets,
  trailingOrders,
  triggeredPairs,
  twoLeveledOrders,
} from './grid-orders.js'
import type { GridOrder } from './reachable-world.js'

type Terms = Parameters<typeof compareAll>[2]

/** So many groups in a row meet one bar, and with them every named path. */
const GROUPS_PER_BAR = 6

/** Holds the venue to the definition in about so many cases of a grid; gives those in which it differs. */
function sample(prices: number, groups: readonly (readonly GridOrder[])[], cases: number, terms: Terms = {}): string[] {
  const bars = barsOf(prices)
  const length = Math.ceil(cases / GROUPS_PER_BAR)
  return Array.from({ length }, (_, row) => {
    const some = Array.from({ length: GROUPS_PER_BAR }, (_, turn) => {
      // The multiples of the golden ratio are spread evenly between whole numbers, however many there are.
      const place = ((row * GROUPS_PER_BAR + turn) * 0.618_033_988_749_895) % 1
      return groups[Math.floor(place * groups.length)]!
    })
    return compareAll([bars[Math.floor((row * bars.length) / length)]!], some, terms).wrong
  }).flat()
}

const single = (orders: readonly GridOrder[]): GridOrder[][] => orders.map((order) => [order])
const followed = (prices: number) => [{}, ...pricesTo(prices).map((extreme) => ({ extreme }))]

// The whole grids are in reachability.test.ts and reachability.long.test.ts: too long for a run per mutant.
describe('in a sample of its grid the venue comes to what continuous paths allow', () => {
  it('for orders alone', () => {
    expect(sample(5, single(leveledOrders(5)), 100)).toEqual([])
    expect(sample(4, single(twoLeveledOrders(4)), 100)).toEqual([])
  })

  it.each(['extreme', 'close'] as const)('for trailing stops by %s', (by) => {
    const terms = followed(5).map((one) => ({ ...one, by }))
    expect(sample(5, single(trailingOrders(terms)), 90)).toEqual([])
    const sleeping = pricesTo(4).map((activation) => ({ activation, by }))
    if (by === 'extreme') expect(sample(4, single(trailingOrders(sleeping)), 40)).toEqual([])
  })

  it('for trailing stop-limits', () => {
    const terms = followed(4).flatMap((one) => [0, 1, 2].map((limitOffset) => ({ limitOffset, ...one })))
    expect(sample(4, single(trailingOrders(terms)), 60)).toEqual([])
  })

  it('for exits of a position that is held', () => {
    for (const held of [1, -1]) expect(sample(5, protections(5, held), 30, { held })).toEqual([])
    const triples = pricesTo(4).flatMap((stop) => pricesTo(4).map((far) => protectionOf(2, stop, 3, far)))
    expect(sample(4, triples, 30, { held: 2 })).toEqual([])
  })

  it('for brackets', () => {
    expect(sample(4, brackets(leveledOrders(4), 4), 100)).toEqual([])
    expect(sample(3, brackets(twoLeveledOrders(3), 3), 40)).toEqual([])
    expect(sample(4, trailingBrackets(leveledOrders(4), 4), 40)).toEqual([])
    const pairs = leveledOrders(4).flatMap((entry) =>
      pricesTo(4).map((stop) => bracketOf({ ...entry, quantity: 2 }, stop, 2, 4)),
    )
    expect(sample(4, pairs, 30)).toEqual([])
  })

  it('for alternatives and triggered orders', () => {
    expect(sample(3, alternatives(leveledOrders(3)), 50)).toEqual([])
    const two = leveledOrders(3).map((order) => ({ ...order, quantity: 2 }))
    expect(sample(3, alternatives(two), 30, { volume: 1 })).toEqual([])
    expect(sample(3, triggeredPairs(leveledOrders(3), leveledOrders(3)), 50)).toEqual([])
  })

  it('for orders that want the same volume', () => {
    const orders = leveledOrders(4).filter(({ type }) => type !== 'marketIfTouched')
    const pairs = orders.flatMap((first) => orders.map((second) => [first, second]))
    expect(sample(4, pairs, 50, { volume: 1, isContest: true })).toEqual([])
  })

  it.each(['fill', 1, 2] as const)('for limits where a touch is %s', (touch) => {
    const limits = leveledOrders(5).filter(({ type }) => type === 'limit')
    expect(sample(5, single(limits), 40, { touch })).toEqual([])
  })
})
