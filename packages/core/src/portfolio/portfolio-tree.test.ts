import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import { isTradewrightError } from '../domain/errors.js'
import {
  portfolioTree,
  printPortfolio,
  walkPortfolio,
  type BookInput,
  type PortfolioInput,
  type PortfolioNode,
  type PositionInput,
} from './portfolio-tree.js'

const exact = (value: number | string): Decimal => new Decimal(value)

function position(symbol: string, quantity: number | string, given: Partial<PositionInput> = {}): PositionInput {
  return {
    symbol,
    currency: 'USD',
    quantity: exact(quantity),
    averagePrice: 100,
    price: 100,
    multiplier: exact(1),
    carried: exact(0),
    ...given,
  }
}

const book = (
  strategy: string | undefined,
  cash: Readonly<Record<string, number | string>>,
  ...positions: PositionInput[]
): BookInput => ({
  strategy,
  cash: new Map(Object.entries(cash).map(([currency, amount]) => [currency, exact(amount)])),
  positions,
})

const account = (...books: BookInput[]): PortfolioInput => ({
  name: 'paper',
  currency: 'USD',
  books,
  rates: new Map([
    ['EUR', 1.1],
    ['JPY', 0.0067],
    ['GBP', Number.NaN],
  ]),
})

/** A stock in dollars, one in euros, a pair that is settled at its close and a future that is settled daily. */
const held = account(
  book(undefined, { USD: 6000 }),
  book(
    'trend',
    { USD: '3650.5', EUR: -250 },
    position('ACME', 50, { averagePrice: 44, price: 47 }),
    position('SAP', -10, { currency: 'EUR', averagePrice: 120, price: 118 }),
  ),
  book(
    'macro',
    { USD: 1000, JPY: 0 },
    position('EURUSD', 100_000, { averagePrice: 1.1, price: 1.1012, carried: exact(110_000) }),
    position('ESZ4', -2, { averagePrice: 5000, price: 5010.25, multiplier: exact(50), carried: exact(-500_500) }),
  ),
)

describe('a portfolio as a tree', () => {
  it('has the account, its books, and in each its cash and its positions', () => {
    const paths: string[] = []
    walkPortfolio(portfolioTree(held), (node, depth) => {
      paths.push(`${String(depth)} ${node.kind} ${node.kind === 'position' ? node.symbol : node.name}`)
    })
    expect(paths).toEqual([
      '0 account paper',
      '1 book account book',
      '2 position USD',
      '1 book trend',
      '2 position USD',
      '2 position EUR',
      '2 position ACME',
      '2 position SAP',
      '1 book macro',
      '2 position USD',
      '2 position JPY',
      '2 position EURUSD',
      '2 position ESZ4',
    ])
  })

  it('can be walked from any node', () => {
    const depths: number[] = []
    const trend = portfolioTree(held).children[1]!
    walkPortfolio(trend, (_, depth) => depths.push(depth))
    walkPortfolio(trend.children[0]!, (_, depth) => depths.push(depth))
    expect(depths).toEqual([0, 1, 1, 1, 1, 0])
  })

  it('values positions in their own currency and in the base currency', () => {
    const [, trend] = portfolioTree(held).children
    expect(trend).toMatchObject({ strategy: 'trend', name: 'trend' })
    const [usd, eur, acme, sap] = trend!.children
    expect(usd).toMatchObject({ quantity: exact('3650.5'), price: 1, value: 3650.5, valueInBase: 3650.5, isCash: true })
    expect(eur).toMatchObject({ value: -250, valueInBase: -275, equity: -275, unrealizedPnl: 0, currency: 'EUR' })
    expect(acme).toMatchObject({ price: 47, value: 2350, valueInBase: 2350, equity: 2350, unrealizedPnl: 150 })
    // 2 euros less on 10 that are short: 20 at 1.1.
    expect(sap).toMatchObject({ value: -1180, valueInBase: -1298, equity: -1298, unrealizedPnl: 22, isCash: false })
  })

  it('counts of what is not paid in full what it has gained since it was settled, and shows its whole value', () => {
    const [, , , es] = portfolioTree(held).children[2]!.children
    const [, , eurusd] = portfolioTree(held).children[2]!.children
    expect(eurusd).toMatchObject({ value: 110_120, valueInBase: 110_120, equity: 120, unrealizedPnl: 120 })
    // It was settled at 5005: 5.25 x 2 x 50 since then, of 10.25 since it was entered.
    expect(es).toMatchObject({ value: -501_025, equity: -525, unrealizedPnl: -1025 })
  })

  it('names the account’s own book', () => {
    expect(portfolioTree(held).children[0]).toMatchObject({ name: 'account book', strategy: undefined, equity: 6000 })
  })

  it('leaves out what is flat, unless it still carries what it has gained', () => {
    const closed = position('ESZ4', 0, { averagePrice: Number.NaN, price: Number.NaN, carried: exact(-80) })
    const { children } = portfolioTree(account(book('a', {}, position('ACME', 0), closed)))
    expect(children[0]!.children).toEqual([
      expect.objectContaining({ symbol: 'ESZ4', value: 0, valueInBase: 0, equity: 80, unrealizedPnl: 0 }),
    ])
  })

  it('rounds each value once', () => {
    const [node] = portfolioTree(account(book('a', {}, position('X', 3, { price: 0.1, averagePrice: 0.3 })))).children
    // In float64 3 x 0.1 is 0.30000000000000004.
    expect(node!.children[0]).toMatchObject({ value: 0.3, unrealizedPnl: -0.6 })
  })

  it('of nothing is worth nothing', () => {
    expect(portfolioTree(account())).toEqual({
      kind: 'account',
      name: 'paper',
      currency: 'USD',
      equity: 0,
      children: [],
    })
  })

  it('needs no rate for nothing, and throws FX_RATE_MISSING for anything else', () => {
    const failing = (input: PortfolioInput): string => {
      try {
        portfolioTree(input)
      } catch (error) {
        if (isTradewrightError(error)) return error.message
        throw error
      }
      throw new Error('it did not fail')
    }
    expect(portfolioTree(account(book('a', { GBP: 0, CHF: 0 }))).equity).toBe(0)
    expect(failing(account(book('a', { GBP: '0.5' })))).toBe(
      'FX_RATE_MISSING: no rate from GBP to USD is known; expected one for 0.5 GBP',
    )
    expect(failing(account(book('a', {}, position('ABB', 2, { currency: 'CHF' }))))).toContain('from CHF to USD')
  })
})

describe('the equity of a node', () => {
  const amount = fc.integer({ min: -1e9, max: 1e9 }).map((cents) => new Decimal(cents).div(100))
  const currency = fc.constantFrom('USD', 'EUR', 'JPY')
  const positions = fc.array(
    fc.record({
      symbol: fc.string(),
      currency,
      quantity: amount,
      averagePrice: fc.double({ min: 0.01, max: 1e4, noNaN: true }),
      price: fc.double({ min: 0.01, max: 1e4, noNaN: true }),
      multiplier: fc.constantFrom(exact(1), exact(50)),
      carried: fc.oneof(fc.constant(exact(0)), amount),
    }),
  )
  const books = fc.array(
    fc.record({
      strategy: fc.option(fc.string(), { nil: undefined }),
      cash: fc.array(fc.tuple(currency, amount)),
      positions,
    }),
  )
  const inputs = books.map((list) => account(...list.map((one) => ({ ...one, cash: new Map(one.cash) }))))

  it('is the float64 sum of its children’s, down to the leaves', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        walkPortfolio(portfolioTree(input), (node) => {
          if (node.kind === 'position') return
          const parts: readonly PortfolioNode[] = node.children
          expect(node.equity).toBe(parts.reduce((sum, { equity }) => sum + equity, 0))
        })
      }),
    )
  })

  it('of the account is the exact sum of all leaves, to the rounding of float64', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const rate = (from: string): number => (from === 'USD' ? 1 : input.rates.get(from)!)
        let sum = exact(0)
        let size = exact(1)
        for (const { cash, positions } of input.books) {
          const parts = [
            ...[...cash].map(([from, amount]) => amount.times(rate(from))),
            ...positions.map((each) =>
              each.quantity.times(each.price).times(each.multiplier).minus(each.carried).times(rate(each.currency)),
            ),
          ]
          for (const part of parts) {
            sum = sum.plus(part)
            size = size.plus(part.abs())
          }
        }
        const { equity } = portfolioTree(input)
        expect(sum.minus(equity).abs().div(size).toNumber()).toBeLessThan(1e-14)
      }),
    )
  })
})

describe('a portfolio as text', () => {
  it('has a line for each node, in columns', () => {
    expect(`\n${printPortfolio(portfolioTree(held))}\n`).toBe(`
paper (USD)                                                 equity 11022.50
  account book                                              equity  6000.00
    USD          6000                                       equity  6000.00
  trend                                                     equity  4427.50
    USD        3650.5                                       equity  3650.50
    EUR          -250                                       equity  -275.00
    ACME           50      @ 47    2350.00 USD pnl  +150.00 equity  2350.00
    SAP           -10     @ 118   -1180.00 EUR pnl   +22.00 equity -1298.00
  macro                                                     equity   595.00
    USD          1000                                       equity  1000.00
    JPY             0                                       equity     0.00
    EURUSD     100000  @ 1.1012  110120.00 USD pnl  +120.00 equity   120.00
    ESZ4           -2 @ 5010.25 -501025.00 USD pnl -1025.00 equity  -525.00
`)
  })

  it('can be of a part, and of amounts that are nearly nothing', () => {
    const [, trend] = portfolioTree(held).children
    expect(printPortfolio(trend!.children[2]!)).toBe('ACME 50 @ 47 2350.00 USD pnl +150.00 equity 2350.00')
    const tiny = portfolioTree(account(book('a', {}, position('X', 1, { price: 0.001, averagePrice: 0.002 }))))
    expect(printPortfolio(tiny.children[0]!.children[0]!)).toBe('X 1 @ 0.001 0.00 USD pnl 0.00 equity 0.00')
  })
})
