import type { EquityCurve } from '../domain/equity-curve.js'
import { TradewrightError } from '../domain/errors.js'
import type { RecordShape } from '../domain/record-shape.js'
import type { NewRun } from '../domain/run-record.js'
import { checked } from './checked-records.js'

const RUN_SHAPE: RecordShape<Omit<NewRun, 'equityCurve'>> = {
  savedAt: { kind: 'time' },
  name: { kind: 'text' },
  tags: { kind: 'texts' },
  hash: { kind: 'name' },
  version: { kind: 'name' },
  strategies: { kind: 'texts' },
  symbols: { kind: 'texts' },
  startedAt: { kind: 'number' },
  endedAt: { kind: 'number' },
  bars: { kind: 'index' },
  currency: { kind: 'name' },
  initialCapital: { kind: 'amount' },
  finalEquity: { kind: 'number' },
  metrics: { kind: 'plain' },
  settings: { kind: 'plain' },
  result: { kind: 'plain' },
}

/** A copy of a run. Throws RECORD_INVALID. */
export function checkedRun(run: NewRun): NewRun {
  const { times, equity } = run.equityCurve
  if (times.length !== equity.length) {
    const message = `a run cannot be stored: equityCurve has ${String(times.length)} times and ${String(equity.length)} values; expected as many of each`
    throw new TradewrightError('RECORD_INVALID', message, { details: { name: run.name } })
  }
  return Object.freeze({ ...checked('a run', RUN_SHAPE, run), equityCurve: copyOf(run.equityCurve) })
}

/** A curve in arrays of its own. */
export function copyOf({ times, equity }: EquityCurve): EquityCurve {
  return { times: times.slice(), equity: equity.slice() }
}
