/**
 * The definition of a bar, which the venue is tested against: what becomes of a few orders over all continuous paths from open to close that
 * touch low and high and never leave them. Slow and plain on purpose; it shares nothing with the matching engine.
 *
 * Prices are whole numbers. A path walks on half steps, so that there is room between any two levels; being continuous, it meets every
 * level exactly, and an order that it meets fills at the price where the path stands. What the path does to the orders is in `reachable-orders.ts`.
 */
import { atClose, atOpen, meet, start } from './reachable-orders.js'
import type { GridOrder, Outcome, Working, World } from './reachable-world.js'

export interface GridBar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

export interface Problem {
  readonly bar: GridBar
  readonly orders: readonly GridOrder[]
  /** What all fills of the bar can take together; default: all they want. */
  readonly volume?: number
  /** What the strategy holds before the bar, signed. */
  readonly held?: number
  /** What a limit does that is only touched: fill or not ('either'), fill, or wait until the price is so many steps through. */
  readonly touch?: 'either' | 'fill' | number
  /** How far apart the points are that a path walks on; less than the distance of any two levels. */
  readonly step?: number
}

const HALF_STEP = 0.5

/** All outcomes over all paths. */
export function reachable(problem: Problem): Outcome[] {
  return outcomesOf(worldsAfter(problem, [begun(problem)]))
}

/** All outcomes over all paths through several bars, one after the other. */
export function reachableOver(bars: readonly GridBar[], problem: Omit<Problem, 'bar'>): Outcome[] {
  const { orders, volume = Number.POSITIVE_INFINITY } = problem
  let worlds = [begun(problem)]
  for (const bar of bars) {
    const after = worldsAfter({ ...problem, bar }, worlds)
    worlds = after.map((world) => atClose(orders, world, bar.close, volume))
  }
  return outcomesOf(worlds)
}

/** Where the paths of a bar can leave the orders. */
function worldsAfter(problem: Problem, worlds: readonly World[]): World[] {
  const { bar, orders, step = HALF_STEP, touch = 'either' } = problem
  const left = new Map<string, World>()
  const visited = new Map<string, Set<number>>()
  const queue: Place[] = []
  const visit = (price: number, before: { lowSeen: boolean; highSeen: boolean }, world: World): void => {
    const lowSeen = before.lowSeen || price === bar.low
    const highSeen = before.highSeen || price === bar.high
    const key = (world.key ??= keyOf(world))
    const been = visited.get(key) ?? new Set()
    visited.set(key, been)
    const place = 4 * price + (lowSeen ? 2 * step : 0) + (highSeen ? step : 0)
    if (been.has(place)) return
    been.add(place)
    queue.push({ price, lowSeen, highSeen, world })
    if (price === bar.close && lowSeen && highSeen) left.set(key, world)
  }
  for (const world of worlds) visit(bar.open, { lowSeen: false, highSeen: false }, atOpen(orders, world, bar.open))
  for (let place = queue.pop(); place; place = queue.pop()) {
    for (const price of [place.price - step, place.price + step]) {
      if (price < bar.low || price > bar.high) continue
      for (const world of meet(orders, place.world, price, touch)) visit(price, place, world)
    }
  }
  return [...left.values()]
}

interface Place {
  readonly price: number
  readonly lowSeen: boolean
  readonly highSeen: boolean
  readonly world: World
}

/** The outcome of the one path that goes straight from open to the first extreme, the other and the close; a limit that it touches fills. */
export function alongPath(problem: Problem, first: 'high' | 'low'): Outcome {
  const { bar, orders, touch, step = HALF_STEP } = problem
  let world = atOpen(orders, begun(problem), bar.open)
  let price = bar.open
  for (const end of first === 'high' ? [bar.high, bar.low, bar.close] : [bar.low, bar.high, bar.close]) {
    while (price !== end) {
      price += end > price ? step : -step
      world = meet(orders, world, price, typeof touch === 'number' ? touch : 'fill')[0]!
    }
  }
  return outcomeOf(world)
}

/** What an outcome is worth at the close: direction x quantity x (close - price) over all fills. */
export function valueOf(outcome: Outcome, { orders, bar }: Problem): number {
  return outcome.reduce((sum, { fills }, turn) => {
    const direction = orders[turn]!.side === 'buy' ? 1 : -1
    return sum + fills.reduce((part, { price, quantity }) => part + direction * quantity * (bar.close - price), 0)
  }, 0)
}

/** The lowest and highest value over all outcomes. */
export function valueRange(outcomes: readonly Outcome[], problem: Problem): { lowest: number; highest: number } {
  const values = outcomes.map((outcome) => valueOf(outcome, problem))
  return { lowest: Math.min(...values), highest: Math.max(...values) }
}

/** By order: whether paths differ in what it fills, and the lowest and highest price at which it does. */
export function rangesOf(outcomes: readonly Outcome[]): { ambiguous: boolean; low: number; high: number }[] {
  return outcomes[0]!.map((_, turn) => {
    const fates = outcomes.map((outcome) => outcome[turn]!.fills)
    const prices = fates.flatMap((fills) => fills.map(({ price }) => price))
    const ambiguous = new Set(fates.map((fills) => JSON.stringify(fills))).size > 1
    return { ambiguous, low: Math.min(...prices), high: Math.max(...prices) }
  })
}

/** 'waits', 'triggered', 'canceled', '95', '2@95', a comma between orders. How an order ends that has filled in part is left out. */
export function textOf(outcome: Outcome): string {
  return outcome
    .map(({ fills, end }) => {
      const texts = fills.map(({ price, quantity }) => (quantity === 1 ? '' : `${String(quantity)}@`) + String(price))
      return [...texts, ...(texts.length > 0 ? [] : [end])].join(' ')
    })
    .join(', ')
}

function begun({ orders, volume, held }: Omit<Problem, 'bar'>): World {
  return start(orders, volume ?? Number.POSITIVE_INFINITY, held ?? 0)
}

function outcomesOf(worlds: readonly World[]): Outcome[] {
  const outcomes = worlds.map(outcomeOf)
  return [...new Map(outcomes.map((outcome) => [textOf(outcome), outcome])).values()]
}

function outcomeOf({ orders }: World): Outcome {
  return orders.map(({ phase, fills, wasTriggered }) => {
    if (phase === 'filled' || phase === 'canceled') return { fills, end: phase }
    return { fills, end: wasTriggered ? 'triggered' : 'waits' }
  })
}

function keyOf({ orders, volume, pools }: World): string {
  return `${String(volume)} ${[...pools.values()].join()} ${orders.map(keyOfOrder).join(';')}`
}

function keyOfOrder({ phase, limit, extreme, touched, left, fills, wasTriggered }: Working): string {
  const filled = fills.map(({ price, quantity }) => `${String(quantity)}@${String(price)}`).join(' ')
  return `${phase} ${String(limit)} ${String(extreme)} ${String(touched)} ${String(left)} ${filled} ${String(wasTriggered)}`
}
