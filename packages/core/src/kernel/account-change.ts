import type { AccountEvent } from '../domain/account-event.js'
import type { Money } from '../domain/money.js'
import type { SplitRatio } from '../domain/split.js'
import type { HaltOrder, StateTarget } from '../risk/trading-states.js'

/** An account event with everything that it names found: books, currencies and instruments by their index. */
export type AccountChange = { readonly at: number; readonly event: AccountEvent } & (
  | {
      readonly kind: 'cash'
      readonly book: number
      readonly currency: number
      /** Negative for a withdrawal. */
      readonly amount: Money
    }
  | {
      readonly kind: 'transfer'
      readonly from: number
      readonly to: number
      readonly currency: number
      readonly amount: Money
    }
  | { readonly kind: 'start' | 'pause'; readonly strategy: number }
  | { readonly kind: 'stop'; readonly strategy: number; readonly flatten: boolean }
  | { readonly kind: 'params'; readonly strategy: number; readonly params: unknown }
  | { readonly kind: 'halt'; readonly halt: HaltOrder }
  | { readonly kind: 'resume'; readonly target: StateTarget; readonly killSwitch: boolean }
  | { readonly kind: 'split'; readonly instrument: number; readonly ratio: SplitRatio }
  /** Per share, in the instrument's currency. */
  | { readonly kind: 'dividend'; readonly instrument: number; readonly perShare: number }
  | { readonly kind: 'symbolChange' | 'roll'; readonly instrument: number; readonly to: number }
  /** At a price, NaN for the last one. */
  | { readonly kind: 'ending'; readonly instrument: number; readonly price: number }
)

/** What became of an account event. */
export interface AppliedEvent {
  /** UTC epoch milliseconds. */
  readonly time: number
  readonly event: AccountEvent
  readonly status: 'applied' | 'refused'
  /** What it did, or why it was refused. */
  readonly message: string
}
