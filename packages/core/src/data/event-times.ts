import type { BuiltBars } from './built-bars.js'

/**
 * Bars that trades begin and end may lie in one millisecond, and yet each must close after it opened and before the next opens: they follow each other a
 * millisecond apart, and so are known a little later than they were, never sooner.
 */
export function eventOpen(built: BuiltBars, firstTime: number): number {
  return Math.max(firstTime, built.closedTo)
}

/** See `eventOpen`. */
export function eventClose(opens: number, lastTime: number): number {
  return Math.max(lastTime, opens + 1)
}
