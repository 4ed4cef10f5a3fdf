import { Decimal, printPortfolio, type AccountNode, type BacktestResult, type LedgerEntry } from '@tradewright/core'
import { assumptions } from './backtest.js'
import { decimal, exact, integer, percentage, section, table, values } from './text.js'
import { tokyoClock } from './tokyo-days.js'

/** The day whose ledger is shown entry by entry: a Thursday, so that its night counts for three. */
export const FOLLOWED_DAY = '2024-01-25'

/** What other runs than the one that is summarized have shown. */
export interface Beside {
  /** The account at the fix of the followed day, before its position is closed. */
  readonly atFix: AccountNode
  /** Final equity, by the effect in yen that payment days are supposed to have. */
  readonly byEffect: ReadonlyMap<number, number>
}

/** A result as a person would like to read it. */
export function summarize(result: BacktestResult, { atFix, byEffect }: Beside): string {
  const { ledger, portfolio, warnings, doubts } = result
  const remarks = [...warnings, ...doubts].map(({ code, message }) => `${code}: ${message}`)
  return [
    section('Gotobi: long into the Tokyo fix on payment days, short after it', settings(result)),
    section('Performance', performance(result)),
    section('Ledger', sums(ledger)),
    section(`Ledger of ${FOLLOWED_DAY}`, entries(ledgerOf(FOLLOWED_DAY, ledger))),
    section(`Portfolio at the fix of ${FOLLOWED_DAY}`, printPortfolio(atFix).split('\n')),
    section('Portfolio at the end', printPortfolio(portfolio).split('\n')),
    section('Final equity if payment days moved the price', effects(byEffect)),
    section('Warnings and doubts', remarks.length > 0 ? remarks : ['none']),
  ].join('\n\n')
}

/** The entries of a day in Tokyo. */
export function ledgerOf(day: string, ledger: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return ledger.filter(({ time }) => tokyoClock(time).startsWith(day))
}

function settings({ bars }: BacktestResult): string[] {
  const { year, seed, capital, equityFraction, longPoints, shortPoints } = assumptions
  const { commissionFraction, marginFraction, maintenanceFraction } = assumptions
  const rows = {
    Data: `${integer(bars)} bars of 5 minutes of ${String(year)}, thrown from seed ${String(seed)}; they are no market's`,
    Legs: 'long from 02:00 to 09:55, short from 09:55 to 12:00, in Tokyo',
    Size: `${integer(equityFraction)} times the equity, in hundredths of a lot of 100,000 USD`,
    Fills: `market orders at the open; bars show bids, the ask is ${String(assumptions.spreadTicks)} ticks of 0.001 yen above`,
    Costs: `commission ${String(Number(commissionFraction) * 10_000)} basis points of a fill's value`,
    Nights: `${String(longPoints)} points of 0.001 yen for a long, ${String(shortPoints)} for a short; three times on Wednesdays`,
    Margin: `${percentage(marginFraction)} to open, ${percentage(maintenanceFraction)} to hold, else all is closed`,
    Capital: `${decimal(capital)} USD; yen are converted at once`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(9) + text)
}

function performance({ metrics, finalEquity, positionCycles, marginCalls }: BacktestResult): string[] {
  return values({
    'Final equity': `${decimal(finalEquity)} USD`,
    'Total return': percentage(metrics.totalReturn),
    'Maximum drawdown': percentage(metrics.maxDrawdown),
    Positions: integer(positionCycles.length),
    'Win rate': percentage(metrics.winRate),
    'Win rate, long': percentage(metrics.long.winRate),
    'Win rate, short': percentage(metrics.short.winRate),
    'Margin calls': integer(marginCalls.length),
  })
}

/** By kind, what was booked in each currency; all of it together is the account's cash. */
function sums(ledger: readonly LedgerEntry[]): string[] {
  const row = (name: string, booked: readonly LedgerEntry[]): string[] => {
    const sumOf = (currency: string): string => {
      const amounts = booked.filter((entry) => entry.currency === currency).map(({ amount }) => amount.toDecimal())
      return amounts.length === 0 ? '' : exact(Decimal.sum(0, ...amounts))
    }
    return [name, integer(booked.length), sumOf('JPY'), sumOf('USD')]
  }
  const kinds = [...new Set(ledger.map(({ kind }) => kind))]
  const rows = kinds.map((kind) => {
    const booked = ledger.filter((entry) => entry.kind === kind)
    return row(kind, booked)
  })
  return table([10, 9, 21, 19], [['kind', 'entries', 'JPY', 'USD'], ...rows, row('cash', ledger)])
}

/** The rate of a conversion is shown as it is quoted: yen for a dollar. */
function entries(ledger: readonly LedgerEntry[]): string[] {
  const rows = ledger.map(({ time, kind, amount, currency, rate }) => {
    const booked = exact(amount.toDecimal())
    const quoted = rate === undefined ? '' : (1 / rate).toFixed(3)
    return [tokyoClock(time).slice(11), kind, ...(currency === 'JPY' ? [booked, ''] : ['', booked]), quoted]
  })
  return table([5, 12, 18, 15, 9], [['Tokyo', 'kind', 'JPY', 'USD', 'rate'], ...rows])
}

function effects(byEffect: ReadonlyMap<number, number>): string[] {
  const rows = [...byEffect].map(([effect, equity]) => [`by ${effect.toFixed(2)} yen`, `${decimal(equity)} USD`])
  return values(Object.fromEntries(rows) as Record<string, string>)
}
