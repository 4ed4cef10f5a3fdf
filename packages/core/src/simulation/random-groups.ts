import fc from 'fast-check'
import type { Side } from '../domain/order.js'
import type { GridBar, Problem } from './reachable.js'
import type { GridOrder } from './reachable-world.js'

/** Prices are whole, from 1 to 12. */
const price = fc.integer({ min: 1, max: 12 })
const quantity = fc.integer({ min: 1, max: 3 })
const side = fc.constantFrom<Side>('buy', 'sell')

export const gridBar: fc.Arbitrary<GridBar> = fc
  .record({ prices: fc.tuple(price, price, price, price), open: fc.nat(3), close: fc.nat(3) })
  .map(({ prices, open, close }) => ({
    open: prices[open]!,
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices[close]!,
  }))

const entry: fc.Arbitrary<GridOrder> = fc.oneof(
  fc.record({ side, type: fc.constant('market' as const), quantity }),
  fc.record({ side, type: fc.constantFrom('limit', 'stop', 'marketIfTouched'), level: price, quantity }),
  fc.record({ side, type: fc.constantFrom('stopLimit', 'limitIfTouched'), level: price, limit: price, quantity }),
)

const opposite = (to: Side): Side => (to === 'buy' ? 'sell' : 'buy')

/** A stop-loss of each kind, or none. */
const stopLoss = fc.oneof(
  fc.constant(undefined),
  fc.record({ type: fc.constant('stop' as const), level: price }),
  fc.record({ type: fc.constant('stopLimit' as const), level: price, limit: price }),
  fc.record({
    type: fc.constant('trailingStop' as const),
    trail: fc.record({ distance: fc.integer({ min: 1, max: 5 }), by: fc.constantFrom('extreme', 'close') }),
  }),
)
const targets = fc.array(fc.record({ level: price, quantity }), { maxLength: 2 })
const exits = fc.record({ stopLoss, targets })
type Exits = typeof exits extends fc.Arbitrary<infer T> ? T : never

/** The exits of so many, with the number of their parent or that of the first of them. */
function exitOrders(terms: Exits, of: { side: Side; quantity: number; group: number; parent?: number }): GridOrder[] {
  const { group, parent } = of
  const common = { side: opposite(of.side), quantity: of.quantity }
  const stop: GridOrder[] = terms.stopLoss
    ? [{ ...terms.stopLoss, ...common, link: { role: 'stopLoss', group, parent } }]
    : []
  return [
    ...stop,
    ...terms.targets.map((target): GridOrder => ({
      ...common,
      ...target,
      type: 'limit',
      link: { role: 'takeProfit', group, parent },
    })),
  ]
}

/** Orders that are linked, from number 0 on, and what is held before them. */
export type Group = Pick<Problem, 'orders' | 'held'>

export const single: fc.Arbitrary<Group> = fc
  .oneof(
    entry,
    fc.record({
      side,
      type: fc.constant('trailingStop' as const),
      quantity,
      trail: fc.record({ distance: fc.integer({ min: 1, max: 5 }), by: fc.constantFrom('extreme', 'close') }),
    }),
  )
  .map((order) => ({ orders: [order] }))

export const bracket: fc.Arbitrary<Group> = fc.record({ entry, exits }).map((one) => {
  const { side, quantity = 1 } = one.entry
  return { orders: [one.entry, ...exitOrders(one.exits, { side, quantity, group: 0, parent: 0 })] }
})

export const protection: fc.Arbitrary<Group> = fc
  .record({ side, quantity, exits })
  .map((one) => ({
    orders: exitOrders(one.exits, { side: one.side, quantity: one.quantity, group: 0 }),
    held: one.side === 'buy' ? one.quantity : -one.quantity,
  }))
  .filter(({ orders }) => orders.length > 0)

export const oco: fc.Arbitrary<Group> = fc
  .array(fc.record({ entry, exits: fc.option(exits, { nil: undefined, freq: 3 }) }), { minLength: 2, maxLength: 3 })
  .map((alternatives) => {
    const orders: GridOrder[] = []
    for (const { entry, exits } of alternatives) {
      const parent = orders.length
      const { side, quantity = 1 } = entry
      orders.push({ ...entry, link: { role: 'alternative', group: 0, parent: undefined } })
      if (exits) orders.push(...exitOrders(exits, { side, quantity, group: parent, parent }))
    }
    return { orders }
  })

export const oto: fc.Arbitrary<Group> = fc
  .record({ parent: entry, children: fc.array(entry, { minLength: 1, maxLength: 2 }) })
  .map(({ parent, children }) => ({
    orders: [
      parent,
      ...children.map((child): GridOrder => ({ ...child, link: { role: 'triggered', group: 0, parent: 0 } })),
    ],
  }))

export const anyGroup = fc.oneof(single, bracket, protection, oco, oto)
