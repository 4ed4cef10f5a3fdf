import { Decimal, type BacktestResult } from '@tradewright/core'

/** What was traded at one open, and the cash that it left. Amounts are in USD, unsigned. */
export interface Rotation {
  readonly time: number
  readonly sold: Decimal
  readonly bought: Decimal
  readonly commission: Decimal
  readonly cashAfter: Decimal
  /** What was traded, such as '-3 OAK'. */
  readonly trades: readonly string[]
}

const NOTHING = { sold: new Decimal(0), bought: new Decimal(0), commission: new Decimal(0), trades: [] }

/** The rotations of a run, read from its ledger: all that was filled at one open is one. */
export function rotationsOf({ ledger, fills }: BacktestResult): readonly Rotation[] {
  const rotations = new Map<number, Rotation>()
  let cashAfter = new Decimal(0)
  for (const { time, kind, amount, fill } of ledger) {
    const moved = amount.toDecimal()
    cashAfter = cashAfter.plus(moved)
    const traded = fills[fill]
    // What a delisting pays is no trade.
    if (traded === undefined || traded.internal) continue
    const before = rotations.get(time) ?? NOTHING
    const { side, quantity, symbol } = traded
    const trade = `${side === 'buy' ? '+' : '-'}${quantity.toFixed()} ${symbol}`
    rotations.set(time, {
      ...{ time, cashAfter },
      sold: kind === 'fill' && side === 'sell' ? before.sold.plus(moved) : before.sold,
      bought: kind === 'fill' && side === 'buy' ? before.bought.minus(moved) : before.bought,
      commission: kind === 'commission' ? before.commission.minus(moved) : before.commission,
      trades: kind === 'fill' ? [...before.trades, trade] : before.trades,
    })
  }
  return [...rotations.values()]
}
