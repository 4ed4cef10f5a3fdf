import { expect } from 'vitest'
import type { BacktestConfig, BarInput, Fill, Order } from '../src/index.js'
import { checkConfig } from '../src/engine/config.js'
import { compose } from '../src/engine/compose.js'
import { loadRunData } from '../src/engine/run-data.js'
import { playRun, prepareRun } from '../src/engine/run.js'
import { FILL_INTERNAL } from '../src/domain/fill.js'
import { MoneyCell } from '../src/domain/money.js'
import { FILL } from '../src/execution/fill-log.js'
import { ORDER } from '../src/execution/order-log.js'
import type { TradingKernel } from '../src/kernel/trading-kernel.js'
import { LEDGER_KINDS } from '../src/domain/ledger-kind.js'
import { ENTRY } from '../src/portfolio/ledger.js'
import { Exact } from './naive-books.js'

/** Hears of a run as it goes. */
export interface Witness {
  /** A fill was booked. */
  filled?(kernel: TradingKernel, fill: Fill): void
  /** An order has changed. */
  ordered?(kernel: TradingKernel, order: Order): void
  /** The equity of an instant was taken. */
  instant?(kernel: TradingKernel, time: number, equity: number): void
}

/** Plays a run with its kernel at hand. */
export async function playBefore(config: BacktestConfig, witness: Witness): Promise<TradingKernel> {
  const checked = checkConfig(config)
  const parts = compose(config)
  const data = await loadRunData({ config, checked, parts, warmupBars: 0, signal: undefined })
  const run = prepareRun({ config, parts, data })
  const { kernel } = run
  kernel.facts.fill = (fill) => {
    witness.filled?.(kernel, fill)
  }
  kernel.facts.order = (order) => {
    witness.ordered?.(kernel, order)
  }
  kernel.facts.equity = ({ time, equity }) => {
    witness.instant?.(kernel, time, equity)
  }
  await playRun(run)
  return kernel
}

/** The last close of each series at a time, and before any the first open. */
export class LastPrices {
  readonly #bars: Readonly<Record<string, readonly BarInput[]>>
  readonly #rows = new Map<string, number>()

  constructor(bars: Readonly<Record<string, readonly BarInput[]>>) {
    this.#bars = bars
  }

  /** Times must not go back. */
  of(symbol: string, time: number): number {
    const bars = this.#bars[symbol]!
    let row = this.#rows.get(symbol) ?? -1
    while (row + 1 < bars.length && Number(bars[row + 1]!.closeTime) <= time) row++
    this.#rows.set(symbol, row)
    return row < 0 ? bars[0]!.open : bars[row]!.close
  }
}

/** An account as one would keep it without a thought of speed: sums of what the logs say, nothing rounded. */
export class NaiveAccount {
  /** By book and currency. */
  readonly #cash = new Map<string, Exact>()
  /** By strategy and instrument: signed quantity; and of what is not paid in full, what it cost less what has been paid for it. */
  readonly #held = new Map<string, { quantity: Exact; owed: Exact }>()
  #entries = 0
  #fills = 0

  /** Reads what the logs of a run have had since the last time. */
  read({ account, orders }: TradingKernel): void {
    const { ledger, booking, names } = account
    const amount = new MoneyCell()
    for (; this.#fills < booking.fills.length; this.#fills++) {
      const { rows } = booking.fills
      const order = rows.get(this.#fills, FILL.order)
      const direction = orders.log.get(order, ORDER.direction)
      const instrument = orders.log.get(order, ORDER.instrument)
      const { scale, multiplier } = names.instruments[instrument]!
      const quantity = new Exact(rows.get(this.#fills, FILL.units)).div(scale.unitsPerOne).times(direction)
      const position = this.#position(orders.log.get(order, ORDER.strategy), instrument)
      position.quantity = position.quantity.plus(quantity)
      const value = quantity.times(rows.get(this.#fills, FILL.price)).times(multiplier.toFixed())
      position.owed = position.owed.plus(value.toDecimalPlaces(8))
    }
    for (; this.#entries < ledger.log.length; this.#entries++) {
      const row = this.#entries
      const [book, currency] = [ledger.log.get(row, ENTRY.book), ledger.log.get(row, ENTRY.currency)]
      const moved = new Exact(ledger.log.readAmount(row, ENTRY.amount, amount).toString())
      const key = `${String(book)} ${String(currency)}`
      this.#cash.set(key, (this.#cash.get(key) ?? new Exact(0)).plus(moved))
      const kind = LEDGER_KINDS[ledger.log.get(row, ENTRY.kind)]!
      if (kind !== 'fill' && kind !== 'variation') continue
      const fill = ledger.log.get(row, ENTRY.fill)
      const ofFill = fill < 0 ? undefined : orders.log.get(booking.fills.rows.get(fill, FILL.order), ORDER.instrument)
      const position = this.#position(book, ofFill ?? ledger.causes.get(row)!.instrument!)
      position.owed = position.owed.plus(moved)
    }
  }

  /** Every book's cash and units are what the logs add up to, and all books add up to the account: to the last decimal. */
  checkSums({ account }: TradingKernel): void {
    const { ledger, portfolio, names, currencies } = account
    for (const currency of currencies.keys()) {
      let all = new Exact(0)
      for (let book = 0; book <= names.strategies.length; book++) {
        const cash = this.#cashOf(book, currency)
        if (ledger.bookCash(book, currency).toString() !== cash.toFixed())
          expect(ledger.bookCash(book, currency).toString()).toBe(cash.toFixed())
        all = all.plus(cash)
      }
      if (ledger.cash(currency).toString() !== all.toFixed())
        expect(ledger.cash(currency).toString()).toBe(all.toFixed())
    }
    for (const [instrument, { scale }] of names.instruments.entries()) {
      let net = new Exact(0)
      for (const strategy of names.strategies.keys()) {
        const units = this.#position(strategy, instrument).quantity.times(scale.unitsPerOne)
        if (!units.eq(portfolio.units(strategy, instrument)))
          expect(portfolio.units(strategy, instrument)).toBe(units.toNumber())
        net = net.plus(units)
      }
      if (!net.eq(portfolio.net[instrument]!)) expect(portfolio.net[instrument]).toBe(net.toNumber())
    }
  }

  /** What a book, or the account, is worth by prices and rates, both by symbol and code. */
  equity(
    { account: { names, currencies } }: TradingKernel,
    book: number,
    { price, rate }: { readonly price: (symbol: string) => number; readonly rate: (code: string) => Exact },
  ): Exact {
    let equity = new Exact(0)
    for (const [currency, code] of currencies.entries())
      equity = equity.plus(this.#cashOf(book, currency).times(rate(code)))
    if (book === names.strategies.length) return equity
    for (const [instrument, { symbol, currency, multiplier, payment }] of names.instruments.entries()) {
      const { quantity, owed } = this.#position(book, instrument)
      const value = quantity.isZero() ? quantity : quantity.times(price(symbol)).times(multiplier.toFixed())
      equity = equity.plus((payment === 'full' ? value : value.minus(owed)).times(rate(currency)))
    }
    return equity
  }

  #cashOf(book: number, currency: number): Exact {
    return this.#cash.get(`${String(book)} ${String(currency)}`) ?? new Exact(0)
  }

  #position(strategy: number, instrument: number): { quantity: Exact; owed: Exact } {
    const key = `${String(strategy)} ${String(instrument)}`
    const known = this.#held.get(key) ?? { quantity: new Exact(0), owed: new Exact(0) }
    this.#held.set(key, known)
    return known
  }
}

/** Fills that no venue has seen: what they add up to, by instrument, and whether any was charged. */
export function internalFills({ account, orders }: TradingKernel): {
  readonly count: number
  readonly net: readonly number[]
  readonly charged: boolean
} {
  const { rows } = account.booking.fills
  const net = account.names.instruments.map(() => 0)
  let [count, charged] = [0, false]
  for (let row = 0; row < rows.length; row++) {
    if ((rows.get(row, FILL.flags) & FILL_INTERNAL) === 0) continue
    count++
    const order = rows.get(row, FILL.order)
    net[orders.log.get(order, ORDER.instrument)]! += orders.log.get(order, ORDER.direction) * rows.get(row, FILL.units)
    const commission = rows.readAmount(row, FILL.commission, new MoneyCell())
    charged ||= commission.whole !== 0 || commission.fraction !== 0
  }
  return { count, net, charged }
}
