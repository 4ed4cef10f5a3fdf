import { TradewrightError } from '../domain/errors.js'
import type { ErrorCode } from '../domain/error-codes.js'
import type { Finding } from './finding.js'

/** What a proof came to. */
export interface ProofReport {
  /** Whether nothing was found: of what was looked at, which `notLookedAt` bounds. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
  /** How many backtests were run. */
  readonly runs: number
  /** How many decisions and values were compared. */
  readonly comparisons: number
  /** What a careful reader should know was not proven, one sentence each. */
  readonly notLookedAt: readonly string[]
}

/** Throws what was found, each finding in a line. */
export function throwFindings(code: ErrorCode, what: string, { findings }: ProofReport): void {
  if (findings.length === 0) return
  const list = findings.map(({ message }) => `\n  ${message}`).join('')
  throw new TradewrightError(code, `${what}${list}`, { details: { findings } })
}
