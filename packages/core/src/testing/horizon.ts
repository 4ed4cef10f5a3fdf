import type { BarColumns } from '../domain/bar-columns.js'

/**
 * How far a strategy may know at one of its decisions: all bars that closed by `time`, and of those that are under way the open. At the closes of an
 * instant the bars that open at it are still to come; at its opens they are under way.
 */
export interface Horizon {
  readonly time: number
  readonly phase: 'closes' | 'opens'
}

/** How many bars of a series have closed and how many have opened by a horizon. */
export function rowsKnown({ openTime, closeTime, length }: BarColumns, { time, phase }: Horizon): RowsKnown {
  let closed = 0
  while (closed < length && closeTime[closed]! <= time) closed++
  let opened = closed
  while (opened < length && (phase === 'opens' ? openTime[opened]! <= time : openTime[opened]! < time)) opened++
  return { closed, opened }
}

export interface RowsKnown {
  readonly closed: number
  readonly opened: number
}
