import type { AccountRecord } from '../domain/account-record.js'
import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import type { Checkpoint } from '../domain/journal-entry.js'
import type { Field, RecordShape } from '../domain/record-shape.js'
import {
  ACCOUNT_SHAPE,
  BATCH_SHAPES,
  CHECKPOINT_SHAPE,
  STRATEGY_SHAPE,
  type BatchRecords,
} from '../domain/record-shapes.js'
import type { Spec } from '../domain/spec.js'
import type { StrategyRecord } from '../domain/strategy-record.js'
import type { TradingBatch } from '../domain/trading-records.js'
import { KINDS } from './field-kinds.js'

/** A batch of which every list is there, and every record a frozen copy. */
export type CheckedBatch = { readonly [K in keyof BatchRecords]: readonly BatchRecords[K][] }

const MISTAKES_LISTED = 20

/** Frozen copies of the records of a batch. Throws RECORD_INVALID, with all that is wrong. */
export function checkedBatch(batch: TradingBatch): CheckedBatch {
  const mistakes: string[] = []
  const given: Partial<CheckedBatch> = batch
  const taken = <K extends keyof CheckedBatch>(kind: K): readonly BatchRecords[K][] =>
    (given[kind] ?? []).map((record, index) =>
      takeRecord<BatchRecords[K]>(BATCH_SHAPES[kind], record, `${kind}[${String(index)}].`, mistakes),
    )
  const all: CheckedBatch = {
    intents: taken('intents'),
    orders: taken('orders'),
    fills: taken('fills'),
    positions: taken('positions'),
    cash: taken('cash'),
    equity: taken('equity'),
    roundTrips: taken('roundTrips'),
  }
  refuse('a batch', mistakes)
  return all
}

/** A frozen copy. Throws RECORD_INVALID. */
export function checkedAccount(record: AccountRecord): AccountRecord {
  return checked('an account', ACCOUNT_SHAPE, record)
}

/** A frozen copy. Throws RECORD_INVALID. */
export function checkedStrategy(record: StrategyRecord): StrategyRecord {
  return checked('a strategy', STRATEGY_SHAPE, record)
}

/** A frozen copy. Throws RECORD_INVALID. */
export function checkedCheckpoint(record: Checkpoint): Checkpoint {
  return checked('a checkpoint', CHECKPOINT_SHAPE, record)
}

/** A frozen copy of a setting's value. Throws RECORD_INVALID. */
export function checkedSetting(key: string, value: Spec): Spec {
  const shape: RecordShape<{ key: string; value: Spec }> = { key: { kind: 'name' }, value: { kind: 'plain' } }
  return checked('a setting', shape, { key, value }).value
}

/** The time as it came. Throws RECORD_INVALID. */
export function checkedTime(what: string, time: number): number {
  return checked(what, { time: { kind: 'time' } }, { time }).time
}

/** A frozen copy of a record, by its shape. Throws RECORD_INVALID, with all that is wrong. */
export function checked<T extends object>(what: string, shape: RecordShape<T>, record: T): T {
  const mistakes: string[] = []
  const taken = takeRecord(shape, record, '', mistakes)
  refuse(what, mistakes)
  return taken
}

function takeRecord<T extends object>(shape: RecordShape<T>, record: T, path: string, mistakes: string[]): T {
  const taken: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(shape) as [keyof T & string, Field][]) {
    const value: unknown = record[name]
    if (value === undefined && field.optional) taken[name] = undefined
    else {
      taken[name] = takeField(field, value)
      if (taken[name] === undefined) mistakes.push(`${path}${name} is ${shown(value)}; expected ${expected(field)}`)
    }
  }
  return Object.freeze(taken) as T
}

function takeField({ kind, oneOf }: Field, value: unknown): unknown {
  if (oneOf !== undefined && !oneOf.includes(value as string)) return undefined
  return KINDS[kind].take(value)
}

function expected({ kind, oneOf }: Field): string {
  return oneOf === undefined ? KINDS[kind].expected : `one of ${oneOf.join(', ')}`
}

/** A value as a message shows it. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : inWords(value)
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`
}

/** Of an object its kind alone, since not every object has a text. */
function inWords(value: unknown): string {
  if (typeof value !== 'object' || value === null || Decimal.isDecimal(value)) return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}

function refuse(what: string, mistakes: readonly string[]): void {
  if (mistakes.length === 0) return
  const rest = mistakes.length - MISTAKES_LISTED
  const listed = mistakes.slice(0, MISTAKES_LISTED).join('; ') + (rest > 0 ? `; and ${String(rest)} more` : '')
  throw new TradewrightError('RECORD_INVALID', `${what} cannot be stored: ${listed}`, { details: { mistakes } })
}
