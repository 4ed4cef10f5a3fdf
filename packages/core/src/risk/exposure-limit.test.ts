import { describe, expect, it } from 'vitest'
import { closingNow, ExposureLimit, mostUnits, resultingExposure, type PositionScope } from './exposure-limit.js'

interface Held {
  readonly units?: number
  readonly buys?: number
  readonly sells?: number
  /** Signed units of market orders of this very instant. */
  readonly now?: number
}

/** X at 100, and Y at 50, of which each order is one unit. */
function scopeOf(x: Held, y: Held = {}, equity = 1000): PositionScope {
  const held = [x, y]
  return {
    name: 'the account',
    symbol: (instrument) => 'XY'[instrument]!,
    equity: () => equity,
    units: (instrument) => held[instrument]!.units ?? 0,
    workingBuys: (instrument) => held[instrument]!.buys ?? 0,
    workingSells: (instrument) => held[instrument]!.sells ?? 0,
    marketNow: (instrument) => held[instrument]!.now ?? 0,
    exposed: () => [0, 1],
    mark: (instrument) => [100, 50][instrument]!,
    valueOf: (_, units, price) => units * price,
  }
}

const order = (signed: number): { instrument: number; direction: number; units: number } => ({
  instrument: 0,
  direction: signed < 0 ? -1 : 1,
  units: Math.abs(signed),
})

describe('what a position would be worth', () => {
  it.each<[string, Held, signed: number, price: number, worth: number]>([
    ['nothing held, at the price of the order', {}, 10, 90, 900],
    ['nothing held and buys that work, all at the price of the order', { buys: 5, sells: 9 }, 10, 90, 1350],
    ['more is bought: what is held at its mark', { units: 10, buys: 2 }, 5, 90, 1000 + 7 * 90],
    ['more is sold: the same of a short one', { units: -10, sells: 2 }, -5, 110, 1000 + 7 * 110],
    ['part of a short one is bought back: what is left at its mark', { units: -10, buys: 1 }, 4, 90, 500],
    ['part of a long one is sold', { units: 10, sells: 1 }, -4, 90, 500],
    ['it is closed', { units: -10 }, 10, 90, 0],
    ['a short one is turned round: what is new at the price of the order', { units: -10 }, 15, 90, 450],
    ['a long one is turned round', { units: 10, sells: 5 }, -15, 90, 900],
  ])('%s', (_, held, signed, price, worth) => {
    expect(Math.abs(resultingExposure(scopeOf(held), order(signed), price))).toBe(worth)
  })
})

describe('the most that a position can come to', () => {
  it.each<[Held, number]>([
    [{ units: 10 }, 10],
    [{ units: -10 }, 10],
    [{ units: 10, buys: 5 }, 15],
    [{ units: 10, sells: 5 }, 10],
    [{ units: 10, sells: 25 }, 15],
    [{ units: -10, sells: 5 }, 15],
    [{ units: -10, buys: 5 }, 10],
    [{ units: -10, buys: 25 }, 15],
    [{ buys: 8, sells: 5 }, 8],
    [{ buys: 5, sells: 8 }, 8],
    // What market orders of this instant close is closed.
    [{ units: 10, sells: 4, now: -4 }, 6],
    [{ units: 10, buys: 3, sells: 4, now: -4 }, 9],
    [{ units: 10, sells: 24, now: -4 }, 14],
    [{ units: 10, sells: 25, now: -25 }, 15],
    [{ units: -10, buys: 4, now: 4 }, 6],
    [{ units: -10, buys: 4, sells: 3, now: 4 }, 9],
    [{ units: -10, buys: 24, now: 4 }, 14],
    [{ units: 10, buys: 5, now: 5 }, 15],
  ])('by %j is %d', (held, most) => {
    expect(mostUnits(scopeOf(held), 0)).toBe(most)
  })
})

describe('what market orders of this instant close', () => {
  it.each<[Held, number]>([
    [{ now: -4 }, 0],
    [{ units: 10, now: -4 }, 4],
    [{ units: 10, now: -15 }, 10],
    [{ units: 10, now: 4 }, 0],
    [{ units: -10, now: 4 }, 4],
    [{ units: -10, now: 15 }, 10],
    [{ units: -10, now: -4 }, 0],
  ])('of %j is %d', (held, units) => {
    expect(closingNow(scopeOf(held), 0)).toBe(units)
  })
})

describe('a limit on exposure', () => {
  const limit = (x: Held, y?: Held, equity?: number): ExposureLimit =>
    new ExposureLimit(2, scopeOf(x, y, equity), 'account')

  it('compares all positions with so many times the equity, and says so', () => {
    const own = limit({ units: 10 }, { units: -4, sells: 2 })
    const bought = {
      ...order(5),
      number: 0,
      strategy: 0,
      level: 90,
      limitLevel: Number.NaN,
      activationPrice: Number.NaN,
    }
    const rest = { reduceOnly: false, immediate: false, isMarket: false, unitsAhead: 0, expireAt: Number.NaN }
    expect([own.measure({ ...bought, ...rest }, 90), own.limit]).toEqual([1000 + 450 + 300, 2000])
    expect(own.explain({ ...bought, ...rest }, 1750)).toBe(
      "positions would be worth 1750 with this order in X; the account's equity of 1000 at leverage 2 allows 2000",
    )
  })

  it.each<[string, x: Held, y: Held, equity: number, direction: 1 | -1, room: number]>([
    ['all of it where nothing is held', {}, {}, 1000, 1, 2000],
    ['what others leave', {}, { units: -4, buys: 1 }, 1000, 1, 1800],
    ['what a position on its side leaves, which is worth its mark', { units: 10 }, {}, 1000, 1, 1000],
    ['the same of a short one', { units: -10 }, {}, 1000, -1, 1000],
    ['what works on its side takes, at the price of the order', { buys: 5, sells: 9 }, {}, 1000, 1, 1550],
    ['the same of sales', { buys: 5, sells: 9 }, {}, 1000, -1, 1190],
    ['what it closes besides', { units: -10 }, {}, 1000, 1, 2900],
    ['nothing where too much is held', { units: 10 }, {}, 400, 1, 0],
    ['nothing but what it closes where nothing is left', { units: -10 }, {}, -100, 1, 900],
    ['not even that where it works already', { units: -10, buys: 12 }, {}, -100, 1, 0],
  ])('leaves room for %s', (_, x, y, equity, direction, room) => {
    expect(limit(x, y, equity).room({ instrument: 0, direction }, 90)).toBe(room)
  })
})
