import { formatTime } from '@tradewright/core'

/** A title with its lines below it. */
export function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** Names to the left, values to the right. */
export function values(rows: Readonly<Record<string, string>>): string[] {
  return Object.entries(rows).map(([name, text]) => name.padEnd(22) + text.padStart(18))
}

export function date(time: number): string {
  return formatTime(time).slice(0, 10)
}

export function integer(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

export function decimal(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

export function percentage(fraction: number): string {
  return `${decimal(fraction * 100)} %`
}
