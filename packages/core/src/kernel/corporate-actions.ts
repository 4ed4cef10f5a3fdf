import type { KernelCommand } from '../domain/broker-command.js'
import { Decimal } from '../domain/decimal.js'
import { exactProduct } from '../domain/exact.js'
import { money, MoneyCell } from '../domain/money.js'
import { splitPrice, splitUnits, type SplitRatio } from '../domain/split.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { Account } from './account.js'
import type { AccountChange } from './account-change.js'
import type { Intents } from './intents.js'
import { parseTerms } from './order-terms.js'

export type CorporateChange = Extract<
  AccountChange,
  { kind: 'split' | 'dividend' | 'symbolChange' | 'roll' | 'ending' }
>

const MARKET = parseTerms('', {})

/** What splits, dividends, mergers, delistings, new names and rolls do to books and orders. */
export class CorporateActions {
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #intents: Intents
  readonly #command: (command: KernelCommand) => void
  readonly #fillInternally: (order: number, units: number, price: number) => void
  readonly #see: (strategy: number, symbol: string) => void

  constructor(options: {
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
    readonly command: (command: KernelCommand) => void
    readonly fillInternally: (order: number, units: number, price: number) => void
    /** A strategy comes to hold a symbol that it may not see yet. */
    readonly see: (strategy: number, symbol: string) => void
  }) {
    this.#account = options.account
    this.#orders = options.orders
    this.#intents = options.intents
    this.#command = options.command
    this.#fillInternally = options.fillInternally
    this.#see = options.see
  }

  /** Why an action can't be done; undefined if it can. */
  refuse(change: CorporateChange): string | undefined {
    if (change.kind !== 'symbolChange') return undefined
    const { portfolio, names } = this.#account
    const torn = names.strategies.find(
      (_, book) => portfolio.units(book, change.instrument) * portfolio.units(book, change.to) < 0,
    )
    if (torn === undefined) return undefined
    const [before, after] = [names.instruments[change.instrument]!.symbol, names.instruments[change.to]!.symbol]
    return `${torn} is long in one of ${before} and ${after}, and short in the other; expected one side`
  }

  /** Does what an action asks for and says what it did. */
  apply(change: CorporateChange, event: number, time: number): string {
    switch (change.kind) {
      case 'split':
        return this.#split(change.instrument, change.ratio, event, time)
      case 'dividend':
        return this.#dividend(change.instrument, change.perShare, event, time)
      case 'symbolChange':
        return this.#rename(change.instrument, change.to, time)
      case 'ending':
        return this.#end(change.instrument, change.price, change.event.kind, time)
      case 'roll':
        return this.#roll(change.instrument, change.to)
    }
  }

  #split(instrument: number, ratio: SplitRatio, event: number, time: number): string {
    const { portfolio, tracker, names } = this.#account
    const { symbol, scale, tickSize } = names.instruments[instrument]!
    const mark = portfolio.marks[instrument]!
    const price = splitPrice(mark, ratio)
    const factor = ratio.numerator / ratio.denominator
    let held = 0
    for (const strategy of names.strategies.keys()) {
      const unitsBefore = portfolio.units(strategy, instrument)
      if (unitsBefore === 0) continue
      const unitsAfter = splitUnits(unitsBefore, ratio, scale.stepUnits)
      tracker.split(strategy, instrument, { unitsBefore, unitsAfter, ratio: factor })
      portfolio.move(strategy, instrument, unitsAfter - unitsBefore)
      this.#payFraction({ strategy, instrument, unitsBefore, unitsAfter, ratio, price, event, time })
      held++
    }
    portfolio.marks[instrument] = price
    this.#account.shareChanges.push({ kind: 'split', at: time, instrument, ratio: factor })
    this.#orders.split(instrument, ratio, { stepUnits: scale.stepUnits, tick: tickSize?.toNumber() })
    this.#command({ kind: 'notice', notice: { kind: 'split', instrument, ratio, at: time } })
    return `${String(held)} positions in ${symbol}, last price ${String(mark)} -> ${String(price)}`
  }

  /** What whole steps leave of a share is paid in cash, at the last price after the split. */
  #payFraction(paid: {
    readonly strategy: number
    readonly instrument: number
    readonly unitsBefore: number
    readonly unitsAfter: number
    readonly ratio: SplitRatio
    readonly price: number
    readonly event: number
    readonly time: number
  }): void {
    const { strategy, instrument, unitsBefore, unitsAfter, ratio, price, event, time } = paid
    const { scale, multiplier, payment } = this.#account.names.instruments[instrument]!
    const left = new Decimal(unitsBefore).times(ratio.numerator).div(ratio.denominator).minus(unitsAfter)
    if (left.isZero()) return
    const amount = new MoneyCell().set(money(left.div(scale.unitsPerOne).times(price).times(multiplier)))
    const { carried } = this.#account.portfolio
    // Of a position that was not paid in full and has no share left, no fill will ever pay what it has gained.
    if (payment !== 'full' && unitsAfter === 0) {
      const owed = new MoneyCell().set(carried.at(strategy, instrument))
      amount.subtract(owed)
      carried.add(strategy, instrument, owed.negate())
    }
    const currency = this.#account.portfolio.currencyOf(instrument)
    const cause = { instrument, event }
    this.#account.cash.post({ time, book: strategy, currency, kind: 'adjustment', amount, cause })
    this.#command({ kind: 'notice', notice: { kind: 'cash', currency, amount } })
  }

  #dividend(instrument: number, perShare: number, event: number, time: number): string {
    const { portfolio, names, cash } = this.#account
    const { symbol, scale } = names.instruments[instrument]!
    const currency = portfolio.currencyOf(instrument)
    const total = new MoneyCell()
    for (const strategy of names.strategies.keys()) {
      const units = portfolio.units(strategy, instrument)
      if (units === 0) continue
      const amount = exactProduct(new MoneyCell(), perShare, Math.abs(units), scale.notional)
      if (units < 0) amount.negate()
      cash.post({ time, book: strategy, currency, kind: 'dividend', amount, cause: { instrument, event } })
      this.#command({ kind: 'notice', notice: { kind: 'cash', currency, amount } })
      total.add(amount)
    }
    return `${String(perShare)} a share of ${symbol}: ${total.toString()} in all`
  }

  #rename(instrument: number, to: number, time: number): string {
    const { portfolio, tracker, names } = this.#account
    const [before, after] = [names.instruments[instrument]!.symbol, names.instruments[to]!.symbol]
    this.#stopTrading(instrument, time, `${before} is now ${after}`)
    for (const [strategy, name] of names.strategies.entries()) {
      const units = portfolio.units(strategy, instrument)
      if (units === 0) continue
      this.#see(strategy, names.instruments[to]!.symbol)
      tracker.transfer(strategy, instrument, to)
      portfolio.move(strategy, instrument, -units)
      portfolio.move(strategy, to, units)
      const carried = new MoneyCell().set(portfolio.carried.at(strategy, instrument))
      portfolio.carried.add(strategy, to, carried)
      portfolio.carried.add(strategy, instrument, carried.negate())
      this.#moved(name, { instrument, units: -units, at: time })
      this.#moved(name, { instrument: to, units, at: time })
    }
    this.#account.shareChanges.push({ kind: 'symbolChange', at: time, instrument, to })
    if (Number.isNaN(portfolio.marks[to])) portfolio.marks[to] = portfolio.marks[instrument]!
    return `${before} -> ${after}`
  }

  /** Pays every book out at a price. */
  #end(instrument: number, price: number, kind: string, time: number): string {
    const { portfolio, names } = this.#account
    const { symbol } = names.instruments[instrument]!
    const paid = Number.isNaN(price) ? portfolio.marks[instrument]! : price
    this.#stopTrading(instrument, time, `${symbol} is not traded any more: ${kind}`)
    for (const [strategy, name] of names.strategies.entries()) {
      const units = portfolio.units(strategy, instrument)
      if (units === 0) continue
      const terms = { ...MARKET, reason: kind }
      const order = this.#intents.createOrder(strategy, instrument, units > 0 ? -1 : 1, Math.abs(units), terms)
      this.#moved(name, { instrument, units: -units, at: time })
      this.#payOut(order.number, Math.abs(units), paid)
    }
    portfolio.marks[instrument] = paid
    return `${symbol} at ${String(paid)}`
  }

  /** Fills an order that the venue does not have, and tells it what that does to cash. */
  #payOut(order: number, units: number, price: number): void {
    const { ledger, currencies } = this.#account
    const before = currencies.map((_, currency) => new MoneyCell().set(ledger.cash(currency)))
    this.#fillInternally(order, units, price)
    for (const [currency, cash] of before.entries()) {
      const amount = cash.negate().add(ledger.cash(currency))
      if (amount.whole !== 0 || amount.fraction !== 0)
        this.#command({ kind: 'notice', notice: { kind: 'cash', currency, amount } })
    }
  }

  /** Unchecked market orders: a roll is no wish of the strategy's. */
  #roll(instrument: number, to: number): string {
    const { portfolio, names } = this.#account
    this.#cancelAll(instrument)
    let rolled = 0
    for (const strategy of names.strategies.keys()) {
      const units = portfolio.units(strategy, instrument)
      if (units === 0) continue
      rolled++
      this.#see(strategy, names.instruments[to]!.symbol)
      this.#intents.pushClose(strategy, instrument, units, 'roll')
      // The close of the opposite position is what opens the same one.
      this.#intents.pushClose(strategy, to, -units, 'roll')
    }
    this.#intents.process()
    const [before, after] = [names.instruments[instrument]!.symbol, names.instruments[to]!.symbol]
    return `${String(rolled)} positions from ${before} to ${after}`
  }

  #cancelAll(instrument: number): void {
    for (const order of [...this.#orders.open]) {
      if (this.#orders.log.get(order, ORDER.instrument) === instrument) this.#intents.cancel(order)
    }
  }

  #stopTrading(instrument: number, at: number, message: string): void {
    this.#intents.checks.stopTrading(instrument, message)
    this.#command({ kind: 'notice', notice: { kind: 'ended', instrument, at, message } })
  }

  #moved(strategy: string, moved: { readonly instrument: number; readonly units: number; readonly at: number }): void {
    this.#command({ kind: 'notice', notice: { kind: 'moved', strategy, ...moved } })
  }
}
