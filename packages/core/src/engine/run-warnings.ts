import type { BarColumns } from '../domain/bar-columns.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { Composition } from './compose.js'
import { isEveryOrderDenied } from './denials.js'
import type { LoadedSeries } from './series-loader.js'
import type { Warnings } from './warnings.js'

/** What a run leaves behind. */
interface EndedRun {
  readonly kernel: TradingKernel
  readonly parts: Composition
  readonly loaded: readonly LoadedSeries[]
}

/** Adds what the run itself gives cause for. */
export function collectWarnings(run: EndedRun, warnings: Warnings): void {
  const { kernel } = run
  warnOfOpenPositions(run, warnings)
  for (const { name, index, subscriptions } of kernel.seats) {
    if (subscriptions.some(({ warming }) => !warming)) continue
    const isRunning = kernel.outside.control.isRunning(index)
    const why = isRunning
      ? 'its indicators were not ready before the data ended'
      : 'it was not running when bars closed'
    const message = `${name} was never called: ${why}`
    warnings.add('NO_BARS', message, { about: name })
  }
  warnOfOpens(run, warnings)
  warnOfDenials(kernel, warnings)
  if (kernel.staleReports > 0)
    warnings.add('STALE_REPORT', 'a report came for a status that its order had left', { count: kernel.staleReports })
  const { tooLate, denied, firstDenial } = kernel.refusals
  if (tooLate > 0) {
    const message = 'a replace came for an order that had been filled, had ended or was being cancelled'
    warnings.add('REPLACE_TOO_LATE', message, { count: tooLate })
  }
  if (denied > 0) warnings.add('REPLACE_DENIED', firstDenial, { count: denied })
  const refused = kernel.outside.events.applied.filter(({ status }) => status === 'refused')
  if (refused.length > 0) {
    const { event, message } = refused[0]!
    warnings.add('EVENT_REFUSED', `${event.kind}: ${message}`, { count: refused.length })
  }
  if (kernel.overfills > 0)
    warnings.add('OVERFILL', 'an order was filled beyond its quantity', { count: kernel.overfills })
}

/** By symbol what the account holds; where its books hold opposite positions that cancel out, what each of them does. */
function warnOfOpenPositions({ kernel, parts }: EndedRun, warnings: Warnings): void {
  const { portfolio } = kernel.account
  parts.instruments.forEach(({ symbol, scale }, instrument) => {
    const size = (units: number): string => String(units / scale.unitsPerOne)
    const books = kernel.seats
      .map(({ name, index }) => ({ name, units: portfolio.units(index, instrument) }))
      .filter(({ units }) => units !== 0)
    if (books.length === 0) return
    const net = portfolio.net[instrument]!
    const held =
      net === 0
        ? `${books.map(({ name, units }) => `${size(units)} of ${name}`).join(' and ')} in ${symbol}`
        : `${size(net)} ${symbol}`
    const message = `${held} are open at the end, marked at ${String(portfolio.marks[instrument])}`
    warnings.add('OPEN_POSITION_AT_END', message, { about: symbol })
  })
}

function warnOfDenials({ orders: { log } }: TradingKernel, warnings: Warnings): void {
  const count = log.length
  if (!isEveryOrderDenied(log)) return
  const { code, message } = log.outcomes.get(0)!
  const all = count === 1 ? 'the only order was denied' : `all ${String(count)} orders were denied; the first`
  warnings.add('ALL_ORDERS_DENIED', `${all}: ${code}, ${message}`, { count })
}

function warnOfOpens({ parts, loaded }: EndedRun, warnings: Warnings): void {
  parts.series.forEach(({ instrument, execution }, i) => {
    if (!execution) return
    const { columns, firstRow } = loaded[i]!
    const traded = columns.length - firstRow
    const equal = opensAtPreviousClose(columns, firstRow)
    if (equal / traded < 0.2) return
    const { symbol } = parts.instruments[instrument]!
    const message = `${String(equal)} of ${String(traded)} bars of ${symbol} open exactly at the close before: fills at such opens are at the price that the decision saw, which may not have been to be had`
    warnings.add('OPEN_EQUALS_PREVIOUS_CLOSE', message, { about: symbol })
  })
}

/** How many bars from `firstRow` on open exactly at the close before. */
/** What was counted of columns before, so that a series that is run again costs nothing. */
const counted = new WeakMap<
  BarColumns,
  { readonly firstRow: number; readonly length: number; readonly count: number }
>()

function opensAtPreviousClose(columns: BarColumns, firstRow: number): number {
  const { length } = columns
  const before = counted.get(columns)
  if (before?.firstRow === firstRow && before.length === length) return before.count
  const count = countOpensAtPreviousClose(columns, firstRow)
  counted.set(columns, { firstRow, length, count })
  return count
}

function countOpensAtPreviousClose({ open, close, length }: BarColumns, firstRow: number): number {
  let count = 0
  for (let row = Math.max(1, firstRow); row < length; row++) if (open[row] === close[row - 1]) count++
  return count
}
