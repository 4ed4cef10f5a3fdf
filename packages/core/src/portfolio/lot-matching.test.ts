import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { money, MoneyCell, type Money } from '../domain/money.js'
import type { LotMatching } from '../domain/round-trip.js'
import { TradeTracker, TRIP } from './trade-tracker.js'

const Exact = DecimalJs.clone({ precision: 100, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -100, toExpPos: 100 })
type Exact = DecimalJs

/** An open lot without any rounding but that of its units. */
interface ModelLot {
  units: number
  value: Exact
  fee: Exact
  /** The mean, in present shares. */
  price: Exact
  readonly fill: number
}

interface ModelTrip {
  readonly entryFill: number
  readonly exitFill: number
  readonly units: number
  readonly price: Exact
  readonly gross: Exact
  readonly costs: Exact
  readonly flat: boolean
  readonly priceMax: number
}

interface ModelFill {
  readonly row: number
  readonly signed: number
  readonly price: number
  readonly value: Exact
  readonly fee: Exact
}

/** Lots of two instruments, as one would write them down in decimals: in lists, a split and a change of symbol by hand. */
class Model {
  readonly lots: [ModelLot[], ModelLot[]] = [[], []]
  readonly held: [number, number] = [0, 0]
  /** The highest price since a position was flat, in present shares: a mean is known to some digits of it. */
  readonly priceMax: [number, number] = [0, 0]
  readonly trips: ModelTrip[] = []
  cash = new Exact(0)
  readonly #isAverage: boolean

  constructor(lots: LotMatching) {
    this.#isAverage = lots === 'average'
  }

  fill(instrument: 0 | 1, { row, signed, price, value, fee }: ModelFill): void {
    const direction = Math.sign(signed)
    const size = Math.abs(signed)
    const lots = this.lots[instrument]
    const part = (amount: Exact, units: number, of: number) => amount.times(units).div(of)
    let left = size
    while (left > 0 && this.held[instrument] * direction < 0) {
      const lot = lots[0]!
      const units = Math.min(left, lot.units)
      const [entryValue, entryFee] = [part(lot.value, units, lot.units), part(lot.fee, units, lot.units)]
      this.held[instrument] += direction * units
      this.trips.push({
        ...{ entryFill: lot.fill, exitFill: row, units, price: lot.price },
        gross: part(value, units, size).minus(entryValue).times(-direction),
        costs: part(fee, units, size).plus(entryFee),
        flat: this.held[instrument] === 0,
        priceMax: this.priceMax[instrument],
      })
      lot.units -= units
      lot.value = lot.value.minus(entryValue)
      lot.fee = lot.fee.minus(entryFee)
      if (lot.units === 0) lots.shift()
      left -= units
    }
    this.cash = this.cash.minus(value.times(direction)).minus(fee)
    if (left === 0) return
    this.priceMax[instrument] = Math.max(price, this.held[instrument] === 0 ? 0 : this.priceMax[instrument])
    this.held[instrument] += direction * left
    const opened = { units: left, value: part(value, left, size), fee: part(fee, left, size) }
    lots.push({ ...opened, price: new Exact(price), fill: row })
    if (this.#isAverage) this.#join(lots)
  }

  split(ratio: number, unitsAfter: number): void {
    const before = Math.abs(this.held[0])
    let units = 0
    let left = 0
    for (const lot of this.lots[0]) {
      units += lot.units
      const upTo = new Exact(units).times(unitsAfter).div(before).toDecimalPlaces(0).toNumber()
      lot.units = upTo - left
      lot.price = lot.price.div(ratio)
      left = upTo
    }
    for (let i = 0; i < this.lots[0].length; i++) {
      const lot = this.lots[0][i]!
      if (lot.units > 0) continue
      this.lots[0].splice(i, 1)
      const heir = this.lots[0][i] ?? this.lots[0][i - 1]!
      heir.value = heir.value.plus(lot.value)
      heir.fee = heir.fee.plus(lot.fee)
      i--
    }
    this.held[0] = Math.sign(this.held[0]) * unitsAfter
    this.priceMax[0] /= ratio
  }

  rename(): void {
    this.lots[1].push(...this.lots[0].splice(0))
    this.priceMax[1] = Math.max(this.priceMax[0], this.held[1] === 0 ? 0 : this.priceMax[1])
    this.held[1] += this.held[0]
    this.held[0] = 0
    if (this.#isAverage) this.#join(this.lots[1])
  }

  averagePrice(instrument: 0 | 1): number {
    const lots = this.lots[instrument]
    const paid = lots.reduce((sum, { price, units }) => sum.plus(price.times(units)), new Exact(0))
    return paid.div(Math.abs(this.held[instrument])).toNumber()
  }

  #join(lots: ModelLot[]): void {
    if (lots.length < 2) return
    const [lot, other] = lots.splice(0) as [ModelLot, ModelLot]
    const units = lot.units + other.units
    lots.push({
      units,
      value: lot.value.plus(other.value),
      fee: lot.fee.plus(other.fee),
      price: lot.price.times(lot.units).plus(other.price.times(other.units)).div(units),
      fill: lot.fill,
    })
  }
}

/** The tracker and the model, shown the same. */
class Pair {
  readonly model: Model
  readonly tracker: TradeTracker
  #row = 0
  #checked = 0

  constructor(lots: LotMatching) {
    this.model = new Model(lots)
    this.tracker = new TradeTracker({ strategies: 1, instruments: 2, lots })
  }

  fill(instrument: 0 | 1, signed: number, price: number, fee: string): void {
    const { model, tracker } = this
    const row = this.#row++
    const units = Math.abs(signed)
    const direction = Math.sign(signed)
    const value = new Exact(price).times(units).times('0.37').toDecimalPlaces(8)
    const amounts = { value: money(value.toFixed()), fee: money(fee) }
    const fill = { strategy: 0, instrument, direction, units, price, time: row * 10, row, ...amounts }
    const closed = tracker.apply(fill, model.held[instrument])
    model.fill(instrument, { row, signed, price, value, fee: new Exact(fee) })
    expect([tracker.trips.length, tracker.trips.length - this.#checked]).toEqual([model.trips.length, closed])
    this.#checkTrips()
  }

  split(ratio: number): void {
    const unitsBefore = Math.abs(this.model.held[0])
    const unitsAfter = Math.floor(unitsBefore * ratio)
    if (unitsAfter === 0 || unitsAfter > 1e9) return
    this.tracker.split(0, 0, { unitsBefore, unitsAfter, ratio })
    this.model.split(ratio, unitsAfter)
  }

  rename(): void {
    if (this.model.held[0] * this.model.held[1] < 0) return
    this.tracker.transfer(0, 0, 1)
    this.model.rename()
  }

  checkAverage(): void {
    for (const instrument of [0, 1] as const) {
      const average = this.tracker.averagePrice(0, instrument)
      if (this.model.held[instrument] === 0) expect(average).toBeNaN()
      else expectNear(average, this.model.averagePrice(instrument), this.model.priceMax[instrument])
    }
  }

  /** With both positions flat. */
  checkSums(): void {
    const { trips } = this.tracker
    const sum = new MoneyCell()
    const own = new MoneyCell()
    for (let row = 0; row < trips.length; row++) sum.add(trips.readAmount(row, TRIP.pnl, own))
    expect(sum.toString()).toBe(this.model.cash.toFixed())
  }

  /** Those of the last fill: what they are, what they brought, and what it realized. */
  #checkTrips(): void {
    const { trips, realized } = this.tracker
    const gross = new MoneyCell()
    for (; this.#checked < trips.length; this.#checked++) {
      const row = this.#checked
      const trip = this.model.trips[row]!
      expect(
        [TRIP.entryFill, TRIP.exitFill, TRIP.entryTime, TRIP.units, TRIP.flat].map((f) => trips.get(row, f)),
      ).toEqual([trip.entryFill, trip.exitFill, trip.entryFill * 10, trip.units, trip.flat ? 1 : 0])
      expectNear(trips.get(row, TRIP.entryPrice), trip.price.toNumber(), trip.priceMax)
      const pnl = trips.readAmount(row, TRIP.pnl, new MoneyCell())
      const costs = trips.readAmount(row, TRIP.costs, new MoneyCell())
      // Each share is rounded, and so is what each merge and split begins with.
      const near = 1e-8 * (2 + this.#row)
      expect(distance(costs, trip.costs)).toBeLessThan(near)
      expect(distance(pnl, trip.gross.minus(trip.costs))).toBeLessThan(2 * near)
      gross.add(pnl).add(costs)
    }
    expect(realized.toString()).toBe(gross.toString())
  }
}

function expectNear(price: number, exact: number, priceMax: number): void {
  expect(Math.abs(price - exact)).toBeLessThan(2e-14 * priceMax)
}

function distance(amount: Money, exact: Exact): number {
  return new Exact(amount.toString()).minus(exact).abs().toNumber()
}

const size = fc.integer({ min: 1, max: 5000 })
const fill = fc.record({
  instrument: fc.constantFrom<(0 | 1)[]>(0, 0, 0, 1),
  action: fc.constantFrom('buy', 'buy', 'sell', 'sell', 'flatten', 'reverse'),
  size,
  price: fc.oneof(
    fc.integer({ min: 1, max: 5_000_000 }).map((cents) => cents / 100),
    fc.double({ min: 0.01, max: 70_000, noNaN: true }),
  ),
  fee: fc.integer({ min: -1000, max: 100_000_000 }).map((units) => new Exact(units).times('1e-8').toFixed()),
})
const event = fc.oneof(
  { weight: 8, arbitrary: fill },
  { weight: 2, arbitrary: fc.constantFrom(2, 3, 1.5, 0.5, 0.1, 0.01, 20, 1.07) },
  { weight: 1, arbitrary: fc.constant('rename' as const) },
)

it.each(['fifo', 'average'] as const)(
  'round trips of any fills, splits and changes of symbol are those of a model in decimals, and add up to its cash exactly: %s',
  (lots) => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const pair = new Pair(lots)
        const { held } = pair.model
        for (const each of events) {
          if (each === 'rename') pair.rename()
          else if (typeof each === 'number') pair.split(each)
          else {
            const { instrument, action } = each
            const asked = action === 'buy' ? each.size : action === 'sell' ? -each.size : 0
            const signed = asked === 0 ? -held[instrument] * (action === 'flatten' ? 1 : 2) : asked
            if (signed !== 0) pair.fill(instrument, signed, each.price, each.fee)
          }
          pair.checkAverage()
        }
        for (const instrument of [0, 1] as const)
          if (held[instrument] !== 0) pair.fill(instrument, -held[instrument], 12.34, '0.00000003')
        pair.checkSums()
      }),
      { numRuns: 600 },
    )
  },
  30_000,
)
