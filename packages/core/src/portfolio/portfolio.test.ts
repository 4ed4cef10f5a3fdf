import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { money, MoneyCell } from '../domain/money.js'
import { EquityTracker } from './equity-tracker.js'
import { LEDGER_KINDS } from '../domain/ledger-kind.js'
import { ENTRY, Ledger } from './ledger.js'
import { Portfolio } from './portfolio.js'
import { singleCurrency } from './rates.js'
import { PositionView } from './position-view.js'
import { TradeTracker } from './trade-tracker.js'

const instruments = [
  createInstrument({ symbol: 'STK' }),
  createInstrument({ symbol: 'BTC', assetClass: 'crypto', multiplier: 2 }),
]

function open() {
  const ledger = new Ledger({ books: 3, currencies: 1 })
  const portfolio = new Portfolio({ instruments, strategies: 2, ledger, currencies: singleCurrency('USD') })
  const tracker = new TradeTracker({ strategies: 2, instruments: 2 })
  return { ledger, portfolio, tracker }
}

describe('Ledger', () => {
  it('keeps balances by book and currency whose sums are the account', () => {
    const ledger = new Ledger({ books: 2, currencies: 2 })
    ledger.post(1, 0, 0, LEDGER_KINDS.indexOf('fill'), money('-100.1'), 0)
    ledger.post(1, 0, 0, LEDGER_KINDS.indexOf('commission'), money('-0.00000001'), 0)
    ledger.post(2, 1, 0, LEDGER_KINDS.indexOf('deposit'), money('1000'), -1)
    ledger.post(3, 1, 1, LEDGER_KINDS.indexOf('fill'), money('90071992547409.93'), 1)
    const cash = [0, 1].map((book) => [0, 1].map((currency) => ledger.bookCash(book, currency).toString()))
    expect(cash).toEqual([
      ['-100.10000001', '0'],
      ['1000', '90071992547409.93'],
    ])
    expect([ledger.cash(0).toString(), ledger.cash(1).toString()]).toEqual(['899.89999999', '90071992547409.93'])
  })

  it('appends a row for every movement', () => {
    const ledger = new Ledger({ books: 1, currencies: 1 })
    ledger.post(7, 0, 0, 2, money('-1.5'), 3)
    const { log } = ledger
    const cells = [ENTRY.time, ENTRY.book, ENTRY.currency, ENTRY.kind, ENTRY.fill].map((cell) => log.get(0, cell))
    expect([log.length, cells, log.readAmount(0, ENTRY.amount, new MoneyCell()).toString()]).toEqual([
      1,
      [7, 0, 0, 2, 3],
      '-1.5',
    ])
  })
})

describe('Portfolio', () => {
  it('is worth its cash and its positions at their marks', () => {
    const { ledger, portfolio } = open()
    ledger.post(0, 2, 0, 0, money('1000.1'), -1)
    expect(portfolio.equity()).toBe(0)
    portfolio.cashChanged()
    portfolio.move(0, 0, 10)
    portfolio.move(1, 1, -50_000_000)
    portfolio.marks.set([25.5, 100])
    expect([portfolio.cash, portfolio.equity()]).toEqual([1000.1, 1000.1 + 255 - 100])
  })

  it('has books that net to the account, and holds what does not net to nothing', () => {
    const { portfolio } = open()
    portfolio.move(0, 1, 30)
    portfolio.move(0, 0, 10)
    portfolio.move(1, 1, -30)
    expect([portfolio.units(0, 1), portfolio.units(1, 1), portfolio.net[1], portfolio.held]).toEqual([30, -30, 0, [0]])
    portfolio.move(1, 1, 5)
    expect(portfolio.held).toEqual([0, 1])
    portfolio.move(0, 0, -20)
    expect([portfolio.net[0], portfolio.held]).toEqual([-10, [0, 1]])
  })

  it('throws QUANTITY_OVERFLOW where a position comes to more than 15 digits', () => {
    const { portfolio } = open()
    portfolio.move(0, 1, -1e15)
    expect(() => {
      portfolio.move(0, 1, -1)
    }).toThrow(
      expect.objectContaining({
        name: 'MoneyError',
        code: 'QUANTITY_OVERFLOW',
        message: 'QUANTITY_OVERFLOW: a position in BTC grew beyond 10000000',
      }),
    )
    const books = open().portfolio
    books.move(0, 0, 1e15)
    expect(() => {
      books.move(1, 0, 1)
    }).toThrow('QUANTITY_OVERFLOW: a position in STK grew beyond 1000000000000000')
  })
})

describe('PositionView', () => {
  function view() {
    const { portfolio, tracker } = open()
    const position = new PositionView({
      portfolio,
      tracker,
      instrument: instruments[1]!,
      strategyIndex: 1,
      instrumentIndex: 1,
    })
    return { portfolio, tracker, position }
  }

  it('is flat without a price before anything happened', () => {
    const { position } = view()
    expect([position.symbol, position.quantity.toString(), position.size, position.isFlat]).toEqual([
      'BTC',
      '0',
      0,
      true,
    ])
    expect([position.averagePrice, position.markPrice, position.value, position.unrealizedPnl]).toEqual([
      Number.NaN,
      Number.NaN,
      0,
      0,
    ])
  })

  it('follows its book, and only its own', () => {
    const { portfolio, tracker, position } = view()
    const units = 25_000_000
    const fill = { strategy: 1, instrument: 1, direction: -1, units, price: 100, time: 0, row: 0 }
    tracker.apply({ ...fill, value: money(50), fee: money(0) }, 0)
    portfolio.move(1, 1, -units)
    portfolio.move(0, 1, 7)
    portfolio.marks[1] = 90
    expect([position.quantity.toString(), position.size, position.isShort, position.isLong, position.isFlat]).toEqual([
      '-0.25',
      -0.25,
      true,
      false,
      false,
    ])
    expect([position.averagePrice, position.markPrice, position.value, position.unrealizedPnl]).toEqual([
      100, 90, -45, 5,
    ])
  })
})

describe('EquityTracker', () => {
  it('keeps a point for every instant, beyond the room that was asked for, and sets the last one anew', () => {
    const { portfolio } = open()
    portfolio.move(0, 0, 2)
    const tracker = new EquityTracker({ capacity: 0, times: undefined })
    for (let i = 0; i < 100; i++) {
      portfolio.marks[0] = i
      tracker.record(portfolio, i)
    }
    tracker.amendLast(7)
    expect([tracker.times.length, tracker.times[99], tracker.equity[98], tracker.equity[99]]).toEqual([100, 99, 196, 7])
  })

  it('takes its instants from those given, as far as points have come', () => {
    const { portfolio } = open()
    portfolio.move(0, 0, 1)
    const tracker = new EquityTracker({ capacity: 3, times: Float64Array.of(10, 20, 30) })
    for (const mark of [5, 6]) {
      portfolio.marks[0] = mark
      tracker.record(portfolio, 0)
    }
    expect([[...tracker.times], [...tracker.equity]]).toEqual([
      [10, 20],
      [5, 6],
    ])
  })

  it('takes a stretch of prices of one instrument as a point each, with what is held beside it', () => {
    const { portfolio } = open()
    portfolio.move(0, 0, 2)
    portfolio.move(1, 1, -50_000_000)
    portfolio.marks.set([13, 100])
    const tracker = new EquityTracker({ capacity: 1, times: undefined })
    tracker.record(portfolio, 1)
    const stretch = { prices: Float64Array.of(9, 10, 11, 12.5, 13), times: Float64Array.of(1, 2, 3, 4, 5) }
    tracker.recordStretch(portfolio, { ...stretch, instrument: 0, from: 1, to: 5 })
    expect([...tracker.times]).toEqual([1, 2, 3, 4, 5])
    expect([...tracker.equity]).toEqual([-74, -80, -78, -75, -74])
    expect(tracker.equity.at(-1)).toBe(portfolio.equity())
  })
})
