import { readFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { TradewrightError } from '../domain/errors.js'
import type { RiskConfig } from '../risk/risk-config.js'
import { riskError } from '../risk/risk-mistakes.js'
import { checkRiskShape } from '../risk/risk-schema.js'
import { reasonOf } from './file-reason.js'

/**
 * Reads a risk configuration from a .json, .yaml or .yml file, and checks of it what can be checked without a run. Throws FILE_NOT_FOUND, and
 * RISK_INVALID with the lines of all mistakes.
 */
export async function readRiskConfig(path: string): Promise<RiskConfig> {
  const extension = extname(path).toLowerCase()
  const details = { file: basename(path), path }
  if (!['.json', '.yaml', '.yml'].includes(extension)) {
    const message = `expected .json, .yaml or .yml, ${JSON.stringify(extension)} came`
    throw riskError(path, [{ path: 'extension', message }], details)
  }
  // Whoever reads none need not load YAML.
  const { ConfigText } = await import('./config-text.js')
  const text = new ConfigText(await readText(path), extension === '.json')
  if (text.errors.length > 0) {
    const issues = text.errors.map(({ line, message }) => ({ path: `line ${line}`, message }))
    throw riskError(path, issues, details)
  }
  const mistakes = checkRiskShape(text.value)
  if (mistakes.length === 0) return text.value as RiskConfig
  const located = mistakes.map(({ path, message }) => ({ line: text.lineOf(path), path: path.join('.'), message }))
  const issues = located
    .sort((a, b) => a.line - b.line)
    .map(({ line, path: place, message }) => ({ path: `line ${line}${place && `: ${place}`}`, message }))
  throw riskError(path, issues, details)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const reason = reasonOf(cause)
    const what = reason === 'ENOENT' ? 'does not exist' : `cannot be read (${reason})`
    throw new TradewrightError('FILE_NOT_FOUND', `${path} ${what}; expected a JSON or YAML file`, {
      details: { file: basename(path), path, reason },
      cause,
    })
  }
}
