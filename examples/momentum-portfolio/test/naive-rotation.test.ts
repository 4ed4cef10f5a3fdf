import { Decimal } from '@tradewright/core'
import { expect, it } from 'vitest'
import { assumptions, createBacktest } from '../src/backtest.js'
import { market } from '../src/shares.js'
import { decimal } from '../src/text.js'
import { adjustedBars, rotateNaively, type Bars, type NaiveOptions, type NaiveRotation } from './naive-rotation.js'
import { amount, barOf, dateOf, page, prose, row } from './page.js'

const [friday, tuesday] = ['2013-08-30', '2013-09-03']

const naive = (bars: Bars, options: Omit<NaiveOptions, 'capital'>): NaiveRotation =>
  rotateNaively(bars, { capital: assumptions.capital, ...options })

/** What one trade was, as its README writes it. */
const leg = (quantity: number, price: number, places = 2): string =>
  `${quantity.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places })} at ${decimal(price)}`

const legIn = ({ trades }: NaiveRotation, symbol: string, date: string): string => {
  const { quantity, price } = trades.find((trade) => trade.symbol === symbol && trade.date === date)!
  return leg(quantity, price)
}

it('trades on 3 September 2013 what it has no prices or no cash for, where the rotation has both', async () => {
  const [atClose, atOpen] = [naive(market.bars, { fillAt: 'close' }), naive(market.bars, { fillAt: 'nextOpen' })]
  const result = await createBacktest().run()
  for (const symbol of ['FIR', 'LARCH', 'BIRCH', 'OAK']) {
    const { side, quantity, price } = result.fills.find(
      (fill) => fill.symbol === symbol && dateOf(fill.occurredAt) === tuesday,
    )!
    const ours = leg((side === 'sell' ? -1 : 1) * quantity.toNumber(), price, 0)
    expect(page).toContain(row(symbol, legIn(atClose, symbol, friday), legIn(atOpen, symbol, tuesday), ours))
  }
  const days = [...atOpen.cashAfter.keys()]
  const before = days[days.indexOf(tuesday) - 1]!
  const cash = result.ledger.filter(({ time }) => dateOf(time) <= tuesday)
  const after = cash.reduce((sum, entry) => sum.plus(entry.amount.toDecimal()), new Decimal(0))
  expect(page).toContain(row('cash before', '0.00', amount(atOpen.cashAfter.get(before)!), '2,510.23'))
  expect(page).toContain(row('cash after', '0.00', amount(atOpen.cashAfter.get(tuesday)!), amount(after)))
  const sold = atClose.trades.find(({ symbol, date }) => symbol === 'FIR' && date === friday)!
  expect(prose).toContain(
    `opened at 46.49: ${amount(sold.quantity * (barOf('FIR', tuesday).open - sold.price))} USD less`,
  )
})

it('is rejected one purchase on that day in a cash account with the default buffer', async () => {
  const { orders } = await createBacktest({ buffer: 0.0025 }).run()
  const sent = orders.filter(({ closedAt = 0 }) => dateOf(closedAt) === tuesday)
  expect(sent.map(({ symbol, side, quantity, status }) => `${side} ${quantity.toFixed()} ${symbol} ${status}`)).toEqual(
    ['sell 1125 FIR FILLED', 'sell 18 LARCH FILLED', 'buy 399 BIRCH FILLED', 'buy 5 OAK REJECTED'],
  )
})

it('comes to another final equity in each of its ways, and to cash below zero', async () => {
  const adjusted = adjustedBars(market)
  const ended = { symbol: 'FIR', date: '2016-08-15', price: 53.46 }
  const [raw, best, open, told] = [
    naive(market.bars, { fillAt: 'close' }),
    naive(adjusted, { fillAt: 'close' }),
    naive(adjusted, { fillAt: 'nextOpen' }),
    naive(adjusted, { fillAt: 'nextOpen', ended }),
  ]
  expect(page).toContain(row('naive, raw prices, at the close', '', '', amount(raw.finalEquity)))
  expect(page).toContain(row('naive, adjusted prices, at the close', '', '', amount(best.finalEquity)))
  for (const [name, { cashAfter, finalEquity }] of [
    ['naive, adjusted prices, at the next open', open],
    ['the same, FIR paid out at 53.46 and not held on', told],
  ] as const) {
    const cash = [...cashAfter.values()]
    const below = `${String(cash.filter((left) => left < 0).length)} of ${String(cash.length)}`
    expect(page).toContain(row(name, below, amount(Math.min(...cash)), amount(finalEquity)))
  }
  expect(prose).toContain(`That alone is ${amount(open.finalEquity - told.finalEquity)} USD`)
  const traded = best.trades.filter(({ symbol }) => symbol === 'FIR').map(({ date }) => date)
  expect(traded.filter((date) => date > '2016-08-12')).toHaveLength(19)
  expect(traded.at(-1)).toBe('2019-12-31')
  expect(prose).toContain(`ends at ${amount(best.finalEquity)} USD instead of 166,884.35`)
})

it('is told of no costs, which take more than what is paid', async () => {
  const equities: Decimal[] = []
  for (const isFree of [true, false]) {
    const { ledger, finalEquity } = await createBacktest({ isFree }).run()
    let cash = new Decimal(0)
    const least = Decimal.min(...ledger.map((entry) => (cash = cash.plus(entry.amount.toDecimal()))))
    const name = isFree ? 'this example without commissions and slippage' : 'this example'
    expect(page).toContain(row(name, 'never', amount(least), amount(finalEquity)))
    equities.push(new Decimal(finalEquity))
  }
  expect(amount(equities[0]!.minus(equities[1]!))).toBe('6,745.90')
  expect(amount(new Decimal('1063.565').plus('4894.66'))).toBe('5,958.23')
  expect(prose).toContain('Costs are 5,958.23 USD, and take 6,745.90')
})
