import { Decimal } from '../domain/decimal.js'
import { portfolioTree, type AccountNode, type BookInput } from '../portfolio/portfolio-tree.js'
import type { Account } from './account.js'

/** The account as a tree, as it is now: books by strategy, then the account's own, each with its cash and positions. */
export function portfolioOf(account: Account): AccountNode {
  const { currencies, names, portfolio } = account
  const books = [...names.strategies.keys(), names.strategies.length]
  return portfolioTree({
    name: 'account',
    currency: currencies[0]!,
    rates: new Map(currencies.map((code, currency) => [code, portfolio.rates.toBase[currency]!])),
    books: books.map((book) => bookOf(account, book)),
  })
}

function bookOf({ ledger, currencies, names, portfolio, tracker }: Account, book: number): BookInput {
  const cash = currencies.map((code, currency) => [code, ledger.bookCash(book, currency).toDecimal()] as const)
  const strategy = names.strategies[book]
  const held = names.instruments.flatMap((instrument, index) => {
    if (strategy === undefined) return []
    const units = portfolio.units(book, index)
    const carried = portfolio.carried.at(book, index).toDecimal()
    if (units === 0 && carried.isZero()) return []
    const { symbol, currency, multiplier, scale } = instrument
    return [
      {
        ...{ symbol, currency, multiplier, carried },
        quantity: new Decimal(units).div(scale.unitsPerOne),
        averagePrice: tracker.averagePrice(book, index),
        price: portfolio.marks[index]!,
      },
    ]
  })
  // Of other currencies than the account's, those that it has none of are left out.
  const some = cash.filter(([, amount], currency) => currency === 0 || !amount.isZero())
  return { strategy, cash: new Map(some), positions: held }
}
