import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Side } from '../domain/order.js'
import { compareAll } from './grid.js'
import { played, playedOver, playedTogether } from './grid-venue.js'
import { type GridBar, type Problem, reachableOver, textOf, valueOf } from './reachable.js'
import type { GridOrder, Outcome } from './reachable-world.js'

/** Prices are whole, from 1 to 12. */
const price = fc.integer({ min: 1, max: 12 })
const quantity = fc.integer({ min: 1, max: 3 })
const side = fc.constantFrom<Side>('buy', 'sell')

const gridBar: fc.Arbitrary<GridBar> = fc
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
type Group = Pick<Problem, 'orders' | 'held'>

const single: fc.Arbitrary<Group> = fc
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

const bracket: fc.Arbitrary<Group> = fc.record({ entry, exits }).map((one) => {
  const { side, quantity = 1 } = one.entry
  return { orders: [one.entry, ...exitOrders(one.exits, { side, quantity, group: 0, parent: 0 })] }
})

const protection: fc.Arbitrary<Group> = fc
  .record({ side, quantity, exits })
  .map((one) => ({
    orders: exitOrders(one.exits, { side: one.side, quantity: one.quantity, group: 0 }),
    held: one.side === 'buy' ? one.quantity : -one.quantity,
  }))
  .filter(({ orders }) => orders.length > 0)

const oco: fc.Arbitrary<Group> = fc
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

const oto: fc.Arbitrary<Group> = fc
  .record({ parent: entry, children: fc.array(entry, { minLength: 1, maxLength: 2 }) })
  .map(({ parent, children }) => ({
    orders: [
      parent,
      ...children.map((child): GridOrder => ({ ...child, link: { role: 'triggered', group: 0, parent: 0 } })),
    ],
  }))

const anyGroup = fc.oneof(single, bracket, protection, oco, oto)

/** fast-check prints the seed and the smallest case when a property fails. */
const check = <T>(property: fc.IProperty<T>, numRuns = 500): void => {
  fc.assert(property, { numRuns })
}

const policies = ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'] as const
const policy = fc.constantFrom(...policies)
const volume = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined })
const bars = fc.array(gridBar, { minLength: 1, maxLength: 3 })

/** With scarce volume, where the alternatives of a group are all on one side: else two that fill in part leave exits of nothing. */
const withVolume = (group: Group, volume: number | undefined) => {
  const sides = new Set(group.orders.flatMap(({ side, link }) => (link?.role === 'alternative' ? [side] : [])))
  return volume === undefined || sides.size > 1 ? group : { ...group, volume }
}
const filledOf = ({ fills }: Outcome[number]): number => fills.reduce((sum, { quantity }) => sum + quantity, 0)

describe('in a random bar', () => {
  it.each([
    ['bracket', bracket],
    ['pair of exits', protection],
    ['OCO', oco],
    ['OTO', oto],
  ] as const)(
    'a random %s comes to what continuous paths allow, at its worst, its best, or on its path',
    (_, group) => {
      check(
        fc.property(group, gridBar, (one, bar) => {
          expect(compareAll([bar], [one.orders], one.held ? { held: one.held } : {}).wrong).toEqual([])
        }),
      )
    },
  )

  it('a group is worth no less optimistic, and no more pessimistic, than on any named path', () => {
    check(
      fc.property(anyGroup, gridBar, (group, bar) => {
        const problem = { ...group, bar }
        const [worst, best, ...others] = policies.map((one) => valueOf(played(problem, one).outcome, problem))
        for (const value of others) {
          expect(value).toBeGreaterThanOrEqual(worst!)
          expect(value).toBeLessThanOrEqual(best!)
        }
      }),
    )
  })

  it('no fill is at a price that the bar did not show, and one at the open is at its price', () => {
    check(
      fc.property(anyGroup, bars, policy, volume, (group, all, one, most) => {
        const { fills, firstRow } = playedOver(all, withVolume(group, most), one)
        for (const { price, row, atOpen } of fills.flat()) {
          const { open, high, low } = all[row - firstRow]!
          expect(price).toBeGreaterThanOrEqual(low)
          expect(price).toBeLessThanOrEqual(high)
          if (atOpen) expect(price).toBe(open)
        }
      }),
    )
  })
})

describe('over some random bars', () => {
  it('what becomes of a group is what continuous paths through all of them allow, under every policy', () => {
    check(
      fc.property(anyGroup, bars, policy, volume, (group, all, one, most) => {
        const problem = withVolume(group, most)
        const allowed = reachableOver(all, problem).map(textOf)
        expect(allowed).toContain(textOf(playedOver(all, problem, one).outcome))
      }),
    )
  })

  it('what becomes of the groups of several strategies is the same alone as together, in whatever order they were sent', () => {
    // Which of two alternatives an open serves first hangs on what the account holds, so they are left out.
    const group = fc.oneof(single, bracket, protection, oto)
    check(
      fc.property(fc.array(group, { minLength: 2, maxLength: 3 }), bars, policy, (groups, all, one) => {
        const alone = groups.map((group) => textOf(playedOver(all, group, one).outcome))
        const together = playedTogether(all, groups, one).map(({ outcome }) => textOf(outcome))
        expect(together).toEqual(alone)
        const reversed = playedTogether(all, [...groups].reverse(), one).map(({ outcome }) => textOf(outcome))
        expect(reversed.reverse()).toEqual(alone)
      }),
    )
  })

  it('what becomes of a group is the same where the venue is shown only the bars that it asks for', () => {
    const many = fc.array(gridBar, { minLength: 1, maxLength: 12 })
    check(
      fc.property(anyGroup, many, policy, volume, (group, all, one, most) => {
        const problem = withVolume(group, most)
        const { log } = playedOver(all, problem, one, { isSkimmed: true })
        expect(log).toEqual(playedOver(all, problem, one).log)
      }),
    )
  })

  it('exits fill no more than was entered or held, and none fills more than it is for', () => {
    check(
      fc.property(fc.oneof(bracket, protection, oco), bars, policy, volume, (group, all, one, most) => {
        const { outcome } = playedOver(all, withVolume(group, most), one)
        const closed = new Map<number | undefined, number>()
        group.orders.forEach(({ link, quantity = 1 }, turn) => {
          const filled = filledOf(outcome[turn]!)
          expect(filled).toBeLessThanOrEqual(quantity)
          if (link?.role === 'stopLoss' || link?.role === 'takeProfit')
            closed.set(link.parent, (closed.get(link.parent) ?? 0) + filled)
        })
        for (const [parent, filled] of closed) {
          const protects = parent === undefined ? Math.abs(group.held ?? 0) : filledOf(outcome[parent]!)
          expect(filled).toBeLessThanOrEqual(protects)
        }
      }),
    )
  })

  it('no order is heard of before it is accepted, or after it has ended', () => {
    check(
      fc.property(anyGroup, bars, policy, volume, (group, all, one, most) => {
        const { reports } = playedOver(all, withVolume(group, most), one)
        for (const [turn, kinds] of reports.entries()) {
          const accepted = kinds.indexOf('accepted')
          expect(kinds.filter((kind) => kind === 'accepted').length).toBeLessThanOrEqual(1)
          // One that was held until its parent ended has never been accepted.
          if (accepted < 0) expect(kinds.filter((kind) => kind !== 'canceled')).toEqual([])
          else expect(accepted).toBe(0)
          const ends = kinds.findIndex((kind) => kind === 'canceled' || kind === 'expired')
          if (ends >= 0) expect(ends, `order ${String(turn)}: ${kinds.join()}`).toBe(kinds.length - 1)
        }
      }),
    )
  })
})
