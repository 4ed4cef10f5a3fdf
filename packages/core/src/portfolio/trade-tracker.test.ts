import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import type { LotMatching } from '../domain/round-trip.js'
import { positionCycles, roundTripAt } from './round-trip-view.js'
import { TradeTracker, TRIP } from './trade-tracker.js'

/** A tracker of one book in two instruments, fed as the booking feeds it. */
class Book {
  readonly tracker: TradeTracker
  readonly names = {
    strategies: ['s'],
    instruments: ['X', 'Y'].map((symbol) => createInstrument({ symbol, multiplier: 10 })),
    orderOf: () => ({ tags: [], reason: '' }),
    pricesOf: () => ({ low: Infinity, high: -Infinity }),
    rateOf: () => 1,
  }
  readonly held = [0, 0]
  #row = 0

  constructor(lots?: LotMatching) {
    this.tracker = new TradeTracker({ strategies: 1, instruments: 2, ...(lots && { lots }) })
  }

  /** Signed units; the fee is the whole fill's. Fill r happens at time r. */
  fill(units: number, price: number, fee = '0', instrument = 0): number {
    const closed = this.tracker.apply(
      {
        strategy: 0,
        instrument,
        direction: Math.sign(units),
        units: Math.abs(units),
        price,
        time: this.#row,
        value: money(price * Math.abs(units) * 10),
        fee: money(fee),
        row: this.#row++,
      },
      this.held[instrument]!,
    )
    this.held[instrument]! += units
    return closed
  }

  split(ratio: number): void {
    const unitsBefore = this.held[0]!
    const unitsAfter = Math.trunc(unitsBefore * ratio)
    this.tracker.split(0, 0, { unitsBefore, unitsAfter, ratio })
    this.held[0] = unitsAfter
  }

  /** X becomes Y. */
  rename(): void {
    this.tracker.transfer(0, 0, 1)
    this.held[1]! += this.held[0]!
    this.held[0] = 0
  }

  get trips(): string[] {
    return Array.from({ length: this.tracker.trips.length }, (_, row) => {
      const trip = roundTripAt(this.tracker.trips, this.names, row)
      return `${trip.direction} ${trip.quantity.toString()}: ${String(trip.entryPrice)} to ${String(trip.exitPrice)}, pnl ${trip.pnl.toString()}, costs ${trip.costs.toString()}`
    })
  }

  get cycles(): object[] {
    return positionCycles(this.tracker, this.names).map(({ pnl, quantityMax, ...cycle }) => {
      return { ...cycle, quantityMax: quantityMax.toString(), pnl: pnl.toString() }
    })
  }
}

describe('TradeTracker', () => {
  it('closes the oldest lot first, and shares costs by quantity', () => {
    const book = new Book()
    expect([book.fill(10, 100, '1'), book.fill(10, 110, '2'), book.fill(-15, 120, '3')]).toEqual([0, 0, 2])
    expect(book.trips).toEqual(['long 10: 100 to 120, pnl 1997, costs 3', 'long 5: 110 to 120, pnl 498, costs 2'])
    expect(book.tracker.averagePrice(0, 0)).toBe(110)
  })

  it('closes the old side and opens the new one where an order crosses zero', () => {
    const book = new Book()
    book.fill(-4, 50, '4')
    expect(book.fill(10, 40, '5')).toBe(1)
    expect(book.trips).toEqual(['short 4: 50 to 40, pnl 394, costs 6'])
    expect(book.fill(-6, 41)).toBe(1)
    expect(book.trips[1]).toBe('long 6: 40 to 41, pnl 57, costs 3')
  })

  it('hands out an amount that does not divide in parts that add up to it', () => {
    const book = new Book()
    book.fill(3, 1, '0.00000001')
    for (const exit of [-1, -1, -1]) book.fill(exit, 2)
    expect(book.trips.map((trip) => trip.split('pnl ')[1])).toEqual([
      '10, costs 0',
      '9.99999999, costs 0.00000001',
      '10, costs 0',
    ])
  })

  it('marks the trip after which the book is flat, a crossing one included', () => {
    const book = new Book()
    book.fill(2, 10)
    book.fill(-1, 10)
    book.fill(-3, 10)
    book.fill(2, 10)
    expect([0, 1, 2].map((row) => book.tracker.trips.get(row, TRIP.flat))).toEqual([0, 1, 1])
  })

  it('gives the mean price of the open lots, exactly that price where they have one', () => {
    const book = new Book()
    expect(book.tracker.averagePrice(0, 0)).toBeNaN()
    book.fill(3, 0.1)
    expect(book.tracker.averagePrice(0, 0)).toBe(0.1)
    book.fill(4, 0.1)
    expect(book.tracker.averagePrice(0, 0)).toBe(0.1)
    book.fill(7, 0.3)
    expect(book.tracker.averagePrice(0, 0)).toBeCloseTo(0.2, 15)
    book.fill(-14, 1)
    expect(book.tracker.averagePrice(0, 0)).toBeNaN()
  })
})

describe('with average cost', () => {
  it('an exit closes all entries alike, from the first of them, at their mean price', () => {
    const book = new Book('average')
    book.fill(10, 100, '1')
    book.fill(30, 120, '2')
    expect([book.fill(-20, 130, '3'), book.tracker.averagePrice(0, 0)]).toEqual([1, 115])
    book.fill(20, 105, '1.5')
    expect([book.fill(-40, 120, '4'), book.held[0]]).toEqual([1, 0])
    expect(book.trips).toEqual(['long 20: 115 to 130, pnl 2995.5, costs 4.5', 'long 40: 110 to 120, pnl 3993, costs 7'])
    const { trips } = book.tracker
    expect([0, 1].map((row) => [trips.get(row, TRIP.entryFill), trips.get(row, TRIP.entryTime)])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  it('an entry at the same price leaves it as it is', () => {
    const book = new Book('average')
    for (const units of [3, 4, 6]) book.fill(units, 0.1)
    expect(book.tracker.averagePrice(0, 0)).toBe(0.1)
  })

  it('a position that crosses zero begins anew', () => {
    const book = new Book('average')
    book.fill(2, 100)
    book.fill(2, 110)
    book.fill(-10, 120)
    book.fill(6, 100)
    expect(book.trips).toEqual(['long 4: 105 to 120, pnl 600, costs 0', 'short 6: 120 to 100, pnl 1200, costs 0'])
  })

  it('the price stands since the last entry, the time since the first', () => {
    const book = new Book('average')
    book.fill(2, 100)
    book.fill(-1, 110)
    book.fill(2, 104)
    book.fill(-1, 110)
    book.fill(-2, 110)
    expect([...book.tracker.origins]).toEqual([
      [1, { fill: 2, instrument: 0 }],
      [2, { fill: 2, instrument: 0 }],
    ])
  })
})

describe('what a fill realized', () => {
  it.each(['fifo', 'average'] as const)('is the profit without fees of what it closed, %s', (lots) => {
    const book = new Book(lots)
    const realized = [
      [4, 10],
      [4, 12],
      [-8, 13],
      [-2, 13],
      [5, 12],
      [-1, 13],
    ].map(([units = 0, price = 0]) => {
      book.fill(units, price, '0.7')
      return book.tracker.realized.toString()
    })
    expect(realized).toEqual(['0', '0', '160', '0', '20', '10'])
  })
})

describe('a split', () => {
  it('leaves the profit of a position as it was, in new shares at new prices', () => {
    const book = new Book()
    book.fill(3, 100, '1')
    book.fill(2, 105)
    book.split(2)
    expect(book.tracker.averagePrice(0, 0)).toBe(51)
    book.fill(-10, 55, '1')
    expect(book.trips).toEqual(['long 6: 50 to 55, pnl 298.4, costs 1.6', 'long 4: 52.5 to 55, pnl 99.6, costs 0.4'])
  })

  it('may come after a part was closed, and lose a fraction that is paid elsewhere', () => {
    const book = new Book('average')
    book.fill(-4, 10, '1')
    book.fill(1, 10)
    book.split(0.5)
    book.fill(1, 18)
    // Three shares brought 300 without a quarter of the fee; the one that is left costs 180.
    expect(book.trips[1]).toBe('short 1: 20 to 18, pnl 119.25, costs 0.75')
  })

  it('of what nobody holds is nothing', () => {
    const book = new Book()
    book.split(2)
    book.fill(1, 10)
    book.fill(-1, 11)
    expect(book.trips).toEqual(['long 1: 10 to 11, pnl 10, costs 0'])
    expect([book.cycles.length, book.tracker.moves]).toEqual([1, []])
  })
})

describe('a change of symbol', () => {
  it('takes lots along as they are, behind those of the new one', () => {
    const book = new Book()
    book.fill(2, 10)
    book.fill(2, 20, '0', 1)
    book.rename()
    book.fill(-4, 30, '0', 1)
    expect(book.trips).toEqual(['long 2: 20 to 30, pnl 200, costs 0', 'long 2: 10 to 30, pnl 400, costs 0'])
    expect([...book.tracker.origins]).toEqual([[1, { fill: 0, instrument: 0 }]])
    expect(book.tracker.trips.get(1, TRIP.entryTime)).toBe(0)
  })

  it('makes one lot of two with average cost, whose price stands since no fill', () => {
    const book = new Book('average')
    book.fill(2, 10)
    book.fill(2, 20, '0', 1)
    book.rename()
    book.fill(-1, 30, '0', 1)
    expect(book.trips).toEqual(['long 1: 15 to 30, pnl 150, costs 0'])
    expect([...book.tracker.origins]).toEqual([[0, { fill: -1, instrument: -1 }]])
  })
})

describe('roundTripAt', () => {
  it('has how far it was under and above water, and the words of its orders', () => {
    const book = new Book()
    book.fill(2, 100)
    book.fill(-3, 103)
    book.fill(1, 101)
    const orderOf = (fill: number) => ({ tags: [`tag ${String(fill)}`], reason: `reason ${String(fill)}` })
    const pricesOf = () => ({ low: 99.9, high: 104 })
    const [long, short] = [0, 1].map((row) =>
      roundTripAt(book.tracker.trips, { ...book.names, orderOf, pricesOf, rateOf: () => 1 }, row),
    )
    expect(long).toMatchObject({ maxAdverseExcursion: 2, maxFavorableExcursion: 80, tags: ['tag 0'] })
    expect(long).toMatchObject({ entryReason: 'reason 0', exitReason: 'reason 1' })
    expect(short).toMatchObject({ maxAdverseExcursion: 10, maxFavorableExcursion: 31, tags: ['tag 1'] })
  })

  it('has the excursions of its own two prices where no bar tells of others', () => {
    const book = new Book()
    book.fill(2, 100)
    book.fill(-3, 103)
    book.fill(1, 105)
    const excursions = [0, 1].map((row) => {
      const trip = roundTripAt(book.tracker.trips, book.names, row)
      return [trip.maxAdverseExcursion, trip.maxFavorableExcursion]
    })
    expect(excursions).toEqual([
      [0, 60],
      [20, 0],
    ])
  })

  it('is a value with the fraction gained on what was put in, and how long it was held', () => {
    const book = new Book()
    book.fill(2, 100, '1')
    book.fill(1, 101)
    book.fill(-2, 110, '1')
    const trip = roundTripAt(book.tracker.trips, book.names, 0)
    expect(trip).toMatchObject({ strategy: 's', symbol: 'X', entryTime: 0, exitTime: 2, holdingMs: 2 })
    expect(trip.returnFraction).toBe(198 / 2000)
  })
})

describe('positionCycles', () => {
  it('adds up round trips from flat to flat', () => {
    const book = new Book()
    book.fill(2, 10)
    book.fill(2, 11)
    book.fill(-1, 12)
    book.fill(-5, 13)
    book.fill(2, 12)
    book.fill(1, 5)
    const of = { strategy: 's', symbol: 'X' }
    expect(book.cycles).toEqual([
      { ...of, direction: 'long', openedAt: 0, closedAt: 3, quantityMax: '4', roundTrips: 3, pnl: '90' },
      { ...of, direction: 'short', openedAt: 3, closedAt: 4, quantityMax: '2', roundTrips: 1, pnl: '20' },
    ])
  })

  it.each(['fifo', 'average'] as const)('know the largest position where parts were closed between, %s', (lots) => {
    const book = new Book(lots)
    for (const units of [-10, 5, -3, 4, -4, 8]) book.fill(units, 10)
    for (const units of [3, 3, -6]) book.fill(units, 10)
    expect(book.cycles).toMatchObject([{ quantityMax: '10' }, { quantityMax: '6' }])
  })

  it('count the largest position in new shares, and go on under a new symbol', () => {
    const book = new Book()
    book.fill(10, 100)
    book.fill(-4, 110)
    book.split(2)
    book.rename()
    book.fill(-12, 60, '0', 1)
    book.fill(1, 10)
    book.fill(-1, 11)
    expect(book.cycles).toMatchObject([
      { symbol: 'Y', openedAt: 0, closedAt: 2, quantityMax: '20', roundTrips: 2, pnl: '1600' },
      { symbol: 'X', openedAt: 3, closedAt: 4, quantityMax: '1', roundTrips: 1, pnl: '10' },
    ])
  })

  it('of two symbols that became one are one, as large as both together', () => {
    const book = new Book()
    book.fill(4, 10)
    book.fill(3, 10, '0', 1)
    book.fill(-1, 11)
    book.fill(-1, 11, '0', 1)
    book.rename()
    book.fill(-5, 11, '0', 1)
    expect(book.cycles).toMatchObject([{ symbol: 'Y', openedAt: 0, quantityMax: '5', roundTrips: 4, pnl: '70' }])
  })

  it('leave out a position that a split dropped', () => {
    const book = new Book()
    book.fill(5, 10)
    book.fill(-1, 11)
    book.split(0.1)
    book.fill(2, 100)
    book.fill(-2, 110)
    expect(book.cycles).toMatchObject([{ openedAt: 2, quantityMax: '2', roundTrips: 1, pnl: '200' }])
  })
})
