import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { basisPoints } from '../costs/slippage.js'
import { TestVenue, type TestVenueOptions } from './test-venue.js'

const calendar = alwaysOpen()
const price = fc.integer({ min: 90, max: 110 })
const bar = fc
  .record({ prices: fc.tuple(price, price, price, price), place: fc.tuple(fc.nat(3), fc.nat(3)), volume: fc.nat(400) })
  .map(({ prices, place, volume }) => {
    const high = Math.max(...prices)
    const low = Math.min(...prices)
    return { open: prices[place[0]]!, high, low, close: prices[place[1]]!, volume }
  })
type Bar = typeof bar extends fc.Arbitrary<infer T> ? T : never

const order = fc.record({
  side: fc.constantFrom('buy', 'sell'),
  type: fc.constantFrom('market', 'limit', 'stop'),
  level: price,
  quantity: fc.integer({ min: 1, max: 40 }),
  timeInForce: fc.constantFrom('GTC', 'GTC', 'DAY', 'IOC', 'FOK'),
  /** Before the open of this row. */
  row: fc.nat(3),
  /** Sorts the orders of a row where a test wants them in another order. */
  key: fc.nat(),
})
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never

const market = fc.record({
  bars: fc.array(bar, { minLength: 1, maxLength: 6 }),
  orders: fc.array(order, { minLength: 1, maxLength: 8 }),
  policy: fc.constantFrom('pessimistic', 'optimistic'),
})

/** Plays the bars, sending the orders before their rows; gives the venue and the number of each order. */
function play(bars: readonly Bar[], orders: readonly Order[], options: Omit<TestVenueOptions, 'bars'>) {
  const venue = new TestVenue({
    bars: bars.map(({ open, high, low, close, volume }) => `${[open, high, low, close].join('/')} v${String(volume)}`),
    instrument: { calendar },
    ...options,
  })
  const numbers = new Map<Order, number>()
  bars.forEach((_, row) => {
    for (const one of orders) {
      if (one.row !== row) continue
      const text = `${one.side} ${one.type}${one.type === 'market' ? '' : ` ${String(one.level)}`}`
      numbers.set(one, venue.send(text, { quantity: one.quantity, timeInForce: one.timeInForce }))
    }
    venue.play(1)
  })
  const orderOf = new Map([...numbers].map(([one, number]) => [number as number | string, one]))
  return { venue, numbers, orderOf }
}

/** fast-check prints the seed and the smallest case when a property fails. */
const check = <T>(property: fc.IProperty<T>): void => {
  fc.assert(property, { numRuns: 500 })
}

describe('whatever the bars and the orders', () => {
  it('no fill happens at a price that its bar did not show, and at the open it happens at the open', () => {
    check(
      fc.property(market, ({ bars, orders, policy }) => {
        for (const fill of play(bars, orders, { fills: { policy } }).venue.fills) {
          const { open, high, low } = bars[fill.row]!
          expect(fill.price).toBeGreaterThanOrEqual(low)
          expect(fill.price).toBeLessThanOrEqual(high)
          if (fill.atOpen) expect(fill.price).toBe(open)
        }
      }),
    )
  })

  it('no limit fills worse than its level, and no stop better', () => {
    check(
      fc.property(market, ({ bars, orders, policy }) => {
        const { venue, orderOf } = play(bars, orders, { fills: { policy }, slippage: basisPoints(50) })
        const first = new Set<number | string>()
        for (const fill of venue.fills) {
          const { side, type, level } = orderOf.get(fill.order)!
          const worse = side === 'buy' ? fill.price - level : level - fill.price
          if (type === 'limit') expect(worse).toBeLessThanOrEqual(0)
          // What is left of a triggered stop is a market order, which may fill anywhere.
          if (type === 'stop' && !first.has(fill.order) && !onlyTriggered(venue, fill)) expect(worse).toBeGreaterThan(0)
          first.add(fill.order)
        }
      }),
    )
  })

  it('orders that do not compete come to the same in whatever order they are sent', () => {
    check(
      fc.property(market, ({ bars, orders, policy }) => {
        const options = { fills: { policy, maxVolumeFraction: 'unlimited' } } as const
        const one = play(bars, orders, options)
        const shuffled = [...orders].sort((a, b) => a.key - b.key)
        const other = play(bars, shuffled, options)
        for (const sent of orders) expect(fate(other, sent)).toEqual(fate(one, sent))
      }),
    )
  })

  it('an order comes to the same alone as among others that it does not compete with', () => {
    check(
      fc.property(market, ({ bars, orders, policy }) => {
        const options = { fills: { policy, maxVolumeFraction: 'unlimited' } } as const
        const together = play(bars, orders, options)
        for (const sent of orders) expect(fate(play(bars, [sent], options), sent)).toEqual(fate(together, sent))
      }),
    )
  })

  it('the fills of a bar take no more than their fraction of its volume, and of an order no more than it is for', () => {
    check(
      fc.property(market, fc.constantFrom(0.1, 0.25, 1), ({ bars, orders, policy }, maxVolumeFraction) => {
        const { venue, orderOf } = play(bars, orders, { fills: { policy, maxVolumeFraction } })
        const known = bars.some(({ volume }) => volume > 0)
        bars.forEach(({ volume }, row) => {
          const taken = venue.fills.filter((fill) => fill.row === row).reduce((sum, { quantity }) => sum + quantity, 0)
          if (known) expect(taken).toBeLessThanOrEqual(volume * maxVolumeFraction)
        })
        for (const [number, { quantity, timeInForce }] of orderOf) {
          const fills = venue.fills.filter((fill) => fill.order === number)
          const filled = fills.reduce((sum, fill) => sum + fill.quantity, 0)
          expect(filled).toBeLessThanOrEqual(quantity)
          if (timeInForce === 'FOK') expect([0, quantity]).toContain(filled)
        }
      }),
    )
  })

  it('no order is heard of after it has ended', () => {
    check(
      fc.property(market, ({ bars, orders, policy }) => {
        const { venue, orderOf } = play(bars, orders, { fills: { policy } })
        for (const [number, { quantity }] of orderOf) {
          const lines = venue.log.filter((line) => line.includes(`#${String(number)} `))
          const ends = lines.findIndex((line) => /canceled|expired/.test(line))
          if (ends >= 0) expect(ends).toBe(lines.length - 1)
          const filled = venue.fills
            .filter((fill) => fill.order === number)
            .reduce((sum, fill) => sum + fill.quantity, 0)
          if (filled === quantity) expect(ends).toBe(-1)
        }
      }),
    )
  })
})

type Played = ReturnType<typeof play>

/** Whether a stop's first fill came in a later phase than its trigger, for want of volume. */
function onlyTriggered(venue: TestVenue, { order, row, atOpen }: TestVenue['fills'][number]): boolean {
  return !venue.log.includes(`${atOpen ? 'open' : 'close'} ${String(row)}: #${String(order)} triggered`)
}

/** What became of an order, without its number. */
function fate({ venue, numbers }: Played, sent: Order): readonly string[] {
  const name = `#${String(numbers.get(sent))} `
  return venue.log.filter((line) => line.includes(name)).map((line) => line.replace(name, ''))
}
