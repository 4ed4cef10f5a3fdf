import type { Side } from '../domain/order.js'
import type { GridBar } from './reachable.js'
import type { GridOrder, GridTrail } from './reachable-world.js'

export const SIDES: readonly Side[] = ['buy', 'sell']
type LeveledType = 'limit' | 'stop' | 'marketIfTouched'
const LEVELED: readonly LeveledType[] = ['limit', 'stop', 'marketIfTouched']

/** Whole prices from 1. */
export function pricesTo(highest: number): number[] {
  return Array.from({ length: highest }, (_, i) => i + 1)
}

/** Every bar on so many prices. */
export function barsOf(prices: number): GridBar[] {
  return pricesTo(prices).flatMap((low) =>
    pricesTo(prices)
      .filter((high) => high >= low)
      .flatMap((high) => {
        const within = pricesTo(high).filter((price) => price >= low)
        return within.flatMap((open) => within.map((close) => ({ open, high, low, close })))
      }),
  )
}

/** A market order of each side, and a limit, a stop and a market-if-touched at every level. */
export function leveledOrders(prices: number, sides: readonly Side[] = SIDES): GridOrder[] {
  return sides.flatMap((side) => [
    { side, type: 'market' as const },
    ...LEVELED.flatMap((type) => pricesTo(prices).map((level) => ({ side, type, level }))),
  ])
}

/** A stop-limit and a limit-if-touched at every pair of levels. */
export function twoLeveledOrders(prices: number, sides: readonly Side[] = SIDES): GridOrder[] {
  return sides.flatMap((side) =>
    (['stopLimit', 'limitIfTouched'] as const).flatMap((type) =>
      pricesTo(prices).flatMap((level) => pricesTo(prices).map((limit) => ({ side, type, level, limit }))),
    ),
  )
}

/** A trailing stop of every distance up to 4 with each of some further terms. */
export function trailingOrders(terms: readonly Omit<GridTrail, 'distance'>[]): GridOrder[] {
  return SIDES.flatMap((side) =>
    pricesTo(4).flatMap((distance) =>
      terms.map((more): GridOrder => {
        const type = more.limitOffset === undefined ? 'trailingStop' : 'trailingStopLimit'
        return { side, type, trail: { distance, ...more } }
      }),
    ),
  )
}

/** An entry, then the exits of what it fills: the stop-loss first. */
export function bracketOf(entry: GridOrder, stop?: number, ...targets: number[]): GridOrder[] {
  const side = entry.side === 'buy' ? 'sell' : 'buy'
  return [entry, ...exitsOf(side, entry.quantity ?? 1, 0, stop, ...targets)]
}

/** Exits of a position that is held already. */
export function protectionOf(held: number, stop?: number, ...targets: number[]): GridOrder[] {
  return exitsOf(held > 0 ? 'sell' : 'buy', Math.abs(held), undefined, stop, ...targets)
}

function exitsOf(side: Side, quantity: number, parent: number | undefined, stop?: number, ...targets: number[]) {
  const orders: GridOrder[] = []
  const link = { group: 0, parent }
  if (stop !== undefined)
    orders.push({ side, type: 'stop', level: stop, quantity, link: { ...link, role: 'stopLoss' } })
  for (const level of targets)
    orders.push({
      side,
      type: 'limit',
      level,
      quantity: quantity / targets.length,
      link: { ...link, role: 'takeProfit' },
    })
  return orders
}

/** Every stop and target of a position that is held. */
export function protections(prices: number, held: number): GridOrder[][] {
  return pairsOf(prices).map(([stop, target]) => protectionOf(held, stop, target))
}

/** Each entry with every stop and target. */
export function brackets(entries: readonly GridOrder[], prices: number): GridOrder[][] {
  return entries.flatMap((entry) => pairsOf(prices).map(([stop, target]) => bracketOf(entry, stop, target)))
}

/** Each entry with trailing stops of every distance to 3, without a target and with every one. */
export function trailingBrackets(
  entries: readonly GridOrder[],
  prices: number,
  by: 'extreme' | 'close' = 'extreme',
): GridOrder[][] {
  return entries.flatMap((entry) =>
    pricesTo(3).flatMap((distance) =>
      [undefined, ...pricesTo(prices)].map((target) => {
        const side = entry.side === 'buy' ? 'sell' : 'buy'
        const link = { role: 'stopLoss', group: 0, parent: 0 } as const
        const stop: GridOrder = { side, type: 'trailingStop', trail: { distance, by }, link }
        return [entry, stop, ...(target === undefined ? [] : bracketOf(entry, undefined, target).slice(1))]
      }),
    ),
  )
}

/** Each of the orders with each as its only alternative. */
export function alternatives(orders: readonly GridOrder[]): GridOrder[][] {
  const link = { role: 'alternative', group: 0, parent: undefined } as const
  return orders.flatMap((first) =>
    orders.map((second) => [
      { ...first, link },
      { ...second, link },
    ]),
  )
}

/** Each of the orders, held until another is filled. */
export function triggeredPairs(parents: readonly GridOrder[], children: readonly GridOrder[]): GridOrder[][] {
  const link = { role: 'triggered', group: 0, parent: 0 } as const
  return parents.flatMap((parent) => children.map((child) => [parent, { ...child, link }]))
}

function pairsOf(prices: number): (readonly [number, number])[] {
  return pricesTo(prices).flatMap((first) => pricesTo(prices).map((second) => [first, second] as const))
}
