import type { Spec } from './spec.js'

export const STRATEGY_STATUSES = ['running', 'paused', 'stopped'] as const
export type StrategyStatus = (typeof STRATEGY_STATUSES)[number]

/** A strategy of an account as it stood from a moment on: each time that it is saved is a record of its own. */
export interface StrategyRecord {
  /** Unique within an account. */
  readonly name: string
  /** The name of its class. */
  readonly className: string
  /** The class's version: saved state is for one of them. */
  readonly version: number
  readonly status: StrategyStatus
  readonly params: Spec
  /** What it keeps over a restart; null without any. */
  readonly state: Spec
  readonly metadata: Spec
  /** UTC epoch milliseconds. */
  readonly savedAt: number
}

/** A strategy's record as a store gives it back. */
export interface StoredStrategy extends StrategyRecord {
  /** When it was deleted, UTC epoch milliseconds; its records stay. Undefined while it is there. */
  readonly deletedAt: number | undefined
}
