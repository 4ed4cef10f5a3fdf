import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import { formatTime, isTradewrightError, TradewrightError } from '../domain/errors.js'
import type { Fill } from '../domain/fill.js'
import type { Order } from '../domain/order.js'
import type { Signal } from '../domain/signal.js'
import { Strategy } from '../strategy/strategy.js'
import type { SeatContext } from './seat-context.js'
import { ClosedBars } from './closed-bars.js'
import { keptSnapshot } from './kept-snapshot.js'
import { Snapshot } from './snapshot.js'
import type { Subscription } from './subscription.js'
import type { StrategySetup } from './setup.js'

/** A strategy's callbacks; typed void for their author, who may have written async functions all the same. */
interface Callbacks {
  readonly state: unknown
  onStart(): unknown
  onBar(bar: Bar): unknown
  onSlice(snapshot: MarketSnapshot): unknown
  onFill(fill: Fill, order: Order): unknown
  onOrder(order: Order): unknown
  onTimer(name: string): unknown
  onStop(): unknown
  generateSignals?(snapshot: MarketSnapshot): unknown
}
const ACTIONS: readonly unknown[] = ['BUY', 'SELL', 'HOLD']

type Callback = Exclude<keyof Callbacks, 'generateSignals' | 'state'>

/** A strategy in its seat: calls its callbacks, and turns what goes wrong in them into errors that say where. */
export class Seat {
  readonly index: number
  readonly name: string
  readonly strategy: Callbacks
  readonly subscriptions: readonly Subscription[]
  readonly random: () => number
  readonly wantsFills: boolean
  readonly wantsOrders: boolean
  readonly #context: SeatContext
  readonly #wantsSlices: boolean
  /** Whether it has anything that is called once per instant. */
  readonly #wantsInstants: boolean
  /** Its only subscription, if that is all it has to be called for. */
  #only: Subscription | undefined
  /** Those whose bar has closed since they were last called: the first `#closedCount` cells, in the order of all. */
  readonly #closed: Subscription[] = []
  #closedCount = 0
  readonly #signals: ((snapshot: MarketSnapshot) => unknown) | undefined
  readonly #closedBars = new ClosedBars()
  readonly #snapshot: MarketSnapshot
  readonly #freshObjects: boolean

  constructor(options: {
    readonly index: number
    readonly setup: StrategySetup
    readonly context: SeatContext
    readonly freshObjects: boolean
  }) {
    const { setup, context } = options
    this.index = options.index
    this.name = setup.name
    this.#context = context
    this.#freshObjects = options.freshObjects
    this.subscriptions = context.subscriptions
    this.random = context.random
    this.strategy = this.#guard('constructor', () => new setup.strategy({ ...setup, context }))
    context.declared()
    this.wantsFills = this.#overrides('onFill')
    this.wantsOrders = this.#overrides('onOrder')
    this.#wantsSlices = this.#overrides('onSlice')
    const { strategy } = this
    this.#signals = strategy.generateSignals ? (snapshot) => strategy.generateSignals?.(snapshot) : undefined
    this.#wantsInstants = this.#wantsSlices || this.#signals !== undefined
    this.#placeSubscriptions()
    context.onSubscriptions = () => {
      this.#placeSubscriptions()
    }
    this.#snapshot = new Snapshot(context, this.#closedBars)
  }

  /** Shows it a symbol that it has not asked for. */
  see(symbol: string): void {
    this.#context.subscribe(symbol)
  }

  #placeSubscriptions(): void {
    const { subscriptions } = this
    this.#only = subscriptions.length === 1 && !this.#wantsInstants ? subscriptions[0] : undefined
    // What it sees no more is no news to it.
    for (const one of this.#closed) if (!subscriptions.includes(one)) one.called = true
    for (const [place, one] of subscriptions.entries()) one.place = place
  }

  /** Moves one of its subscriptions on to a bar that has closed. */
  advance(subscription: Subscription, row: number): void {
    try {
      subscription.advance(row)
    } catch (cause) {
      throw this.failure('indicator', cause, subscription.symbol)
    }
    if (subscription !== this.#only || subscription.warming) this.#enqueue(subscription)
  }

  /** Series close in the run's order; of one symbol the finer timeframe may come later in that. */
  #enqueue(subscription: Subscription): void {
    const closed = this.#closed
    let place = this.#closedCount
    while (place > 0 && closed[place - 1]!.place > subscription.place) place--
    // In front of the run it is moved on bar by bar without being called.
    if (place > 0 && closed[place - 1] === subscription) return
    for (let cell = this.#closedCount++; cell > place; cell--) closed[cell] = closed[cell - 1]!
    closed[place] = subscription
  }

  /** Calls `onBar` for each series that closed at this instant, in the run's order, then `onSlice`; gives the signals. */
  barsClosed(): readonly Signal[] | undefined {
    const only = this.#only
    if (only === undefined || only.warming) return this.#closedCount > 0 ? this.#allClosed() : undefined
    // One series that is ready, and nothing to call but onBar: what nearly every bar of nearly every run comes to.
    if (only.called) return undefined
    only.called = true
    let returned: unknown
    try {
      returned = this.strategy.onBar(only.bar)
    } catch (cause) {
      throw this.failure('onBar', cause, only.symbol)
    }
    if (returned !== undefined) this.#refusePromise('onBar', returned, only.symbol)
    return undefined
  }

  #allClosed(): readonly Signal[] | undefined {
    const { strategy } = this
    const closed = this.#closed
    const count = this.#closedCount
    let ready = 0
    let i = 0
    try {
      for (; i < count; i++) {
        const subscription = closed[i]!
        if (subscription.called || (subscription.warming && !this.#becomesReady(subscription))) continue
        ready++
        const returned = strategy.onBar(subscription.bar)
        if (returned !== undefined) this.#refusePromise('onBar', returned, subscription.symbol)
      }
    } catch (cause) {
      throw this.failure('onBar', cause, closed[i]?.symbol)
    }
    const signals = ready > 0 && this.#wantsInstants ? this.#slice() : undefined
    for (i = 0; i < count; i++) closed[i]!.called = true
    this.#closedCount = 0
    return signals
  }

  /** A symbol is ready when the indicators of all its timeframes are. */
  #becomesReady({ symbol }: Subscription): boolean {
    const own = this.subscriptions.filter((subscription) => subscription.symbol === symbol)
    const ready = own.every(({ indicatorsReady }) => indicatorsReady)
    for (const subscription of own) subscription.warming = !ready
    return ready
  }

  start(): void {
    this.#call('onStart', () => this.strategy.onStart())
  }
  stop(): void {
    this.#call('onStop', () => this.strategy.onStop())
  }
  fill(fill: Fill, order: Order): void {
    this.#call('onFill', () => this.strategy.onFill(fill, order), fill.symbol)
  }
  order(order: Order): void {
    this.#call('onOrder', () => this.strategy.onOrder(order), order.symbol)
  }
  timer(name: string): void {
    this.#call('onTimer', () => this.strategy.onTimer(name))
  }

  #slice(): readonly Signal[] | undefined {
    const context = this.#context
    const closedBars = this.#closedBars
    closedBars.take(context.now, this.#closed, this.#closedCount)
    const snapshot = this.#freshObjects ? keptSnapshot(context, context.now, closedBars.bars) : this.#snapshot
    if (this.#wantsSlices) this.#call('onSlice', () => this.strategy.onSlice(snapshot))
    if (!this.#signals) return undefined
    const signals = this.#guard('generateSignals', () => this.#signals!(snapshot))
    if (!Array.isArray(signals)) this.#refusePromise('generateSignals', signals)
    if (Array.isArray(signals)) return signals as readonly Signal[]
    throw new TradewrightError(
      'SIGNAL_INVALID',
      `${this.#where('generateSignals')} returned ${describe(signals)}; expected a list of signals`,
      { details: { strategy: this.name, callback: 'generateSignals', time: this.#context.now } },
    )
  }

  /** The instrument of a signal. Throws SIGNAL_INVALID for what is none, UNKNOWN_SYMBOL. */
  checkSignal(signal: Signal): number {
    const came: unknown = signal
    const isSignal = typeof came === 'object' && came !== null && 'action' in came && ACTIONS.includes(came.action)
    if (isSignal) return this.#guard('generateSignals', () => this.#context.instrumentOf(signal.symbol))
    throw new TradewrightError(
      'SIGNAL_INVALID',
      `${this.#where('generateSignals')} gave ${describe(came)}; expected signals, each with an action of BUY, SELL or HOLD`,
      { details: { strategy: this.name, callback: 'generateSignals', time: this.#context.now, signal } },
    )
  }

  #overrides(callback: Callback): boolean {
    // Where the base class is the other build's, every callback counts as overridden: slower, and the same.
    return this.strategy[callback] !== Strategy.prototype[callback]
  }

  #call(callback: Callback, run: () => unknown, symbol?: string): void {
    const returned = this.#guard(callback, run, symbol)
    if (returned !== undefined) this.#refusePromise(callback, returned, symbol)
  }

  #guard<T>(callback: string, run: () => T, symbol?: string): T {
    try {
      return run()
    } catch (cause) {
      throw this.failure(callback, cause, symbol)
    }
  }

  #refusePromise(callback: string, returned: unknown, symbol?: string): void {
    if (!(typeof returned === 'object' && returned !== null && 'then' in returned)) return
    // What the promise comes to is of no interest any more, and must not end the program.
    void Promise.resolve(returned).catch(() => undefined)
    throw new TradewrightError(
      'STRATEGY_ASYNC',
      `${this.#where(callback, symbol)} returned a promise; expected a callback that is done when it returns`,
      { details: { strategy: this.name, callback } },
    )
  }

  /** What a callback threw, as an error that says where. */
  failure(callback: string, cause: unknown, symbol?: string): TradewrightError {
    if (isTradewrightError(cause)) return this.#located(callback, cause, symbol)
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    return new TradewrightError('STRATEGY_THREW', `${this.#where(callback, symbol)} threw ${message}`, {
      details: { strategy: this.name, callback, symbol, time: this.#context.now },
      cause,
    })
  }

  /** An error of ours that was thrown to a callback, with where; one that says so already stays as it is. */
  #located(callback: string, cause: TradewrightError, symbol?: string): TradewrightError {
    if ('callback' in cause.details) return cause
    const { code, message, details } = cause
    const text = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
    return new TradewrightError(code, `${this.#where(callback, symbol)}: ${text}`, {
      details: { ...details, strategy: this.name, callback, time: this.#context.now },
      cause,
    })
  }

  #where(callback: string, symbol?: string): string {
    const time = this.#context.now
    const at = Number.isFinite(time) ? ` at ${formatTime(time)}` : ''
    return `${this.name}.${callback}${symbol ? ` for ${symbol}` : ''}${at}`
  }
}

/** A value as it is shown in a message: plain data as JSON. */
function describe(value: unknown): string {
  if (value === undefined || typeof value === 'function') return typeof value
  try {
    return JSON.stringify(value)
  } catch {
    return `a ${typeof value}`
  }
}
