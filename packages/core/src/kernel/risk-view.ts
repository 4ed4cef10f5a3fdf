import type { Settlement } from '../domain/account-policies.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { Instrument } from '../domain/instrument.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { SeriesUpTo } from '../risk/correlation.js'
import type { PositionScope } from '../risk/exposure-limit.js'
import type { CashScope } from '../risk/cash-limit.js'
import type { RiskView } from '../risk/order-validator.js'
import type { Capital } from './capital.js'

/** What a risk view is made of. */
export interface RiskSources {
  readonly clock: { readonly now: number }
  readonly portfolio: Portfolio
  readonly capital: Capital
  readonly orders: OrderManager
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
  /** The first is the base currency. */
  readonly currencies: readonly string[]
  readonly settlement: Settlement
  /** The series that an instrument is executed in, up to its last bar that was not carried forward; undefined before the first. */
  readonly series: (instrument: number) => SeriesUpTo | undefined
}

/** The account as the checks before an order see it. A class, because functions made anew for each run can't be inlined. */
export class AccountRiskView implements RiskView {
  readonly account: AccountScope
  readonly #sources: RiskSources
  /** By strategy; undefined where the account is all it has. */
  readonly #books: readonly (CashScope | undefined)[]
  /** By strategy: what it alone holds, whoever's the capital is. */
  readonly #strategies: readonly StrategyScope[]

  constructor(sources: RiskSources) {
    this.#sources = sources
    this.account = new AccountScope(sources)
    const { strategies, capital } = sources
    this.#strategies = strategies.map((name, strategy) => new StrategyScope(sources, strategy, name))
    const pooled = strategies.flatMap((_, strategy) => (capital.isOwn(strategy) ? [] : [strategy]))
    const pool = pooled.length < strategies.length ? new PoolScope(sources, pooled) : undefined
    this.#books = strategies.map((_, strategy) => (capital.isOwn(strategy) ? this.#strategies[strategy] : pool))
  }

  get now(): number {
    return this.#sources.clock.now
  }
  book(strategy: number): CashScope | undefined {
    return this.#books[strategy]
  }
  strategy(strategy: number): PositionScope {
    // The only strategy without capital of its own has all that the account has.
    const isAll = this.#strategies.length === 1 && this.#books[strategy] === undefined
    return isAll ? this.account : this.#strategies[strategy]!
  }
  mark(instrument: number): number {
    return this.#sources.portfolio.marks[instrument]!
  }
  priceTime(instrument: number): number {
    const series = this.#sources.series(instrument)
    return series === undefined ? Number.NaN : series.columns.closeTime[series.row]!
  }
  series(instrument: number): SeriesUpTo | undefined {
    return this.#sources.series(instrument)
  }
  rateOf(currency: string): number {
    return this.#sources.portfolio.rateOf(this.#sources.currencies.indexOf(currency))
  }
  fx(instrument: number): number {
    return this.#sources.portfolio.fx(instrument)
  }
  bookUnits(strategy: number, instrument: number): number {
    return this.#sources.portfolio.units(strategy, instrument)
  }
  bookWorkingMarket(strategy: number, instrument: number, direction: number): number {
    return this.#sources.orders.marketOn(strategy, instrument, direction)
  }
  bookWorking(strategy: number, instrument: number, direction: number): number {
    const { orders } = this.#sources
    const adding = direction > 0 ? orders.workingBuys(strategy, instrument) : orders.workingSells(strategy, instrument)
    return adding + orders.marketReductions(strategy, instrument, direction)
  }
}

/** The account's net over all books. */
class AccountScope implements CashScope {
  readonly name = 'the account'
  readonly #sources: RiskSources
  readonly #portfolio: Portfolio
  readonly #orders: OrderManager
  /** What `exposed` gave last; one list, so that an order makes none. */
  readonly #exposed: number[] = []

  constructor(sources: RiskSources) {
    this.#sources = sources
    this.#portfolio = sources.portfolio
    this.#orders = sources.orders
  }

  symbol(instrument: number): string {
    return this.#sources.instruments[instrument]!.symbol
  }
  equity(): number {
    return this.#portfolio.equity()
  }
  units(instrument: number): number {
    return this.#portfolio.net[instrument]!
  }
  workingBuys(instrument: number): number {
    return this.#orders.netWorkingBuys[instrument]!
  }
  workingSells(instrument: number): number {
    return this.#orders.netWorkingSells[instrument]!
  }
  marketNow(instrument: number): number {
    return marketNow(this.#sources, instrument, undefined)
  }
  exposed(): readonly number[] {
    const { held, net } = this.#portfolio
    const { open, log } = this.#orders
    if (open.length === 0) return held
    // Whichever are fewer are gone through.
    if (open.length > net.length) return exposedOf(this, net.length, this.#exposed)
    const exposed = this.#exposed
    while (exposed.length > 0) exposed.pop()
    for (let i = 0; i < held.length; i++) exposed.push(held[i]!)
    for (let i = 0; i < open.length; i++) {
      const instrument = log.get(open[i]!, ORDER.instrument)
      if (net[instrument] === 0 && !exposed.includes(instrument)) exposed.push(instrument)
    }
    return exposed
  }
  mark(instrument: number): number {
    return this.#portfolio.marks[instrument]!
  }
  valueOf(instrument: number, units: number, price: number): number {
    return this.#portfolio.valueOf(instrument, units, price)
  }
  cashFor(instrument: number): number {
    return cashFor(this.#sources, instrument, undefined)
  }
  sharesCash(instrument: number, other: number): boolean {
    return sharesCash(this.#sources, instrument, other)
  }
  workingBuysValue(instrument: number): number {
    return workingBuysValue(this.#sources, instrument, undefined)
  }
}

/** One strategy's book; its equity and cash are those of whatever capital it may use. */
class StrategyScope implements CashScope {
  readonly name: string
  readonly #sources: RiskSources
  readonly #strategy: number
  readonly #exposed: number[] = []

  constructor(sources: RiskSources, strategy: number, name: string) {
    this.#sources = sources
    this.#strategy = strategy
    this.name = name
  }

  symbol(instrument: number): string {
    return this.#sources.instruments[instrument]!.symbol
  }
  equity(): number {
    return this.#sources.capital.equity(this.#strategy)
  }
  units(instrument: number): number {
    return this.#sources.portfolio.units(this.#strategy, instrument)
  }
  workingBuys(instrument: number): number {
    return this.#sources.orders.workingBuys(this.#strategy, instrument)
  }
  workingSells(instrument: number): number {
    return this.#sources.orders.workingSells(this.#strategy, instrument)
  }
  marketNow(instrument: number): number {
    return marketNow(this.#sources, instrument, [this.#strategy])
  }
  exposed(): readonly number[] {
    return exposedOf(this, this.#sources.portfolio.net.length, this.#exposed)
  }
  mark(instrument: number): number {
    return this.#sources.portfolio.marks[instrument]!
  }
  valueOf(instrument: number, units: number, price: number): number {
    return this.#sources.portfolio.valueOf(instrument, units, price)
  }
  cashFor(instrument: number): number {
    return cashFor(this.#sources, instrument, this.#strategy)
  }
  sharesCash(instrument: number, other: number): boolean {
    return sharesCash(this.#sources, instrument, other)
  }
  workingBuysValue(instrument: number): number {
    return workingBuysValue(this.#sources, instrument, [this.#strategy])
  }
}

/** The books of all strategies that share what the others leave of the account. */
class PoolScope implements CashScope {
  readonly name = 'the pool'
  readonly #sources: RiskSources
  readonly #strategies: readonly number[]
  readonly #exposed: number[] = []

  constructor(sources: RiskSources, strategies: readonly number[]) {
    this.#sources = sources
    this.#strategies = strategies
  }

  symbol(instrument: number): string {
    return this.#sources.instruments[instrument]!.symbol
  }
  equity(): number {
    return this.#sources.capital.equity(this.#strategies[0]!)
  }
  units(instrument: number): number {
    return this.#sum((strategy) => this.#sources.portfolio.units(strategy, instrument))
  }
  workingBuys(instrument: number): number {
    return this.#sum((strategy) => this.#sources.orders.workingBuys(strategy, instrument))
  }
  workingSells(instrument: number): number {
    return this.#sum((strategy) => this.#sources.orders.workingSells(strategy, instrument))
  }
  marketNow(instrument: number): number {
    return marketNow(this.#sources, instrument, this.#strategies)
  }
  exposed(): readonly number[] {
    return exposedOf(this, this.#sources.portfolio.net.length, this.#exposed)
  }
  mark(instrument: number): number {
    return this.#sources.portfolio.marks[instrument]!
  }
  valueOf(instrument: number, units: number, price: number): number {
    return this.#sources.portfolio.valueOf(instrument, units, price)
  }
  cashFor(instrument: number): number {
    return cashFor(this.#sources, instrument, this.#strategies[0])
  }
  sharesCash(instrument: number, other: number): boolean {
    return sharesCash(this.#sources, instrument, other)
  }
  workingBuysValue(instrument: number): number {
    return workingBuysValue(this.#sources, instrument, this.#strategies)
  }

  #sum(of: (strategy: number) => number): number {
    let sum = 0
    for (const strategy of this.#strategies) sum += of(strategy)
    return sum
  }
}

/** Fills a list, which is used again, so that an order makes none. */
function exposedOf(scope: CashScope, instruments: number, exposed: number[]): readonly number[] {
  // Where there are few, that is faster than to set its length.
  while (exposed.length > 0) exposed.pop()
  for (let i = 0; i < instruments; i++)
    if (scope.units(i) !== 0 || scope.workingBuys(i) !== 0 || scope.workingSells(i) !== 0) exposed.push(i)
  return exposed
}

/** Signed units of market orders that were decided at this very instant; of some strategies, or of all. */
function marketNow(
  { orders, clock }: RiskSources,
  instrument: number,
  strategies: readonly number[] | undefined,
): number {
  const { log } = orders
  let units = 0
  for (const order of orders.open) {
    if (log.get(order, ORDER.instrument) !== instrument || log.get(order, ORDER.createdAt) !== clock.now) continue
    if (strategies !== undefined && !strategies.includes(log.get(order, ORDER.strategy))) continue
    if (orders.isMarket(order)) units += log.get(order, ORDER.direction) * left(orders, order)
  }
  return units
}

function left({ log }: OrderManager, order: number): number {
  return Math.max(0, log.get(order, ORDER.units) - log.get(order, ORDER.filledUnits))
}

/** Of one strategy's capital, or of the whole account. */
function cashFor(
  { portfolio, capital, settlement }: RiskSources,
  instrument: number,
  strategy: number | undefined,
): number {
  const currency = settlement === 'convert' ? undefined : portfolio.currencyOf(instrument)
  if (strategy !== undefined) return capital.cash(strategy, currency)
  return currency === undefined ? portfolio.cash : portfolio.cashIn(currency)
}

function sharesCash({ portfolio, settlement }: RiskSources, instrument: number, other: number): boolean {
  return settlement === 'convert' || portfolio.currencyOf(instrument) === portfolio.currencyOf(other)
}

function workingBuysValue(sources: RiskSources, instrument: number, strategies: readonly number[] | undefined): number {
  const { orders, portfolio } = sources
  const { log } = orders
  let value = 0
  /** By group: of alternatives at most one is filled. */
  const alternatives = new Map<number, number>()
  for (const order of orders.open) {
    if (log.get(order, ORDER.direction) < 0 || orders.isAside(order)) continue
    if (strategies !== undefined && !strategies.includes(log.get(order, ORDER.strategy))) continue
    const bought = log.get(order, ORDER.instrument)
    if (!sharesCash(sources, instrument, bought)) continue
    const level = log.valuationLevel(order)
    const price = Number.isNaN(level) ? portfolio.marks[bought]! : level
    const asked = orders.askedPrice(order)
    const worth = portfolio.valueOf(bought, orders.rest(order), asked > price ? asked : price)
    const own = log.particulars.get(order)
    if (own?.reduceOnly === true) continue
    if (own?.link?.role === 'alternative')
      alternatives.set(own.link.group, Math.max(alternatives.get(own.link.group) ?? 0, worth))
    else value += worth
  }
  for (const worth of alternatives.values()) value += worth
  return value
}
