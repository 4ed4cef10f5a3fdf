import { isTradewrightError, type TradewrightError } from '../domain/errors.js'
import { checkRisk } from './risk-schema.js'

/** The run that the tests of configurations are for. */
export const NAMES = {
  strategies: ['Breakout', 'Reversal'],
  symbols: ['AAPL', 'MSFT', 'SPY'],
  currencies: ['USD', 'EUR'],
}

/** Why a configuration is refused, line by line. */
export function mistakesIn(config: unknown): string[] {
  const [head, ...lines] = refusal(config).message.split('\n- ')
  if (head !== 'RISK_INVALID: the risk configuration cannot be used:') throw new Error(head)
  return lines
}

export function refusal(config: unknown): TradewrightError {
  try {
    checkRisk(config, NAMES)
  } catch (error) {
    if (isTradewrightError(error)) return error
    throw error
  }
  throw new Error('it was not refused')
}
