import { FILL_POLICIES, type FillPolicy } from '../simulation/fill-rules.js'
import type { BacktestConfig } from './config.js'
import { finalEquityOf, playRun, prepareRun, type RunInput } from './run.js'

/** What the same run comes to under other policies for ambiguous fills, in base currency. It is a range of answers and bounds nothing. */
export interface EquityRange {
  readonly low: number
  readonly high: number
  /** Final equity under each policy; 'finer' only where the run has finer series. */
  readonly byPolicy: Readonly<Partial<Record<FillPolicy, number>>>
}

/** Repeats a run under the other policies, over the same data, with nobody listening; what is known is not run again. */
export class EquityRangeRuns {
  readonly #input: RunInput
  readonly #known = new Map<FillPolicy, number>()

  /** `ended` is a run that is over: it gives the answer for its own policy. */
  constructor(ended: Parameters<typeof finalEquityOf>[0]) {
    const { config, parts, data } = ended
    this.#input = { config, parts, data }
    this.#known.set(config.fills?.policy ?? 'pessimistic', finalEquityOf(ended))
  }

  async range(signal: AbortSignal | undefined): Promise<EquityRange> {
    const policies = FILL_POLICIES.filter((policy) => policy !== 'finer' || this.#known.has(policy))
    for (const policy of policies) {
      if (!this.#known.has(policy)) this.#known.set(policy, await this.#equityUnder(policy, signal))
    }
    const equity = policies.map((policy) => this.#known.get(policy)!)
    return {
      low: Math.min(...equity),
      high: Math.max(...equity),
      byPolicy: Object.fromEntries(policies.map((policy, i) => [policy, equity[i]!])),
    }
  }

  async #equityUnder(policy: FillPolicy, signal: AbortSignal | undefined): Promise<number> {
    const { config, parts, data } = this.#input
    const run = prepareRun({
      config: { ...config, fills: rulesUnder(policy, config.fills) },
      parts: { ...parts, finer: [] },
      data: { ...data, finer: [] },
    })
    await playRun(run, { signal })
    return finalEquityOf(run)
  }
}

/** The same rules with another policy; finer series belong to theirs alone. */
function rulesUnder(policy: FillPolicy, rules: BacktestConfig['fills'] = {}): NonNullable<BacktestConfig['fills']> {
  const { finer: _, ...others } = rules
  return { ...others, policy }
}
