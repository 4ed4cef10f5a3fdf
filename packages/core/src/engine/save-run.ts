import { z } from 'zod'
import { TradewrightError } from '../domain/errors.js'
import type { NewRun } from '../domain/run-record.js'
import type { RunStore } from '../ports/run-store.js'
import { configError } from './config.js'
import type { PerformanceMetrics } from './metrics.js'
import type { BacktestResult } from './result.js'
import { systemClock } from './system-clock.js'
import { VERSION } from './version.js'

/** What a saved run can be found by again. */
export interface RunLabels {
  /** Default ''. */
  readonly name?: string
  readonly tags?: readonly string[]
}

export interface SaveRunOptions extends RunLabels {
  /** UTC epoch milliseconds; default now. */
  readonly savedAt?: number
}

/**
 * Keeps a run: its settings, its result as `toJSON` gives it, its metrics and its equity. Gives its number. Rejects with what the store does, such as RECORD_INVALID for
 * a name that is no text.
 */
export async function saveRun(store: RunStore, result: BacktestResult, options: SaveRunOptions = {}): Promise<number> {
  const { name = '', tags = [], savedAt = systemClock().now() } = options
  const { equityCurve: _inColumns, ...json } = result.toJSON()
  const run: NewRun = {
    ...{ savedAt, name, tags, hash: result.hash, version: VERSION },
    ...{ strategies: result.strategies, symbols: result.symbols },
    ...{ startedAt: result.startedAt, endedAt: result.endedAt, bars: result.bars },
    currency: result.currency,
    initialCapital: result.initialCapital,
    finalEquity: result.finalEquity,
    metrics: singleNumbers(result.metrics),
    settings: result.settings,
    result: json,
    equityCurve: result.equityCurve,
  }
  return await store.saveRun(run)
}

const labels = z.strictObject({
  signal: z.unknown().optional(),
  name: z.string().optional(),
  tags: z.array(z.string()).optional(),
})

/** Before a long run, so that none is lost for a label. Throws CONFIG_INVALID for labels that are none, and for those of a run that is not saved. */
export function checkLabels(options: RunLabels, store: RunStore | undefined): void {
  const { success, error } = labels.safeParse(options, { reportInput: true })
  if (!success) throw configError('the options of a run', error)
  const given = (['name', 'tags'] as const).find((option) => options[option] !== undefined)
  if (given === undefined || store !== undefined) return
  const message = `the options of a run cannot be used: ${given} is for a run that is saved; expected a store as runs in the configuration`
  throw new TradewrightError('CONFIG_INVALID', message, { details: { option: given } })
}

/** Metrics by name, those of a direction as `long.winRate`; null for what is no number. */
function singleNumbers({ long, short, deepestDrawdown: _times, ...all }: PerformanceMetrics): NewRun['metrics'] {
  return { ...named('', all), ...named('long.', { ...long }), ...named('short.', { ...short }) }
}

function named(prefix: string, metrics: Readonly<Record<string, number | null>>): NewRun['metrics'] {
  const entries = Object.entries(metrics)
  return Object.fromEntries(entries.map(([name, value]) => [`${prefix}${name}`, Number.isFinite(value) ? value : null]))
}
