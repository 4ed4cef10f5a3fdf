import { TradewrightError } from '../domain/errors.js'
import { expectedNames } from '../domain/nearest-name.js'
import type { AccountRecord } from '../domain/account-record.js'
import type { FillRecord } from '../domain/trading-records.js'

/** Throws RECORD_CONFLICT for numbered records that do not go on behind the last one of their kind. */
export function refuseNumbers(
  account: string,
  kind: 'intents' | 'cash' | 'roundTrips',
  last: number,
  records: readonly { readonly number: number }[],
): void {
  records.forEach(({ number }, index) => {
    if (number === last + 1 + index) return
    const message = `${account}: number ${String(number)} came in ${kind}; expected ${String(last + 1 + index)}, as the last one is ${String(last + index)}`
    throw new TradewrightError('RECORD_CONFLICT', message, { details: { account, kind, number, last } })
  })
}

/** Whether a fill that is kept is this very one. Throws RECORD_CONFLICT where only the id is the same. */
export function isKept(account: string, kept: FillRecord | undefined, fill: FillRecord): boolean {
  if (kept === undefined) return false
  const differs = (Object.keys(fill) as (keyof FillRecord)[]).find(
    (name) => name !== 'receivedAt' && String(kept[name]) !== String(fill[name]),
  )
  if (differs === undefined) return true
  const message = `${account}: fill ${fill.id} came with ${differs} ${String(fill[differs])}; expected ${String(kept[differs])}, as it was recorded`
  throw new TradewrightError('RECORD_CONFLICT', message, { details: { account, fill: fill.id, field: differs } })
}

/** Throws UNKNOWN_ACCOUNT. */
export function unknownAccount(account: string, known: readonly string[]): never {
  const expected = known.length === 0 ? 'expected saveAccount first' : expectedNames(account, known)
  throw new TradewrightError('UNKNOWN_ACCOUNT', `account ${JSON.stringify(account)} is not known; ${expected}`, {
    details: { account, known },
  })
}

/** Throws ACCOUNT_MISMATCH for an account that had another currency. */
export function refuseCurrency(kept: AccountRecord | undefined, { account, currency }: AccountRecord): void {
  if (kept === undefined || kept.currency === currency) return
  const message = `account ${account} came in ${currency}; expected ${kept.currency}, in which its records are`
  throw new TradewrightError('ACCOUNT_MISMATCH', message, {
    details: { account, currency, expected: kept.currency },
  })
}

/** Throws UNKNOWN_RUN. */
export function unknownRun(id: number): never {
  throw new TradewrightError('UNKNOWN_RUN', `run ${String(id)} is not in the store; expected the id of a saved run`, {
    details: { id },
  })
}
