import { ERROR_CODES, type ErrorCode, type ErrorCodeEntry } from './error-codes.js'

/** Machine-readable facts about an error: where it happened, what came, what was expected. */
export type ErrorDetails = Readonly<Record<string, unknown>>

/** The class name that an error shows, by its code's kind. */
const NAMES = {
  config: 'ConfigError',
  data: 'DataError',
  strategy: 'StrategyError',
  money: 'MoneyError',
  run: 'RunError',
  store: 'StoreError',
  invariant: 'InvariantError',
} as const satisfies Record<ErrorCodeEntry['kind'], string>

/**
 * Every error this library throws on purpose. Tell them apart by `code`, never by `instanceof`: a program that loads both the
 * ESM and the CommonJS build has two of this class.
 */
export class TradewrightError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  /** Whether the caller can put it right and go on with the same objects. */
  readonly recoverable: boolean

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(`${code}: ${message}`, options.cause === undefined ? {} : { cause: options.cause })
    const entry: ErrorCodeEntry = ERROR_CODES[code]
    this.name = NAMES[entry.kind]
    this.code = code
    this.details = options.details ?? {}
    this.recoverable = entry.recoverable
  }
}

/** Whether a caught value is an error of this library, whichever build of it threw. */
export function isTradewrightError(value: unknown): value is TradewrightError {
  return (
    value instanceof Error &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(ERROR_CODES, value.code) &&
    'recoverable' in value
  )
}

/** Stops the run on a state that only a fault of this library can cause. */
export function invariant(condition: boolean, message: string, details?: ErrorDetails): asserts condition {
  if (!condition) throw new TradewrightError('INVARIANT', message, details ? { details } : {})
}

/** A UTC instant as it is written in messages: ISO 8601 without milliseconds that are zero. */
export function formatTime(time: number): string {
  if (!Number.isFinite(time) || Math.abs(time) > 8.64e15) return String(time)
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
