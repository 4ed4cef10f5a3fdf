import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DENIAL_CODES } from '../../packages/core/src/domain/denial.js'
import { ERROR_CODES } from '../../packages/core/src/domain/error-codes.js'
import { DOUBT_CODES } from '../../packages/core/src/domain/doubt.js'
import { WARNING_CODES } from '../../packages/core/src/domain/warning.js'
import { root } from '../packages.js'

/** The rows of the only table of a section of docs/errors.md, as text in cells. */
function table(section: string): string[][] {
  const page = readFileSync(join(root, 'docs/errors.md'), 'utf8')
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
}

it('the table of errors is what the code has: code, kind, whether recoverable, meaning', () => {
  expect(table('Errors')).toEqual(
    Object.entries(ERROR_CODES).map(([code, { kind, recoverable, meaning }]) => [
      `\`${code}\``,
      kind,
      recoverable ? 'yes' : 'no',
      meaning,
    ]),
  )
})

it.each([
  ['Denials', DENIAL_CODES],
  ['Warnings', WARNING_CODES],
  ['Doubts', DOUBT_CODES],
])('the table of %s is what the code has: code and meaning, in order', (section, codes) => {
  expect(table(section)).toEqual(Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, meaning]))
})
