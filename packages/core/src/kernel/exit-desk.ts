import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import type { SplitRatio } from '../domain/split.js'
import type { OrderManager } from '../execution/order-manager.js'
import { PositionGuard, type Exit } from '../risk/position-guard.js'
import type { ResolvedExits } from '../risk/risk-settings.js'
import { shown } from '../risk/shown.js'
import type { Account } from './account.js'
import { ExitOrders } from './exit-orders.js'
import type { Intents } from './intents.js'
import { InstrumentRanges } from './instrument-ranges.js'
import type { KernelSetup } from './setup.js'

/** A position that is to be closed, and why. */
export interface ExitSignal extends Exit {
  /** UTC epoch milliseconds: the instant at whose close it was judged. */
  readonly time: number
  readonly strategy: string
  readonly symbol: string
}

/** A position that has exits. */
interface Guarded {
  readonly strategy: number
  readonly instrument: number
  readonly exits: ResolvedExits
  readonly guard: PositionGuard
  /** What of it rests at the venue; undefined where marks decide. */
  readonly resting: ExitOrders | undefined
  /** The periods of the average true ranges that its exits need. */
  readonly periods: readonly number[]
  /** UTC epoch milliseconds. */
  readonly openedAt: number
  units: number
  /** The row of the execution series that closed last when it was looked at, and how many have since it was opened. */
  row: number
  bars: number
  /** An average true range that its exits need was not known yet. */
  awaitsRange: boolean
  isClosing: boolean
}

/** Gives every position its exits: by looking at marks, or by orders that rest at the venue. */
export class ExitDesk {
  /** In the order in which they came. */
  readonly signals: ExitSignal[] = []
  readonly #setup: KernelSetup
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #intents: Intents
  readonly #ranges: InstrumentRanges
  readonly #columns: readonly (BarColumns | undefined)[]
  readonly #guarded: Guarded[] = []

  constructor(options: {
    readonly setup: KernelSetup
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
  }) {
    this.#setup = options.setup
    this.#account = options.account
    this.#orders = options.orders
    this.#intents = options.intents
    this.#columns = options.setup.instruments.map(
      (_, index) =>
        options.setup.series.find(({ instrument, execution }) => execution && instrument === index)?.columns,
    )
    this.#ranges = new InstrumentRanges(this.#columns)
  }

  /** A book's position may have changed. */
  changed(strategy: number, instrument: number, now: number): void {
    const exits = this.#setup.risk?.exits[strategy]?.[instrument]
    if (exits === undefined) return
    const units = this.#account.portfolio.units(strategy, instrument)
    const known = this.#guarded.find((one) => one.strategy === strategy && one.instrument === instrument)
    if (known !== undefined && (units === 0 || units * known.units < 0)) this.#end(known)
    if (units === 0) return
    if (known === undefined || units * known.units < 0) this.#begin(strategy, instrument, exits, now)
    else this.#resize(known, units)
  }

  /** All positions may have changed. */
  sync(now: number): void {
    const { strategies, instruments } = this.#account.names
    for (const strategy of strategies.keys())
      for (const instrument of instruments.keys()) this.changed(strategy, instrument, now)
  }

  /** Prices of an instrument are split; resting orders follow by themselves. */
  split(instrument: number, ratio: SplitRatio, now: number): void {
    for (const one of this.#guarded) {
      if (one.instrument !== instrument) continue
      one.guard.split(ratio)
      one.units = this.#account.portfolio.units(one.strategy, instrument)
      one.resting?.split(ratio)
    }
    this.#ranges.split(instrument, this.#rowAt(instrument, now))
  }

  /** Looks at every position that has exits and whose price was marked anew; `isHalted` says of which nothing may be sent. */
  judge(now: number, isHalted: (strategy: number, instrument: number) => boolean): void {
    for (let i = 0; i < this.#guarded.length; i++) {
      const one = this.#guarded[i]!
      if (!this.#hasClosed(one, now)) continue
      if (one.awaitsRange && this.#knowsRanges(one)) this.#open(one)
      const exit = one.guard.judge(this.#account.portfolio.marks[one.instrument]!, now, one.bars)
      if (exit !== undefined && !one.isClosing) this.#exit(one, exit, now, isHalted)
      else if (exit === undefined) {
        one.isClosing = false
        this.#follow(one, isHalted)
      }
    }
  }

  /** Moves what rests at the venue to where it belongs, and sets it anew where it was denied or taken back. */
  #follow(one: Guarded, isHalted: (strategy: number, instrument: number) => boolean): void {
    const { resting, strategy, instrument, exits, units } = one
    if (resting === undefined) return
    if (resting.isWorking) resting.follow(one.guard.stopLevel())
    else if (!isHalted(strategy, instrument)) resting.place(units, this.#levels(one), exits)
  }

  #begin(strategy: number, instrument: number, exits: ResolvedExits, now: number): void {
    const { orders, intents, names } = { orders: this.#orders, intents: this.#intents, names: this.#account.names }
    const one: Guarded = {
      ...{ strategy, instrument, exits },
      periods: periodsOf(exits),
      openedAt: now,
      guard: new PositionGuard(exits),
      resting:
        exits.by === 'restingOrders'
          ? new ExitOrders({ orders, intents, instrument: names.instruments[instrument]!, strategy, index: instrument })
          : undefined,
      units: this.#account.portfolio.units(strategy, instrument),
      row: this.#rowAt(instrument, now),
      bars: 0,
      awaitsRange: false,
      isClosing: false,
    }
    this.#guarded.push(one)
    this.#open(one)
  }

  /** Sets the exits of a position; anew once the ranges that they need are known. */
  #open(one: Guarded): void {
    const { strategy, instrument, exits, guard } = one
    const averagePrice = this.#account.tracker.averagePrice(strategy, instrument)
    const atrOf = (period: number): number => this.#ranges.atr(instrument, period, one.row)
    one.awaitsRange = !this.#knowsRanges(one)
    guard.opened({ direction: Math.sign(one.units), averagePrice, mark: averagePrice, at: one.openedAt, atrOf })
    one.resting?.place(one.units, this.#levels(one), exits)
  }

  #knowsRanges({ instrument, periods, row }: Guarded): boolean {
    return periods.every((period) => !Number.isNaN(this.#ranges.atr(instrument, period, row)))
  }

  #resize(one: Guarded, units: number): void {
    const isLarger = Math.abs(units) > Math.abs(one.units)
    one.units = units
    if (!isLarger) return
    one.guard.changed(this.#account.tracker.averagePrice(one.strategy, one.instrument))
    one.resting?.place(units, this.#levels(one), one.exits)
  }

  #levels({ guard }: Guarded): { readonly stop: number; readonly target: number } {
    return { stop: guard.stopLevel(), target: guard.targetLevel() }
  }

  #end(one: Guarded): void {
    one.guard.closed()
    one.resting?.cancel()
    this.#guarded.splice(this.#guarded.indexOf(one), 1)
  }

  #exit(one: Guarded, exit: Exit, now: number, isHalted: (strategy: number, instrument: number) => boolean): void {
    const { strategy, instrument, resting } = one
    // What rests at the venue is the venue's to fill; time it does not know.
    if (resting?.isWorking === true && exit.reason !== 'timeExit') return
    if (isHalted(strategy, instrument)) return
    const units = this.#intents.closable(strategy, instrument)
    if (units === 0) return
    one.isClosing = true
    const { names } = this.#account
    const symbol = names.instruments[instrument]!.symbol
    this.signals.push({ ...exit, time: now, strategy: names.strategies[strategy]!, symbol })
    resting?.cancel()
    const at = Number.isNaN(exit.level) ? '' : ` at ${shown(exit.level)}, marked at ${shown(exit.mark)}`
    this.#intents.pushReduction(strategy, instrument, units, `${exit.reason}${at}`)
  }

  /** Whether a bar of its instrument has closed since it was last looked at: what others do is no news to it. */
  #hasClosed(one: Guarded, now: number): boolean {
    const columns = this.#columns[one.instrument]
    if (columns === undefined) return false
    const before = one.row
    while (one.row + 1 < columns.length && columns.closeTime[one.row + 1]! <= now) {
      one.row++
      one.bars++
    }
    return one.row > before
  }

  #rowAt(instrument: number, now: number): number {
    const columns = this.#columns[instrument]
    if (columns === undefined) return -1
    const row = firstRowAtOrAfter(columns.closeTime, columns.length, now)
    return row < columns.length && columns.closeTime[row] === now ? row : row - 1
  }
}

function periodsOf({ stopLoss, trailingStop, breakEven, takeProfit }: ResolvedExits): readonly number[] {
  return [stopLoss, trailingStop, breakEven?.after, breakEven?.offset, takeProfit].flatMap((distance) =>
    distance?.kind === 'atr' ? [distance.period] : [],
  )
}
