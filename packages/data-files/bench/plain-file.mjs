export const ROWS = 1_000_000

/** Rows such as `2020-01-01 00:07:00,100.13,100.21,100.02,100.1,1534`, from a generator of 32 bits with a fixed seed. */
export function plainFile() {
  const lines = ['time,open,high,low,close,volume']
  let state = 42
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  let cents = 10_000
  const start = Date.UTC(2020, 0, 1)
  for (let row = 0; row < ROWS; row++) {
    const open = cents
    cents = Math.max(5_000, cents + Math.round((random() - 0.5) * 20))
    const high = Math.max(open, cents) + Math.floor(random() * 10)
    const low = Math.min(open, cents) - Math.floor(random() * 10)
    const time = new Date(start + row * 60_000).toISOString().slice(0, 19).replace('T', ' ')
    const prices = [open, high, low, cents].map((price) => price / 100).join(',')
    lines.push(`${time},${prices},${Math.floor(random() * 10_000)}`)
  }
  return lines.join('\n')
}
