import type { BrokerCommand, KernelCommand } from '../domain/broker-command.js'
import { MoneyCell, type Money } from '../domain/money.js'
import type { OrderEvent, OrderFilled } from '../domain/order-event.js'
import { FillView } from '../execution/fill-log.js'
import { OrderManager } from '../execution/order-manager.js'
import { snapshotOrder } from '../execution/order-snapshot.js'
import { ORDER } from '../execution/order-log.js'
import { orderByClientId, OrderView } from '../execution/order-view.js'
import { EquityTracker } from '../portfolio/equity-tracker.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { AverageRanges } from './average-ranges.js'
import { openAccount, type Account } from './account.js'
import { openCrossing, type CrossingDesk } from './crossing.js'
import type { FactSink } from './facts.js'
import { Intents } from './intents.js'
import { OrderReports } from './order-reports.js'
import { Outside } from './outside.js'
import { ReplaceRefusals } from './replace-refusals.js'
import { QuietRange } from './quiet-range.js'
import type { RiskDesk } from './risk-desk.js'
import { openRisk } from './risk-opening.js'
import { RoundTripReader } from './round-trip-reader.js'
import type { Seat } from './seat.js'
import type { SeatServices } from './seat-context.js'
import { markCalled, seatSeries, type SeatedSeries } from './seated-series.js'
import { reseatStrategy, seatStrategies } from './seating.js'
import { openSubscriptions } from './series-opening.js'
import type { KernelSetup } from './setup.js'
import { takeSignals } from './signal-intents.js'
import { openSizing } from './sizing.js'
import type { ControlledSeats } from './strategy-control.js'
import { TimerRounds } from './timer-rounds.js'
import { KERNEL, Timers } from './timers.js'

const NOTHING = new MoneyCell()
/** Room in each log for so many rows at most, before it must grow; memory that is not written to costs nothing. */
const ROWS_HINT_MAX = 65_536
const ALL_QUIET = new QuietRange()

/**
 * Every decision of a run: takes one event at a time, synchronously, and leaves commands for whoever turns the crank. It does no I/O, reads no
 * clock and draws no number of its own.
 */
export class TradingKernel {
  /** The time of the present event. */
  now = Number.NaN
  /** What goes out; whoever turns the crank takes all of it after each event. */
  readonly commands: KernelCommand[] = []
  readonly facts: FactSink = {}
  readonly orders: OrderManager
  readonly account: Account
  readonly equityCurve: EquityTracker
  readonly roundTrips: RoundTripReader
  readonly timers = new Timers()
  readonly seats: Seat[]
  readonly #reports: OrderReports
  overfills = 0
  readonly refusals = new ReplaceRefusals()
  readonly intents: Intents
  /** What sizers need to know of the bars. */
  readonly ranges: AverageRanges
  readonly setup: KernelSetup
  /** Those that are traded come first. */
  #series: readonly SeatedSeries[]
  readonly #traded: number
  /** Whether equity has to be looked at bar by bar: rates move, margin is called, or books are netted. */
  readonly #looksAtEach: boolean
  readonly outside: Outside
  readonly #crossing: CrossingDesk | undefined
  /** Undefined where nothing can be breached. */
  readonly #risk: RiskDesk | undefined
  /** Those that are running. */
  #deciding: readonly Seat[]
  readonly #marks: Float64Array
  readonly #portfolio: Portfolio
  readonly #rounds = new TimerRounds()

  constructor(setup: KernelSetup) {
    this.setup = setup
    const { instruments, strategies } = setup
    const rows = Math.min(ROWS_HINT_MAX, Math.ceil(setup.instantsHint / 24))
    this.orders = new OrderManager({ strategies: strategies.length, instruments: instruments.length, rows })
    this.account = openAccount(setup, this.orders, rows)
    this.equityCurve = new EquityTracker({ capacity: setup.instantsHint, times: setup.instants })
    const { account, equityCurve } = this
    this.roundTrips = new RoundTripReader({ setup, account, orders: this.orders.log, equityCurve })
    const { portfolio, names } = account
    this.ranges = new AverageRanges(
      strategies.map(({ sizer }) => sizer),
      () => this.seats,
    )
    this.#marks = portfolio.marks
    this.#portfolio = portfolio
    const { view, validator } = openRisk(setup, { clock: this, account, orders: this.orders })
    const sizing = openSizing(setup, {
      clock: this,
      account,
      orders: this.orders,
      room: validator,
      ranges: this.ranges,
    })
    this.intents = new Intents({
      orders: this.orders,
      portfolio,
      names,
      sizing,
      validator,
      allowShort: strategies.map(({ allowShort }) => allowShort),
      accountAllowsShort: setup.rules.allowShort,
      crossing: setup.crossing,
      host: this,
    })
    this.#reports = new OrderReports({
      orders: this.orders,
      refusals: this.refusals,
      changed: (order) => {
        this.orderChanged(order)
      },
      idOf: (order) => this.#view(order).clientOrderId,
    })
    this.seats = seatStrategies(this.#services(), setup)
    const fillInternally = (order: number, units: number, price: number): void => {
      this.#fillInternally(order, units, price)
    }
    const { orders, intents, timers, commands } = this
    this.outside = new Outside({
      ...{ setup, account, orders, intents, timers, validator, view, fillInternally, facts: this.facts },
      seats: this.#controlledSeats(),
      command: (command) => commands.push(command),
      see: (strategy, symbol) => {
        this.seats[strategy]!.see(symbol)
      },
    })
    this.#crossing = openCrossing(setup, {
      ...{ orders, portfolio, names, commands, fillInternally },
      netted: (order) => {
        this.#reports.netted(order)
      },
    })
    this.#risk = this.outside.risk.isNeeded ? this.outside.risk : undefined
    if (setup.risk !== undefined) sizing.scale((strategy) => this.outside.risk.scaleOf(strategy))
    this.#deciding = this.#running()
    this.#traded = setup.series.filter(({ instrument }) => instrument >= 0).length
    this.#looksAtEach = portfolio.rates.any || this.outside.margin !== undefined || this.#crossing !== undefined
    this.#series = seatSeries(this.setup, this.seats)
  }

  /** Reports that came for a state an order had left, or for an order that nobody knows. */
  get staleReports(): number {
    return this.#reports.stale
  }

  /** Puts money into the account's own book. */
  deposit(at: number, currency: string, amount: Money): void {
    const index = this.account.currencies.indexOf(currency)
    this.account.cash.post({ time: at, book: this.seats.length, currency: index, kind: 'deposit', amount })
    this.commands.push({ kind: 'notice', notice: { kind: 'cash', currency: index, amount } })
  }

  start(at: number): void {
    this.now = at
    this.outside.begin(at)
    for (const seat of this.#deciding) seat.start()
    this.intents.process()
  }

  stop(at: number): void {
    this.now = at
    for (const seat of this.seats) if (this.outside.control.isTold(seat.index)) seat.stop()
    this.intents.process()
    this.outside.settlement.payVariation(at)
  }

  /** An account event is due, by its place in the setup's list. */
  accountEvent(index: number): void {
    const applied = this.outside.events.apply(this.setup.events![index]!, this.now)
    this.facts.accountEvent?.(applied)
    this.intents.process()
  }

  /** A bar before the run's first decision: marks and indicators move on, nobody is called. */
  warmUp(series: number, row: number): void {
    this.now = this.setup.series[series]!.columns.closeTime[row]!
    const seated = this.#series[series]!
    this.#advance(seated, row)
    markCalled(seated)
  }

  /**
   * All bars that close at one instant: the first `count` of `series`, each at its `rows[series]`. Marks, indicators and higher timeframes move on;
   * then equity is taken once, each strategy decides once, and timers that are due fire.
   */
  barsClosed(series: Int32Array, rows: Int32Array, count: number): void {
    // A time that came as an argument would be made an object for every bar.
    this.now = this.#series[series[0]!]!.closeTimes[rows[series[0]!]!]!
    for (let i = 0; i < count; i++) this.#advance(this.#series[series[i]!]!, rows[series[i]!]!)
    // Where rates alone move, nobody decides.
    if (series[0]! >= this.#traded) return
    this.#judge()
    this.#decide()
  }

  /** Equity and margin, once for all that has closed at an instant. */
  #judge(): void {
    this.equityCurve.record(this.#portfolio, this.now)
    if (this.facts.equity !== undefined) this.#tellEquity(this.facts.equity)
    this.outside.margin?.judge(this.now)
    this.#risk?.judge(this.now)
  }

  /**
   * The same for bars of a run's only series, from `row` on: until one is reached at which something is to be sent or before which a timer is
   * due, and not beyond `end`. Gives the row after the last. No fill comes between them, so their equity is reckoned in one go.
   */
  barsClosedAlone(row: number, end: number): number {
    if (this.#looksAtEach) return this.#closeForAll(row)
    const series = this.#series
    const { closeTimes, closes, instrument, subscription, others } = series[0]!
    const { commands, timers, intents } = this
    // Nearly every run of one series has one strategy: the loops over one of each would be a tenth of its time.
    const isAlone = this.seats.length === 1 && others.length === 0
    const isPlain = isAlone && this.facts.equity === undefined
    const seat = isPlain && subscription ? this.#deciding[0] : undefined
    const marks = this.#marks
    const watch = seat === undefined ? undefined : this.#risk?.watch(instrument)
    let { lower, upper, until } = watch?.quiet ?? ALL_QUIET
    const first = row
    do {
      const at = closeTimes[row]!
      this.now = at
      if (seat === undefined) this.#closeForAll(row)
      else {
        const price = closes[row]!
        const isQuiet = watch === undefined || (price > lower && price < upper && at < until)
        if (!isQuiet && row > first) watch.leavesQuiet(at)
        marks[instrument] = price
        seat.advance(subscription!, row)
        if (!isQuiet) ({ lower, upper, until } = watch.judge(price, at))
        const signals = seat.barsClosed()
        if (signals !== undefined) takeSignals(seat, signals, this)
        if (timers.nextAt <= at) this.#fireTimers()
        if (intents.pending) intents.process()
      }
      row++
      // What its strategy sees may change.
    } while (row < end && commands.length === 0 && timers.nextAt >= closeTimes[row]! && series === this.#series)
    watch?.endsQuiet(this.now)
    this.equityCurve.recordStretch(this.#portfolio, {
      instrument,
      prices: closes,
      times: closeTimes,
      from: first,
      to: row,
    })
    return row
  }

  #closeForAll(row: number): number {
    this.now = this.#series[0]!.closeTimes[row]!
    this.#advance(this.#series[0]!, row)
    if (this.#looksAtEach) this.#judge()
    else {
      if (this.facts.equity !== undefined) this.#tellEquity(this.facts.equity)
      this.#risk?.judge(this.now)
    }
    this.#decide()
    return row + 1
  }

  /** Timers are due at an instant at which no bar closes. */
  timersDue(at: number): void {
    // One that was set for a time that has passed is due at once.
    if (!(this.now >= at)) this.now = at
    this.#fireTimers()
    this.intents.process()
  }

  /** A venue reports: applied, or counted as stale; never refused. */
  orderEvent(event: OrderEvent): void {
    this.now = event.occurredAt
    const order =
      typeof event.order === 'number' ? event.order : orderByClientId(this.orders.log, this.account.names, event.order)
    if (order < 0 || order >= this.orders.log.length) {
      this.#reports.stale++
      return
    }
    if (event.kind === 'filled') this.#fill(order, event)
    else this.#reports.apply(order, event)
    if (this.intents.pending) this.intents.process()
  }

  /** Asks for the close of everything that every book holds, for the end of a run, and gives the number of its last order. Nothing is checked. */
  closeAll(at: number, reason: string): number {
    this.now = at
    for (const { index } of this.seats) this.intents.closeBook(index, reason)
    const last = this.orders.log.length - 1
    this.#crossing?.endWith(last)
    this.intents.process()
    return last
  }

  command(command: BrokerCommand): void {
    this.commands.push(command)
  }

  /** All that was decided is about to go out. */
  decided(): void {
    if (this.commands.length > 1) this.#crossing?.net()
  }

  /** Tells the strategy and whoever listens that an order has changed its status. */
  orderChanged(order: number, view?: OrderView): void {
    const seat = this.seats[this.orders.log.get(order, ORDER.strategy)]!
    const { order: listener } = this.facts
    if (listener === undefined && !seat.wantsOrders) return
    const present = view ?? this.#view(order)
    listener?.(snapshotOrder(present))
    if (seat.wantsOrders && this.outside.control.isTold(seat.index)) seat.order(present)
  }

  #decide(): void {
    const seats = this.#deciding
    for (let i = 0; i < seats.length; i++) {
      const signals = seats[i]!.barsClosed()
      if (signals !== undefined) takeSignals(seats[i]!, signals, this)
    }
    if (this.timers.nextAt <= this.now) this.#fireTimers()
    if (this.intents.pending) this.intents.process()
  }

  #tellEquity(listener: NonNullable<FactSink['equity']>): void {
    listener({ time: this.now, equity: this.#portfolio.equity() })
  }

  #advance({ unmarked, instrument, pair, closes, seat, subscription, others }: SeatedSeries, row: number): void {
    if (!unmarked) this.#marks[instrument] = closes[row]!
    if (pair >= 0) this.#portfolio.rateMoved(pair, closes[row]!)
    if (seat !== undefined) seat.advance(subscription!, row)
    for (let i = 0; i < others.length; i++) others[i]!.seat.advance(others[i]!.subscription, row)
  }

  #services(): SeatServices {
    const { portfolio, capital, tracker, names } = this.account
    return {
      clock: this,
      intents: this.intents,
      orders: this.orders,
      timers: this.timers,
      portfolio,
      capital,
      tracker,
      names,
      refusals: this.refusals,
      account: this.account,
      baseCurrency: this.account.currencies[0]!,
      open: (instrument) => openSubscriptions(this.setup, instrument, this.now),
      subscriptionsChanged: () => {
        this.#series = seatSeries(this.setup, this.seats)
      },
      command: (command) => {
        this.command(command)
      },
      orderChanged: (order) => {
        this.orderChanged(order)
      },
    }
  }

  #fill(order: number, event: OrderFilled): void {
    const { log } = this.orders
    const before = this.account.tracker.trips.length
    // Filled before its first bar has closed: until then it is worth what was paid.
    const instrument = log.get(order, ORDER.instrument)
    if (Number.isNaN(this.#marks[instrument])) this.#marks[instrument] = event.price
    const closed = this.account.booking.book(order, event, this.equityCurve.length)
    if (log.get(order, ORDER.filledUnits) > log.get(order, ORDER.units)) this.overfills++
    if (closed > 0 && this.facts.roundTrip !== undefined) {
      for (let row = before; row < before + closed; row++) {
        this.facts.roundTrip(this.roundTrips.at(row))
      }
    }
    const seat = this.seats[log.get(order, ORDER.strategy)]!
    this.#risk?.filled(seat.index, instrument, before, event)
    if (this.facts.fill !== undefined || seat.wantsFills) {
      const { booking, names } = this.account
      const fill = new FillView(booking.fills, log, names, booking.fills.length - 1)
      this.facts.fill?.(fill)
      if (seat.wantsFills && this.outside.control.isTold(seat.index)) seat.fill(fill, this.#view(order))
    }
    this.orderChanged(order)
  }

  /** Fills an order that no venue has: two books are netted, or a corporate action pays it out. */
  #fillInternally(order: number, units: number, price: number): void {
    const { scale } = this.setup.instruments[this.orders.log.get(order, ORDER.instrument)]!
    const quantity = units / scale.unitsPerOne
    const certain = { ambiguous: false, gapRisk: false, internal: true } as const
    this.#fill(order, { kind: 'filled', order, occurredAt: this.now, price, quantity, commission: NOTHING, ...certain })
  }

  #fireTimers(): void {
    const { timers } = this
    for (let due = timers.take(this.now); due; due = timers.take(this.now)) {
      if (due.strategy === KERNEL) {
        // It comes after all that is decided at this instant.
        this.intents.process()
        this.commands.push(this.outside.commandOf(due.name, this.now))
        continue
      }
      this.#rounds.take(this.now, due, timers.sequence, this.seats)
      if (this.outside.control.isRunning(due.strategy)) this.seats[due.strategy]!.timer(due.name)
    }
  }

  /** A new instance takes the seat, with indicators that have seen all bars so far. */
  #reseat(strategy: number, params: unknown): void {
    const before = this.seats[strategy]!
    this.seats[strategy] = reseatStrategy(this.#services(), this.setup, before, params)
    this.#series = seatSeries(this.setup, this.seats)
  }

  #running(): readonly Seat[] {
    return this.seats.filter(({ index }) => this.outside.control.isRunning(index))
  }

  #controlledSeats(): ControlledSeats {
    return {
      start: (strategy) => {
        this.seats[strategy]!.start()
      },
      stop: (strategy) => {
        this.seats[strategy]!.stop()
      },
      reseat: (strategy, params) => {
        this.#reseat(strategy, params)
      },
      changed: () => {
        this.#deciding = this.#running()
        // What closed before it ran is no news to it.
        for (const { subscriptions } of this.#deciding) for (const one of subscriptions) one.called = true
      },
    }
  }

  #view(order: number): OrderView {
    return new OrderView(this.orders.log, this.account.names, order)
  }
}
