import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EquityBreaker, type EquityBreachKind } from './equity-breaker.js'

type Step =
  | { readonly kind: 'mark'; readonly factor: number }
  | { readonly kind: 'flow'; readonly part: number }
  | { readonly kind: 'session' | EquityBreachKind }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('mark'), factor: fc.double({ min: 0.9, max: 1.1, noNaN: true }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('flow'), part: fc.double({ min: -0.6, max: 1, noNaN: true }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('session', 'dailyLoss', 'maxDrawdown') }) },
)

/** What the steps come to: equity, and growth without the flows. */
function pathOf(steps: readonly Step[]): { equity: number[]; growth: number[]; flows: number[] } {
  const path = { equity: [10_000], growth: [1], flows: [0] }
  for (const [i, each] of steps.entries()) {
    const equity = path.equity[i]!
    const factor = each.kind === 'mark' ? each.factor : 1
    const flow = each.kind === 'flow' ? equity * each.part : 0
    path.equity.push(equity * factor + flow)
    path.growth.push(path.growth[i]! * factor)
    path.flows.push(flow)
  }
  return path
}

const limits = { dailyLoss: 0.08, maxDrawdown: 0.15 }

/** How much of each limit is used up after so many steps, as a fraction of it, from the whole history. */
function usedOf(steps: readonly Step[], upTo: number): Record<EquityBreachKind, number> {
  const { equity, growth, flows } = pathOf(steps.slice(0, upTo))
  const kinds: readonly string[] = ['start', ...steps.slice(0, upTo).map((each) => each.kind)]
  const day = Math.max(0, kinds.lastIndexOf('session'), kinds.lastIndexOf('dailyLoss'))
  const flowed = flows.slice(day + 1).reduce((sum, flow) => sum + flow, 0)
  const peak = Math.max(...growth.slice(Math.max(0, kinds.lastIndexOf('maxDrawdown'))))
  return {
    dailyLoss: (equity[day]! + flowed - equity[upTo]!) / (limits.dailyLoss * equity[day]!),
    maxDrawdown: (1 - growth[upTo]! / peak) / limits.maxDrawdown,
  }
}

describe('an equity breaker', () => {
  it('trips as the whole history says, whatever happens to equity', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const breaker = new EquityBreaker({ ...limits, dailyLoss: { fraction: limits.dailyLoss } })
        const { equity, flows } = pathOf(steps)
        const tripped = new Set<EquityBreachKind>()
        breaker.sessionBegan(10_000)
        for (const [i, { kind }] of steps.entries()) {
          const now = equity[i + 1]!
          if (kind === 'session') breaker.sessionBegan(now)
          else if (kind === 'flow') breaker.flowed(flows[i + 1]!, now)
          else if (kind !== 'mark') breaker.reset(kind, now)
          if (kind !== 'session' && kind !== 'flow' && kind !== 'mark') tripped.delete(kind)
          const used = usedOf(steps, i + 1)
          // Too near to the limit for both to round alike.
          if (Object.values(used).some((each) => Math.abs(each - 1) < 1e-9)) return
          const expected = (['dailyLoss', 'maxDrawdown'] as const).filter(
            (each) => used[each] > 1 && !tripped.has(each),
          )
          const came = [breaker.judge(now), breaker.judge(now), breaker.judge(now)].filter((each) => each !== undefined)
          expect(came.map((each) => each.kind)).toEqual(expected)
          for (const each of came) expect(each.lost / each.limit).toBeCloseTo(used[each.kind], 6)
          for (const each of expected) tripped.add(each)
        }
      }),
      { numRuns: 500 },
    )
  })
})
