import type { Spec } from './spec.js'

/** An account that a store keeps records of. */
export interface AccountRecord {
  /** The broker's name for it. */
  readonly account: string
  /** What its equity is reckoned in. */
  readonly currency: string
  /** What else is known of it, such as its broker, or that it is a paper account. */
  readonly metadata: Spec
  /** When it came to the store, UTC epoch milliseconds. */
  readonly savedAt: number
}
