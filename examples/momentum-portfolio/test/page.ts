import { readFileSync } from 'node:fs'
import { formatTime, type BarInput } from '@tradewright/core'
import { market } from '../src/shares.js'
import { decimal } from '../src/text.js'

/** The README in single spaces and nothing bold, so that a row of a table can be looked for. */
export const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  .replace(/ +/g, ' ')
  .replaceAll('**', '')

/** The same without its line breaks. */
export const prose = page.replaceAll('\n', ' ').replace(/ +/g, ' ')

/** A row of one of its tables. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`.replace(/ +/g, ' ')
}

/** An amount, or a price, as it writes them. */
export function amount(value: { toString(): string }): string {
  const text = decimal(Number(value))
  return text === '-0.00' ? '0.00' : text
}

export function dateOf(time: number | string): string {
  return formatTime(Number(time)).slice(0, 10)
}

export function barOf(symbol: string, date: string): BarInput {
  return market.bars.get(symbol)!.find(({ openTime }) => dateOf(openTime) === date)!
}
