import { describe, expect, it } from 'vitest'
import type { FillRules } from './fill-rules.js'
import { TestVenue } from './test-venue.js'

/** What one order comes to in one bar: the price it fills at, or what the venue says of it instead. */
function outcome(
  order: string,
  bar: string,
  options: { timeInForce?: 'IOC' | 'FOK'; fills?: FillRules } = {},
): unknown {
  const venue = new TestVenue({ bars: [bar], ...(options.fills ? { fills: options.fills } : {}) })
  venue.send(order, options.timeInForce ? { timeInForce: options.timeInForce } : {})
  venue.play()
  return venue.fills[0]?.price ?? (venue.log.length === 0 ? 'none' : venue.log.join('; '))
}

const optimistic: FillRules = { policy: 'optimistic' }

describe('the reference cases of a single order', () => {
  it.each([
    ['buy limit 98', '95/97/94/96', 95],
    ['sell limit 102', '105/106/103/104', 105],
    ['buy stop 102', '105/106/104/105', 105],
    ['sell stop 95', '90/99/89/98', 90],
    ['buy limit 98', '100/101/97/99', 98],
    ['sell limit 102', '100/103/99/101', 102],
    ['buy stop 102', '100/103/99/101', 102],
    ['sell stop 98', '100/101/97/99', 98],
    ['buy market', '100/101/99/100.5', 100],
    ['sell market', '100/101/99/100.5', 100],
    ['buy limit 98', '100/101/98.5/99', 'none'],
    ['buy stop 102', '100/101.5/99/101', 'none'],
  ])('%s in %s comes to %s', (order, bar, expected) => {
    expect(outcome(order, bar)).toBe(expected)
    expect(outcome(order, bar, { fills: optimistic })).toBe(expected)
  })

  it('cancels an IOC buy limit at 100 in 101/103/99/102, although the bar comes to trade there', () => {
    expect(outcome('buy limit 100', '101/103/99/102', { timeInForce: 'IOC' })).toBe('open 0: #0 canceled NO_LIQUIDITY')
  })

  it('leaves a buy limit at 98 that 99/100/98/99 only touches unfilled if pessimistic, and fills it if optimistic', () => {
    expect(outcome('buy limit 98', '99/100/98/99')).toBe('none')
    expect(outcome('buy limit 98', '99/100/98/99', { fills: optimistic })).toBe(98)
  })
})

describe('the open', () => {
  it.each([
    ['fills a buy limit at the open when the bar gaps below it', 'buy limit 98', '95/99/94/98', 'open 0: #0 10 @ 95'],
    ['fills a sell limit at the open when the bar gaps above it', 'sell limit 98', '99/99/94/98', 'open 0: #0 10 @ 99'],
    ['fills a limit that it exactly meets', 'buy limit 98', '98/99/98/99', 'open 0: #0 10 @ 98'],
  ])('%s', (_, order, bar, expected) => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send(order)
    expect(venue.play().log).toEqual([expected])
  })

  it.each([
    ['fills a buy stop at the open, worse than its level, when the bar gaps above it', 'buy stop 98', '99/100/97/98'],
    [
      'fills a sell stop at the open, worse than its level, when the bar gaps below it',
      'sell stop 100',
      '99/101/97/98',
    ],
    ['triggers a stop that it exactly meets', 'sell stop 99', '99/101/97/98'],
  ])('%s', (_, order, bar) => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send(order)
    expect(venue.play().log).toEqual(['open 0: #0 triggered', 'open 0: #0 10 @ 99'])
  })

  it('fills what is marketable before anything inside the bar, so that an entry and its exit may both be at the open', () => {
    const venue = new TestVenue({ bars: ['106/107/94/100'] })
    venue.send('buy market')
    venue.send('sell limit 105')
    venue.send('sell stop 95')
    expect(venue.play().log).toEqual([
      'open 0: #0 10 @ 106',
      'open 0: #1 10 @ 106',
      'close 0: #2 triggered',
      'close 0: #2 10 @ 95',
    ])
  })
})

describe('the rest of a bar', () => {
  it('fills a stop at its level, having triggered it, when the price comes to touch it', () => {
    const venue = new TestVenue({ bars: ['100/101/98/99'] })
    venue.send('sell stop 98')
    expect(venue.play().log).toEqual(['close 0: #0 triggered', 'close 0: #0 10 @ 98'])
  })

  it('fills a resting order in the first bar that reaches it', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100', '100/101/99/100', '100/101/97/100', '100/101/97/100'] })
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 2: #0 10 @ 98'])
  })

  it('fills the nearer of two levels on one side of the open first, whichever was sent first', () => {
    const venue = new TestVenue({ bars: ['100/104/95/97'] })
    venue.send('buy limit 96')
    venue.send('buy limit 98')
    venue.send('sell limit 103')
    venue.send('sell limit 101')
    expect(venue.play().log.map((line) => line.slice(0, 11))).toEqual([
      'close 0: #3',
      'close 0: #1',
      'close 0: #2',
      'close 0: #0',
    ])
  })

  it('fills equal levels in the order in which they were sent', () => {
    const venue = new TestVenue({ bars: ['100/101/95/97'] })
    for (let i = 0; i < 5; i++) venue.send('buy limit 98')
    expect(venue.play().fills.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4])
  })
})

describe('a limit that the bar only touches', () => {
  const bar = '99/100/98/99'

  it.each([
    ['pessimistic', 'policy', []],
    ['optimistic', 'policy', ['close 0: #0 10 @ 98 ambiguous']],
    ['pessimistic', 'fill', ['close 0: #0 10 @ 98 ambiguous']],
    ['optimistic', { penetrateTicks: 1 }, []],
    ['pessimistic', { penetrateTicks: 0 }, ['close 0: #0 10 @ 98 ambiguous']],
  ] as const)('under the %s policy with touch %j gives %j', (policy, touch, expected) => {
    const venue = new TestVenue({ bars: [bar], instrument: { tickSize: 0.5 }, fills: { policy, touch } })
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(expected)
  })

  it('is touched at the high for a sell', () => {
    expect(outcome('sell limit 100', bar)).toBe('none')
    expect(outcome('sell limit 100', bar, { fills: optimistic })).toBe(100)
  })

  it('is certain, and says so, once the price went beyond it by any amount', () => {
    const venue = new TestVenue({ bars: ['99/100/97.99/99'], fills: optimistic })
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 98'])
  })

  it.each([
    ['buy limit 98', '99/100/97.5/99', []],
    ['buy limit 98', '99/100/97.1/99', []],
    ['buy limit 98', '99/100/97/99', ['close 0: #0 10 @ 98']],
    ['sell limit 100', '99/100.5/98/99', []],
    ['sell limit 100', '99/101/98/99', ['close 0: #0 10 @ 100']],
    ['buy limit 98', '98/100/98/99', ['open 0: #0 10 @ 98']],
  ])('with two ticks of 0.5 to be gone through, %s in %s gives %j', (order, bar, expected) => {
    const venue = new TestVenue({
      bars: [bar],
      instrument: { tickSize: 0.5 },
      fills: { policy: 'optimistic', touch: { penetrateTicks: 2 } },
    })
    venue.send(order)
    expect(venue.play().log).toEqual(expected)
  })

  it.each([
    [0.1, 'buy limit 0.4', '0.7/0.7/0.3/0.5'],
    [0.01, 'buy limit 170000.02', '170001/170001/170000.01/170001'],
    [0.01, 'sell limit 2413756.89', '2413756/2413756.9/2413756/2413756.9'],
  ])('counts one tick of %d as one tick, float64 or not: %s in %s', (tickSize, order, bar) => {
    const venue = new TestVenue({ bars: [bar], instrument: { tickSize }, fills: { touch: { penetrateTicks: 1 } } })
    venue.send(order)
    expect(venue.play().fills).toHaveLength(1)
  })

  it('refuses to count ticks for an instrument without a tick size, and counts that are none', () => {
    const make = (penetrateTicks: number, tickSize?: number) => () =>
      new TestVenue({ bars: [bar], instrument: tickSize ? { tickSize } : {}, fills: { touch: { penetrateTicks } } })
    expect(make(1)).toThrow(/^CONFIG_INVALID: fills.touch.penetrateTicks is 1; expected a tickSize .* X has none$/)
    expect(make(-1, 0.5)).toThrow(/^CONFIG_INVALID: fills.touch.penetrateTicks is -1; expected an integer from 0$/)
    expect(make(0.5, 0.5)).toThrow(/^CONFIG_INVALID/)
    expect(make(1, 0.5)).not.toThrow()
  })
})

describe('a stop', () => {
  it('triggers on a touch under every policy', () => {
    for (const fills of [{}, optimistic, { touch: { penetrateTicks: 2 } }] satisfies FillRules[]) {
      const venue = new TestVenue({ bars: ['99/100/98/99'], instrument: { tickSize: 1 }, fills })
      venue.send('sell stop 98')
      expect(venue.play().log).toEqual(['close 0: #0 triggered', 'close 0: #0 10 @ 98'])
    }
  })
})
