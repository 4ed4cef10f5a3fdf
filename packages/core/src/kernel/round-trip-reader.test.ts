import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { createInstrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import { ORDER_TYPES, type OrderType } from '../domain/order.js'
import type { LotMatching } from '../domain/round-trip.js'
import { FILL, FillLog } from '../execution/fill-log.js'
import { ORDER, OrderLog } from '../execution/order-log.js'
import type { ShareChange } from '../portfolio/excursion.js'
import { TripMoney } from '../portfolio/trip-money.js'
import { TradeTracker } from '../portfolio/trade-tracker.js'
import { RoundTripReader } from './round-trip-reader.js'

/** Bars of ten milliseconds, side by side: 'low/high', opening at the low and closing at the high. */
function barsOf(...bars: readonly string[]): BarColumns {
  const [low, high] = [0, 1].map((side) => Float64Array.from(bars, (bar) => Number(bar.split('/')[side])))
  const openTime = Float64Array.from(bars, (_, row) => row * 10)
  const times = { openTime, closeTime: openTime.map((time) => time + 10) }
  return { length: bars.length, ...times, open: low!, high: high!, low: low!, close: high! }
}

/** A book in X and Y, whose fills are written as the booking writes them; bars close and give equity every ten milliseconds. */
class Desk {
  readonly tracker: TradeTracker
  readonly orders = new OrderLog()
  readonly fills = new FillLog()
  readonly shareChanges: ShareChange[] = []
  readonly held = [0, 0]
  readonly reader: RoundTripReader

  constructor(x: BarColumns, { lots = 'fifo', y }: { readonly lots?: LotMatching; readonly y?: BarColumns } = {}) {
    this.tracker = new TradeTracker({ strategies: 1, instruments: 2, lots })
    const instruments = ['X', 'Y'].map((symbol) => createInstrument({ symbol }))
    const series = [x, y].flatMap((columns, instrument) =>
      columns ? [{ instrument, columns, execution: true, timeframe: '1d' as const }] : [],
    )
    const { tracker, shareChanges } = this
    this.reader = new RoundTripReader({
      setup: {
        instruments,
        series: [{ ...series[0]!, columns: barsOf('1/999', '1/999', '1/999'), execution: false }, ...series],
      },
      account: {
        ...{ tracker, shareChanges, booking: { fills: this.fills } },
        tripMoney: new TripMoney(tracker.trips),
        names: { strategies: ['s'], instruments, idPrefix: 'tw' },
      },
      orders: this.orders,
      equityCurve: { times: Float64Array.of(10, 20, 30, 40, 50) },
    })
  }

  /** Signed units; before the equity of its time is taken, or after. */
  fill(
    units: number,
    price: number,
    when: `${'before' | 'after'} ${number}`,
    type: OrderType = 'market',
    instrument = 0,
  ) {
    const row = this.fills.length
    const [phase, time] = [when.split(' ')[0], Number(when.split(' ')[1])]
    const order = this.orders.rows.add()
    this.orders.rows.data[order + ORDER.type] = ORDER_TYPES.indexOf(type)
    this.orders.reasons.set(row, `reason ${String(row)}`)
    this.orders.tags.set(row, [`tag ${String(row)}`])
    const base = this.fills.rows.add()
    this.fills.rows.data[base + FILL.order] = row
    this.fills.rows.data[base + FILL.time] = time
    this.fills.rows.data[base + FILL.point] = Math.ceil(time / 10) - 1 + (phase === 'after' ? 1 : 0)
    const amounts = { value: money(Math.abs(units) * price), fee: money(0) }
    const terms = { strategy: 0, instrument, direction: Math.sign(units), units: Math.abs(units), price, time, row }
    this.tracker.apply({ ...terms, ...amounts }, this.held[instrument]!)
    this.held[instrument]! += units
  }

  split(at: number, ratio: number): void {
    const unitsAfter = this.held[0]! * ratio
    this.tracker.split(0, 0, { unitsBefore: this.held[0]!, unitsAfter, ratio })
    this.held[0] = unitsAfter
    this.shareChanges.push({ kind: 'split', at, instrument: 0, ratio })
  }

  rename(at: number): void {
    this.tracker.transfer(0, 0, 1)
    this.held[1]! += this.held[0]!
    this.held[0] = 0
    this.shareChanges.push({ kind: 'symbolChange', at, instrument: 0, to: 1 })
  }

  /** Of the last round trip: what its worst and its best price were. */
  get met(): [number, number] {
    const trip = this.reader.at(this.tracker.trips.length - 1)
    const size = trip.quantity.toNumber()
    return [trip.entryPrice - trip.maxAdverseExcursion / size, trip.entryPrice + trip.maxFavorableExcursion / size]
  }
}

const five = barsOf('10/19', '20/29', '30/39', '40/49', '50/59')

describe('the bars of a round trip', () => {
  it('begin with the one that its entry opened with, and not with the one that closed then', () => {
    const desk = new Desk(five)
    desk.fill(1, 35, 'after 20')
    desk.fill(-1, 35, 'after 40')
    expect(desk.met).toEqual([30, 49])
  })

  it('are those between the two in which it was filled, dated at their closes', () => {
    const desk = new Desk(five)
    desk.fill(1, 35, 'before 20')
    desk.fill(-1, 35, 'before 50')
    expect(desk.met).toEqual([29, 50])
  })

  it('are not the one that a fill is dated within, however much equity was taken since it opened', () => {
    const desk = new Desk(five)
    desk.fill(1, 35, 'after 15')
    desk.fill(-1, 35, 'after 35')
    expect(desk.met).toEqual([29, 40])
  })

  it.each(['marketOnClose', 'limitOnClose'] as const)('are all up to a close at which a %s was filled', (type) => {
    const desk = new Desk(five)
    desk.fill(1, 35, 'before 20', type)
    desk.fill(-1, 35, 'before 40', type)
    expect(desk.met).toEqual([30, 49])
  })

  it('count in its own shares after a split', () => {
    const desk = new Desk(five)
    desk.fill(1, 40, 'after 10')
    desk.split(30, 4)
    desk.fill(-4, 35, 'after 40')
    expect(desk.met).toEqual([5, 49])
  })

  it('count in new shares from an open on at which they were split, after a night', () => {
    const days = { ...barsOf('40/49', '10/19', '20/29'), openTime: Float64Array.of(3, 13, 23) }
    const entered = new Desk(days)
    entered.shareChanges.push({ kind: 'split', at: 13, instrument: 0, ratio: 4 })
    entered.fill(4, 15, 'before 13')
    entered.fill(-4, 15, 'after 20')
    expect(entered.met).toEqual([10, 19])
    const left = new Desk(days)
    left.fill(1, 40, 'before 3')
    left.split(13, 4)
    left.fill(-4, 12, 'before 13')
    expect(left.met).toEqual([10, 12.25])
  })

  it('are those of the symbol that it had', () => {
    const y = barsOf('1/2', '1/2', '1/999', '60/69', '70/79')
    const desk = new Desk(five, { y })
    desk.fill(1, 35, 'after 20')
    desk.rename(30)
    desk.fill(-1, 65, 'after 40', 'market', 1)
    expect(desk.met).toEqual([30, 69])
  })

  it('at average cost begin with the last entry', () => {
    const desk = new Desk(five, { lots: 'average' })
    desk.fill(1, 10, 'after 0')
    desk.fill(1, 30, 'after 20')
    desk.fill(-1, 35, 'after 30')
    expect(desk.met).toEqual([20, 39])
    expect(desk.reader.at(0)).toMatchObject({ entryTime: 0, entryPrice: 20, tags: ['tag 0'], entryReason: 'reason 0' })
  })

  it('are none where positions of two symbols became one at average cost', () => {
    const desk = new Desk(five, { lots: 'average', y: five })
    desk.fill(1, 10, 'after 0')
    desk.fill(1, 20, 'after 10', 'market', 1)
    desk.rename(20)
    desk.fill(-1, 18, 'after 40', 'market', 1)
    expect(desk.met).toEqual([15, 18])
  })

  it('are none where its symbol has none', () => {
    const desk = new Desk(five)
    desk.fill(1, 20, 'after 10', 'market', 1)
    desk.fill(-1, 19, 'after 40', 'market', 1)
    expect(desk.met).toEqual([19, 20])
  })
})

it('a round trip has the tags of its entry order and the reasons of both; an order without any has none', () => {
  const desk = new Desk(five)
  desk.fill(2, 20, 'after 10')
  desk.fill(-1, 20, 'after 20')
  desk.fill(-1, 20, 'after 20')
  desk.orders.reasons.delete(2)
  expect(desk.reader.at(0)).toMatchObject({ tags: ['tag 0'], entryReason: 'reason 0', exitReason: 'reason 1' })
  expect(desk.reader.at(1)).toMatchObject({ tags: ['tag 0'], entryReason: 'reason 0', exitReason: '' })
  desk.orders.tags.clear()
  expect(desk.reader.at(1).tags).toEqual([])
})
