import type { KernelCommand } from '../domain/broker-command.js'
import { MoneyCell, type Money } from '../domain/money.js'
import type { Account } from './account.js'
import type { AccountChange, AppliedEvent } from './account-change.js'
import type { CorporateActions } from './corporate-actions.js'
import type { RiskDesk } from './risk-desk.js'
import type { StrategyControl } from './strategy-control.js'

/** Applies what happens to the account and its strategies from outside, and keeps a list of it. */
export class AccountEvents {
  /** In the order in which they happened. */
  readonly applied: AppliedEvent[] = []
  readonly #account: Account
  readonly #corporate: CorporateActions
  readonly #control: StrategyControl
  readonly #risk: RiskDesk
  readonly #isCashAccount: boolean
  readonly #command: (command: KernelCommand) => void

  constructor(options: {
    readonly account: Account
    readonly corporate: CorporateActions
    readonly control: StrategyControl
    readonly risk: RiskDesk
    readonly isCashAccount: boolean
    readonly command: (command: KernelCommand) => void
  }) {
    this.#account = options.account
    this.#corporate = options.corporate
    this.#control = options.control
    this.#risk = options.risk
    this.#isCashAccount = options.isCashAccount
    this.#command = options.command
  }

  /** Applies one and gives what became of it. */
  apply(change: AccountChange, time: number): AppliedEvent {
    const refused = this.#refuse(change)
    const applied: AppliedEvent = {
      time,
      event: change.event,
      status: refused === undefined ? 'applied' : 'refused',
      message: refused ?? this.#do(change, this.applied.length, time),
    }
    this.applied.push(applied)
    return applied
  }

  /** Why it can't be done; undefined if it can. */
  #refuse(change: AccountChange): string | undefined {
    if ('instrument' in change) return this.#corporate.refuse(change)
    if (change.kind !== 'cash' && change.kind !== 'transfer') return undefined
    if (!this.#isCashAccount) return change.kind === 'cash' ? this.#refuseBeyondEquity(change) : undefined
    const { cash, currencies } = this.#account
    const taken = new MoneyCell().set(change.amount)
    if (change.kind === 'cash') taken.negate()
    if (taken.whole < 0) return undefined
    const { currency, amount } = cash.settled(change.currency, taken)
    const there = this.#there(change.kind === 'cash' ? change.book : change.from, currency)
    const left = new MoneyCell().set(there).subtract(amount)
    const inAll = this.#account.ledger.cash(currency)
    const leftInAll = new MoneyCell().set(inAll)
    if (change.kind === 'cash') leftInAll.subtract(amount)
    if (left.whole >= 0 && leftInAll.whole >= 0) return undefined
    const least = left.whole < 0 ? there : inAll
    return `${least.toString()} ${currencies[currency]!} is there; a cash account can't go below zero`
  }

  /** What is withdrawn may have to be borrowed, but not without anything to secure it. */
  #refuseBeyondEquity({ currency, amount }: AccountChange & { kind: 'cash' }): string | undefined {
    if (amount.whole >= 0) return undefined
    const { portfolio, currencies } = this.#account
    const equity = portfolio.equity()
    if (equity + amount.toNumber() * portfolio.rates.toBase[currency]! >= 0) return undefined
    return `the account's equity is ${String(equity)} ${currencies[0]!}; nobody lends more`
  }

  /** The cash of a book with capital of its own; of all others, which share the account's and are below zero as a rule, what they have together. */
  #there(book: number, currency: number): Money {
    const { ledger, capital, names } = this.#account
    if (capital.isOwn(book)) return ledger.bookCash(book, currency)
    const shared = new MoneyCell().set(ledger.cash(currency))
    for (const strategy of names.strategies.keys())
      if (capital.isOwn(strategy)) shared.subtract(ledger.bookCash(strategy, currency))
    return shared
  }

  #do(change: AccountChange, event: number, time: number): string {
    if ('instrument' in change) {
      const done = this.#corporate.apply(change, event, time)
      if (change.kind === 'split') this.#risk.exits?.split(change.instrument, change.ratio, time)
      else this.#risk.exits?.sync(time)
      return done
    }
    switch (change.kind) {
      case 'cash':
        return this.#risk.around(() => this.#moveCash(change, event, time))
      case 'transfer':
        return this.#risk.around(() => this.#transfer(change, event, time))
      case 'start':
      case 'pause':
      case 'stop':
      case 'params':
        return this.#control.apply(change)
      case 'halt':
        return this.#risk.halt(change.halt, time)
          ? `${change.halt.target.name} is ${change.halt.state}`
          : 'nothing: it was so already'
      case 'resume': {
        const ended = this.#risk.resume(change.target, change.killSwitch ? 'killSwitch' : undefined, time)
        return ended.length > 0 ? `ended ${ended.join(', ')}` : 'nothing: nothing held it back'
      }
    }
  }

  #moveCash({ book, currency, amount }: AccountChange & { kind: 'cash' }, event: number, time: number): string {
    const kind = amount.whole < 0 ? 'withdrawal' : 'deposit'
    const cause = currency === 0 ? { event } : { event, rate: this.#account.portfolio.rates.toBase[currency]! }
    this.#account.cash.post({ time, book, currency, kind, amount, cause })
    this.#command({ kind: 'notice', notice: { kind: 'cash', currency, amount } })
    return `${amount.toString()} ${this.#account.currencies[currency]!}`
  }

  #transfer({ from, to, ...moved }: AccountChange & { kind: 'transfer' }, event: number, time: number): string {
    const { cash, currencies } = this.#account
    const { currency, amount } = cash.settled(moved.currency, moved.amount)
    const taken = new MoneyCell().set(amount).negate()
    // In this order the account is not below zero between the two.
    cash.move({ time, book: to, currency, kind: 'transfer', amount, cause: { event } })
    cash.move({ time, book: from, currency, kind: 'transfer', amount: taken, cause: { event } })
    return `${amount.toString()} ${currencies[currency]!}`
  }
}
