import { checkSameLength, metricInvalid } from './statistics.js'

/**
 * A metric of every `window` consecutive periods: `rolling([returns], 63, (part) => sharpeRatio(part, { periodsPerYear: 252 }))`. Several columns
 * move together. None where there are fewer periods than a window has.
 */
export function rolling<T>(
  columns: readonly Float64Array[],
  window: number,
  metric: (...parts: Float64Array[]) => T,
): readonly T[] {
  if (!Number.isInteger(window) || window < 1)
    throw metricInvalid(`window is ${String(window)}; expected a count of periods`)
  const [first = new Float64Array(0)] = columns
  for (const column of columns) checkSameLength('columns', first, column)
  return Array.from({ length: Math.max(0, first.length - window + 1) }, (_, from) =>
    metric(...columns.map((column) => column.subarray(from, from + window))),
  )
}
