import { describe, expect, it } from 'vitest'
import { compareAll } from './grid.js'
import { barsOf, leveledOrders, pricesTo, trailingOrders, twoLeveledOrders } from './grid-orders.js'
import type { GridOrder } from './reachable-world.js'

/** Each order alone in every bar. */
function alone(orders: readonly GridOrder[], prices: number): ReturnType<typeof compareAll> {
  return compareAll(
    barsOf(prices),
    orders.map((order) => [order]),
  )
}

/** A trailing order that is first live in the bar, and ones that have followed the price to each level. */
const followed = (prices: number) => [{}, ...pricesTo(prices).map((extreme) => ({ extreme }))]

// Larger grids are in reachability.long.test.ts.
describe('an order alone comes to what continuous paths allow, the worst or the best of it, or what a named path gives', () => {
  it('as market, limit, stop or market-if-touched: 8 prices, 540 bars, 50 orders', () => {
    expect(alone(leveledOrders(8), 8)).toMatchObject({ wrong: [], cases: 27_000, certain: 26_160 })
  }, 60_000)

  it('as stop-limit or limit-if-touched: 5 prices, 105 bars, 100 orders', () => {
    expect(alone(twoLeveledOrders(5), 5)).toMatchObject({ wrong: [], cases: 10_500 })
  }, 60_000)

  it('as trailing stop: 5 prices, 105 bars, 48 orders', () => {
    expect(alone(trailingOrders(followed(5)), 5)).toMatchObject({ wrong: [], cases: 5_040 })
  }, 60_000)

  it('as trailing stop by closes: 5 prices, 105 bars, 48 orders, and no path matters', () => {
    const terms = followed(5).map((one) => ({ ...one, by: 'close' as const }))
    expect(alone(trailingOrders(terms), 5)).toMatchObject({ wrong: [], cases: 5_040, certain: 5_040 })
  }, 60_000)

  it('as trailing stop that sleeps until a price has traded: 5 prices, 105 bars, 40 orders', () => {
    const orders = trailingOrders(pricesTo(5).map((activation) => ({ activation })))
    expect(alone(orders, 5)).toMatchObject({ wrong: [], cases: 4_200 })
  }, 60_000)

  it('as trailing stop-limit, with limits 0 to 2 beyond: 4 prices, 50 bars, 120 orders', () => {
    const terms = followed(4).flatMap((one) => [0, 1, 2].map((limitOffset) => ({ limitOffset, ...one })))
    expect(alone(trailingOrders(terms), 4)).toMatchObject({ wrong: [], cases: 6_000 })
  }, 60_000)
})

describe('scarce volume goes to what continuous paths allow', () => {
  it('where two orders want the volume of one: 4 prices, 50 bars, 324 pairs', () => {
    const orders = leveledOrders(4).filter(({ type }) => type !== 'marketIfTouched')
    const pairs = orders.flatMap((first) => orders.map((second) => [first, second]))
    expect(compareAll(barsOf(4), pairs, { volume: 1, isContest: true })).toMatchObject({ wrong: [], cases: 16_200 })
  }, 60_000)

  it('where three orders want the volume of two: 2 prices, 6 bars, 512 triples', () => {
    expect(compareAll(barsOf(2), triples(2), { volume: 2, isContest: true })).toMatchObject({ wrong: [], cases: 3_072 })
  }, 60_000)
})

function triples(prices: number): GridOrder[][] {
  const orders = leveledOrders(prices).filter(({ type }) => type === 'limit' || type === 'stop')
  return orders.flatMap((first) => orders.flatMap((second) => orders.map((third) => [first, second, third])))
}
