import { TradewrightError } from '../domain/errors.js'
import type { JournalEntry } from '../domain/journal-entry.js'
import { expectedNames } from '../domain/nearest-name.js'
import type { AnyShape, FieldKind, RecordShape } from '../domain/record-shape.js'
import { BATCH_SHAPES, JOURNAL_SHAPE, type BatchRecords } from '../domain/record-shapes.js'
import type { RunSummary } from '../domain/run-record.js'
import type { CashBalance } from '../ports/trading-store.js'
import type { ProfitAndLoss } from './profit-and-loss.js'

/** What can be written as CSV: each kind by its rows, as a store gives them. */
export interface CsvRows extends BatchRecords {
  readonly journal: JournalEntry
  readonly balances: CashBalance
  readonly profitAndLoss: ProfitAndLoss
  readonly runs: RunSummary
}

export type CsvKind = keyof CsvRows

/** A column of a table, and what its cells hold. */
export interface CsvColumn {
  readonly name: string
  readonly kind: FieldKind
  valueOf(row: object): unknown
}

const BALANCE_SHAPE: RecordShape<CashBalance> = {
  strategy: { kind: 'name', optional: true },
  currency: { kind: 'name' },
  amount: { kind: 'amount' },
}

const PROFIT_SHAPE: RecordShape<ProfitAndLoss> = {
  strategy: { kind: 'name', optional: true },
  symbol: { kind: 'name', optional: true },
  currency: { kind: 'name' },
  realized: { kind: 'amount' },
  other: { kind: 'amount' },
  total: { kind: 'amount' },
  roundTrips: { kind: 'index' },
}

/** Metrics have a column each, behind these. */
const RUN_SHAPE: RecordShape<Omit<RunSummary, 'metrics'>> = {
  id: { kind: 'count' },
  savedAt: { kind: 'time' },
  name: { kind: 'text' },
  tags: { kind: 'texts' },
  hash: { kind: 'name' },
  version: { kind: 'name' },
  strategies: { kind: 'texts' },
  symbols: { kind: 'texts' },
  startedAt: { kind: 'time' },
  endedAt: { kind: 'time' },
  bars: { kind: 'index' },
  currency: { kind: 'name' },
  initialCapital: { kind: 'amount' },
  finalEquity: { kind: 'number' },
}

const SHAPES: Readonly<Record<CsvKind, AnyShape>> = {
  ...BATCH_SHAPES,
  journal: JOURNAL_SHAPE,
  balances: BALANCE_SHAPE,
  profitAndLoss: PROFIT_SHAPE,
  runs: RUN_SHAPE,
}

/** The columns of a kind of rows. Throws CONFIG_INVALID for a kind that is none. */
export function csvColumns<K extends CsvKind>(kind: K, rows: readonly CsvRows[K][]): readonly CsvColumn[] {
  if (!Object.hasOwn(SHAPES, kind)) {
    const message = `kind ${JSON.stringify(kind)} came; ${expectedNames(kind, Object.keys(SHAPES))}`
    throw new TradewrightError('CONFIG_INVALID', message, { details: { kind } })
  }
  const columns = Object.entries(SHAPES[kind]).map(([name, field]): CsvColumn => ({
    ...{ name, kind: field.kind },
    valueOf: (row) => Reflect.get(row, name) as unknown,
  }))
  return kind === 'runs' ? [...columns, ...metricColumns(rows as readonly RunSummary[])] : columns
}

/** Runs of several versions may have several metrics: each that one of them has is a column. */
function metricColumns(runs: readonly RunSummary[]): readonly CsvColumn[] {
  const names = new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)))
  return Array.from(names, (name) => ({
    ...{ name: `metrics.${name}`, kind: 'number' },
    valueOf: (run) => (run as RunSummary).metrics[name],
  }))
}
