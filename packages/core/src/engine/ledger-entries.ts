import { LEDGER_KINDS } from '../domain/ledger-kind.js'
import { MoneyCell } from '../domain/money.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import { ENTRY, type LedgerEntry } from '../portfolio/ledger.js'

/** Every movement of cash as a value. */
export function ledgerEntries({ account, orders }: TradingKernel): readonly LedgerEntry[] {
  const { ledger, currencies, names, booking } = account
  const { log, causes } = ledger
  return Object.freeze(
    Array.from({ length: log.length }, (_, row): LedgerEntry => {
      const fill = log.get(row, ENTRY.fill)
      const cause = causes.get(row)
      const filled = fill < 0 ? undefined : orders.log.get(booking.fills.rows.get(fill, FILL.order), ORDER.instrument)
      const instrument = filled ?? cause?.instrument
      return {
        time: log.get(row, ENTRY.time),
        strategy: names.strategies[log.get(row, ENTRY.book)],
        currency: currencies[log.get(row, ENTRY.currency)]!,
        kind: LEDGER_KINDS[log.get(row, ENTRY.kind)]!,
        amount: log.readAmount(row, ENTRY.amount, new MoneyCell()),
        fill,
        symbol: instrument === undefined ? undefined : names.instruments[instrument]!.symbol,
        event: cause?.event,
        rate: cause?.rate,
      }
    }),
  )
}
