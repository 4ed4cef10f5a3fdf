import { formatTime, TradewrightError } from '../domain/errors.js'

/** Throws RANGE_INVALID for a range that runs backwards, TIME_INVALID for a bound that is no time. */
export function checkRange(
  what: string,
  range: { readonly from?: number | undefined; readonly to?: number | undefined },
): void {
  const { from, to } = range
  for (const [name, time] of Object.entries({ from, to })) {
    if (time === undefined || Number.isFinite(time)) continue
    const message = `${what}: ${name} is ${String(time)}; expected UTC epoch milliseconds`
    throw new TradewrightError('TIME_INVALID', message, { details: { [name]: time } })
  }
  if (from === undefined || to === undefined || from <= to) return
  const message = `${what}: from ${formatTime(from)} to ${formatTime(to)} came; expected a range that does not run backwards`
  throw new TradewrightError('RANGE_INVALID', message, { details: { from, to } })
}
