import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import { positionCycles, roundTripAt } from './round-trip-view.js'
import { TradeTracker, TRIP } from './trade-tracker.js'

/** A tracker of one book in one instrument, fed as the booking feeds it. */
class Book {
  readonly tracker = new TradeTracker({ strategies: 1, instruments: 1 })
  readonly names = { strategies: ['s'], instruments: [createInstrument({ symbol: 'X', multiplier: 10 })] }
  held = 0
  #row = 0

  /** Signed units; the fee is the whole fill's. Fill r happens at time r. */
  fill(units: number, price: number, fee = '0'): number {
    const closed = this.tracker.apply(
      {
        strategy: 0,
        instrument: 0,
        direction: Math.sign(units),
        units: Math.abs(units),
        price,
        time: this.#row,
        value: money(price * Math.abs(units) * 10),
        fee: money(fee),
        row: this.#row++,
      },
      this.held,
    )
    this.held += units
    return closed
  }

  get trips(): string[] {
    return Array.from({ length: this.tracker.trips.length }, (_, row) => {
      const trip = roundTripAt(this.tracker.trips, this.names, row)
      return `${trip.direction} ${trip.quantity.toString()}: ${String(trip.entryPrice)} to ${String(trip.exitPrice)}, pnl ${trip.pnl.toString()}, costs ${trip.costs.toString()}`
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

describe('roundTripAt', () => {
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
    const cycles = positionCycles(book.tracker.trips, book.names)
    expect(cycles.map(({ pnl, ...cycle }) => ({ ...cycle, pnl: pnl.toString() }))).toEqual([
      { strategy: 's', symbol: 'X', direction: 'long', openedAt: 0, closedAt: 3, roundTrips: 3, pnl: '90' },
      { strategy: 's', symbol: 'X', direction: 'short', openedAt: 3, closedAt: 4, roundTrips: 1, pnl: '20' },
    ])
  })
})
