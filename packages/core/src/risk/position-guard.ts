import { splitPrice, type SplitRatio } from '../domain/split.js'
import { exitLevels, levelAt, pinExits, splitExits, type PinnedExits } from './position-exits.js'
import type { ResolvedExits } from './risk-settings.js'

export type ExitReason = 'stopLoss' | 'trailingStop' | 'breakEven' | 'takeProfit' | 'timeExit'

export interface Exit {
  readonly reason: ExitReason
  /** The price that was reached; NaN where time ran out. */
  readonly level: number
  readonly mark: number
}

export interface OpenedPosition {
  /** 1 for a long position, -1 for a short one. */
  readonly direction: number
  readonly averagePrice: number
  /** The first of the marks that a trailing stop follows. */
  readonly mark: number
  /** Epoch milliseconds. */
  readonly at: number
  /** The average true range now, by its period in bars; NaN where it is not known. */
  readonly atrOf: (period: number) => number
}

/**
 * Watches the marks of one position at a time for its exits. A level is hit by a mark at or beyond it. Of several stops the tightest decides and gives the reason; of
 * those at one level the stop-loss, then the trailing one. A stop comes before the target, both before the time.
 */
export class PositionGuard {
  readonly #exits: ResolvedExits
  /** The same for every position, where no distance is a range; undefined where one is. */
  readonly #fixed: PinnedExits | undefined
  readonly #barsMax: number
  readonly #durationMs: number
  #pinned: PinnedExits | undefined = undefined
  /** 0 while there is no position. */
  #direction = 0
  #averagePrice = Number.NaN
  #deadline = Number.POSITIVE_INFINITY
  /** The best mark; NaN before there is any. */
  #best = Number.NaN
  #isBreakEven = false
  #stopLoss = Number.NaN
  #trailingStop = Number.NaN
  #breakEvenTrigger = Number.NaN
  #breakEvenStop = Number.NaN
  #takeProfit = Number.NaN
  /** The tightest stop. */
  #stop = Number.NaN
  #stopReason: ExitReason = 'stopLoss'
  #lower = Number.NEGATIVE_INFINITY
  #upper = Number.POSITIVE_INFINITY
  #quietLower = Number.NEGATIVE_INFINITY
  #quietUpper = Number.POSITIVE_INFINITY

  constructor(exits: ResolvedExits) {
    const { timeExit } = exits
    this.#exits = exits
    this.#fixed = hasRange(exits) ? undefined : pinExits(exits, () => Number.NaN)
    this.#barsMax = timeExit && 'bars' in timeExit ? timeExit.bars : Number.POSITIVE_INFINITY
    this.#durationMs = timeExit && 'ms' in timeExit ? timeExit.ms : Number.POSITIVE_INFINITY
  }

  /** A position was opened; whatever was watched before is forgotten. */
  opened({ direction, averagePrice, mark, at, atrOf }: OpenedPosition): void {
    this.#pinned = this.#fixed ?? pinExits(this.#exits, atrOf)
    this.#direction = direction
    this.#deadline = at + this.#durationMs
    this.#best = Number.NaN
    this.#trailingStop = Number.NaN
    this.#isBreakEven = false
    this.changed(averagePrice)
    this.#follow(mark)
  }

  /**
   * The position grew: its levels are reckoned from the new average entry price. The trailing stop stays, which is that of the marks, and so does a break-even that was
   * reached; one that was not has to be reached by a mark from now on.
   */
  changed(averagePrice: number): void {
    if (this.#pinned === undefined) return
    const levels = exitLevels(this.#pinned, this.#direction, averagePrice)
    this.#averagePrice = averagePrice
    this.#stopLoss = levels.stopLoss
    this.#takeProfit = levels.takeProfit
    this.#breakEvenTrigger = levels.breakEvenTrigger
    this.#breakEvenStop = levels.breakEvenStop
    this.#reckon()
  }

  /** All prices are split, and so are the average entry price and the best mark. */
  split(ratio: SplitRatio): void {
    if (this.#pinned === undefined) return
    this.#pinned = splitExits(this.#pinned, ratio)
    this.#best = splitPrice(this.#best, ratio)
    this.#trailingStop = splitPrice(this.#trailingStop, ratio)
    this.changed(splitPrice(this.#averagePrice, ratio))
  }

  /** There is no position any more, and nothing to watch. */
  closed(): void {
    this.#pinned = undefined
    this.#direction = 0
    this.#deadline = Number.POSITIVE_INFINITY
    this.#lower = Number.NEGATIVE_INFINITY
    this.#upper = Number.POSITIVE_INFINITY
    this.#quietLower = Number.NEGATIVE_INFINITY
    this.#quietUpper = Number.POSITIVE_INFINITY
  }

  /**
   * Why the position is to be closed at this mark, and at this time: with each mark for which that holds, until it is closed. `now` is in epoch milliseconds; `barsHeld`
   * counts the bars that closed since the position was opened.
   */
  judge(mark: number, now: number, barsHeld: number): Exit | undefined {
    if (mark > this.#lower && mark < this.#upper && now < this.#deadline && barsHeld < this.#barsMax) return undefined
    return this.#judgeClosely(mark, now >= this.#deadline || barsHeld >= this.#barsMax)
  }

  /** Nothing happens to marks between these two, `lower` and `upper`, but for time. */
  get lower(): number {
    return this.#lower
  }
  get upper(): number {
    return this.#upper
  }

  /** Between these two a trailing stop may follow marks, and nothing else happens: they can be shown to it later, by `passed`. */
  get quietLower(): number {
    return this.#quietLower
  }
  get quietUpper(): number {
    return this.#quietUpper
  }

  /** A mark between those has passed. */
  passed(mark: number): void {
    if (!(mark > this.#lower && mark < this.#upper)) this.#follow(mark)
  }

  /** When the position has to be left by the clock, and after how many bars; Infinity where it has not. */
  get deadline(): number {
    return this.#deadline
  }
  get barsMax(): number {
    return this.#barsMax
  }

  /** The tightest stop, as it is now; NaN where there is none. */
  stopLevel(): number {
    return this.#direction === 0 ? Number.NaN : this.#stop
  }

  /** NaN where there is no target. */
  targetLevel(): number {
    return this.#direction === 0 ? Number.NaN : this.#takeProfit
  }

  #judgeClosely(mark: number, isOver: boolean): Exit | undefined {
    const side = this.#direction
    if (side === 0) return undefined
    this.#follow(mark)
    if ((mark - this.#stop) * side <= 0) return { reason: this.#stopReason, level: this.#stop, mark }
    if ((mark - this.#takeProfit) * side >= 0) return { reason: 'takeProfit', level: this.#takeProfit, mark }
    return isOver ? { reason: 'timeExit', level: Number.NaN, mark } : undefined
  }

  /** Takes the stops along with a mark in the position's favour. */
  #follow(mark: number): void {
    const side = this.#direction
    if ((mark - this.#best) * side > 0 || Number.isNaN(this.#best)) {
      this.#best = mark
      this.#trailingStop = levelAt(mark, this.#pinned?.trailingStop, -side)
    }
    if ((mark - this.#breakEvenTrigger) * side >= 0) this.#isBreakEven = true
    this.#reckon()
  }

  #reckon(): void {
    const side = this.#direction
    this.#stop = Number.NaN
    this.#tighten('stopLoss', this.#stopLoss)
    this.#tighten('trailingStop', this.#trailingStop)
    if (this.#isBreakEven) this.#tighten('breakEven', this.#breakEvenStop)
    const far = Number.isNaN(this.#stop) ? Number.NEGATIVE_INFINITY : this.#stop * side
    let near = Number.POSITIVE_INFINITY
    // What is NaN is not nearer.
    if (this.#takeProfit * side < near) near = this.#takeProfit * side
    if (!this.#isBreakEven && this.#breakEvenTrigger * side < near) near = this.#breakEvenTrigger * side
    this.#reckonQuiet(far, near)
    if (this.#pinned?.trailingStop && !(this.#best * side >= near))
      near = Number.isNaN(this.#best) ? Number.NEGATIVE_INFINITY : this.#best * side
    this.#lower = side > 0 ? far : -near
    this.#upper = side > 0 ? near : -far
  }

  /** Up to half its distance ahead, marks can't come to where a trailing stop would be that had followed all of them. */
  #reckonQuiet(far: number, near: number): void {
    const side = this.#direction
    let [quietFar, quietNear] = [far, near]
    if (this.#pinned?.trailingStop) {
      const ahead = this.#best + Math.abs(this.#best - this.#trailingStop) * 0.5 * side
      const stop = levelAt(ahead, this.#pinned.trailingStop, -side) * side
      const isKnown = !Number.isNaN(stop)
      if (!isKnown) quietNear = Number.NEGATIVE_INFINITY
      else if (!(quietNear <= ahead * side)) quietNear = ahead * side
      if (isKnown && stop > quietFar) quietFar = stop
    }
    this.#quietLower = side > 0 ? quietFar : -quietNear
    this.#quietUpper = side > 0 ? quietNear : -quietFar
  }

  #tighten(reason: ExitReason, level: number): void {
    if (Number.isNaN(level) || (level - this.#stop) * this.#direction <= 0) return
    this.#stop = level
    this.#stopReason = reason
  }
}

function hasRange({ stopLoss, trailingStop, breakEven, takeProfit }: ResolvedExits): boolean {
  return [stopLoss, trailingStop, breakEven?.after, breakEven?.offset, takeProfit].some((one) => one?.kind === 'atr')
}
