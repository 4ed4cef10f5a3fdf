import type { NewRun, RunRecord, RunSummary } from '../domain/run-record.js'
import type { RunFilter, RunStore } from '../ports/run-store.js'
import { answer } from './answer.js'
import { checkedFilter } from './checked-filter.js'
import { checkedRun, copyOf } from './checked-run.js'
import { unknownRun } from './record-conflicts.js'

/** Saved runs kept in memory. */
export class MemoryRunStore implements RunStore {
  /** The run of id n is at n - 1. */
  readonly #runs: RunRecord[] = []
  readonly #deleted = new Set<number>()

  saveRun(run: NewRun): Promise<number> {
    return answer(() => {
      const id = this.#runs.length + 1
      this.#runs.push({ id, ...checkedRun(run) })
      return id
    })
  }

  runs(filter: RunFilter = {}): Promise<readonly RunSummary[]> {
    return answer(() => {
      const { limit, deleted = false } = checkedFilter('runs', filter)
      const found = this.#runs.filter((run) => isWanted(run, filter) && (deleted || !this.#deleted.has(run.id)))
      return found.reverse().slice(0, limit).map(summaryOf)
    })
  }

  loadRun(id: number): Promise<RunRecord> {
    return answer(() => {
      const run = this.#runs[id - 1] ?? unknownRun(id)
      return { ...run, equityCurve: copyOf(run.equityCurve) }
    })
  }

  deleteRun(id: number): Promise<void> {
    return answer(() => {
      if (this.#runs[id - 1] === undefined) unknownRun(id)
      this.#deleted.add(id)
    })
  }
}

function isWanted(run: RunSummary, { name, tag, strategy, symbol, hash, from = 0, to = Infinity }: RunFilter): boolean {
  if (run.savedAt < from || run.savedAt >= to) return false
  if (name !== undefined && run.name !== name) return false
  if (hash !== undefined && run.hash !== hash) return false
  const holds = (list: readonly string[], wanted: string | undefined): boolean =>
    wanted === undefined || list.includes(wanted)
  return holds(run.tags, tag) && holds(run.strategies, strategy) && holds(run.symbols, symbol)
}

function summaryOf({ settings: _settings, result: _result, equityCurve: _curve, ...summary }: RunRecord): RunSummary {
  return summary
}
