import { Strategy, type BacktestResult, type EntryOptions, type StrategyClass } from '../src/index.js'
import { engineOf, type Bars } from './engine-setup.js'

export type Act = (strategy: Strategy) => unknown
/** By day of January: what is done when it begins, at the last close before. */
export type Diary = Readonly<Record<number, Act>>

/** A strategy that does what a diary says. */
function writing(diary: Diary): StrategyClass {
  return class Writer extends Strategy {
    override onSlice(): void {
      diary[new Date(this.now).getUTCDate()]?.(this)
    }
  }
}

/** Runs strategies a, b and c, each of which follows a diary; `own` is what each is given besides. */
export function play(
  diaries: readonly Diary[],
  bars: Bars,
  extra: object = {},
  own: readonly object[] = [],
): Promise<BacktestResult> {
  const strategies = diaries.map((diary, i) => ({ strategy: writing(diary), name: 'abc'[i]!, ...own[i] }))
  return engineOf(writing({}), bars, { strategies, ...extra }).run()
}

/** Buys X, or another symbol. */
export const buy =
  (quantity: number, options: EntryOptions = {}, symbol = 'X'): Act =>
  (strategy) =>
    strategy.buy(symbol, { ...options, quantity })
export const sell =
  (quantity: number, options: EntryOptions = {}, symbol = 'X'): Act =>
  (strategy) =>
    strategy.sell(symbol, { ...options, quantity })
export const limit = (limitPrice: number): EntryOptions => ({ type: 'limit', limitPrice })
export const stop = (stopPrice: number): EntryOptions => ({ type: 'stop', stopPrice })
/** Does one after the other. */
export const all =
  (...acts: readonly Act[]): Act =>
  (strategy) => {
    for (const act of acts) act(strategy)
  }

/** What became of each order: 'a buy market 10 FILLED', with the code of its outcome. */
export const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ strategy, side, type, quantity, status, outcome }) =>
    [strategy, side, type, quantity.toFixed(), status, ...(outcome ? [outcome.code] : [])].join(' '),
  )
/** What denied orders were told. */
export const refusals = ({ orders }: BacktestResult): string[] =>
  orders.flatMap(({ status, outcome }) => (status === 'DENIED' ? [`${outcome!.code}: ${outcome!.message}`] : []))
/** What the venue filled, by day: '2 buy 10 at 100'. */
export const fills = ({ fills: made }: BacktestResult): string[] =>
  made.map(
    ({ side, quantity, price, occurredAt }) =>
      `${String(new Date(occurredAt).getUTCDate())} ${side} ${quantity.toFixed()} at ${String(price)}`,
  )
