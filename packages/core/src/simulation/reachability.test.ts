import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import type { FillRules } from './fill-rules.js'
import { TestVenue } from './test-venue.js'

/**
 * The laws of a bar against their definition: the outcomes of orders over all continuous paths from open to close that touch low and high and
 * never leave them. A path walks on half steps, so that there is room between any two levels. A limit that a path only touches may fill or
 * not; one that it goes beyond was filled when it was met.
 */
interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

interface Order {
  readonly side: 'buy' | 'sell'
  readonly type: 'market' | 'limit' | 'stop'
  readonly level: number
}

/** What became of an order: where it filled, or this. A limit that was touched and not served ends as one that waits. */
const WAITS = 'waits'
const TOUCHED = 'touched'
const TRIGGERED = 'triggered'
type Fate = number | typeof WAITS | typeof TOUCHED | typeof TRIGGERED

function barsOf(prices: number): Bar[] {
  const bars: Bar[] = []
  for (let low = 1; low <= prices; low++)
    for (let high = low; high <= prices; high++)
      for (let open = low; open <= high; open++)
        for (let close = low; close <= high; close++) bars.push({ open, high, low, close })
  return bars
}

function ordersOf(prices: number): Order[] {
  const orders: Order[] = []
  for (const side of ['buy', 'sell'] as const) {
    orders.push({ side, type: 'market', level: 0 })
    for (const type of ['limit', 'stop'] as const)
      for (let level = 1; level <= prices; level++) orders.push({ side, type, level })
  }
  return orders
}

const fallsTo = ({ side, type }: Order): boolean => (type === 'limit') === (side === 'buy')
/** Steps by which a price lies beyond an order's level: 0 at it, negative in front of it. */
const beyond = (order: Order, price: number): number => (fallsTo(order) ? order.level - price : price - order.level)

/** What a price can do to the orders in front of it, each in turn, as long as there is volume; none if the path cannot be. */
function arrive(orders: readonly Order[], fates: readonly Fate[], price: number, volume: number): Fate[][] {
  if (fates.some((fate, turn) => fate === TOUCHED && beyond(orders[turn]!, price) > 0)) return []
  let branches: Fate[][] = [[...fates]]
  orders.forEach((order, turn) => {
    const fate = fates[turn]
    if ((fate !== WAITS && fate !== TOUCHED) || beyond(order, price) < 0) return
    branches = branches.flatMap((branch) => {
      const left = volume - branch.filter((other) => typeof other === 'number').length
      if (order.type === 'stop') return [replaced(branch, turn, left > 0 ? order.level : TRIGGERED)]
      return left > 0 ? [replaced(branch, turn, order.level), replaced(branch, turn, TOUCHED)] : [branch]
    })
  })
  return branches
}

function replaced(fates: readonly Fate[], turn: number, fate: Fate): Fate[] {
  return fates.map((other, i) => (i === turn ? fate : other))
}

/** What is marketable at the open is served there and then, the nearer first. */
function atOpen(orders: readonly Order[], open: number, volume: number): Fate[] {
  const fates: Fate[] = orders.map(() => WAITS)
  const distance = (turn: number): number =>
    orders[turn]!.type === 'market' ? 0 : Math.abs(orders[turn]!.level - open)
  const turns = orders
    .map((_, turn) => turn)
    .filter((turn) => orders[turn]!.type === 'market' || beyond(orders[turn]!, open) >= 0)
  turns.sort((a, b) => distance(a) - distance(b) || a - b)
  let left = volume
  for (const turn of turns) {
    if (left > 0) fates[turn] = open
    else if (orders[turn]!.type === 'stop') fates[turn] = TRIGGERED
    left--
  }
  return fates
}

/** All outcomes over all continuous paths, each as text. */
function reachable(orders: readonly Order[], bar: Bar, volume: number): Set<string> {
  const outcomes = new Set<string>()
  const seen = new Set<string>()
  const queue: {
    readonly price: number
    readonly lowSeen: boolean
    readonly highSeen: boolean
    readonly fates: Fate[]
  }[] = []
  const visit = (price: number, before: { lowSeen: boolean; highSeen: boolean }, fates: Fate[]): void => {
    const lowSeen = before.lowSeen || price === bar.low
    const highSeen = before.highSeen || price === bar.high
    const key = `${String(price)} ${String(lowSeen)} ${String(highSeen)} ${fates.join()}`
    if (seen.has(key)) return
    seen.add(key)
    queue.push({ price, lowSeen, highSeen, fates })
    if (price === bar.close && lowSeen && highSeen) outcomes.add(fates.join().replaceAll(TOUCHED, WAITS))
  }
  visit(bar.open, { lowSeen: false, highSeen: false }, atOpen(orders, bar.open, volume))
  for (let state = queue.pop(); state; state = queue.pop()) {
    for (const price of [state.price - 0.5, state.price + 0.5]) {
      if (price < bar.low || price > bar.high) continue
      for (const fates of arrive(orders, state.fates, price, volume)) visit(price, state, fates)
    }
  }
  return outcomes
}

const calendar = alwaysOpen()

/** What the venue makes of the orders, in the solver's words, and which of its fills it marks. */
function played(
  orders: readonly Order[],
  bar: Bar,
  volume: number,
  fills: FillRules,
): { outcome: string; marked: boolean[] } {
  const prices = [bar.open, bar.high, bar.low, bar.close].join('/')
  const venue = new TestVenue({
    bars: [Number.isFinite(volume) ? `${prices} v${String(volume)}` : prices],
    instrument: { calendar },
    fills: { ...fills, maxVolumeFraction: Number.isFinite(volume) ? 1 : 'unlimited' },
  })
  for (const { side, type, level } of orders)
    venue.send(type === 'market' ? `${side} market` : `${side} ${type} ${String(level)}`, { quantity: 1 })
  venue.play()
  const fates = orders.map((_, number): Fate => {
    const filled = venue.fills.find(({ order }) => order === number)
    if (filled) return filled.price
    return venue.log.some((line) => line.endsWith(`#${String(number)} triggered`)) ? TRIGGERED : WAITS
  })
  return {
    outcome: fates.join(),
    marked: orders.map((_, i) => venue.fills.some(({ order, ambiguous }) => order === i && ambiguous)),
  }
}

interface Comparison {
  cases: number
  certain: number
  readonly wrong: string[]
}

/** Compares one set of orders in one bar under both policies. */
function compare(orders: readonly Order[], bar: Bar, volume: number, into: Comparison): void {
  const outcomes = reachable(orders, bar, volume)
  const fates = [...outcomes].map((outcome) => outcome.split(','))
  for (const policy of ['pessimistic', 'optimistic'] as const) {
    const { outcome, marked } = played(orders, bar, volume, { policy })
    into.cases++
    if (outcomes.size === 1) into.certain++
    const mine = outcome.split(',')
    // A fill is marked if and only if some path gives its order another fate.
    const markedRight = mine.every(
      (fate, i) => marked[i] === (Number.isFinite(Number(fate)) && fates.some((other) => other[i] !== fate)),
    )
    if (outcomes.has(outcome) && markedRight) continue
    const what = `${policy}: ${JSON.stringify(orders)} in ${JSON.stringify(bar)}`
    into.wrong.push(`${what} gives ${outcome} marked ${marked.join()}, reachable ${[...outcomes].join(' | ')}`)
  }
}

describe('the outcome of every order in every bar', () => {
  it('is what continuous paths can reach, alone: 8 prices, 540 bars, 34 orders, under both policies', () => {
    const result: Comparison = { cases: 0, certain: 0, wrong: [] }
    for (const bar of barsOf(8))
      for (const order of ordersOf(8)) compare([order], bar, Number.POSITIVE_INFINITY, result)
    expect(result.wrong.slice(0, 3)).toEqual([])
    expect(result).toMatchObject({ cases: 36_720, certain: 35_040 })
  }, 60_000)

  it('is what continuous paths can reach, where two orders want the volume of one: 4 prices, 50 bars, 324 pairs', () => {
    const result: Comparison = { cases: 0, certain: 0, wrong: [] }
    const orders = ordersOf(4)
    for (const bar of barsOf(4))
      for (const first of orders) for (const second of orders) compare([first, second], bar, 1, result)
    expect(result.wrong.slice(0, 3)).toEqual([])
    expect(result.cases).toBe(32_400)
  }, 60_000)

  it('is what continuous paths can reach, where three orders want the volume of two: 3 prices, 20 bars, 1728 triples', () => {
    const result: Comparison = { cases: 0, certain: 0, wrong: [] }
    const orders = ordersOf(3).filter(({ type }) => type !== 'market')
    for (const bar of barsOf(3))
      for (const first of orders)
        for (const second of orders) for (const third of orders) compare([first, second, third], bar, 2, result)
    expect(result.wrong.slice(0, 3)).toEqual([])
    expect(result.cases).toBe(69_120)
  }, 60_000)
})

describe('the solver', () => {
  it.each([
    ['buy', 'limit', 2, { open: 3, high: 4, low: 2, close: 3 }, 'waits | 2'],
    ['buy', 'limit', 3, { open: 4, high: 4, low: 2, close: 3 }, '3'],
    ['sell', 'stop', 2, { open: 3, high: 4, low: 2, close: 3 }, '2'],
    ['buy', 'stop', 2, { open: 3, high: 4, low: 2, close: 3 }, '3'],
  ] as const)('finds for %s %s %d in %j: %s', (side, type, level, bar, expected) => {
    const found = reachable([{ side, type, level }], bar, Number.POSITIVE_INFINITY)
    expect([...found].sort()).toEqual(expected.split(' | ').sort())
  })
})
