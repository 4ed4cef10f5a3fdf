import { dailyCut } from '../calendar/daily-cut.js'
import { noFinancing } from '../costs/financing.js'
import type { KernelCommand } from '../domain/broker-command.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { OrderValidator } from '../risk/order-validator.js'
import type { Account } from './account.js'
import { AccountEvents } from './account-events.js'
import { CorporateActions } from './corporate-actions.js'
import { DailySettlement } from './daily-settlement.js'
import type { FactSink } from './facts.js'
import type { Intents } from './intents.js'
import { MarginCalls } from './margin-calls.js'
import { RiskDesk } from './risk-desk.js'
import type { AccountRiskView } from './risk-view.js'
import type { KernelSetup } from './setup.js'
import { StrategyControl, type ControlledSeats } from './strategy-control.js'
import { KERNEL, type Timers } from './timers.js'

const CUT = 'daily cut'

/** What acts on an account besides its strategies: events from outside, the daily cut, and margin calls. */
export class Outside {
  readonly events: AccountEvents
  readonly settlement: DailySettlement
  readonly control: StrategyControl
  readonly risk: RiskDesk
  /** Undefined where nobody calls. */
  readonly margin: MarginCalls | undefined
  readonly #setup: KernelSetup
  readonly #account: Account
  readonly #timers: Timers

  constructor(options: {
    readonly setup: KernelSetup
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
    readonly timers: Timers
    readonly validator: OrderValidator
    readonly view: AccountRiskView
    readonly facts: FactSink
    readonly seats: ControlledSeats
    readonly command: (command: KernelCommand) => void
    readonly fillInternally: (order: number, units: number, price: number) => void
    readonly see: (strategy: number, symbol: string) => void
  }) {
    const { setup, account, command, validator, view } = options
    this.#setup = setup
    this.#account = account
    this.#timers = options.timers
    const isCashAccount = setup.rules.cashBuffer !== undefined
    this.settlement = new DailySettlement({
      ...{ account, isCashAccount },
      financing: setup.financing ?? noFinancing(),
      cut: setup.cut ?? dailyCut(),
      moved: (currency, amount) => {
        command({ kind: 'notice', notice: { kind: 'cash', currency, amount } })
      },
    })
    const states = setup.strategies.map(({ autoStart }) => (autoStart === false ? 'waiting' : 'running'))
    this.control = new StrategyControl({ ...options, states })
    this.risk = new RiskDesk(options)
    options.intents.checks.watch(this.risk)
    const corporate = new CorporateActions(options)
    const { control, risk } = this
    this.events = new AccountEvents({ account, corporate, control, risk, isCashAccount, command })
    this.margin =
      validator.margin &&
      new MarginCalls({ ...options, policy: setup.marginCall ?? 'deny', limit: validator.margin, scope: view.account })
  }

  /** Sets what is to come; what came before the run began is done at once, but for what happened to instruments then. */
  begin(at: number): void {
    this.#allocate(at)
    this.#setup.events?.forEach((change, index) => {
      if (change.at >= at) this.#timers.set(KERNEL, String(index), change.at, 0)
      else if (!('instrument' in change)) this.events.apply(change, at)
    })
    this.control.begin()
    this.risk.begin(at)
    this.#setCut(at)
  }

  /** Gives every strategy that has capital of its own what it starts with. */
  #allocate(time: number): void {
    const { strategies } = this.#setup
    const from = strategies.length
    for (const [book, { capital }] of strategies.entries()) {
      if (capital === undefined) continue
      const taken = new MoneyCell().set(capital).negate()
      this.#account.cash.move({ time, book: from, currency: 0, kind: 'transfer', amount: taken })
      this.#account.cash.move({ time, book, currency: 0, kind: 'transfer', amount: capital })
    }
  }

  /** What a timer of the kernel's own asks for. */
  commandOf(name: string, at: number): KernelCommand {
    return name === CUT ? { kind: 'dailyCut', at } : { kind: 'accountEvent', index: Number(name) }
  }

  dailyCut(at: number): void {
    this.settlement.settle(at)
    this.#setCut(at)
  }

  #setCut(after: number): void {
    const next = this.settlement.next(after)
    if (next < Number.POSITIVE_INFINITY) this.#timers.set(KERNEL, CUT, next, 0)
  }
}
