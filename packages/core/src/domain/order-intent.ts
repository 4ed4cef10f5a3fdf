import type { Spec } from './spec.js'

export const INTENT_ACTIONS = ['submit', 'replace', 'cancel'] as const
export type IntentAction = (typeof INTENT_ACTIONS)[number]

/** What is about to be asked of a broker: durable before it is sent, so that after a crash nothing is sent twice and nothing that was sent is unknown. */
export interface OrderIntent {
  /** Counts the intents of an account from 1, without gaps. */
  readonly number: number
  /** The journal entry that it was decided on. */
  readonly sequence: number
  /** UTC epoch milliseconds. */
  readonly decidedAt: number
  readonly strategy: string
  readonly symbol: string
  readonly action: IntentAction
  /** The order's; deterministic, so that a restart knows its own orders. */
  readonly clientOrderId: string
  /** What is asked: the terms of a new order, or the new ones of a replace. */
  readonly terms: Spec
}
