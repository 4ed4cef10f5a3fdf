import { formatTime } from '../domain/errors.js'
import type { TradingState } from '../domain/trading-state.js'

/** Whom a state is for: the account, a strategy or an instrument, by its index. */
export interface StateTarget {
  readonly scope: 'account' | 'book' | 'symbol'
  /** 0 for the account. */
  readonly index: number
  /** How messages call it. */
  readonly name: string
}

export const ACCOUNT: StateTarget = { scope: 'account', index: 0, name: 'the account' }

/** Why trading is held back: a limit that was breached, somebody's word, or the kill switch, which only its own release ends. */
export type HoldCause = 'dailyLoss' | 'maxDrawdown' | 'lossStreak' | 'manual' | 'killSwitch'

/** What holds trading back. */
export interface Hold {
  readonly cause: HoldCause
  readonly state: Exclude<TradingState, 'ACTIVE'>
  readonly reason: string
  /** UTC epoch milliseconds; Infinity where it has to be released. */
  readonly until: number
  readonly flatten: boolean
  /** Whether orders that could open are cancelled. */
  readonly cancelEntries: boolean
}

/** Somebody's word on who may trade. */
export interface HaltOrder {
  readonly target: StateTarget
  readonly cause: Extract<HoldCause, 'manual' | 'killSwitch'>
  readonly state: Hold['state']
  readonly cancelEntries: boolean
  readonly flatten: boolean
  readonly reason: string
}

/** A trading state that has changed. */
export interface StateChange {
  /** UTC epoch milliseconds. */
  readonly time: number
  readonly scope: StateTarget['scope']
  /** The symbol, the strategy, or the account. */
  readonly of: string
  readonly from: TradingState
  readonly to: TradingState
  readonly cause: HoldCause
  readonly reason: string
}

/** A target with what holds it back, the latest last. */
interface HeldTarget {
  readonly target: StateTarget
  readonly holds: Hold[]
}

/** Which of the account, its strategies and symbols may trade: each is as free as the strictest of its holds lets it be. */
export class TradingStates {
  /** In the order in which they happened. */
  readonly changes: StateChange[] = []
  /** When the next hold ends by itself. */
  nextEnd = Number.POSITIVE_INFINITY
  readonly #held: HeldTarget[] = []
  readonly #told: (change: StateChange) => void

  /** `told` hears of every change. */
  constructor(told: (change: StateChange) => void = () => undefined) {
    this.#told = told
  }

  /** Whether anything is held back at all. */
  get any(): boolean {
    return this.#held.length > 0
  }

  /** Holds a target back. False where the same cause does so already, and no less. */
  hold(target: StateTarget, hold: Hold, time: number): boolean {
    const held = this.#find(target) ?? this.#add(target)
    const before = stateOf(held)
    const known = held.holds.findIndex(({ cause }) => cause === hold.cause)
    if (known < 0) held.holds.push(hold)
    else if (isStricter(hold, held.holds[known]!)) held.holds.splice(known, 1, strictestOf(hold, held.holds[known]!))
    else return false
    this.nextEnd = Math.min(this.nextEnd, hold.until)
    this.#note(held, before, hold, time)
    return true
  }

  /** Ends what holds a target back: one cause, or all but the kill switch. */
  release(target: StateTarget, cause: HoldCause | undefined, time: number, reason: string): readonly HoldCause[] {
    const held = this.#find(target)
    if (held === undefined) return []
    return this.#end(held, (hold) => (cause === undefined ? hold.cause !== 'killSwitch' : hold.cause === cause), {
      time,
      reason,
    })
  }

  /** Ends the holds whose time is over. */
  endDue(time: number): void {
    const due = this.#held.filter(({ holds }) => holds.some(({ until }) => until <= time))
    for (const held of due)
      this.#end(held, ({ until }) => until <= time, { time, reason: `held until ${formatTime(time)}` })
    this.nextEnd = Math.min(
      Number.POSITIVE_INFINITY,
      ...this.#held.flatMap(({ holds }) => holds.map(({ until }) => until)),
    )
  }

  /** What holds an order of a strategy in an instrument back most: HALTED before REDUCING; undefined where it may trade. */
  strictest(strategy: number, instrument: number): { readonly target: StateTarget; readonly hold: Hold } | undefined {
    let found: { readonly target: StateTarget; readonly hold: Hold } | undefined
    for (const { target, holds } of this.#held) {
      if (!concerns(target, strategy, instrument)) continue
      for (const hold of holds)
        if (found === undefined || (found.hold.state === 'REDUCING' && hold.state === 'HALTED'))
          found = { target, hold }
    }
    return found
  }

  /** Whether orders of a strategy in an instrument that could open are cancelled. */
  cancelsEntries(strategy: number, instrument: number): boolean {
    return this.#held.some(
      ({ target, holds }) => concerns(target, strategy, instrument) && holds.some(({ cancelEntries }) => cancelEntries),
    )
  }

  /** Targets whose positions are to be closed as long as they are held back. */
  flattened(): readonly StateTarget[] {
    return this.#held.filter(({ holds }) => holds.some(({ flatten }) => flatten)).map(({ target }) => target)
  }

  stateOf(target: StateTarget): TradingState {
    const held = this.#find(target)
    return held === undefined ? 'ACTIVE' : stateOf(held)
  }

  #end(
    held: HeldTarget,
    ends: (hold: Hold) => boolean,
    { time, reason }: { readonly time: number; readonly reason: string },
  ): readonly HoldCause[] {
    const before = stateOf(held)
    const ended = held.holds.filter(ends)
    if (ended.length === 0) return []
    held.holds.splice(0, Infinity, ...held.holds.filter((hold) => !ends(hold)))
    if (held.holds.length === 0) this.#held.splice(this.#held.indexOf(held), 1)
    this.#note(held, before, { cause: ended.at(-1)!.cause, reason }, time)
    return ended.map(({ cause }) => cause)
  }

  #note(held: HeldTarget, from: TradingState, why: Pick<Hold, 'cause' | 'reason'>, time: number): void {
    const { scope, name } = held.target
    const { cause, reason } = why
    const change = { time, scope, of: name, from, to: stateOf(held), cause, reason }
    this.changes.push(change)
    this.#told(change)
  }

  #find({ scope, index }: StateTarget): HeldTarget | undefined {
    return this.#held.find(({ target }) => target.scope === scope && target.index === index)
  }

  #add(target: StateTarget): HeldTarget {
    const held = { target, holds: [] }
    this.#held.push(held)
    return held
  }
}

function isStricter(hold: Hold, than: Hold): boolean {
  return (hold.flatten && !than.flatten) || (hold.state === 'HALTED' && than.state !== 'HALTED')
}

function strictestOf(hold: Hold, other: Hold): Hold {
  const state = other.state === 'HALTED' ? other.state : hold.state
  const cancelEntries = hold.cancelEntries || other.cancelEntries
  return { ...hold, state, flatten: hold.flatten || other.flatten, cancelEntries }
}

/** Whether what is held back has to do with a strategy's orders in an instrument. */
export function concerns({ scope, index }: StateTarget, strategy: number, instrument: number): boolean {
  return scope === 'account' || index === (scope === 'book' ? strategy : instrument)
}

function stateOf({ holds }: HeldTarget): TradingState {
  if (holds.length === 0) return 'ACTIVE'
  return holds.some(({ state }) => state === 'HALTED') ? 'HALTED' : 'REDUCING'
}
