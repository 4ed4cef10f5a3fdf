import { Strategy, type Bar, type BarInput, type OrderLifetime, type OrderTerms } from '../src/index.js'
import { day } from './engine-setup.js'

/** Numbers in [0, 1) from a seed: mulberry32, by Tommy Ettinger, public domain. */
function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface WalkOptions {
  readonly seed: number
  readonly count: number
  /** Default: an hour. */
  readonly stepMs?: number
  /** Whether some bars after the first are left out. */
  readonly gaps?: boolean
  readonly volume?: boolean
}

/** A random walk around 100 in hundredths, from January 1st 2024 on. */
export function walk({ seed, count, stepMs = 3_600_000, gaps = false, volume = false }: WalkOptions): BarInput[] {
  const random = seeded(seed)
  const cents = (value: number): number => Math.round(value * 100) / 100
  const bars: BarInput[] = []
  let last = 100
  for (let i = 0; i < count; i++) {
    const open = cents(Math.max(1, last + random() - 0.5))
    const close = cents(Math.max(1, open + 2 * (random() - 0.5)))
    const high = cents(Math.max(open, close) + random())
    const low = cents(Math.max(0.01, Math.min(open, close) - random()))
    const size = Math.floor(random() * 500)
    last = close
    if (gaps && i > 0 && random() < 0.2) continue
    const openTime = day(1) + i * stepMs
    bars.push({ openTime, closeTime: openTime + stepMs, open, high, low, close, ...(volume ? { volume: size } : {}) })
  }
  return bars
}

type PlainTerms = Extract<OrderTerms, { readonly type?: 'market' } | { readonly type: 'limit' | 'stop' }>

/** Throws dice for everything that a strategy can do: orders of every kind, cancels, closes, targets, timers. */
export class DiceTrader extends Strategy {
  override onBar({ symbol, close }: Bar): void {
    const throwOf = this.random()
    if (throwOf < 0.25) this.order(symbol, close)
    else if (throwOf < 0.3) this.close(symbol)
    else if (throwOf < 0.4) this.target(symbol, Math.floor(this.random() * 41) - 20)
    else if (throwOf < 0.5) for (const order of this.openOrders(symbol)) if (this.random() < 0.5) this.cancel(order)
    if (this.random() < 0.1) this.schedule.in('later', Math.floor(this.random() * 7_200_000))
  }

  override onFill(): void {
    if (this.random() < 0.3) this.order(this.pick(), 100)
  }

  override onTimer(): void {
    this.order(this.pick(), 100)
  }

  private pick(): string {
    return this.symbols[Math.floor(this.random() * this.symbols.length)]!
  }

  private order(symbol: string, around: number): void {
    const level = Math.round((around + 3 * (this.random() - 0.5)) * 100) / 100
    const terms: readonly PlainTerms[] = [{}, { type: 'limit', limitPrice: level }, { type: 'stop', stopPrice: level }]
    const expireAt = this.now + Math.floor(this.random() * 20_000_000)
    const lifetimes: readonly OrderLifetime[] = [
      {},
      { timeInForce: 'DAY' },
      { timeInForce: 'IOC' },
      { timeInForce: 'FOK' },
      { timeInForce: 'GTD', expireAt },
    ]
    const quantity = Math.floor(this.random() * 30)
    const options = { quantity, ...this.of(terms), ...this.of(lifetimes) }
    if (this.random() < 0.5) this.buy(symbol, options)
    else this.sell(symbol, options)
  }

  private of<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!
  }
}
