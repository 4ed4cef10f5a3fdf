/**
 * What moved cash. A `fill` pays a value, or the profit of what it closes; `variation` is what a future gained or lost in a day. `interest` is on
 * idle cash; `financing` what borrowed cash, or a night in FX and CFDs, costs or brings. `transfer` moves between books, `conversion` between
 * currencies, and `adjustment` pays what a corporate action leaves in fractions.
 */
export const LEDGER_KINDS = [
  'deposit',
  'fill',
  'commission',
  'withdrawal',
  'transfer',
  'fee',
  'dividend',
  'borrow',
  'financing',
  'interest',
  'conversion',
  'variation',
  'adjustment',
] as const
export type LedgerKind = (typeof LEDGER_KINDS)[number]
