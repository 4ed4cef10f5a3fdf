import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { Account } from './account.js'
import type { AccountChange } from './account-change.js'
import type { Intents } from './intents.js'
import type { Timers } from './timers.js'

export type ControlChange = Extract<AccountChange, { kind: 'start' | 'pause' | 'stop' | 'params' }>

/** What a strategy is doing: waiting to be started, running, paused, or stopped. */
export type StrategyState = 'waiting' | 'running' | 'paused' | 'stopped'

/** What the control does to a strategy in its seat. */
export interface ControlledSeats {
  start(strategy: number): void
  stop(strategy: number): void
  /** Gives the seat to a new instance with new parameters. */
  reseat(strategy: number, params: unknown): void
  /** Who decides from now on. */
  changed(): void
}

/** Starts, pauses, stops and re-parametrises strategies inside a run. */
export class StrategyControl {
  readonly #states: StrategyState[]
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #intents: Intents
  readonly #timers: Timers
  readonly #seats: ControlledSeats
  #hasBegun = false

  constructor(options: {
    readonly states: readonly StrategyState[]
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
    readonly timers: Timers
    readonly seats: ControlledSeats
  }) {
    this.#states = [...options.states]
    this.#account = options.account
    this.#orders = options.orders
    this.#intents = options.intents
    this.#timers = options.timers
    this.#seats = options.seats
    this.#states.forEach((state, strategy) => {
      if (state !== 'running') this.#intents.checks.pause(strategy, true)
    })
  }

  isRunning(strategy: number): boolean {
    return this.#states[strategy] === 'running'
  }

  /** Whether its callbacks are told of fills and orders: they are until it is stopped. */
  isTold(strategy: number): boolean {
    const state = this.#states[strategy]
    return state === 'running' || state === 'paused'
  }

  /** The run begins: from now on strategies are told of what is done to them. */
  begin(): void {
    this.#hasBegun = true
  }

  apply(change: ControlChange): string {
    const before = this.#states[change.strategy]!
    switch (change.kind) {
      case 'start':
        this.#start(change.strategy, before)
        break
      case 'pause':
        // One that has never started has still to be told that it does.
        if (before === 'running') this.#set(change.strategy, this.#hasBegun ? 'paused' : 'waiting')
        break
      case 'stop':
        this.#stop(change.strategy, change.flatten, before)
        break
      case 'params':
        this.#reseat(change.strategy, change.params, before)
    }
    return `${before} -> ${this.#states[change.strategy]!}`
  }

  #set(strategy: number, state: StrategyState): void {
    this.#states[strategy] = state
    this.#intents.checks.pause(strategy, state !== 'running')
    this.#seats.changed()
  }

  #start(strategy: number, before: StrategyState): void {
    if (before === 'running') return
    this.#set(strategy, 'running')
    if (before !== 'paused' && this.#hasBegun) this.#seats.start(strategy)
  }

  #stop(strategy: number, flatten: boolean, before: StrategyState): void {
    if (before === 'stopped' || before === 'waiting') return
    if (!this.#hasBegun) {
      this.#set(strategy, 'stopped')
      return
    }
    const working = this.#orders.open.filter((order) => this.#orders.log.get(order, ORDER.strategy) === strategy)
    this.#seats.stop(strategy)
    this.#set(strategy, 'stopped')
    this.#timers.cancelAll(strategy)
    // What it closes as it stops goes out; what worked before is cancelled, closing orders too.
    this.#intents.process()
    for (const order of working) this.#intents.cancel(order)
    if (flatten) this.#flatten(strategy, working)
    this.#intents.process()
  }

  /** Closes what is held and no market order closes, apart from those that are cancelled. */
  #flatten(strategy: number, cancelled: readonly number[]): void {
    const { log } = this.#orders
    const held = this.#account.names.instruments.map((_, i) => this.#account.portfolio.units(strategy, i))
    for (const order of this.#orders.open) {
      if (log.get(order, ORDER.strategy) !== strategy || cancelled.includes(order) || !this.#orders.isMarket(order))
        continue
      const rest = log.get(order, ORDER.units) - log.get(order, ORDER.filledUnits)
      held[log.get(order, ORDER.instrument)]! += log.get(order, ORDER.direction) * rest
    }
    for (const [instrument, units] of held.entries())
      if (units !== 0) this.#intents.pushReduction(strategy, instrument, units, 'strategy stopped')
  }

  #reseat(strategy: number, params: unknown, before: StrategyState): void {
    const isTold = this.#hasBegun && (before === 'running' || before === 'paused')
    if (isTold) this.#seats.stop(strategy)
    this.#timers.cancelAll(strategy)
    this.#seats.reseat(strategy, params)
    this.#seats.changed()
    if (isTold) this.#seats.start(strategy)
  }
}
