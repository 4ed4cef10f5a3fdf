/** A value as messages show it. */
export function shown(value: number): string {
  return String(Math.round(value * 1e8) / 1e8)
}
