import type { DecimalInput } from './decimal.js'

/** When an event happens: epoch milliseconds, an ISO 8601 date and time with its offset, or a date. */
export type EventTime = number | string

/** Money that comes in or goes out. */
export interface CashEvent {
  readonly kind: 'deposit' | 'withdrawal'
  /** A date is midnight UTC. */
  readonly at: EventTime
  /** Positive. */
  readonly amount: DecimalInput
  /** Default: the account's. */
  readonly currency?: string
  /** Whose book it is for; default: the account's own. */
  readonly strategy?: string
}

/** Money that moves from one book to another. */
export interface TransferEvent {
  readonly kind: 'transfer'
  readonly at: EventTime
  readonly amount: DecimalInput
  readonly currency?: string
  /** A strategy; default: the account's own book. */
  readonly from?: string
  readonly to?: string
}

/**
 * A strategy that starts, pauses or stops. Paused, it is not called for bars, timers and slices, and may only close; its indicators go on, and so do its working
 * orders. Stopped, it is told so (`onStop`) and its orders are cancelled; `flatten` closes its positions too. Started, it is told (`onStart`) unless it was paused.
 */
export interface StrategyEvent {
  readonly kind: 'start' | 'pause' | 'stop'
  readonly at: EventTime
  readonly strategy: string
  /** Of a stop: close what its book holds. */
  readonly flatten?: boolean
}

/**
 * New parameters: a new instance takes the seat, with the state, book and orders of the old one, and with indicators that have seen all bars so far. The old one's
 * timers end.
 */
export interface ParamsEvent {
  readonly kind: 'params'
  readonly at: EventTime
  readonly strategy: string
  readonly params: unknown
}

/**
 * Trading is held back, by hand: of the account, or of a strategy or a symbol that is named. REDUCING lets through what closes; HALTED nothing but cancels and, with
 * `flatten`, the closing orders that it sends. It lasts until a `resume` of the same.
 */
export interface HaltEvent {
  readonly kind: 'halt'
  readonly at: EventTime
  readonly strategy?: string
  readonly symbol?: string
  /** Default 'HALTED'. */
  readonly state?: 'REDUCING' | 'HALTED'
  /** Whether orders that open are cancelled; default true. */
  readonly cancelEntries?: boolean
  /** Whether positions are closed; default false. */
  readonly flatten?: boolean
  readonly reason?: string
}

/** Ends what holds the account, a strategy or a symbol back, breached limits too; the kill switch only where `killSwitch` says so. */
export interface ResumeEvent {
  readonly kind: 'resume'
  readonly at: EventTime
  readonly strategy?: string
  readonly symbol?: string
  readonly killSwitch?: boolean
}

/** Cancels every order, closes every position, and lets nothing else through, whatever else resumes, until it is released by hand. */
export interface KillSwitchEvent {
  readonly kind: 'killSwitch'
  readonly at: EventTime
  readonly reason?: string
}

export type TradingEvent = HaltEvent | ResumeEvent | KillSwitchEvent

interface Corporate {
  /** A date is the open of the symbol's session on it, or of the first after it. */
  readonly at: EventTime
  readonly symbol: string
  /** Where it is known from. */
  readonly source: string
}

/** Shares are split: `ratio` is new ones for one old one, such as 4, 0.1 or '3:2'. Positions, working orders and marks follow; what is left of a share is paid in cash. */
export interface SplitEvent extends Corporate {
  readonly kind: 'split'
  readonly ratio: number | string
}

/** Cash per share, to who holds it at the ex-date and from who is short; `at` is the ex-date. */
export interface DividendEvent extends Corporate {
  readonly kind: 'dividend'
  /** In the symbol's currency, positive; of the shares as they were on that day. */
  readonly amount: DecimalInput
}

/** The symbol goes on under another name, which has bars of its own in the run: positions move over, orders are cancelled. */
export interface SymbolChangeEvent extends Corporate {
  readonly kind: 'symbolChange'
  readonly to: string
}

/** A merger for cash: positions are paid out at a price, orders are cancelled, and the symbol is not traded any more. */
export interface MergerEvent extends Corporate {
  readonly kind: 'merger'
  readonly price: DecimalInput
}

/** The symbol is not traded any more: positions end at a price, by default the last one, and orders are cancelled. */
export interface DelistingEvent extends Corporate {
  readonly kind: 'delisting'
  /** 0 where they are worthless. */
  readonly price?: DecimalInput
}

/** A future is rolled: orders in it are cancelled, and market orders close what each book holds and open the same in the next one. */
export interface RollEvent extends Corporate {
  readonly kind: 'roll'
  readonly to: string
}

export type CorporateAction = SplitEvent | DividendEvent | SymbolChangeEvent | MergerEvent | DelistingEvent | RollEvent

/** What happens to an account or a strategy from outside, at a time: after what closes and is decided then, and before what opens. */
export type AccountEvent = CashEvent | TransferEvent | StrategyEvent | ParamsEvent | TradingEvent | CorporateAction
export type AccountEventKind = AccountEvent['kind']
