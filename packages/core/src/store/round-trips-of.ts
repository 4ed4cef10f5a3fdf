import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { parseIsoTime } from '../domain/iso-time.js'
import type { FieldKind } from '../domain/record-shape.js'
import { BATCH_SHAPES } from '../domain/record-shapes.js'
import type { RunRecord } from '../domain/run-record.js'
import type { Spec } from '../domain/spec.js'
import type { RoundTripRecord } from '../domain/trading-records.js'
import { checked } from './checked-records.js'

const SHAPE = BATCH_SHAPES.roundTrips

/** The round trips of a run that was loaded, as its result had them, numbered from 1. Throws RECORD_INVALID for a result that has none such. */
export function roundTripsOf({ id, result }: Pick<RunRecord, 'id' | 'result'>): readonly RoundTripRecord[] {
  const trips = typeof result === 'object' && result !== null && 'roundTrips' in result ? result.roundTrips : undefined
  if (Array.isArray(trips)) return (trips as readonly Spec[]).map((trip, index) => roundTripOf(trip, index + 1))
  const message = `run ${String(id)} has a result without a list roundTrips; expected one as BacktestResult.toJSON gives it`
  throw new TradewrightError('RECORD_INVALID', message, { details: { id } })
}

function roundTripOf(trip: Spec, number: number): RoundTripRecord {
  const written = new Map<string, Spec>(Object.entries(typeof trip === 'object' && trip !== null ? trip : {}))
  const read = Object.entries(SHAPE).map(([name, { kind }]): [string, unknown] => [
    name,
    readAs(kind, written.get(name)),
  ])
  return checked('a round trip', SHAPE, { ...Object.fromEntries(read), number } as RoundTripRecord)
}

/** A value as it was before it was written: times are ISO 8601 and exact numbers text. */
function readAs(kind: FieldKind, value: Spec | undefined): unknown {
  if (typeof value !== 'string') return value
  if (kind === 'time') return parseIsoTime(value)
  return (kind === 'amount' || kind === 'quantity') && /^-?[\d.]+$/.test(value) ? new Decimal(value) : value
}
