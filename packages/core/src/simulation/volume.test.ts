import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { ASSET_CLASSES } from '../domain/instrument.js'
import { TestVenue } from './test-venue.js'

describe('the volume of a bar', () => {
  it('gives a tenth of itself to an order, and the rest of the order waits for the next open', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v1000', '102/103/101/102 v1000'] })
    venue.send('buy market', { quantity: 150 })
    expect(venue.play().log).toEqual(['open 0: #0 100 @ 100', 'open 1: #0 50 @ 102'])
  })

  it('is shared by the orders of the bar, at its open and after it', () => {
    const venue = new TestVenue({ bars: ['100/101/97/100 v1000'] })
    venue.send('buy market', { quantity: 40 })
    venue.send('sell market', { quantity: 30 })
    venue.send('buy limit 98', { quantity: 50 })
    expect(venue.play().log).toEqual(['open 0: #0 40 @ 100', 'open 0: #1 30 @ 100', 'close 0: #2 30 @ 98'])
  })

  it('counts for what is placed just after an open as well', () => {
    const venue = new TestVenue({ bars: ['100/101/97/100 v1000'] })
    venue.send('buy market', { quantity: 40 })
    venue.open()
    venue.send('buy limit 98', { quantity: 70 })
    venue.close()
    expect(venue.log).toEqual(['open 0: #0 40 @ 100', 'close 0: #1 60 @ 98'])
  })

  it('is new in every bar', () => {
    const venue = new TestVenue({ bars: Array.from({ length: 4 }, () => '100/101/97/100 v1000') })
    venue.send('buy limit 98', { quantity: 250 })
    // From the second bar on the price comes back to the limit, which waits for it there.
    expect(venue.play().log).toEqual(['close 0: #0 100 @ 98', 'close 1: #0 100 @ 98', 'close 2: #0 50 @ 98'])
  })

  it.each([
    [0.25, '100/101/99/100 v1000', 250],
    [1, '100/101/99/100 v1000', 1000],
    ['unlimited', '100/101/99/100 v1000', 5000],
    [0.29, '100/101/99/100 v100', 29],
    [0.07, '100/101/99/100 v300', 21],
  ] as const)('gives the fraction %s of %s, at most %d', (maxVolumeFraction, bar, expected) => {
    const venue = new TestVenue({ bars: [bar], fills: { maxVolumeFraction } })
    venue.send('buy market', { quantity: 5000 })
    expect(venue.play().fills[0]?.quantity).toBe(expected)
  })

  it.each([0, -0.1, 1.1, Number.NaN])('refuses a fraction of %d', (maxVolumeFraction) => {
    expect(() => new TestVenue({ bars: ['100/101/99/100'], fills: { maxVolumeFraction } })).toThrow(
      /^CONFIG_INVALID: fills.maxVolumeFraction is .*; expected a number above 0 and at most 1, or 'unlimited'$/,
    )
  })

  it.each([
    ['equity', 100],
    ['future', 100],
    ['crypto', 100],
    ['fx', 5000],
    ['cfd', 5000],
    ['index', 5000],
  ] as const)('of 1000 in an instrument of class %s gives at most %d unless told otherwise', (assetClass, expected) => {
    expect(ASSET_CLASSES).toContain(assetClass)
    const venue = new TestVenue({ bars: ['100/101/99/100 v1000'], instrument: { assetClass } })
    venue.send('buy market', { quantity: 5000 })
    expect(venue.play().fills[0]?.quantity).toBe(expected)
  })

  it.each([
    [1, '100/101/99/100 v1009', 100],
    [10, '100/101/99/100 v1190', 110],
    ['0.001', '100/101/99/100 v0.0199', 0.001],
    ['0.001', '100/101/99/100 v0.29', 0.029],
    ['0.05', '100/101/99/100 v1.99', 0.15],
  ])('is given in steps of %s, rounded down: of %s %d', (quantityStep, bar, expected) => {
    const venue = new TestVenue({ bars: [bar], instrument: { quantityStep } })
    venue.send('buy market', { quantity: 500 })
    expect(venue.play().fills[0]?.quantity).toBe(expected)
  })

  it('gives nothing where a tenth of it is less than a step', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v9', '101/102/100/101 v10'] })
    venue.send('buy market')
    expect(venue.play().log).toEqual(['open 1: #0 1 @ 101'])
  })
})

describe('a volume that is not known', () => {
  it.each([
    ['no volume column', '100/101/99/100'],
    ['an all-zero one', '100/101/99/100 v0'],
  ])('with %s fills all, or nothing if told so', (_, bar) => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('buy market', { quantity: 5000 })
    expect(venue.play().log).toEqual(['open 0: #0 5000 @ 100'])
    const strict = new TestVenue({ bars: [bar], fills: { unknownVolume: 'none' } })
    strict.send('buy market', { quantity: 5000 })
    expect(strict.play().log).toEqual([])
  })

  it('fills nothing if told so where known volume would be unlimited', () => {
    const fills = { unknownVolume: 'none', maxVolumeFraction: 'unlimited' } as const
    const venue = new TestVenue({ bars: ['100/101/99/100'], fills })
    venue.send('buy market')
    expect(venue.play().log).toEqual([])
  })

  it.each([undefined, 'unlimited'] as const)(
    'is not a zero inside a series that has volume: that bar fills nothing (fraction %s)',
    (maxVolumeFraction) => {
      const venue = new TestVenue({
        bars: ['100/103/97/100 v0', '101/102/100/101 v1000'],
        fills: maxVolumeFraction ? { maxVolumeFraction } : {},
      })
      venue.send('buy market')
      venue.send('buy limit 98')
      venue.send('buy stop 102.5')
      expect(venue.play().log).toEqual(['close 0: #2 triggered', 'open 1: #0 10 @ 101', 'open 1: #2 10 @ 101'])
    },
  )
})

describe('what volume leaves of an order', () => {
  const bars = ['100/101/99/100 v1000', '100/101/99/100 v1000']

  it('is cancelled for IOC at the first price', () => {
    const venue = new TestVenue({ bars })
    venue.send('buy market', { quantity: 150, timeInForce: 'IOC' })
    expect(venue.play().log).toEqual(['open 0: #0 100 @ 100', 'open 0: #0 canceled NO_LIQUIDITY'])
  })

  it('is everything for FOK, which takes nothing and leaves the volume to others', () => {
    const venue = new TestVenue({ bars })
    venue.send('buy market', { quantity: 101, timeInForce: 'FOK' })
    venue.send('buy market', { quantity: 60, timeInForce: 'FOK' })
    venue.send('buy market', { quantity: 60, timeInForce: 'FOK' })
    venue.send('buy market', { quantity: 40 })
    expect(venue.play().log).toEqual([
      'open 0: #1 60 @ 100',
      'open 0: #3 40 @ 100',
      'open 0: #0 canceled NO_LIQUIDITY',
      'open 0: #2 canceled NO_LIQUIDITY',
    ])
  })

  it('goes on for GTC until it is filled', () => {
    const venue = new TestVenue({ bars: ['100/101/97/99 v1000', '99/100/98.5/99 v1000', '97/99/96/98 v1000'] })
    venue.send('buy limit 98', { quantity: 150 })
    expect(venue.play().log).toEqual(['close 0: #0 100 @ 98', 'open 2: #0 50 @ 97'])
  })

  it('expires for DAY at the close of the session that the order first met', () => {
    const venue = new TestVenue({ bars })
    venue.send('buy market', { quantity: 150, timeInForce: 'DAY' })
    expect(venue.play().log).toEqual(['open 0: #0 100 @ 100', 'close 0: #0 expired EXPIRED'])
  })

  it('stays a market order once a stop has triggered, wherever the price has gone since', () => {
    const venue = new TestVenue({ bars: ['100/103/99/100 v1000', '90/91/89/90 v1000', '80/81/79/80 v1000'] })
    venue.send('buy stop 102', { quantity: 210 })
    expect(venue.play().log).toEqual([
      'close 0: #0 triggered',
      'close 0: #0 100 @ 102',
      'open 1: #0 100 @ 90',
      'open 2: #0 10 @ 80',
    ])
  })

  it('is a market order if a stop triggered and found no volume at all', () => {
    const venue = new TestVenue({ bars: ['100/103/99/100 v1000', '90/91/89/90 v1000'] })
    venue.send('buy market', { quantity: 100 })
    venue.send('buy stop 102')
    venue.play()
    expect(venue.log).toEqual(['open 0: #0 100 @ 100', 'close 0: #1 triggered', 'open 1: #1 10 @ 90'])
  })
})

describe('times in force', () => {
  const still = '100/101/99/100'

  it.each(['IOC', 'FOK'] as const)('%s is judged at the first price only', (timeInForce) => {
    const venue = new TestVenue({ bars: ['100/103/97/100', '98/103/97/100'] })
    venue.send('buy limit 98', { timeInForce })
    venue.send('buy stop 102', { timeInForce })
    venue.send('buy limit 100', { timeInForce })
    expect(venue.play().log).toEqual([
      'open 0: #2 10 @ 100',
      'open 0: #0 canceled NO_LIQUIDITY',
      'open 0: #1 canceled NO_LIQUIDITY',
    ])
  })

  it('GTC waits as long as there are bars', () => {
    const venue = new TestVenue({ bars: [...Array.from({ length: 50 }, () => still), '100/101/97/100'] })
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 50: #0 10 @ 98'])
  })

  it('DAY without a calendar ends with the day in UTC that the order first meets', () => {
    const noon = Date.UTC(2024, 0, 1, 12)
    const times = [0, 1, 2, 3].map((half) => [noon + half * 43_200_000, noon + (half + 1) * 43_200_000] as const)
    const venue = new TestVenue({ bars: [still, still, still, '100/101/97/100'], times })
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    venue.play(1)
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED', 'close 2: #1 expired EXPIRED'])
  })

  it('DAY lives through the last bar of its session to the end', () => {
    const venue = new TestVenue({ bars: ['100/101/97/100'] })
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 98'])
  })

  it('DAY with a calendar ends when the session closes: a bar that reaches beyond it meets the order at its open only', () => {
    const calendar = weekdayCalendar({ name: 'nine to five', zone: 'UTC', open: '09:00', close: '17:00', holidays: [] })
    const at = (day: number, hour: number) => Date.UTC(2024, 0, day, hour)
    const venue = new TestVenue({
      bars: [still, '100/101/97/100', '96/97/95/96'],
      times: [
        [at(1, 15), at(1, 16)],
        [at(1, 16), at(1, 18)],
        [at(2, 9), at(2, 10)],
      ],
      instrument: { calendar },
    })
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    expect(venue.play().log).toEqual(['close 1: #0 expired EXPIRED'])
  })

  it.each([
    ['before a bar opens', 36, ['open 1: #0 expired EXPIRED']],
    ['at the open of a bar', 48, ['open 1: #0 expired EXPIRED']],
    ['inside a bar, which meets it at its open only', 60, ['close 1: #0 expired EXPIRED']],
    ['at the close of a bar, which meets it whole', 72, ['close 1: #0 10 @ 98']],
  ])('GTD that ends %s (hour %d) gives %j', (_, hours, expected) => {
    const times = [0, 48].map((hour) => [Date.UTC(2024, 0, 1, hour), Date.UTC(2024, 0, 1, hour + 24)] as const)
    const venue = new TestVenue({ bars: [still, '100/101/97/100'], times })
    venue.send('buy limit 98', { timeInForce: 'GTD', expireAt: Date.UTC(2024, 0, 1, hours) })
    expect(venue.play().log).toEqual(expected)
  })

  it('GTD that ends inside the bar fills at its open', () => {
    const venue = new TestVenue({ bars: ['97/101/96/100'] })
    venue.send('buy limit 98', { timeInForce: 'GTD', expireAt: Date.UTC(2024, 0, 1, 1) })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 97'])
  })
})
