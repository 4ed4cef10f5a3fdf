import type { Timeframe } from '../domain/timeframe.js'

/** One thing that a strategy decided, with all its terms, or what the engine made of it. */
export interface Decision {
  readonly strategy: string
  /** Which of the strategy's functions decided it; 'engine' for what the engine made of it. */
  readonly callback: string
  /** UTC epoch milliseconds; NaN for what a constructor did. */
  readonly time: number
  readonly symbol: string | undefined
  /** What it is in words and numbers; equal decisions read the same. */
  readonly text: string
  /** Of the engine's: whether something was filled before it at the same instant. */
  readonly afterFill?: boolean
}

/** All values of one declared indicator, bar by bar. */
export interface IndicatorTrace {
  readonly strategy: string
  /** The strategy's field that holds it, else its class. */
  name: string
  readonly symbol: string
  readonly timeframe: Timeframe | undefined
  /** When it was declared: NaN before the run. */
  readonly since: number
  /** When its bars closed. */
  readonly times: number[]
  readonly values: number[]
}

/** What was read of the program's surroundings inside a strategy's functions. */
export interface AmbientRead {
  readonly strategy: string
  readonly callback: string
  /** Such as 'Math.random'. */
  readonly source: string
  readonly time: number
}

/** Everything that strategies did in one run. */
export interface Recording {
  readonly decisions: Decision[]
  readonly indicators: IndicatorTrace[]
  readonly reads: AmbientRead[]
}
