import { MoneyCell } from '../domain/money.js'
import type { Account } from '../kernel/account.js'
import { ENTRY, KIND } from '../portfolio/ledger.js'

/** Equity over time, side by side. */
export interface Curve {
  readonly times: Float64Array
  readonly equity: Float64Array
}

/**
 * The curve of an account into which nothing was paid after the start, and from which nothing was taken: each point grows from the one before by what was earned on
 * it (time-weighted returns; a flow between two points counts as if it came at the second). The same curve where there was no flow. `isLastAmended` says that the last point was
 * taken after the flows of its instant.
 */
export function withoutFlows(account: Account, curve: Curve, isLastAmended: boolean): Curve {
  const flows = flowsOf(account)
  if (flows.length === 0) return curve
  const { times, equity } = curve
  const grown = Float64Array.from(equity)
  let next = 0
  const flowUntil = (isOver: (time: number) => boolean): number => {
    let flow = 0
    while (next < flows.length && !isOver(flows[next]!.time)) flow += flows[next++]!.amount
    return flow
  }
  for (let i = 1; i < times.length; i++) {
    // What comes at an instant comes after its point, but for a point that was set anew.
    const atStart = flowUntil((time) => time > times[i - 1]!)
    const isLast = isLastAmended && i === times.length - 1
    const inside = flowUntil((time) => (isLast ? time > times[i]! : time >= times[i]!))
    grown[i] = (grown[i - 1]! * (equity[i]! - inside)) / (equity[i - 1]! + atStart)
  }
  return { times, equity: grown }
}

/** Deposits and withdrawals after the first, in base currency. */
function flowsOf({ ledger }: Account): readonly { readonly time: number; readonly amount: number }[] {
  const { log, causes } = ledger
  const flows: { time: number; amount: number }[] = []
  for (const [row, { event, rate = 1 }] of causes) {
    const kind = log.get(row, ENTRY.kind)
    if (event === undefined || (kind !== KIND.deposit && kind !== KIND.withdrawal)) continue
    const amount = log.readAmount(row, ENTRY.amount, new MoneyCell()).toNumber() * rate
    flows.push({ time: log.get(row, ENTRY.time), amount })
  }
  return flows
}
