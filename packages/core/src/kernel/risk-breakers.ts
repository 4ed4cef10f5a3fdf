import type { DailyCut } from '../calendar/daily-cut.js'
import type { MarkedEquity, QuietRange } from './quiet-range.js'
import { EquityBreaker, type EquityBreach } from '../risk/equity-breaker.js'
import type { LimitView } from '../risk/limit-view.js'
import { LossStreak } from '../risk/loss-streak.js'
import type { ResolvedBreach, ResolvedScope } from '../risk/risk-settings.js'
import { shown } from '../risk/shown.js'
import { VolatilityTarget } from '../risk/volatility-target.js'
import type { HoldCause, StateTarget } from '../risk/trading-states.js'

/** A limit that was breached, and what follows. */
export interface Breach {
  readonly target: StateTarget
  readonly cause: HoldCause
  readonly rule: string
  readonly value: number
  readonly limit: number
  readonly reason: string
  /** When it ends by itself; Infinity where it does not. */
  readonly until: number
  readonly policy: ResolvedBreach
}

/** What halts one scope: its equity by the day and from its peak, and its losing trades. */
export class ScopeBreakers {
  readonly target: StateTarget
  readonly #equity: EquityBreaker | undefined
  readonly #volatility: VolatilityTarget | undefined
  readonly #streak: LossStreak | undefined
  /** Equity as it was judged last. */
  #last = Number.NaN
  readonly #limits: ResolvedScope
  readonly #path: string

  constructor(
    target: StateTarget,
    limits: ResolvedScope,
    path: string,
    { view, daysPerYear }: { readonly view: LimitView; readonly daysPerYear: number },
  ) {
    this.target = target
    this.#limits = limits
    this.#path = path
    const { dailyLoss, maxDrawdown, lossStreak, volatilityTarget } = limits
    if (dailyLoss !== undefined || maxDrawdown !== undefined)
      this.#equity = new EquityBreaker({
        dailyLoss: dailyLoss && dailyLossLimit(dailyLoss.limit, view),
        maxDrawdown: maxDrawdown?.fraction,
      })
    if (lossStreak !== undefined) this.#streak = new LossStreak(lossStreak)
    if (volatilityTarget !== undefined) this.#volatility = new VolatilityTarget({ ...volatilityTarget, daysPerYear })
  }

  /** What follows a breach of its equity. */
  policyOf(cause: 'dailyLoss' | 'maxDrawdown'): ResolvedBreach | undefined {
    return this.#limits[cause]
  }

  get watchesTrades(): boolean {
    return this.#streak !== undefined
  }

  /** What quantities are multiplied by. */
  get scale(): number {
    return this.#volatility?.scale ?? 1
  }

  /** The first day begins, with this equity. */
  begin(equity: number): void {
    this.#last = equity
    this.dayBegan()
  }

  /** A day has ended, and the next begun, with the equity that was judged last. */
  dayBegan(): void {
    this.#volatility?.dayEnded(this.#last)
    this.#equity?.sessionBegan(this.#last)
  }

  /** Cash came in, or went out; `equity` is that after it. */
  flowed(amount: number, equity: number): void {
    this.#last += amount
    this.#volatility?.flowed(amount)
    this.#equity?.flowed(amount, equity)
  }

  /** Limits in another currency come to something else. */
  rateMoved(): void {
    this.#equity?.rateMoved()
  }

  /** What is breached now; the quiet case is one comparison. */
  judge(equity: number): Breach | undefined {
    this.#last = equity
    const breach = this.#equity?.judge(equity)
    return breach && this.#breachOf(breach)
  }

  /** Takes equity as judged, at which nothing is breached. */
  saw(equity: number): void {
    this.#last = equity
  }

  /** Leaves of a range the prices at which nothing of its equity has to be judged. */
  narrow(quiet: QuietRange, equity: MarkedEquity): void {
    if (this.#equity !== undefined) quiet.keepEquity(equity, this.#equity)
  }

  /** A trade was closed: all that one fill closes. */
  closed(profit: number, at: number): Breach | undefined {
    const until = this.#streak?.closed(profit, at)
    const own = this.#limits.lossStreak
    if (until === undefined || own === undefined) return undefined
    const rule = `${this.#path}.lossStreak`
    const reason = `${this.target.name} lost ${String(own.trades)} trades in a row, which ${rule} allows no more than ${String(own.trades - 1)} times`
    return {
      target: this.target,
      cause: 'lossStreak',
      rule,
      value: own.trades,
      limit: own.trades,
      reason,
      until,
      policy: own,
    }
  }

  /** A hold of one of these causes has ended: what is judged begins anew. */
  released(cause: HoldCause): void {
    if (cause === 'dailyLoss' || cause === 'maxDrawdown') this.#equity?.reset(cause, this.#last)
    else if (cause === 'lossStreak') this.#streak?.reset()
  }

  #breachOf({ kind, lost, lostFraction, from, limit }: EquityBreach): Breach {
    const policy = kind === 'dailyLoss' ? this.#limits.dailyLoss! : this.#limits.maxDrawdown!
    const rule = `${this.#path}.${kind}`
    const since = kind === 'dailyLoss' ? `the day's ${shown(from)}` : `its highest equity of ${shown(from)}`
    const reason = `${this.target.name} lost ${shown(lost)} of ${since} (${shown(lostFraction * 100)} %); ${rule} allows ${shown(limit)}`
    return {
      target: this.target,
      cause: kind,
      rule,
      value: lost,
      limit,
      reason,
      until: Number.POSITIVE_INFINITY,
      policy,
    }
  }
}

function dailyLossLimit(
  worth: NonNullable<ResolvedScope['dailyLoss']>['limit'],
  view: LimitView,
): { readonly fraction: number } | { readonly inBase: () => number } {
  if (worth.kind === 'fraction') return { fraction: worth.fraction }
  return { inBase: () => worth.amount * view.rateOf(worth.currency) }
}

/** The days by which losses are counted. */
export class RiskDays {
  /** When the present one ends; before the first, the beginning of time. */
  ends = Number.NEGATIVE_INFINITY
  readonly #cut: DailyCut

  constructor(cut: DailyCut) {
    this.#cut = cut
  }

  /** Goes on to the day of a time: what closes at a cut belongs to the day that it ends. */
  turn(now: number): void {
    this.ends = this.#cut.next(now - 1)
  }
}
