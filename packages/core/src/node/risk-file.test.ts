import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isTradewrightError, type TradewrightError } from '../domain/errors.js'
import { readRiskConfig } from './risk-file.js'

const folder = mkdtempSync(join(tmpdir(), 'tradewright-risk-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function errorOf(path: string): Promise<TradewrightError> {
  try {
    await readRiskConfig(path)
  } catch (error) {
    if (isTradewrightError(error)) return error
    throw error
  }
  throw new Error('it was not refused')
}

/** What the error of a file says, from the file's name on. */
async function refusal(name: string, text: string): Promise<string> {
  const { message } = await errorOf(file(name, text))
  return message.slice(message.indexOf(name))
}

const YAML = `# Limits of the desk
profile: standard
account:
  dailyLoss: { fraction: 0.02, flatten: true }
  maxDrawdown:
    fraction: 1e-1
strategies:
  'Breakout': &tight
    orderValue: { amount: '2500.50' }
    exits:
      by: marks
      stopLoss: { atr: 2 }
  Reversal: *tight
groups:
  TECH: [AAPL, MSFT]
  NO: [EQNR]
`

const CONFIG = {
  profile: 'standard',
  account: { dailyLoss: { fraction: 0.02, flatten: true }, maxDrawdown: { fraction: 0.1 } },
  strategies: {
    Breakout: { orderValue: { amount: '2500.50' }, exits: { by: 'marks', stopLoss: { atr: 2 } } },
    Reversal: { orderValue: { amount: '2500.50' }, exits: { by: 'marks', stopLoss: { atr: 2 } } },
  },
  groups: { TECH: ['AAPL', 'MSFT'], NO: ['EQNR'] },
}

describe('a risk configuration in a file', () => {
  it.each([
    ['limits.yaml', YAML],
    ['limits.yml', YAML],
    ['LIMITS.YAML', YAML],
    ['limits.json', JSON.stringify(CONFIG)],
    ['indented.json', JSON.stringify(CONFIG, undefined, '\t')],
    ['marked.json', '\uFEFF' + JSON.stringify(CONFIG)],
  ])('is the same data from %s', async (name, text) => {
    expect(await readRiskConfig(file(name, text))).toEqual(CONFIG)
  })

  it('that does not exist, or is a folder, is refused', async () => {
    const path = join(folder, 'none.yaml')
    const missing = await errorOf(path)
    expect(missing.message).toBe(`FILE_NOT_FOUND: ${path} does not exist; expected a JSON or YAML file`)
    expect(missing.details).toEqual({ file: 'none.yaml', path, reason: 'ENOENT' })
  })

  it('of another extension is refused', async () => {
    expect(await refusal('limits.toml', '')).toBe(
      'limits.toml cannot be used:\n- extension: expected .json, .yaml or .yml, ".toml" came',
    )
  })

  it('that is empty is refused', async () => {
    const expected = 'cannot be used:\n- line 1: expected an object, null came'
    expect(await refusal('empty.yaml', '')).toBe(`empty.yaml ${expected}`)
    expect(await refusal('comment.yaml', '# nothing yet\n')).toBe(`comment.yaml ${expected}`)
    expect(await refusal('null.json', 'null')).toBe(`null.json ${expected}`)
  })
})

describe('text that cannot be read', () => {
  it('is refused with the line', async () => {
    expect(await refusal('tab.yaml', 'account:\n  leverage: 2\n\tallowShort: false\n')).toMatch(
      /^tab\.yaml cannot be used:\n- line 3: /,
    )
    expect(await refusal('open.yaml', 'groups:\n  TECH: [AAPL,\n')).toMatch(/^open\.yaml cannot be used:\n- line \d: /)
    expect(await refusal('cut.json', '{\n"account": {\n')).toMatch(/^cut\.json cannot be used:\n- line 3: /)
    expect(await refusal('comma.json', '{\n"account": {},\n}')).toMatch(/^comma\.json cannot be used:\n- line 3: /)
    expect(await refusal('bare.json', '{\n\n account: {} }')).toMatch(/^bare\.json cannot be used:\n- line 3: /)
  })

  it.each(['twice.yaml', 'twice.json'])('is refused for a key that comes twice, with its line: %s', async (name) => {
    const text = '{ "account": { "leverage": 2,\n"allowShort": true,\n"leverage": 3 } }'
    expect(await refusal(name, text)).toBe(`${name} cannot be used:\n- line 3: Map keys must be unique`)
  })

  it('is refused where it refers to what is not there, or to too much', async () => {
    expect(await refusal('alias.yaml', 'account: *none\n')).toMatch(/^alias\.yaml cannot be used:\n- line 1: .*none/)
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [each, next] of ['ab', 'bc', 'cd', 'de', 'ef'])
      bomb.push(`${next!}: &${next!} [${`*${each!}, `.repeat(10)}]`)
    expect(await refusal('bomb.yaml', bomb.join('\n'))).toMatch(
      /^bomb\.yaml cannot be used:\n- line 1: Excessive alias/,
    )
  })

  it('is refused where it holds two documents', async () => {
    expect(await refusal('two.yaml', 'account: {}\n---\naccount: {}\n')).toMatch(
      /^two\.yaml cannot be used:\n- line 2: /,
    )
  })
})

describe('what a file says', () => {
  it('is refused with the lines and paths of all mistakes that can be seen without a run', async () => {
    const text = [
      'profile: standard',
      'account:',
      '  maxDrawDown:',
      '    fraction: 0.1',
      '  dailyLoss: { fraction: 0.3 }',
      'groups:',
      '  TECH:',
      '    - AAPL',
      '    - 5',
      'strategies:',
      '  Breakout: &both',
      '    leverage: -1',
      '  Reversal: *both',
    ].join('\n')
    const { message, details } = await errorOf(file('wrong.yaml', text))
    expect(message.split('\n- ').slice(1)).toEqual([
      expect.stringMatching(/^line 3: account\.maxDrawDown: unknown key; .* did you mean 'maxDrawdown'\?$/),
      "line 5: account.dailyLoss.fraction: expected at most the 0.2 of the profile's maxDrawdown.fraction, 0.3 came",
      'line 9: groups.TECH.1: expected a symbol, 5 came',
      'line 12: strategies.Breakout.leverage: expected a number above 0, -1 came',
      'line 12: strategies.Reversal.leverage: expected a number above 0, -1 came',
    ])
    expect(details).toMatchObject({ file: 'wrong.yaml', issues: { length: 5 } })
  })

  it('is refused at the line of what lacks something', async () => {
    expect(await refusal('lacks.json', '{ "account":\n{ "lossStreak":\n{ "trades": 3 } } }')).toMatch(
      /^lacks\.json cannot be used:\n- line 2: account\.lossStreak\.coolDown: expected .*, nothing came$/,
    )
  })

  it('may name strategies, symbols and currencies of any run', async () => {
    const text = 'symbols: { X: { orderValue: { amount: 5, currency: CHF } } }\nstrategies: { Any: { leverage: 3 } }'
    await expect(readRiskConfig(file('names.yaml', text))).resolves.toHaveProperty('strategies.Any.leverage', 3)
  })
})
