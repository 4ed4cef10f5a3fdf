import { formatTime, type BarInput } from '@tradewright/core'
import type { GeneratedMarket } from '../src/generated-market.js'

export type Bars = ReadonlyMap<string, readonly BarInput[]>

export interface NaiveTrade {
  readonly date: string
  readonly symbol: string
  /** Signed, with fractions of shares. */
  readonly quantity: number
  readonly price: number
}

export interface NaiveRotation {
  readonly finalEquity: number
  readonly trades: readonly NaiveTrade[]
  /** What each rotation left of cash, by its date. */
  readonly cashAfter: ReadonlyMap<string, number>
}

/** Where the naive backtest trades, and what it is told of shares that are not traded any more: the day, and what a share was paid. */
export interface NaiveOptions {
  readonly fillAt: 'close' | 'nextOpen'
  readonly capital: number
  readonly ended?: { readonly symbol: string; readonly date: string; readonly price: number }
}

/**
 * The rule of `MomentumRotation` as it is usually put through a table of prices: gaps are filled with the last price, all of the equity is spent,
 * shares come in fractions, trades cost nothing, and nobody asks what is in the account. It trades at the close that decides, or at the next open
 * with the quantities of that close.
 */
export function rotateNaively(bars: Bars, { fillAt, capital, ended }: NaiveOptions): NaiveRotation {
  const symbols = [...bars.keys()]
  const dates = [...new Set([...bars.values()].flatMap((list) => list.map(dateOf)))].sort()
  const [opens, closes] = [tableOf(bars, dates, 'open'), tableOf(bars, dates, 'close')]
  const monthEnds = dates.flatMap((date, i) => (dates[i + 1]?.slice(0, 7) === date.slice(0, 7) ? [] : [i]))
  const held = symbols.map(() => 0)
  const trades: NaiveTrade[] = []
  const cashAfter = new Map<string, number>()
  let cash = capital
  const valueAt = (i: number): number =>
    held.reduce((sum, size, s) => (size === 0 ? sum : sum + size * closes[s]![i]!), cash)
  for (const [month, i] of monthEnds.entries()) {
    const hasEnded = (s: number): boolean => symbols[s] === ended?.symbol && dates[i]! >= ended!.date
    symbols.forEach((_, s) => {
      if (!hasEnded(s)) return
      cash += held[s]! * ended!.price
      held[s] = 0
    })
    const momentum = symbols.map((_, s) => closes[s]![monthEnds[month - 1]!]! / closes[s]![monthEnds[month - 7]!]!)
    const known = [...symbols.keys()].filter((s) => momentum[s]! > 0 && !hasEnded(s))
    const chosen = known.sort((a, b) => momentum[b]! - momentum[a]!).slice(0, 3)
    const traded = fillAt === 'close' ? i : i + 1
    if (chosen.length < 3 || traded === dates.length) continue
    const part = valueAt(i) / 3
    for (const [s, symbol] of symbols.entries()) {
      const quantity = (chosen.includes(s) ? part / closes[s]![i]! : 0) - held[s]!
      if (quantity === 0) continue
      const price = (fillAt === 'close' ? closes : opens)[s]![traded]!
      held[s]! += quantity
      cash -= quantity * price
      trades.push({ date: dates[traded]!, symbol, quantity, price })
    }
    cashAfter.set(dates[traded]!, cash)
  }
  return { finalEquity: valueAt(dates.length - 1), trades, cashAfter }
}

/**
 * Bars as vendors adjust them: what came before a split is divided by its ratio, and what came before a dividend scaled by what was left of the
 * price. That a delisted share was paid less than its last price is not in them.
 */
export function adjustedBars({ bars, events }: GeneratedMarket): Bars {
  return new Map(
    [...bars].map(([symbol, list]) => {
      const adjusted: BarInput[] = []
      let factor = 1
      for (const [i, bar] of [...list.entries()].reverse()) {
        adjusted.unshift({ ...bar, open: bar.open * factor, close: bar.close * factor })
        for (const event of events) {
          if (event.symbol !== symbol || event.at !== dateOf(bar)) continue
          if (event.kind === 'split') factor /= Number(event.ratio)
          if (event.kind === 'dividend') factor *= 1 - Number(event.amount) / list[i - 1]!.close
        }
      }
      return [symbol, adjusted]
    }),
  )
}

/** A row for each symbol and a column for each date; NaN before its first bar, and the last price where it has none. */
function tableOf(bars: Bars, dates: readonly string[], field: 'open' | 'close'): readonly (readonly number[])[] {
  return [...bars.values()].map((list) => {
    const byDate = new Map(list.map((bar) => [dateOf(bar), bar[field]]))
    let last = Number.NaN
    return dates.map((date) => (last = byDate.get(date) ?? last))
  })
}

function dateOf({ openTime }: BarInput): string {
  return formatTime(Number(openTime)).slice(0, 10)
}
