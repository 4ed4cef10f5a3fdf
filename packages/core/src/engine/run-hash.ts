import type { Spec } from '../domain/spec.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import { sha256OfParts } from './digest.js'

/**
 * The fingerprint of a run: the data it saw, the settings that decisions depend on, and every order, fill, round trip, balance and point of equity that
 * came of them. Engine ids, times of receipt and prose are left out.
 */
export async function hashRun(kernel: TradingKernel, settings: Spec, seriesHashes: readonly string[]): Promise<string> {
  const orders = await hashOrders(kernel)
  return sha256OfParts({
    settings: canonicalJson(settings),
    series: seriesHashes.join('\n'),
    orders,
    fills: await hashFills(kernel),
    roundTrips: await hashRoundTrips(kernel),
    balances: balances(kernel),
    equity: kernel.equityCurve.equity.filled(),
  })
}

/** The fingerprint of what was ordered and what became of it. */
export async function hashOrders({ orders: { columns } }: TradingKernel): Promise<string> {
  return sha256OfParts({
    strategy: columns.strategy.filled(),
    instrument: columns.instrument.filled(),
    direction: columns.direction.filled(),
    type: columns.type.filled(),
    timeInForce: columns.timeInForce.filled(),
    status: columns.status.filled(),
    units: columns.units.filled(),
    filledUnits: columns.filledUnits.filled(),
    level: columns.level.filled(),
    expireAt: columns.expireAt.filled(),
    createdAt: columns.createdAt.filled(),
    closedAt: columns.closedAt.filled(),
    outcomes: columns.outcomes.map(({ code }) => code).join('\n'),
  })
}

async function hashFills({ account }: TradingKernel): Promise<string> {
  const { fills } = account.booking
  return sha256OfParts({
    order: fills.order.filled(),
    time: fills.time.filled(),
    price: fills.price.filled(),
    units: fills.units.filled(),
    valueWhole: fills.value.whole.filled(),
    valueFraction: fills.value.fraction.filled(),
    commissionWhole: fills.commission.whole.filled(),
    commissionFraction: fills.commission.fraction.filled(),
    flags: fills.flags.filled(),
  })
}

async function hashRoundTrips({ account }: TradingKernel): Promise<string> {
  const { trips } = account.tracker
  return sha256OfParts({
    entryFill: trips.entryFill.filled(),
    exitFill: trips.exitFill.filled(),
    units: trips.units.filled(),
    pnlWhole: trips.pnl.whole.filled(),
    pnlFraction: trips.pnl.fraction.filled(),
  })
}

function balances({ account, seats }: TradingKernel): string {
  const { ledger, currencies } = account
  const books = Array.from({ length: seats.length + 1 }, (_, book) => book)
  return books
    .flatMap((book) =>
      currencies.map((code, currency) => `${String(book)} ${code} ${ledger.bookCash(book, currency).toString()}`),
    )
    .join('\n')
}

/** JSON with the keys of every object in order, so that settings that are equal read the same. */
export function canonicalJson(value: Spec): string {
  if (Array.isArray(value)) return `[${value.map((item: Spec) => canonicalJson(item)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value as { readonly [key: string]: Spec }).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}
