import { contradictions } from './risk-contradictions.js'
import { readRisk, riskError, withMore, type Mistake, type RiskIssue } from './risk-mistakes.js'
import { unknownNames, type RiskNames } from './risk-names.js'
import { resolveRisk } from './risk-resolve.js'
import type { RiskSettings } from './risk-settings.js'

/**
 * Checks a risk configuration against the run it is for, and looks everything in it up. Throws RISK_INVALID with all mistakes at once.
 *
 * Fractions that a price or an equity can't lose more of are below 1: daily loss, drawdown, collar, stops. Those of an order, a position or the
 * exposure may be above 1, as credit makes them possible; a concentration may be only where `leverage` or `totalExposure` beside it is as high, since
 * 25 is more likely to mean 25 % than 25 times the equity.
 */
export function checkRisk(config: unknown, names: RiskNames): RiskSettings {
  const reading = readRisk(config)
  const more = [...unknownNames(reading.config, names), ...contradictions(reading, names.currencies[0])]
  const mistakes = withMore(reading.mistakes, more)
  if (mistakes.length > 0) throw riskError('the risk configuration', mistakes.map(issueOf))
  return resolveRisk(reading.config, names)
}

/** What is wrong with a risk configuration, whatever run it is for. */
export function checkRiskShape(config: unknown): readonly Mistake[] {
  const reading = readRisk(config)
  return withMore(reading.mistakes, contradictions(reading))
}

function issueOf({ path, message }: Mistake): RiskIssue {
  return { path: ['risk', ...path].join('.'), message }
}
