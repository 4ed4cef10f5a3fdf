import { dailyCut } from '../calendar/daily-cut.js'
import { tradesEveryDay } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderFilled } from '../domain/order-event.js'
import { TRIP } from '../portfolio/trade-tracker.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { RiskBreach } from '../risk/risk-breach.js'
import type { ResolvedScope } from '../risk/risk-settings.js'
import {
  ACCOUNT,
  concerns,
  TradingStates,
  type HaltOrder,
  type Hold,
  type HoldCause,
  type StateTarget,
} from '../risk/trading-states.js'
import type { Account } from './account.js'
import { ClosingOrders } from './closing-orders.js'
import { ExitDesk } from './exit-desk.js'
import type { FactSink } from './facts.js'
import type { Intents } from './intents.js'
import { PriceWatch } from './price-watch.js'
import { RiskDays, ScopeBreakers, type Breach } from './risk-breakers.js'
import type { QuietRange } from './quiet-range.js'
import type { AccountRiskView } from './risk-view.js'
import type { KernelSetup } from './setup.js'

/** Judges the account and its strategies once per instant, and holds back who has breached a limit: closes what is to be closed, cancels what would open. */
export class RiskDesk {
  readonly states = new TradingStates((change) => this.#facts.tradingState?.(change))
  readonly breaches: RiskBreach[] = []
  /** Whether anything can ever be breached or held back. */
  readonly isNeeded: boolean
  /** Undefined where no position gets any. */
  readonly exits: ExitDesk | undefined
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #intents: Intents
  readonly #closing: ClosingOrders
  readonly #facts: FactSink
  readonly #days: RiskDays
  readonly #breakers: ScopeBreakers | undefined
  readonly #books: readonly (ScopeBreakers | undefined)[]
  readonly #anyBook: boolean
  readonly #watchesTrades: boolean
  readonly #profit = new MoneyCell()
  readonly #ofTrip = new MoneyCell()
  /** What had changed of the portfolio when equity was judged last. */
  #judgedChanges = -1
  readonly #watch = new PriceWatch(this)
  /** By strategy without capital of its own: what it is supposed to have begun with. */
  #begunWith = 0

  constructor(options: {
    readonly setup: KernelSetup
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
    readonly view: AccountRiskView
    readonly facts: FactSink
  }) {
    const { setup, account, view } = options
    this.#account = account
    this.#orders = options.orders
    this.#intents = options.intents
    this.#closing = new ClosingOrders(options)
    this.#facts = options.facts
    this.#days = new RiskDays(setup.cut ?? dailyCut())
    const { risk } = setup
    const daysPerYear = setup.instruments.every(tradesEveryDay) ? 365 : 252
    const breakersOf = (
      target: StateTarget,
      limits: ResolvedScope | undefined,
      path: string,
    ): ScopeBreakers | undefined =>
      limits && isWatched(limits) ? new ScopeBreakers(target, limits, path, { view, daysPerYear }) : undefined
    this.#breakers = breakersOf(ACCOUNT, risk?.account, 'risk.account')
    this.#books = setup.strategies.map(({ name }, index) =>
      breakersOf({ scope: 'book', index, name }, risk?.strategies[index], `risk.strategies.${name}`),
    )
    this.#anyBook = this.#books.some((book) => book !== undefined)
    this.#watchesTrades = [this.#breakers, ...this.#books].some((one) => one?.watchesTrades)
    const hasExits = risk?.exits.some((own) => own.some((each) => each !== undefined)) === true
    this.exits = hasExits ? new ExitDesk(options) : undefined
    this.isNeeded = risk !== undefined || setup.events?.some(({ kind }) => kind === 'halt') === true
  }

  /** The run begins: from here equity is judged. */
  begin(now: number): void {
    this.#begunWith = this.#account.portfolio.equity()
    this.#days.turn(now)
    for (const breakers of [this.#breakers, ...this.#books]) breakers?.begin(this.#equityOf(breakers.target))
  }

  judgeExits(now: number): void {
    if (this.exits !== undefined) this.exits.judge(now, this.#isHalted)
  }

  /** Leaves of a range the prices of an instrument at which equity need not be judged. */
  narrow(quiet: QuietRange, instrument: number): void {
    quiet.narrow(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Math.min(this.#days.ends, this.states.nextEnd))
    if (this.states.any) quiet.shut()
    const { portfolio } = this.#account
    if (this.#breakers !== undefined) this.#narrow(quiet, this.#breakers, instrument, portfolio.net[instrument]!)
    for (let i = 0; this.#anyBook && i < this.#books.length; i++) {
      const book = this.#books[i]
      if (book !== undefined) this.#narrow(quiet, book, instrument, portfolio.units(i, instrument))
    }
  }

  narrowByExits(quiet: QuietRange, instrument: number): void {
    if (this.exits !== undefined) this.exits.narrow(quiet, instrument)
  }

  /** Prices have moved where nothing has to be judged: equity as it is marked now counts as judged. */
  sawQuiet(): void {
    const { portfolio } = this.#account
    if (portfolio.held.length === 0 && portfolio.changes === this.#judgedChanges) return
    this.#judgedChanges = portfolio.changes
    if (this.#breakers !== undefined) this.#breakers.saw(portfolio.equity())
    for (let i = 0; this.#anyBook && i < this.#books.length; i++) {
      const book = this.#books[i]
      if (book !== undefined) book.saw(this.#equityOf(book.target))
    }
  }

  exitsSawQuiet(now: number): void {
    if (this.exits !== undefined) this.exits.sawQuiet(now)
  }

  #narrow(quiet: QuietRange, breakers: ScopeBreakers, instrument: number, units: number): void {
    const { portfolio } = this.#account
    const mark = portfolio.marks[instrument]!
    const slope = units * portfolio.valuePerUnit(instrument)
    breakers.narrow(quiet, { equity: this.#equityOf(breakers.target), mark, slope })
  }

  /** Once per instant, after everything is marked and before anybody decides. */
  judge(now: number): void {
    this.catchUp(now)
    const { portfolio } = this.#account
    // Where nothing is held, equity moves with cash alone.
    if (portfolio.held.length > 0 || portfolio.changes !== this.#judgedChanges || portfolio.rates.any)
      this.#judgeEquities(now)
    this.judgeExits(now)
    if (this.states.any) this.#closeHeld()
  }

  /** Begins to watch the price of an instrument, where nothing else changes meanwhile. */
  watch(instrument: number): PriceWatch {
    this.#watch.begin(instrument)
    return this.#watch
  }

  /** A new day, or the end of a cool-down, may have come since the last event. */
  catchUp(now: number): void {
    if (now > this.#days.ends || now >= this.states.nextEnd) this.#turn(now)
  }

  /** A fill was booked; it closed the round trips of the tracker from row `firstTrip` on. */
  filled(strategy: number, instrument: number, firstTrip: number, { occurredAt: at, price }: OrderFilled): void {
    this.exits?.changed(strategy, instrument, at, price)
    if (this.states.any) this.keepClosing(strategy, instrument)
    if (!this.#watchesTrades) return
    this.#tripsClosed(this.#books[strategy], firstTrip, at)
    this.#tripsClosed(this.#breakers, firstTrip, at)
  }

  /** What sizers' answers are multiplied by, for equity to be as volatile as is wanted. */
  scaleOf(strategy: number): number {
    return (this.#breakers?.scale ?? 1) * (this.#books[strategy]?.scale ?? 1)
  }

  /** Holds trading back by hand. False where that is so already. */
  halt({ target, cause, state, cancelEntries, flatten, reason }: HaltOrder, now: number): boolean {
    return this.#hold(target, { cause, state, reason, until: Number.POSITIVE_INFINITY, flatten, cancelEntries }, now)
  }

  /** Ends what holds a target back: all but the kill switch, or that. Gives the causes that ended. */
  resume(target: StateTarget, cause: 'killSwitch' | undefined, now: number): readonly HoldCause[] {
    const causes = this.states.release(target, cause, now, 'resumed')
    for (const ended of causes) this.#breakersOf(target)?.released(ended)
    return causes
  }

  /** Lets cash flow, which is no profit and no loss to anybody. */
  around<T>(flow: () => T): T {
    const watched = [this.#breakers, ...this.#books].filter((one) => one !== undefined)
    const before = watched.map((one) => this.#equityOf(one.target))
    const done = flow()
    for (const [i, one] of watched.entries()) {
      const after = this.#equityOf(one.target)
      if (after !== before[i]) one.flowed(after - before[i]!, after)
    }
    return done
  }

  #judgeEquities(now: number): void {
    const { portfolio } = this.#account
    this.#judgedChanges = portfolio.changes
    if (portfolio.rates.any) this.#rateMoved()
    if (this.#breakers !== undefined) this.#judgeEquity(this.#breakers, portfolio.equity(), now)
    if (this.#anyBook) this.#judgeBooks(now)
  }

  #rateMoved(): void {
    for (const breakers of [this.#breakers, ...this.#books]) breakers?.rateMoved()
  }

  readonly #isHalted = (strategy: number, instrument: number): boolean =>
    this.states.any && this.states.strictest(strategy, instrument)?.hold.state === 'HALTED'

  /** All that one fill closes is one trade, in one currency: whether it has lost is the same in any. */
  #tripsClosed(breakers: ScopeBreakers | undefined, first: number, at: number): void {
    const { trips } = this.#account.tracker
    if (breakers === undefined || !breakers.watchesTrades || first === trips.length) return
    const profit = this.#profit.setParts(0, 0)
    for (let row = first; row < trips.length; row++) profit.add(trips.readAmount(row, TRIP.pnl, this.#ofTrip))
    const breach = breakers.closed(profit.toNumber(), at)
    if (breach) this.#breached(breach, at)
  }

  #judgeBooks(now: number): void {
    for (let i = 0; i < this.#books.length; i++) {
      const book = this.#books[i]
      if (book !== undefined) this.#judgeEquity(book, this.#equityOf(book.target), now)
    }
  }

  /** One price may breach the daily loss and the drawdown at once. */
  #judgeEquity(breakers: ScopeBreakers, equity: number, now: number): void {
    for (let breach = breakers.judge(equity); breach; breach = breakers.judge(equity)) this.#breached(breach, now)
  }

  /** Days and cool-downs up to a time. */
  #turn(now: number): void {
    this.states.endDue(now)
    if (!(now > this.#days.ends)) return
    this.#days.turn(now)
    for (const breakers of [this.#breakers, ...this.#books]) {
      if (breakers === undefined) continue
      const { target } = breakers
      breakers.dayBegan()
      for (const cause of ['dailyLoss', 'maxDrawdown'] as const) {
        if (breakers.policyOf(cause)?.reset !== 'nextSession') continue
        if (this.states.release(target, cause, now, 'a new day began').length > 0) breakers.released(cause)
      }
    }
  }

  #breached(breach: Breach, now: number): void {
    const { target, cause, rule, value, limit, reason, until, policy } = breach
    const told = { time: now, scope: target.scope, of: target.name, rule, value, limit, reason }
    this.breaches.push(told)
    this.#facts.breach?.(told)
    const { state, flatten, cancelEntries } = policy
    this.#hold(target, { cause, state, reason, until, flatten, cancelEntries }, now)
  }

  #hold(target: StateTarget, hold: Hold, now: number): boolean {
    if (!this.states.hold(target, hold, now)) return false
    const theirs = this.#orders.open.filter((order) => this.#concerns(target, order))
    const cancelled = hold.cause === 'killSwitch' ? theirs : hold.cancelEntries ? this.#excessOf(theirs) : []
    for (const order of [...cancelled].sort((a, b) => a - b)) this.#intents.cancel(order)
    this.#closeHeld()
    return true
  }

  /** Which of some orders could open, or turn a position round. */
  #excessOf(orders: readonly number[]): readonly number[] {
    const { log } = this.#orders
    const { instruments } = this.#account.names
    const positions = new Set(
      orders.map((order) => log.get(order, ORDER.strategy) * instruments.length + log.get(order, ORDER.instrument)),
    )
    return [...positions].flatMap((position) =>
      this.#closing.excess(Math.floor(position / instruments.length), position % instruments.length),
    )
  }

  /** Something has come to a position that is held back, an order or a fill: what could turn it round now is cancelled. */
  keepClosing(strategy: number, instrument: number): void {
    if (!this.states.cancelsEntries(strategy, instrument)) return
    for (const order of this.#closing.excess(strategy, instrument)) this.#intents.cancel(order)
  }

  /** Closes what is still held of those who are to be flat: what was on its way when they were stopped has been filled since. */
  #closeHeld(): void {
    for (const target of this.states.flattened()) {
      const { instruments, strategies } = this.#account.names
      for (let strategy = 0; strategy < strategies.length; strategy++)
        for (let instrument = 0; instrument < instruments.length; instrument++) {
          if (concerns(target, strategy, instrument)) this.#flatten(strategy, instrument, `${target.name} is halted`)
        }
    }
  }

  /** Closes a position, unless that is under way. */
  #flatten(strategy: number, instrument: number, reason: string): void {
    const units = this.#intents.leftToClose(strategy, instrument)
    if (units === 0) return
    this.#closing.cancelResting(strategy, instrument)
    this.#intents.pushReduction(strategy, instrument, units, reason)
  }

  #concerns(target: StateTarget, order: number): boolean {
    const { log } = this.#orders
    return concerns(target, log.get(order, ORDER.strategy), log.get(order, ORDER.instrument))
  }

  #breakersOf({ scope, index }: StateTarget): ScopeBreakers | undefined {
    if (scope === 'symbol') return undefined
    return scope === 'account' ? this.#breakers : this.#books[index]
  }

  /** A strategy without capital of its own is judged as if it had begun with the account's. */
  #equityOf({ scope, index }: StateTarget): number {
    const { portfolio, capital } = this.#account
    if (scope !== 'book') return portfolio.equity()
    return portfolio.bookEquity(index) + (capital.isOwn(index) ? 0 : this.#begunWith)
  }
}

function isWatched({ dailyLoss, maxDrawdown, lossStreak, volatilityTarget }: ResolvedScope): boolean {
  return (dailyLoss ?? maxDrawdown ?? lossStreak ?? volatilityTarget) !== undefined
}
