import type { Decimal } from '@tradewright/core'

/** A title with its lines below it. */
export function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** Names to the left, values to the right. */
export function values(rows: Readonly<Record<string, string>>): string[] {
  return Object.entries(rows).map(([name, text]) => name.padEnd(18) + text.padStart(14))
}

/** Cells to the right of columns so wide. */
export function table(widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padStart(widths[column]!))
      .join('')
      .trimEnd(),
  )
}

export function integer(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

export function decimal(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** With all 8 decimals of the ledger. */
export function exact(value: Decimal): string {
  const [whole = '', fraction = ''] = value.toFixed(8).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

export function percentage(fraction: number): string {
  return `${decimal(fraction * 100)} %`
}
