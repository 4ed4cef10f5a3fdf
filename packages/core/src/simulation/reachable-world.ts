import type { OrderLink, OrderType, Side } from '../domain/order.js'

/** An order of `reachable.ts`. Its number, which links name, is its place among the orders. */
export interface GridOrder {
  readonly side: Side
  readonly type: Exclude<OrderType, 'marketOnOpen' | 'marketOnClose' | 'limitOnOpen' | 'limitOnClose'>
  /** The stop or touch price, else the limit. */
  readonly level?: number
  /** The limit beside a stop or touch price. */
  readonly limit?: number
  readonly trail?: GridTrail
  /** Default 1. */
  readonly quantity?: number
  readonly reduceOnly?: boolean
  readonly link?: OrderLink
}

export interface GridTrail {
  readonly distance: number
  readonly by?: 'extreme' | 'close'
  readonly activation?: number
  readonly limitOffset?: number
  /** The highest price (a buy: the lowest) that it has followed before the bar; without one the bar is its first. */
  readonly extreme?: number
}

/** What became of one order. */
export interface Fate {
  readonly fills: readonly { readonly price: number; readonly quantity: number }[]
  /** How it left the bar. */
  readonly end: 'waits' | 'triggered' | 'filled' | 'canceled'
}

/** One fate for each order, in the order in which they were submitted. */
export type Outcome = readonly Fate[]

/** Held until its parent fills; asleep until its activation price; armed until its trigger; then the order behind it, until its end. */
export type Phase = 'held' | 'asleep' | 'armed' | 'limit' | 'market' | 'filled' | 'canceled'

export interface Working {
  phase: Phase
  /** Where it rests as a limit. */
  limit: number
  /** What a trailing order has followed. */
  extreme: number
  left: number
  /** Its limit was touched and not served. */
  touched: boolean
  /** It has come to life at the present price. */
  isNew: boolean
  wasTriggered: boolean
  fills: Fate['fills']
}

export interface World {
  readonly orders: Working[]
  volume: number
  /** What the strategy holds, signed. */
  position: number
  /** By group of exits: what they protect together. */
  readonly pools: Map<number, number>
  /** Kept by whoever tells worlds apart. */
  key?: string
}
