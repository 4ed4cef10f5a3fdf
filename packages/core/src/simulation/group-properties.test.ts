import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareAll } from './grid.js'
import { played, playedOver } from './grid-venue.js'
import { anyGroup, bracket, gridBar, type Group, oco, oto, protection } from './random-groups.js'
import { reachableOver, textOf, valueOf } from './reachable.js'
import type { Outcome } from './reachable-world.js'

/** fast-check prints the seed and the smallest case when a property fails. */
const check = <T>(property: fc.IProperty<T>, numRuns = 500): void => {
  fc.assert(property, { numRuns })
}

const policies = ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'] as const
const policy = fc.constantFrom(...policies)
const volume = fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined })
const bars = fc.array(gridBar, { minLength: 1, maxLength: 3 })

const withVolume = (group: Group, volume: number | undefined) => (volume === undefined ? group : { ...group, volume })
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
