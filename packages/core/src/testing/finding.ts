import { formatTime } from '../domain/errors.js'
import type { Difference } from './compare.js'

/** How a finding was made. */
export type ProofCheck = 'cut' | 'reversal' | 'freshBars' | 'fillAt' | 'warmup' | 'repeat' | 'ambient'

/** Something that a proof found, with where it first showed. */
export interface Finding {
  readonly check: ProofCheck
  readonly strategy: string
  readonly symbol: string | undefined
  /** When the bar closed, or the decision was taken; UTC epoch milliseconds, NaN for before the run. */
  readonly time: number
  /** A decision, the value of an indicator, an error, a setting of the run, or its hash. */
  readonly kind: 'decision' | 'indicator' | 'error' | 'setting' | 'hash'
  /** The strategy's function that decided, or its indicator. */
  readonly where: string
  readonly came: string
  readonly expected: string
  /** How many of the check's runs showed it. */
  readonly count: number
  /** All of it in one line. */
  readonly message: string
}

/** What the expected value was found by, as a part of a sentence. */
const FOUND_BY: Readonly<Record<ProofCheck, string>> = {
  cut: 'on data that ends there',
  reversal: 'on data with another future',
  freshBars: 'with bars that do not move on',
  fillAt: 'for an honest run',
  warmup: 'with more bars in front of the run',
  repeat: 'when it ran again',
  ambient: 'with another clock and other dice',
}

/** What came and what should have, each as a part of a sentence. */
const VERBS: Readonly<Record<Finding['kind'], readonly [string, string]>> = {
  decision: ['decided', 'it decides'],
  indicator: ['was', 'it is'],
  error: ['ran', 'it throws'],
  setting: ['is', 'it is'],
  hash: ['was', 'it is'],
}

/** Gathers findings: what one check shows of one place again and again is one, that which came first. */
export class Findings {
  readonly #found = new Map<string, Finding>()

  add(check: ProofCheck, difference: Omit<Finding, 'check' | 'count' | 'message'>, because = ''): void {
    const { strategy, symbol, where, kind } = difference
    const key = [check, strategy, symbol ?? '', where, kind].join('\n')
    const before = this.#found.get(key)
    const count = (before?.count ?? 0) + 1
    const first =
      before && !(difference.time < before.time)
        ? before
        : { ...difference, check, message: messageOf(check, difference, because) }
    this.#found.set(key, { ...first, count })
  }

  addAll(check: ProofCheck, differences: readonly Difference[], because = ''): void {
    for (const difference of differences) this.add(check, difference, because)
  }

  list(): readonly Finding[] {
    return [...this.#found.values()].sort((a, b) => a.time - b.time)
  }
}

function messageOf(
  check: ProofCheck,
  { strategy, symbol, time, where, kind, came, expected }: Omit<Finding, 'check' | 'count' | 'message'>,
  because: string,
): string {
  const of = symbol === undefined ? '' : ` of ${symbol}`
  const at = Number.isNaN(time) ? 'before the run' : `at ${formatTime(time)}`
  const [did, does] = VERBS[kind]
  return `${check}: ${strategy}.${where}${of} ${at} ${did} ${came}; ${FOUND_BY[check]} ${does} ${expected}${because}`
}
