import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { DENIAL_CODES } from '../domain/denial.js'
import { createInstrument, type InstrumentSpec } from '../domain/instrument.js'
import type { AccountRules } from './capital-limits.js'
import type { CashScope } from './cash-limit.js'
import type { CheckedOrder } from './checked-order.js'
import { OrderValidator, type RiskView } from './order-validator.js'

const NOW = Date.UTC(2024, 2, 11, 13, 30)
/** Opens in the evening of that day. */
const CLOSED = weekdayCalendar({ name: 'evening', zone: 'UTC', open: '20:00', close: '21:00', holidays: [] })

interface Situation {
  readonly instrument?: Omit<InstrumentSpec, 'symbol'>
  readonly equity?: number
  /** By instrument: the first is X, the second Y. */
  readonly marks?: readonly number[]
  readonly net?: readonly number[]
  /** The book's own units, and what sells of it are working; default the account's. */
  readonly book?: readonly number[]
  readonly bookSells?: readonly number[]
  /** Units of the book's market orders on an order's side. */
  readonly bookMarket?: number
  readonly buys?: readonly number[]
  readonly sells?: readonly number[]
  readonly leverage?: number
  readonly accountShorts?: boolean
  readonly strategyShorts?: boolean
  /** Signed units of market orders of this very instant. */
  readonly marketNow?: readonly number[]
  readonly cash?: number
  /** What the book of the order's strategy has, where it has capital of its own. */
  readonly scope?: Partial<CashScope>
  readonly rules?: Partial<AccountRules>
}

/** A market order to buy 10 units of X. */
const PLAIN: CheckedOrder = {
  number: 0,
  strategy: 0,
  instrument: 0,
  direction: 1,
  units: 10,
  level: Number.NaN,
  limitLevel: Number.NaN,
  activationPrice: Number.NaN,
  expireAt: Number.NaN,
  reduceOnly: false,
  immediate: false,
  isMarket: false,
  unitsAhead: 0,
}

/** A validator of X and Y. By default 10,000 of equity, X at 100, nothing held. */
function validatorOf(situation: Situation = {}): OrderValidator {
  const { marks = [100, 50], net = [0, 0], buys = [0, 0], sells = [0, 0], equity = 10_000 } = situation
  const instruments = ['X', 'Y'].map((symbol) => createInstrument({ symbol, ...situation.instrument }))
  const account: CashScope = {
    name: 'the account',
    symbol: (instrument) => instruments[instrument]!.symbol,
    equity: () => equity,
    units: (instrument) => net[instrument]!,
    workingBuys: (instrument) => buys[instrument]!,
    workingSells: (instrument) => sells[instrument]!,
    marketNow: (instrument) => (situation.marketNow ?? [0, 0])[instrument]!,
    exposed: () => [0, 1].filter((i) => net[i] !== 0 || buys[i] !== 0 || sells[i] !== 0),
    mark: (instrument) => marks[instrument]!,
    valueOf: (instrument, units, price) => {
      const { multiplier, unitsPerOne } = instruments[instrument]!.scale
      return (units * price * multiplier) / unitsPerOne
    },
    cashFor: () => situation.cash ?? equity,
    sharesCash: () => true,
    workingBuysValue: () => buys.reduce((sum, units, i) => sum + (units > 0 ? units * marks[i]! : 0), 0),
  }
  const view: RiskView = {
    now: NOW,
    account,
    book: () => situation.scope && { ...account, ...situation.scope },
    mark: (instrument) => marks[instrument]!,
    strategy: () => account,
    priceTime: () => NOW,
    series: () => undefined,
    rateOf: () => 1,
    fx: () => 1,
    bookUnits: (_, instrument) => (situation.book ?? net)[instrument]!,
    bookWorkingMarket: () => situation.bookMarket ?? 0,
    bookWorking: (_, instrument, direction) => (direction > 0 ? buys : (situation.bookSells ?? sells))[instrument]!,
  }
  const rules = { leverage: situation.leverage ?? 1, allowShort: situation.accountShorts ?? true, ...situation.rules }
  return new OrderValidator({ view, rules, instruments, strategies: ['A'] })
}

/** What the validator says of an order in X: undefined, or its code and message. */
function check(order: Partial<CheckedOrder>, situation: Situation = {}): string | undefined {
  const refused = validatorOf(situation).check({ ...PLAIN, ...order }, situation.strategyShorts ?? true)
  return refused && `${refused.code}: ${refused.message}`
}

describe('the checks before an order', () => {
  it('let a market order pass that the account can carry', () => {
    expect(check({})).toBeUndefined()
    expect(check({ units: 100 })).toBeUndefined()
    expect(check({ units: 100, direction: -1 })).toBeUndefined()
  })

  const step = { quantityStep: '0.5', quantityMin: 2, quantityMax: 50 }
  it.each([
    [0, 'quantity is 0 of X; expected a positive one'],
    [Number.NaN, 'quantity is NaN of X; expected a positive one'],
    [21, 'quantity is 2.1 of X; expected a multiple of 0.5'],
    [15, 'quantity is 1.5 of X; expected at least 2'],
    [505, 'quantity is 50.5 of X; expected at most 50'],
  ])('deny %d tenths with INVALID_QUANTITY', (units, message) => {
    expect(check({ units }, { instrument: step })).toBe(`INVALID_QUANTITY: ${message}`)
  })

  it('let the minimum and the maximum themselves pass', () => {
    expect([check({ units: 20 }, { instrument: step }), check({ units: 500 }, { instrument: step })]).toEqual([
      undefined,
      undefined,
    ])
  })

  it.each([0, -1, Number.POSITIVE_INFINITY])('deny a level of %d with INVALID_PRICE', (level) => {
    expect(check({ level })).toBe(`INVALID_PRICE: price is ${String(level)}; expected a positive one`)
  })

  it('look at every price of an order: its level, the limit beside it, and where it begins to trail', () => {
    const instrument = { tickSize: '0.5' }
    const off = 'INVALID_PRICE: price is 99.75 for X; expected a multiple of its tick, 0.5'
    expect(check({ level: 99, limitLevel: 99.75 }, { instrument })).toBe(off)
    expect(check({ activationPrice: 99.75 }, { instrument })).toBe(off)
    expect(check({ level: 99, limitLevel: 98.5, activationPrice: 101 }, { instrument })).toBeUndefined()
    expect(check({ level: 99, limitLevel: -1 })).toBe('INVALID_PRICE: price is -1; expected a positive one')
  })

  it('deny a level off the tick grid, and no level that is on it', () => {
    const instrument = { tickSize: '0.05' }
    expect(check({ level: 99.97 }, { instrument })).toBe(
      'INVALID_PRICE: price is 99.97 for X; expected a multiple of its tick, 0.05',
    )
    expect(check({ level: 0.04 }, { instrument })).toContain('INVALID_PRICE')
    const onGrid = Array.from({ length: 2000 }, (_, i) => (i + 1) / 20).filter(
      (level) => check({ units: 1, level }, { instrument }) !== undefined,
    )
    expect(onGrid).toEqual([])
  })

  it('check no grid without a tick', () => {
    expect(check({ level: 99.1234567 })).toBeUndefined()
  })

  it('deny a GTD order that expires now or before, with EXPIRED_BEFORE_SENT', () => {
    expect(check({ expireAt: NOW })).toBe(
      'EXPIRED_BEFORE_SENT: expires at 2024-03-11T13:30:00Z; expected a time after 2024-03-11T13:30:00Z',
    )
    expect(check({ expireAt: NOW + 1 })).toBeUndefined()
  })

  it('deny a market order in a symbol without a price with NO_PRICE, a closing one too', () => {
    const expected = 'NO_PRICE: X has no price yet; expected a bar before the first order'
    const marks = [Number.NaN, 50]
    expect([check({}, { marks }), check({ direction: -1 }, { marks, net: [10, 0] })]).toEqual([expected, expected])
    expect(check({ level: 99 }, { marks })).toBeUndefined()
  })

  it('run in the order of the denial codes', () => {
    const wrong = { units: 0, level: -1, expireAt: 0 }
    const nothing = { marks: [Number.NaN, 50], accountShorts: false, instrument: { notionalMin: 1e9 } }
    expect(
      [
        check(wrong, nothing),
        check({ ...wrong, units: 1 }, nothing),
        check({ ...wrong, units: 1, level: 1 }, nothing),
        check({ units: 1, immediate: true }, { ...nothing, instrument: { notionalMin: 1e9, calendar: CLOSED } }),
        check({ units: 1 }, nothing),
        check({ direction: -1 }, { ...nothing, marks: [100, 50] }),
        check({ units: 1000 }, { ...nothing, marks: [100, 50] }),
      ].map((text) => text!.split(':')[0]),
    ).toEqual([
      'INVALID_QUANTITY',
      'INVALID_PRICE',
      'EXPIRED_BEFORE_SENT',
      'MARKET_CLOSED',
      'NO_PRICE',
      'SHORT_NOT_ALLOWED',
      'NOTIONAL_LIMIT',
    ])
    expect(Object.keys(DENIAL_CODES).slice(6, 15)).toEqual([
      'INVALID_QUANTITY',
      'INVALID_PRICE',
      'EXPIRED_BEFORE_SENT',
      'MARKET_CLOSED',
      'EXIT_ON_WRONG_SIDE',
      'NO_PRICE',
      'SHORT_NOT_ALLOWED',
      'NOTIONAL_LIMIT',
      'INSUFFICIENT_CAPITAL',
    ])
  })
})

describe('the least value of an order', () => {
  it('denies an opening order below it with NOTIONAL_LIMIT', () => {
    expect(check({ units: 1, level: 9.5 }, { instrument: { notionalMin: 10 } })).toBe(
      'NOTIONAL_LIMIT: order is worth 9.5; X has a minimum of 10',
    )
    expect(check({ units: 1, level: 9.5 }, { instrument: { notionalMin: 10, multiplier: 2 } })).toBeUndefined()
  })

  it('is compared exactly: 100 at 0.57 are worth 57', () => {
    expect(check({ units: 100, level: 0.57 }, { instrument: { notionalMin: 57 } })).toBeUndefined()
    expect(check({ units: 100, level: 0.57 }, { instrument: { notionalMin: '57.00000001' } })).toBe(
      'NOTIONAL_LIMIT: order is worth 57; X has a minimum of 57.00000001',
    )
  })

  it('does not hold back an order that only closes', () => {
    expect(check({ units: 5, direction: -1 }, { instrument: { notionalMin: 1e6 }, net: [10, 0] })).toBeUndefined()
  })
})

describe('short positions', () => {
  it('are denied with SHORT_NOT_ALLOWED where the account or the strategy allows none', () => {
    expect(check({ direction: -1 }, { accountShorts: false })).toBe(
      'SHORT_NOT_ALLOWED: 10 of X would open a short position; the account allows none',
    )
    expect(check({ direction: -1 }, { strategyShorts: false })).toBe(
      'SHORT_NOT_ALLOWED: 10 of X would open a short position; the strategy allows none',
    )
  })

  it('count what the order opens beyond what its own book holds, in whole quantities', () => {
    const shorts = { accountShorts: false, net: [100_000_000, 0], equity: 1e6 }
    const instrument = { assetClass: 'crypto' } as const
    expect(check({ direction: -1, units: 125_000_000 }, { ...shorts, instrument })).toBe(
      'SHORT_NOT_ALLOWED: 0.25 of X would open a short position; the account allows none',
    )
    expect(check({ direction: -1, units: 100_000_000 }, { ...shorts, instrument })).toBeUndefined()
    expect(check({ direction: -1, units: 10 }, { accountShorts: false, net: [10, 0], book: [4, 0] })).toBe(
      'SHORT_NOT_ALLOWED: 6 of X would open a short position; the account allows none',
    )
  })

  it('could come of sells that work already: what they sell is not there to be sold again', () => {
    const situation = { accountShorts: false, net: [10, 0], sells: [6, 0] }
    expect(check({ direction: -1, units: 4 }, situation)).toBeUndefined()
    expect(check({ direction: -1, units: 5 }, situation)).toBe(
      'SHORT_NOT_ALLOWED: 1 of X beside 6 that working orders sell would open a short position; the account allows none',
    )
    expect(check({ direction: -1, units: 10 }, { ...situation, bookSells: [0, 0] })).toBeUndefined()
    expect(check({ direction: -1, units: 10 }, { net: [10, 0], sells: [6, 0] })).toBeUndefined()
  })

  it('never come of an order that only reduces', () => {
    const situation = { accountShorts: false, net: [10, 0], sells: [10, 0] }
    expect(check({ direction: -1 }, situation)).toContain('SHORT_NOT_ALLOWED')
    expect(check({ direction: -1, reduceOnly: true }, situation)).toBeUndefined()
  })

  it('are looked for after what the parent of an order will have bought', () => {
    expect(check({ direction: -1, unitsAhead: 10 }, { accountShorts: false })).toBeUndefined()
    expect(check({ direction: -1, unitsAhead: 6 }, { accountShorts: false })).toBe(
      'SHORT_NOT_ALLOWED: 4 of X would open a short position; the account allows none',
    )
  })

  it('may be bought back where none are allowed', () => {
    expect(check({ units: 10 }, { net: [-10, 0], accountShorts: false, strategyShorts: false })).toBeUndefined()
  })
})

describe('capital', () => {
  it('that positions would exceed denies an order with INSUFFICIENT_CAPITAL', () => {
    expect(check({ units: 101 })).toBe(
      "INSUFFICIENT_CAPITAL: positions would be worth 10100 with this order in X; the account's equity of 10000 at leverage 1 allows 10000",
    )
    expect(check({ units: 101, direction: -1 })).toContain('INSUFFICIENT_CAPITAL: positions would be worth 10100')
  })

  it('reaches leverage times as far', () => {
    expect(check({ units: 250 }, { leverage: 2.5 })).toBeUndefined()
    expect(check({ units: 251 }, { leverage: 2.5 })).toContain('at leverage 2.5 allows 25000')
  })

  it('may be met to the last cent, although float64 sums miss it by an ulp', () => {
    expect(check({ units: 3 }, { marks: [0.1, 50], equity: 0.3 })).toBeUndefined()
    expect(check({ units: 3 }, { marks: [0.1, 50], equity: 0.299999 })).toContain('INSUFFICIENT_CAPITAL')
  })

  it('is not needed to close, whatever the account has lost', () => {
    expect(check({ units: 500, direction: -1 }, { net: [500, 0], equity: -3000 })).toBeUndefined()
    expect(check({ units: 500, direction: 1 }, { net: [-500, 0], equity: -3000 })).toBeUndefined()
  })

  it('is needed by an order that closes what a working order closes already', () => {
    const closing = { net: [100, 0], sells: [100, 0] }
    expect(check({ direction: -1, units: 100 }, { net: [100, 0] })).toBeUndefined()
    expect(check({ direction: -1, units: 100 }, closing)).toBeUndefined()
    const closedTwice = { net: [100, 0], sells: [200, 0] }
    expect(check({ direction: -1, units: 100 }, closedTwice)).toContain(
      'INSUFFICIENT_CAPITAL: positions would be worth 20000',
    )
  })

  it('is needed only for the opening part of an order that crosses zero', () => {
    expect(check({ units: 200, direction: -1 }, { net: [100, 0] })).toBeUndefined()
    expect(check({ units: 201, direction: -1 }, { net: [100, 0] })).toContain('would be worth 10100')
    expect(check({ units: 200, direction: 1 }, { net: [-100, 0] })).toBeUndefined()
  })

  it('is taken by what other instruments hold and have working, on their worse side', () => {
    expect(check({ units: 50 }, { net: [0, 100] })).toBeUndefined()
    expect(check({ units: 51 }, { net: [0, -100] })).toContain('would be worth 10100')
    expect(check({ units: 51 }, { buys: [0, 100] })).toContain('would be worth 10100')
    expect(check({ units: 51 }, { net: [0, 20], buys: [0, 80], sells: [0, 90] })).toContain('would be worth 10100')
  })

  it('is taken by orders on their way on the same side, and not by those on the other', () => {
    expect(check({ units: 60 }, { buys: [40, 0] })).toBeUndefined()
    expect(check({ units: 61 }, { buys: [40, 0] })).toContain('would be worth 10100')
    expect(check({ units: 100 }, { sells: [40, 0] })).toBeUndefined()
    expect(check({ units: 61, direction: -1 }, { sells: [40, 0] })).toContain('would be worth 10100')
  })

  it('is reckoned at the level of the order for what it trades, at the mark for what is held', () => {
    expect(check({ units: 200, level: 50 })).toBeUndefined()
    expect(check({ units: 201, level: 50 })).toContain('would be worth 10050')
    // Everything is invested: 10 more at 50 are 500 that the account does not have.
    expect(check({ units: 10, level: 50 }, { net: [100, 0] })).toContain('would be worth 10500')
    expect(check({ units: 90, level: 110 }, { net: [100, 0], equity: 20_000 })).toBeUndefined()
  })

  it('of a stop-limit is reckoned at its limit, which it may be filled at', () => {
    expect(check({ units: 100, level: 90, limitLevel: 100 })).toBeUndefined()
    expect(check({ units: 100, level: 90, limitLevel: 101 })).toContain('would be worth 10100')
  })

  it('is not needed by an order that only reduces, or that closes what its parent opens', () => {
    expect(check({ units: 1000, direction: -1, reduceOnly: true })).toBeUndefined()
    expect(check({ units: 1000, direction: -1, unitsAhead: 1000 })).toBeUndefined()
    expect(check({ units: 1101, direction: -1, unitsAhead: 1000 })).toContain('INSUFFICIENT_CAPITAL')
  })

  it('is not needed for an order of one book that takes the account closer to flat', () => {
    expect(check({ units: 60, direction: -1 }, { net: [100, 0], book: [0, 0] })).toBeUndefined()
    expect(check({ units: 60, direction: -1 }, { net: [300, 0], book: [0, 0] })).toContain('would be worth 24000')
  })
})

describe('what an order can close', () => {
  const closable = (order: Partial<CheckedOrder>, situation: Situation): number =>
    validatorOf(situation).closable({ ...PLAIN, ...order })
  const sale = { direction: -1 } as const

  it('is what is held and no working order closes; for a market order, no other market order', () => {
    const held = { net: [10, 0], sells: [4, 0], bookMarket: 3 }
    expect([closable(sale, held), closable({ ...sale, isMarket: true }, held)]).toEqual([6, 7])
    expect(closable({}, { net: [-10, 0], buys: [4, 0] })).toBe(6)
    expect(closable(sale, { net: [10, 0], sells: [14, 0] })).toBe(0)
  })

  it('is nothing on the side of the position, nor where none is held', () => {
    expect([closable({}, { net: [10, 0] }), closable(sale, { net: [-10, 0] }), closable(sale, {})]).toEqual([0, 0, 0])
  })

  it('counts what its parent is to trade before', () => {
    expect(closable({ ...sale, unitsAhead: 5 }, { net: [10, 0] })).toBe(15)
    expect(closable({ unitsAhead: -5 }, {})).toBe(5)
  })

  it('is all that a closing order asks for, if it does not only reduce', () => {
    const isClosing = (order: Partial<CheckedOrder>): boolean =>
      validatorOf({ net: [10, 0] }).isClosing({ ...PLAIN, ...sale, ...order })
    expect([isClosing({ units: 10 }), isClosing({ units: 11 }), isClosing({ units: 11, reduceOnly: true })]).toEqual([
      ...[true, false, true],
    ])
  })
})

describe('the buying power', () => {
  const worth = (_: number, units: number, price: number): number => units * price

  it('is that of the account, or of the book where that has less', () => {
    expect(validatorOf({ net: [0, 100] }).buyingPower(0, 0, 1, 100)).toBe(5000)
    const book = { name: 'A', equity: () => 2000, exposed: () => [], units: () => 0, valueOf: worth }
    expect(validatorOf({ net: [0, 100], scope: book }).buyingPower(0, 0, 1, 100)).toBe(2000)
    expect(validatorOf({ net: [0, 100], scope: { ...book, equity: () => 9000 } }).buyingPower(0, 0, 1, 100)).toBe(5000)
  })

  it('gives back what is closed', () => {
    expect(validatorOf({ net: [-20, 0] }).buyingPower(0, 0, 1, 100)).toBe(12_000)
  })
})

describe('the log of checks', () => {
  const denied = (order: Partial<CheckedOrder>): number => {
    const validator = validatorOf()
    validator.denied({ ...PLAIN, ...order })
    return validator.checks.priceOf(0)
  }

  it('values what was denied unmeasured at its limit, its level, or the last price', () => {
    expect([denied({ level: 90, limitLevel: 91 }), denied({ level: 90 }), denied({})]).toEqual([91, 90, 100])
  })

  it('keeps what was measured', () => {
    const validator = validatorOf()
    validator.check({ ...PLAIN, level: 90 }, true)
    validator.denied({ ...PLAIN, level: 80 })
    expect(validator.checks.of(0)).toEqual([
      {
        code: 'INSUFFICIENT_CAPITAL',
        scope: 'account',
        of: 'the account',
        rule: 'account.leverage',
        value: 900,
        limit: 10_000,
      },
    ])
    expect(validator.checks.priceOf(0)).toBe(90)
  })

  it('keeps what a replace is checked against beside what its order was, until it is done', () => {
    const validator = validatorOf()
    validator.check({ ...PLAIN, level: 90 }, true)
    const { refused, checks } = validator.checkReplaced({ ...PLAIN, level: 80 }, true)
    expect([refused, validator.checks.priceOf(0)]).toEqual([undefined, 90])
    validator.checks.replaced(0, checks)
    expect(validator.checks.priceOf(0)).toBe(80)
    expect(validator.checkReplaced({ ...PLAIN, reduceOnly: true }, true)).toEqual({ refused: undefined, checks: 0 })
    expect(validator.checkReplaced({ ...PLAIN, units: 101 }, true).refused?.code).toBe('INSUFFICIENT_CAPITAL')
    expect(validator.checks.priceOf(0)).toBe(80)
  })
})

describe('an order that only reduces', () => {
  const noShort = { accountShorts: false, net: [10, 0] } as const
  const sale = { direction: -1, reduceOnly: true, isMarket: true } as const

  it('is denied where none may be short, if at market it would sell what rests again', () => {
    expect(check(sale, noShort)).toBeUndefined()
    expect(check({ ...sale, units: 99 }, noShort)).toBeUndefined()
    expect(check({ ...sale, units: 6 }, { ...noShort, bookSells: [4, 0] })).toBeUndefined()
    expect(check({ ...sale, units: 99 }, { ...noShort, bookSells: [4, 0] })).toBe(
      'SHORT_NOT_ALLOWED: 4 of X beside 4 that working orders sell would open a short position; the account allows none',
    )
    expect(check({ ...sale, isMarket: false }, { ...noShort, bookSells: [4, 0] })).toBeUndefined()
  })
})
