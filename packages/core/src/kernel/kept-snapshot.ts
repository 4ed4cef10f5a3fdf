import type { BarHistory } from '../data/bar-history.js'
import { unknownFeature } from '../data/feature-columns.js'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import type { Quote } from '../domain/quote.js'
import { unknownSymbol, type SeatContext } from './seat-context.js'

/** What a snapshot knows of one symbol. */
interface Seen {
  readonly hasClosed: boolean
  readonly bar: Bar | undefined
  readonly price: number
  readonly quote: Quote | undefined
  readonly age: number
  readonly features: ReadonlyMap<string, number>
  readonly history: (n: number) => BarHistory
}

/** The market of one instant as one strategy saw it, which stays as it is: what a strategy that keeps a snapshot believes to have. */
export function keptSnapshot(context: SeatContext, time: number, bars: readonly Bar[]): MarketSnapshot {
  const { symbols } = context
  const seen = new Map<string, Seen>(
    symbols.map((symbol) => [
      symbol,
      {
        hasClosed: context.hasClosed(symbol),
        bar: context.lastBar(symbol),
        price: context.lastPrice(symbol),
        quote: context.lastQuote(symbol),
        age: context.priceAge(symbol),
        features: context.featuresOf(symbol),
        history: context.historyUntilNow(symbol),
      },
    ]),
  )
  const of = (symbol: string): Seen => {
    const one = seen.get(symbol)
    if (one === undefined) throw unknownSymbol(symbol, symbols)
    return one
  }
  return Object.freeze<MarketSnapshot>({
    ...{ time, symbols, bars },
    hasClosed: (symbol) => of(symbol).hasClosed,
    bar: (symbol) => of(symbol).bar,
    price: (symbol) => of(symbol).price,
    quote: (symbol) => of(symbol).quote,
    age: (symbol) => of(symbol).age,
    feature: (symbol, name) => {
      const { features } = of(symbol)
      return features.get(name) ?? unknownFeature(name, [...features.keys()])
    },
    history: (symbol, n) => of(symbol).history(n),
  })
}
