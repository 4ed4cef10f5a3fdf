import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  customCommission,
  noCommission,
  percent,
  perOrder,
  perShare,
  type CommissionModel,
} from '../src/costs/commission.js'
import { roundTo, sum } from '../src/costs/composed-commission.js'
import { exactProduct } from '../src/domain/exact.js'
import { createInstrument, type Instrument } from '../src/domain/instrument.js'
import { money, MoneyCell, type Money } from '../src/domain/money.js'
import { ORDER } from '../src/execution/order-log.js'
import { OrderManager } from '../src/execution/order-manager.js'
import { Booking } from '../src/kernel/booking.js'
import { CashDesk } from '../src/kernel/cash-desk.js'
import { parseTerms } from '../src/kernel/order-terms.js'
import { Ledger } from '../src/portfolio/ledger.js'
import { Portfolio } from '../src/portfolio/portfolio.js'
import type { CurrencySetup } from '../src/portfolio/rates.js'
import { positionCycles } from '../src/portfolio/round-trip-view.js'
import { TripMoney } from '../src/portfolio/trip-money.js'
import { TradeTracker, TRIP } from '../src/portfolio/trade-tracker.js'
import { Exact, NaiveBooks, type NaiveFill } from './naive-books.js'

const instruments = [
  createInstrument({ symbol: 'STK' }),
  createInstrument({ symbol: 'BTC', assetClass: 'crypto' }),
  createInstrument({ symbol: 'USDJPY', assetClass: 'fx', multiplier: 1000, payment: 'full' }),
  createInstrument({ symbol: 'FUT', assetClass: 'future', multiplier: '12.5', payment: 'full' }),
] as const
/** What a size of 1 is, in smallest units: fractional crypto, and yen amounts beyond 2^53 units of 1e-8. */
const SIZES = [1, 12_345_679, 250_003, 1] as const
const currencies: CurrencySetup = {
  names: ['USD', 'JPY'],
  pairs: [{ symbol: 'USDJPY', baseCurrency: 'USD', currency: 'JPY' }],
  paths: [[], [{ pair: 0, inverse: true }]],
}
const strategies = ['a', 'b', 'c']
const MARKET = parseTerms('', {})

/** Each model, and the same in decimal.js: value and quantity of the fill, of the order up to it, and what was charged before. */
const MODELS: readonly [CommissionModel, (fill: NaiveFill, charged: Exact) => Exact][] = [
  [noCommission(), () => new Exact(0)],
  [percent('0.00125'), ({ exactValue }) => round8(exactValue.times('0.00125'))],
  [perOrder('1.5'), ({ quantityBefore }) => new Exact(quantityBefore.isZero() ? '1.5' : 0)],
  [
    perShare('0.0035', { minimum: '0.35' }),
    ({ quantity, quantityBefore }, charged) => {
      const total = round8(quantity.plus(quantityBefore).times('0.0035'))
      return Exact.max(total, '0.35').minus(charged)
    },
  ],
  [percent('-0.0002'), ({ exactValue }) => round8(exactValue.times('-0.0002'))],
  [
    sum(perOrder('0.5'), perShare('-0.001')),
    ({ quantity, quantityBefore }, charged) => {
      const total = round8(quantity.plus(quantityBefore).times('-0.001'))
      return total.plus('0.5').minus(charged)
    },
  ],
  [
    roundTo(perShare('0.0035'), '0.01'),
    ({ quantity, quantityBefore }, charged) => {
      const total = round8(quantity.plus(quantityBefore).times('0.0035'))
      return total.toDecimalPlaces(2).minus(charged)
    },
  ],
  [customCommission('rebate', ({ price }) => -price / 7), ({ price }) => round8(new Exact(-price / 7))],
]

function round8(value: Exact): Exact {
  return value.toDecimalPlaces(8)
}

function exact(amount: Money): Exact {
  return new Exact(amount.toString())
}

const price = fc.oneof(
  fc.integer({ min: 1, max: 5_000_000 }).map((cents) => cents / 100),
  fc.integer({ min: 1, max: 1e9 }).map((points) => points / 1e5),
  fc.double({ min: 0.01, max: 70_000, noNaN: true }),
)
const order = fc.record({
  strategy: fc.nat({ max: strategies.length - 1 }),
  instrument: fc.nat({ max: instruments.length - 1 }),
  /** 'flatten' trades what the book holds, 'reverse' twice that. */
  action: fc.constantFrom('buy', 'buy', 'sell', 'sell', 'flatten', 'reverse'),
  size: fc.integer({ min: 1, max: 40 }),
  /** One fill at each price. */
  prices: fc.array(price, { minLength: 1, maxLength: 3 }),
})
type OrderSketch = typeof order extends fc.Arbitrary<infer T> ? T : never

/** The library's books and the naive ones, fed with the same fills. */
class Desk {
  readonly orders = new OrderManager({ strategies: strategies.length, instruments: instruments.length })
  readonly ledger = new Ledger({ books: strategies.length + 1, currencies: 2 })
  readonly portfolio = new Portfolio({
    instruments,
    strategies: strategies.length,
    ledger: this.ledger,
    currencies,
  })
  readonly tracker = new TradeTracker({ strategies: strategies.length, instruments: instruments.length })
  readonly booking = new Booking({
    orders: this.orders,
    ledger: this.ledger,
    portfolio: this.portfolio,
    tracker: this.tracker,
    tripMoney: new TripMoney(this.tracker.trips),
    instruments,
    cash: new CashDesk({ ledger: this.ledger, portfolio: this.portfolio, settlement: 'hold' }),
  })
  readonly naive = new NaiveBooks()
  readonly #model: (typeof MODELS)[number]

  constructor(model: number) {
    this.#model = MODELS[model]!
    this.portfolio.rateMoved(0, 150)
    this.ledger.post(0, strategies.length, 0, 0, money('100000.5'), -1)
    this.portfolio.cashChanged()
  }

  trade({ strategy, instrument, action, size, prices }: OrderSketch): void {
    const held = this.portfolio.units(strategy, instrument)
    const asked = action === 'buy' ? size : action === 'sell' ? -size : 0
    const signed = asked === 0 ? -held * (action === 'flatten' ? 1 : 2) : asked * SIZES[instrument]!
    if (signed === 0) return
    const units = Math.abs(signed)
    const direction = Math.sign(signed)
    const number = this.orders.create(strategy, instrument, direction, units, MARKET, this.booking.fills.length)
    this.orders.submit(number)
    const charged = new MoneyCell()
    const traded = new MoneyCell()
    let filled = 0
    for (const [i, at] of prices.entries()) {
      const upTo = i === prices.length - 1 ? units : Math.floor((units * (i + 1)) / prices.length)
      if (upTo > filled) this.#fill(number, instruments[instrument]!, at, upTo - filled, filled, { charged, traded })
      filled = upTo
    }
  }

  #fill(
    number: number,
    instrument: Instrument,
    at: number,
    units: number,
    unitsBefore: number,
    { charged, traded }: { readonly charged: MoneyCell; readonly traded: MoneyCell },
  ): void {
    const [model, naiveModel] = this.#model
    const { log } = this.orders
    const time = this.booking.fills.length
    const commission = new MoneyCell()
    const terms = { liquidity: 'taker', monthQuantity: 0, monthValue: 0 } as const
    const before = { unitsBefore, valueBefore: traded, chargedBefore: charged }
    model.charge({ ...terms, ...before, instrument, price: at, units }, commission)
    traded.add(exactProduct(new MoneyCell(), at, units, instrument.scale.notional))
    const quantityFilled = units / instrument.scale.unitsPerOne
    const flags = { ambiguous: false, gapRisk: false }
    this.booking.book(
      number,
      { kind: 'filled', order: number, occurredAt: time, price: at, quantity: quantityFilled, commission, ...flags },
      0,
    )

    const quantity = new Exact(units).div(instrument.scale.unitsPerOne)
    const exactValue = new Exact(at).times(quantity).times(instrument.multiplier.toString())
    const fill = {
      row: time,
      strategy: log.get(number, ORDER.strategy),
      instrument: log.get(number, ORDER.instrument),
      direction: log.get(number, ORDER.direction),
      time,
      price: at,
      quantity,
      quantityBefore: new Exact(unitsBefore).div(instrument.scale.unitsPerOne),
      exactValue,
      value: round8(exactValue),
    }
    const fee = naiveModel(fill, exact(charged))
    expect(commission.toString()).toBe(fee.toFixed())
    charged.add(commission)
    this.naive.book({ ...fill, fee })
  }

  flattenAll(at: number): void {
    for (const strategy of strategies.keys()) {
      for (const instrument of instruments.keys()) {
        this.trade({ strategy, instrument, action: 'flatten', size: 1, prices: [at] })
      }
    }
  }
}

function checkCash({ ledger, portfolio, naive }: Desk): void {
  for (const currency of [0, 1]) {
    let sum = new Exact(0)
    for (const book of strategies.keys()) {
      const inCurrency = naive.fills.filter(
        (fill) =>
          fill.strategy === book && currencies.names.indexOf(instruments[fill.instrument]!.currency) === currency,
      )
      const cash = inCurrency.reduce((total, fill) => total.plus(naive.cashOf(fill)), new Exact(0))
      expect(ledger.bookCash(book, currency).toString()).toBe(cash.toFixed())
      sum = sum.plus(cash)
    }
    sum = sum.plus(exact(ledger.bookCash(strategies.length, currency)))
    expect(ledger.cash(currency).toString()).toBe(sum.toFixed())
  }
  expect(portfolio.cash).toBe(Number(ledger.cash(0).toString()) + Number(ledger.cash(1).toString()) * (1 / 150))
}

function checkPositions({ portfolio, tracker, naive }: Desk): void {
  for (const [instrument, { scale }] of instruments.entries()) {
    let net = new Exact(0)
    for (const strategy of strategies.keys()) {
      const { quantity, averagePrice } = naive.position(strategy, instrument)
      expect(portfolio.units(strategy, instrument)).toBe(quantity.times(scale.unitsPerOne).toNumber())
      const average = tracker.averagePrice(strategy, instrument)
      if (quantity.isZero()) expect(average).toBeNaN()
      else expect(Math.abs(average / averagePrice.toNumber() - 1)).toBeLessThan(1e-14 * naive.fills.length)
      net = net.plus(quantity)
    }
    expect(portfolio.net[instrument]).toBe(net.times(scale.unitsPerOne).toNumber())
    expect(portfolio.held.includes(instrument)).toBe(!net.isZero())
  }
}

function checkTrips({ tracker: { trips }, naive }: Desk): void {
  const rows = Array.from({ length: trips.length }, (_, row) => {
    const { scale } = instruments[trips.get(row, TRIP.instrument)]!
    return {
      strategy: trips.get(row, TRIP.strategy),
      instrument: trips.get(row, TRIP.instrument),
      direction: trips.get(row, TRIP.direction),
      entryFill: trips.get(row, TRIP.entryFill),
      exitFill: trips.get(row, TRIP.exitFill),
      entryTime: trips.get(row, TRIP.entryTime),
      exitTime: trips.get(row, TRIP.exitTime),
      entryPrice: trips.get(row, TRIP.entryPrice),
      exitPrice: trips.get(row, TRIP.exitPrice),
      quantity: new Exact(trips.get(row, TRIP.units)).div(scale.unitsPerOne).toFixed(),
      flat: trips.get(row, TRIP.flat) === 1,
    }
  })
  expect(rows).toEqual(
    naive.trips.map(({ pnl: _, costs: __, ...trip }) => ({ ...trip, quantity: trip.quantity.toFixed() })),
  )
  // A part of an amount is the difference of two rounded shares, so each is off by less than 1e-8.
  for (const [row, { pnl, costs }] of naive.trips.entries()) {
    expect(
      exact(trips.readAmount(row, TRIP.pnl, new MoneyCell()))
        .minus(pnl)
        .abs()
        .lte('4e-8'),
    ).toBe(true)
    expect(
      exact(trips.readAmount(row, TRIP.costs, new MoneyCell()))
        .minus(costs)
        .abs()
        .lte('2e-8'),
    ).toBe(true)
  }
}

function checkCycles({ tracker, naive }: Desk): void {
  const { trips } = tracker
  const cycles = positionCycles(tracker, { strategies, instruments })
  const expected = naive.cycles.map(({ strategy, instrument, direction, openedAt, closedAt, quantityMax, rows }) => ({
    strategy: strategies[strategy],
    symbol: instruments[instrument]!.symbol,
    direction: direction > 0 ? 'long' : 'short',
    openedAt,
    closedAt,
    quantityMax: quantityMax.toFixed(),
    roundTrips: rows.length,
    pnl: rows
      .reduce((sum, row) => sum.plus(exact(trips.readAmount(row, TRIP.pnl, new MoneyCell()))), new Exact(0))
      .toFixed(),
  }))
  expect(
    cycles.map((cycle) => ({ ...cycle, quantityMax: cycle.quantityMax.toFixed(), pnl: cycle.pnl.toFixed() })),
  ).toEqual(expected)
}

/** With every book flat: round trips add up to the cash of each book and instrument, and their quantities to the fills. */
function checkFlat({ tracker: { trips }, naive, orders, portfolio }: Desk): void {
  const matched = naive.fills.map(() => new Exact(0))
  const pnl = new Map<string, Exact>()
  for (let row = 0; row < trips.length; row++) {
    const instrument = trips.get(row, TRIP.instrument)
    const quantity = new Exact(trips.get(row, TRIP.units)).div(instruments[instrument]!.scale.unitsPerOne)
    for (const fill of [trips.get(row, TRIP.entryFill), trips.get(row, TRIP.exitFill)])
      matched[fill] = matched[fill]!.plus(quantity)
    const key = `${String(trips.get(row, TRIP.strategy))} ${String(instrument)}`
    pnl.set(key, (pnl.get(key) ?? new Exact(0)).plus(exact(trips.readAmount(row, TRIP.pnl, new MoneyCell()))))
  }
  expect(matched.map((quantity) => quantity.toFixed())).toEqual(naive.fills.map(({ quantity }) => quantity.toFixed()))
  const cash = new Map<string, Exact>()
  for (const fill of naive.fills) {
    const key = `${String(fill.strategy)} ${String(fill.instrument)}`
    cash.set(key, (cash.get(key) ?? new Exact(0)).plus(naive.cashOf(fill)))
  }
  const texts = (sums: Map<string, Exact>) => [...sums].map(([key, sum]) => `${key} ${sum.toFixed()}`).sort()
  expect(texts(pnl)).toEqual(texts(cash))
  expect([orders.open, portfolio.held, [...orders.netWorkingBuys, ...orders.netWorkingSells]]).toEqual([
    [],
    [],
    Array<number>(8).fill(0),
  ])
}

it('cash, positions, round trips and cycles of any sequence of fills equal naive books in decimal.js exactly', () => {
  const sequences = fc.array(order, { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(fc.nat({ max: MODELS.length - 1 }), sequences, price, (model, sequence, last) => {
      const desk = new Desk(model)
      for (const sketch of sequence) desk.trade(sketch)
      checkCash(desk)
      checkPositions(desk)
      desk.flattenAll(last)
      checkCash(desk)
      checkPositions(desk)
      checkTrips(desk)
      checkCycles(desk)
      checkFlat(desk)
    }),
    { numRuns: 800 },
  )
}, 60_000)
