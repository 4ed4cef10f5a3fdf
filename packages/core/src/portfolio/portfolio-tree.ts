import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'

/** What an account holds, as a tree: the account, its books, and in each book its cash and its positions. */
export type PortfolioNode = AccountNode | BookNode | PositionNode

export interface AccountNode {
  readonly kind: 'account'
  readonly name: string
  /** The base currency. */
  readonly currency: string
  /** In base currency: the float64 sum of its books' equity, added in their order. */
  readonly equity: number
  readonly children: readonly BookNode[]
}

export interface BookNode {
  readonly kind: 'book'
  /** The strategy's, or 'account book'. */
  readonly name: string
  /** Undefined for the account's own book. */
  readonly strategy: string | undefined
  /** In base currency: the float64 sum of its children's equity, added in their order. */
  readonly equity: number
  /** Cash comes first. */
  readonly children: readonly PositionNode[]
}

/** A holding in an instrument, or the cash of one currency: a position of that currency at a price of 1. */
export interface PositionNode {
  readonly kind: 'position'
  /** Of cash the currency. */
  readonly symbol: string
  /** Signed; exact. */
  readonly quantity: Decimal
  /** The last one, in the instrument's currency; NaN before the first. */
  readonly price: number
  readonly currency: string
  /** Quantity x price x multiplier, in its currency. */
  readonly value: number
  /** The same in base currency. */
  readonly valueInBase: number
  /**
   * What it adds to the book's equity, in base currency: its value, less what it carries. So of one that was paid in full it is the value, of one that
   * was not what it has gained since it was last settled.
   */
  readonly equity: number
  /** (Price - average price) x quantity x multiplier, in base currency, before costs; 0 for cash. */
  readonly unrealizedPnl: number
  readonly isCash: boolean
}

/** What a tree is built from. */
export interface PortfolioInput {
  readonly name: string
  /** The base currency. */
  readonly currency: string
  readonly books: readonly BookInput[]
  /** Base currency per unit of every other currency; NaN while it is not known. */
  readonly rates: ReadonlyMap<string, number>
}

export interface BookInput {
  /** Undefined for the account's own book. */
  readonly strategy: string | undefined
  /** By currency; shown in this order. */
  readonly cash: ReadonlyMap<string, Decimal>
  readonly positions: readonly PositionInput[]
}

export interface PositionInput {
  readonly symbol: string
  readonly currency: string
  readonly quantity: Decimal
  /** Of the lots that are open; any number where the quantity is 0. */
  readonly averagePrice: number
  readonly price: number
  readonly multiplier: Decimal
  /** What it was bought for and has not been paid yet, in its currency; 0 for one that was paid in full. */
  readonly carried: Decimal
}

const ZERO = new Decimal(0)
const ONE = new Decimal(1)

/**
 * Builds the tree of an account. A position of 0 that carries nothing is left out. Each value is rounded to a float64 once. Throws FX_RATE_MISSING
 * where an amount is not 0 and the rate of its currency is not known.
 */
export function portfolioTree({ name, currency, books, rates }: PortfolioInput): AccountNode {
  const rateOf = (from: string): number => (from === currency ? 1 : (rates.get(from) ?? Number.NaN))
  const inBase = (amount: Decimal, from: string): number => {
    if (amount.isZero()) return 0
    const rate = rateOf(from)
    if (!Number.isNaN(rate)) return amount.times(rate).toNumber()
    throw new TradewrightError(
      'FX_RATE_MISSING',
      `no rate from ${from} to ${currency} is known; expected one for ${amount.toFixed()} ${from}`,
      { details: { currency: from, baseCurrency: currency } },
    )
  }
  const children = books.map(({ strategy, cash, positions }): BookNode => {
    const held = positions.filter(({ quantity, carried }) => !quantity.isZero() || !carried.isZero())
    const nodes = [
      ...[...cash].map(([symbol, amount]) => positionNode(cashPosition(symbol, amount), inBase, true)),
      ...held.map((position) => positionNode(position, inBase, false)),
    ]
    return { kind: 'book', name: strategy ?? 'account book', strategy, equity: sumOfEquity(nodes), children: nodes }
  })
  return { kind: 'account', name, currency, equity: sumOfEquity(children), children }
}

function cashPosition(currency: string, quantity: Decimal): PositionInput {
  return { symbol: currency, currency, quantity, averagePrice: 1, price: 1, multiplier: ONE, carried: ZERO }
}

function positionNode(
  position: PositionInput,
  inBase: (amount: Decimal, from: string) => number,
  isCash: boolean,
): PositionNode {
  const { symbol, currency, quantity, averagePrice, price, multiplier, carried } = position
  const valueAt = (each: Decimal): Decimal => (quantity.isZero() ? ZERO : quantity.times(each).times(multiplier))
  const value = valueAt(new Decimal(price))
  return {
    kind: 'position',
    symbol,
    quantity,
    price,
    currency,
    value: value.toNumber(),
    valueInBase: inBase(value, currency),
    equity: inBase(value.minus(carried), currency),
    unrealizedPnl: inBase(valueAt(new Decimal(price).minus(averagePrice)), currency),
    isCash,
  }
}

function sumOfEquity(nodes: readonly PortfolioNode[]): number {
  return nodes.reduce((sum, { equity }) => sum + equity, 0)
}

/** Visits a node, then all below it, in their order; `depth` is 0 for the node itself. */
export function walkPortfolio(node: PortfolioNode, visit: (node: PortfolioNode, depth: number) => void): void {
  walk(node, 0, visit)
}

function walk(node: PortfolioNode, depth: number, visit: (node: PortfolioNode, depth: number) => void): void {
  visit(node, depth)
  if (node.kind === 'position') return
  for (const child of node.children) walk(child, depth + 1, visit)
}

/**
 * The tree as aligned text, a line for each node: name, quantity, price, value, unrealised profit and equity. Amounts are rounded to 2 decimals; equity
 * and profit are in the account's base currency.
 */
export function printPortfolio(node: PortfolioNode): string {
  const rows: string[][] = []
  walkPortfolio(node, (each, depth) => rows.push([`${'  '.repeat(depth)}${labelOf(each)}`, ...cellsOf(each)]))
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (LEFT.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' ')
  return rows.map(line).join('\n')
}

/** Columns of words whose lengths differ: the name, and the currency of the value. */
const LEFT: readonly number[] = [0, 4]

function labelOf(node: PortfolioNode): string {
  if (node.kind === 'position') return node.symbol
  return node.kind === 'account' ? `${node.name} (${node.currency})` : node.name
}

/** Quantity, price, value, its currency, 'pnl', that, 'equity', that. */
function cellsOf(node: PortfolioNode): string[] {
  const equity = ['equity', amount(node.equity)]
  if (node.kind !== 'position') return ['', '', '', '', '', '', ...equity]
  const { quantity, price, value, currency, unrealizedPnl, isCash } = node
  if (isCash) return [quantity.toFixed(), '', '', '', '', '', ...equity]
  const pnl = `${unrealizedPnl > 0 ? '+' : ''}${amount(unrealizedPnl)}`
  return [quantity.toFixed(), `@ ${String(price)}`, amount(value), currency, 'pnl', pnl, ...equity]
}

function amount(value: number): string {
  const text = value.toFixed(2)
  return text === '-0.00' ? '0.00' : text
}
