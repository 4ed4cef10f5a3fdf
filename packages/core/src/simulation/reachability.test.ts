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

describe('an order alone comes to what continuous paths allow, the worst or the best of it, or what a named path gives', () => {
  it('as market, limit, stop or market-if-touched: 8 prices, 540 bars, 50 orders', () => {
    expect(alone(leveledOrders(8), 8)).toMatchObject({ wrong: [], cases: 27_000 })
  }, 60_000)

  it('as stop-limit or limit-if-touched: 6 prices, 196 bars, 144 orders', () => {
    expect(alone(twoLeveledOrders(6), 6)).toMatchObject({ wrong: [], cases: 28_224 })
  }, 60_000)

  it('as trailing stop: 6 prices, 196 bars, distances to 4, first live in the bar or after following the price to any level', () => {
    const orders = trailingOrders([{}, ...pricesTo(6).map((extreme) => ({ extreme }))])
    expect(alone(orders, 6)).toMatchObject({ wrong: [], cases: 10_976 })
  }, 60_000)

  it('as trailing stop by closes: 6 prices, 196 bars, distances to 4', () => {
    const terms = [{}, ...pricesTo(6).map((extreme) => ({ extreme }))].map((one) => ({ ...one, by: 'close' as const }))
    expect(alone(trailingOrders(terms), 6)).toMatchObject({ wrong: [], cases: 10_976 })
  }, 60_000)

  it('as trailing stop that sleeps until a price has traded: 6 prices, 196 bars, distances to 4', () => {
    const orders = trailingOrders(pricesTo(6).map((activation) => ({ activation })))
    expect(alone(orders, 6)).toMatchObject({ wrong: [], cases: 9_408 })
  }, 60_000)

  it('as trailing stop-limit: 6 prices, 196 bars, distances to 4, limits 0 to 2 beyond', () => {
    const terms = [undefined, ...pricesTo(6)].flatMap((extreme) =>
      [0, 1, 2].map((limitOffset) => ({ limitOffset, ...(extreme === undefined ? {} : { extreme }) })),
    )
    expect(alone(trailingOrders(terms), 6)).toMatchObject({ wrong: [], cases: 32_928 })
  }, 60_000)
})

describe('scarce volume goes to what continuous paths allow', () => {
  it('where two orders want the volume of one: 4 prices, 50 bars, 324 pairs', () => {
    const orders = leveledOrders(4).filter(({ type }) => type !== 'marketIfTouched')
    const pairs = orders.flatMap((first) => orders.map((second) => [first, second]))
    expect(compareAll(barsOf(4), pairs, { volume: 1, isContest: true })).toMatchObject({ wrong: [], cases: 16_200 })
  }, 60_000)

  it('where three orders want the volume of two: 3 prices, 20 bars, 1728 triples', () => {
    const orders = leveledOrders(3).filter(({ type }) => type === 'limit' || type === 'stop')
    const triples = orders.flatMap((first) => orders.flatMap((second) => orders.map((third) => [first, second, third])))
    expect(compareAll(barsOf(3), triples, { volume: 2, isContest: true })).toMatchObject({ wrong: [], cases: 34_560 })
  }, 60_000)
})
