/**
 * Seeded random bars: a walk in quarters of a point, as index futures tick, open at the close before, high and low around both. Sums of
 * quarters are exact in float64, so that any way of averaging them sees the same crosses.
 */

/** mulberry32: a 32-bit generator; https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function generator(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** One-minute bars in columns, around the clock. */
export function syntheticBars(count, seed) {
  const random = generator(seed)
  const column = () => new Float64Array(count)
  const bars = {
    length: count,
    openTime: column(),
    closeTime: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  }
  const start = Date.UTC(2020, 0, 1)
  let quarters = 4_000
  for (let i = 0; i < count; i++) {
    const open = quarters
    const close = Math.max(400, open + Math.round((random() - 0.5) * 20))
    bars.openTime[i] = start + i * 60_000
    bars.closeTime[i] = start + (i + 1) * 60_000
    bars.open[i] = open / 4
    bars.close[i] = close / 4
    bars.high[i] = (Math.max(open, close) + Math.floor(random() * 5)) / 4
    bars.low[i] = Math.max(1, Math.min(open, close) - Math.floor(random() * 5)) / 4
    bars.volume[i] = 1_000_000 + Math.floor(random() * 1_000_000)
    quarters = close
  }
  return bars
}
