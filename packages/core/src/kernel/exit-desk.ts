import type { BarColumns } from '../domain/bar-columns.js'
import type { SplitRatio } from '../domain/split.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { Exit } from '../risk/position-guard.js'
import { shown } from '../risk/shown.js'
import type { Account } from './account.js'
import { ClosingOrders } from './closing-orders.js'
import { ExitOrders } from './exit-orders.js'
import { GuardedPosition, rowAt } from './guarded-position.js'
import type { Intents } from './intents.js'
import { InstrumentRanges } from './instrument-ranges.js'
import type { QuietRange } from './quiet-range.js'
import { executionColumns } from './priced-series.js'
import type { KernelSetup } from './setup.js'

/** A position that is to be closed, and why. */
export interface ExitSignal extends Exit {
  /** UTC epoch milliseconds: the instant at whose close it was judged. */
  readonly time: number
  readonly strategy: string
  readonly symbol: string
}

/** Gives every position its exits: by looking at marks, or by orders that rest at the venue. */
export class ExitDesk {
  /** In the order in which they came. */
  readonly signals: ExitSignal[] = []
  readonly #account: Account
  readonly #intents: Intents
  readonly #closing: ClosingOrders
  readonly #columns: readonly (BarColumns | undefined)[]
  readonly #ranges: InstrumentRanges
  /** By strategy and instrument; undefined where positions get no exits. */
  readonly #positions: readonly (GuardedPosition | undefined)[]
  readonly #open: GuardedPosition[] = []
  /** Up to then marks were seen, of which positions were not told because they had nothing to do. */
  #quietUpTo = Number.NEGATIVE_INFINITY

  constructor(options: {
    readonly setup: KernelSetup
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
  }) {
    const { setup, account, orders, intents } = options
    this.#account = account
    this.#intents = intents
    this.#closing = new ClosingOrders(options)
    this.#columns = executionColumns(setup)
    this.#ranges = new InstrumentRanges(this.#columns)
    this.#positions = setup.strategies.flatMap((_, strategy) =>
      setup.instruments.map((one, instrument) => {
        const exits = setup.risk?.exits[strategy]?.[instrument]
        if (exits === undefined) return undefined
        const rests = exits.by === 'restingOrders'
        const resting = rests
          ? new ExitOrders({ orders, intents, instrument: one, strategy, index: instrument })
          : undefined
        return new GuardedPosition({ strategy, instrument, exits, resting, columns: this.#columns[instrument] })
      }),
    )
  }

  /** A book's position may have changed; `price` is that of the fill which did it. */
  changed(strategy: number, instrument: number, now: number, price?: number): void {
    const one = this.#positions[strategy * this.#columns.length + instrument]
    if (one === undefined) return
    const before = one.units
    const units = this.#account.portfolio.units(strategy, instrument)
    if (before !== 0 && (units === 0 || units * before < 0)) this.#end(one)
    if (units === 0) return
    if (one.units === 0) this.#begin(one, units, now, price)
    else this.#resize(one, units, price)
  }

  /** All positions may have changed. */
  sync(now: number): void {
    const { strategies, instruments } = this.#account.names
    for (const strategy of strategies.keys())
      for (const instrument of instruments.keys()) this.changed(strategy, instrument, now)
  }

  /** Prices of an instrument are split; resting orders follow by themselves. */
  split(instrument: number, ratio: SplitRatio, now: number): void {
    for (const one of this.#open) {
      if (one.instrument !== instrument) continue
      this.#catchUp(one)
      one.guard.split(ratio)
      one.units = this.#account.portfolio.units(one.strategy, instrument)
      one.resting?.split(ratio)
    }
    this.#ranges.split(instrument, rowAt(this.#columns[instrument], now))
  }

  /** Leaves of a range the prices of an instrument at which no position has to be looked at. */
  narrow(quiet: QuietRange, instrument: number): void {
    for (let i = 0; i < this.#open.length; i++) {
      const one = this.#open[i]!
      const { guard, resting } = one
      if (one.instrument !== instrument || one.awaitsRange) quiet.shut()
      else if (resting !== undefined) {
        // What rests at the venue follows each mark, and is set or moved again with each bar where that could not be done.
        if (resting.isSent && resting.isAt(guard.stopLevel())) quiet.narrow(guard.lower, guard.upper, one.timeOut())
        else quiet.shut()
      } else quiet.narrow(guard.quietLower, guard.quietUpper, one.timeOut())
    }
  }

  /** Marks up to now have moved where no position had to be looked at. */
  sawQuiet(now: number): void {
    this.#quietUpTo = now
  }

  /** Shows a position the marks that were quiet, before something else changes it. */
  #catchUp(one: GuardedPosition): void {
    const before = one.row
    if (one.hasClosed(this.#quietUpTo)) one.showMarks(before + 1, one.row + 1)
  }

  /** Looks at every position that has exits and whose price was marked anew; `isHalted` says of which nothing may be sent. */
  judge(now: number, isHalted: (strategy: number, instrument: number) => boolean): void {
    const { marks } = this.#account.portfolio
    for (let i = 0; i < this.#open.length; i++) {
      const one = this.#open[i]!
      const before = one.row
      if (!one.hasClosed(now)) continue
      one.showMarks(before + 1, one.row)
      if (one.awaitsRange && this.#knowsRanges(one)) this.#set(one)
      const exit = one.guard.judge(marks[one.instrument]!, now, one.bars)
      if (exit !== undefined) this.#exit(one, exit, now, isHalted)
      else if (one.resting !== undefined) this.#follow(one, one.resting, isHalted)
    }
  }

  /** Moves what rests at the venue to where it belongs, and sets it anew where it was denied or taken back. */
  #follow(
    one: GuardedPosition,
    resting: ExitOrders,
    isHalted: (strategy: number, instrument: number) => boolean,
  ): void {
    if (isHalted(one.strategy, one.instrument)) return
    if (resting.isWorking) resting.follow(one.guard.stopLevel())
    else this.#place(one)
  }

  #begin(one: GuardedPosition, units: number, now: number, price: number | undefined): void {
    one.opened(units, now)
    this.#open.push(one)
    this.#set(one, price)
  }

  /** Sets the exits of a position; anew once the ranges that they need are known. */
  #set(one: GuardedPosition, price?: number): void {
    const { strategy, instrument, guard, openedAt: at } = one
    const averagePrice = this.#account.tracker.averagePrice(strategy, instrument)
    const atrOf = (period: number): number => this.#ranges.atr(instrument, period, one.row)
    one.awaitsRange = !this.#knowsRanges(one)
    guard.opened({ direction: Math.sign(one.units), averagePrice, mark: averagePrice, at, atrOf })
    this.#place(one, price)
  }

  #knowsRanges({ instrument, periods, row }: GuardedPosition): boolean {
    return periods.every((period) => !Number.isNaN(this.#ranges.atr(instrument, period, row)))
  }

  #resize(one: GuardedPosition, units: number, price: number | undefined): void {
    this.#catchUp(one)
    const isLarger = Math.abs(units) > Math.abs(one.units)
    one.units = units
    if (!isLarger) return
    one.guard.changed(this.#account.tracker.averagePrice(one.strategy, one.instrument))
    this.#place(one, price)
  }

  #place({ resting, units, guard, exits }: GuardedPosition, price?: number): void {
    resting?.place(units, { stop: guard.stopLevel(), target: guard.targetLevel() }, exits, price)
  }

  #end(one: GuardedPosition): void {
    one.units = 0
    one.guard.closed()
    one.resting?.cancel()
    const place = this.#open.indexOf(one)
    if (place === this.#open.length - 1) this.#open.pop()
    else this.#open.splice(place, 1)
  }

  #exit(
    one: GuardedPosition,
    exit: Exit,
    now: number,
    isHalted: (strategy: number, instrument: number) => boolean,
  ): void {
    const { strategy, instrument, resting } = one
    // What rests at the venue is the venue's to fill; time it does not know.
    if (resting?.isWorking === true && exit.reason !== 'timeExit') return
    if (isHalted(strategy, instrument)) return
    const units = this.#intents.leftToClose(strategy, instrument)
    if (units === 0) return
    const { names } = this.#account
    const symbol = names.instruments[instrument]!.symbol
    this.signals.push({ ...exit, time: now, strategy: names.strategies[strategy]!, symbol })
    resting?.cancel()
    this.#closing.cancelResting(strategy, instrument)
    const at = Number.isNaN(exit.level) ? '' : ` at ${shown(exit.level)}, marked at ${shown(exit.mark)}`
    this.#intents.pushReduction(strategy, instrument, units, `${exit.reason}${at}`)
  }
}
