import { singleCurrency } from '../src/portfolio/rates.js'
import { noCommission } from '../src/costs/commission.js'
import { createInstrument, type InstrumentSpec } from '../src/domain/instrument.js'
import { money } from '../src/domain/money.js'
import { OrderView } from '../src/execution/order-view.js'
import { TradingKernel } from '../src/kernel/trading-kernel.js'
import {
  FixedSizer,
  Strategy,
  type BrokerCommand,
  type Order,
  type OrderEvent,
  type OrderStatus,
  type Sizer,
} from '../src/index.js'
import { day } from './engine-setup.js'

interface Setting {
  readonly instrument?: Omit<InstrumentSpec, 'symbol'>
  readonly sizer?: Sizer
  readonly allowShort?: boolean
  /** The closes of the first days; what the strategy does at them comes from `act`. */
  readonly closes?: readonly number[]
  readonly capital?: number
}

/** A report without its time, of an order by its number. */
type Report = OrderEvent extends infer Event ? (Event extends OrderEvent ? Omit<Event, 'occurredAt'> : never) : never

/** A kernel whose venue is the test: what it sends is looked at, and what it hears is written there. X closes at 100 unless told otherwise. */
export class ScriptedVenue {
  readonly kernel: TradingKernel
  /** Each change of an order that its strategy was told of: its number and status. */
  readonly told: string[] = []
  #act: ((strategy: Strategy) => unknown) | undefined
  #answer: ((order: Order, strategy: Strategy) => unknown) | undefined
  #acted: unknown
  #row = 0

  constructor({ instrument, sizer, allowShort = true, closes = [], capital = 100_000 }: Setting = {}) {
    const prices = Float64Array.from({ length: 10 }, (_, i) => closes[i] ?? closes.at(-1) ?? 100)
    const times = Float64Array.from({ length: 10 }, (_, i) => day(i + 1))
    const columns = {
      length: 10,
      openTime: times,
      closeTime: times.map((time) => time + 1),
      open: prices,
      high: prices,
      low: prices,
      close: prices,
    }
    const take = (strategy: Strategy): void => {
      this.#acted = this.#act?.(strategy)
    }
    const hear = (order: Order, strategy: Strategy): void => {
      this.told.push(`${String(order.number)} ${order.status}`)
      this.#answer?.(order, strategy)
    }
    class Acting extends Strategy {
      override onBar(): void {
        take(this)
      }
      override onOrder(order: Order): void {
        hear(order, this)
      }
    }
    this.kernel = new TradingKernel({
      instruments: [createInstrument({ symbol: 'X', ...instrument })],
      series: [{ instrument: 0, timeframe: '1d', columns, execution: true }],
      strategies: [
        {
          strategy: Acting,
          name: 'acting',
          params: {},
          state: {},
          sizer: sizer ?? new FixedSizer({ quantity: 1 }),
          allowShort,
          series: [0],
        },
      ],
      rules: { leverage: 1, allowShort: true },
      commission: noCommission(),
      currencies: singleCurrency('USD'),
      settlement: 'hold',
      seed: 1,
      freshBars: false,
      idPrefix: 'tw',
      instantsHint: 10,
      instants: undefined,
    })
    this.kernel.deposit(day(1), 'USD', money(capital))
    this.kernel.start(day(1))
  }

  /** What the strategy does from now on when it hears of an order. */
  answer(answer: (order: Order, strategy: Strategy) => unknown): void {
    this.#answer = answer
  }

  /** The next bar closes, and the strategy does this. Gives what it returned. */
  act<T>(act: (strategy: Strategy) => T): T {
    this.#act = act
    this.kernel.barsClosed(Int32Array.of(0), Int32Array.of(this.#row++), 1)
    this.#act = undefined
    return this.#acted as T
  }

  /** Takes the commands that were left. */
  take(): readonly BrokerCommand[] {
    return this.kernel.commands.splice(0).filter((command) => 'order' in command)
  }

  /** The same, each as its kind and the numbers of its orders. */
  sent(): readonly string[] {
    return this.take().map((command) => {
      const orders = command.kind === 'submitLinked' ? command.orders : [command.order]
      return [command.kind, ...orders.map(({ number }) => number)].join(' ')
    })
  }

  report(...reports: readonly Report[]): void {
    for (const report of reports) this.kernel.orderEvent({ ...report, occurredAt: this.kernel.now + 1 })
  }

  /** Fills an order at a price. */
  fill(order: number, quantity: number, price = 100): void {
    this.report({
      kind: 'filled',
      order,
      price,
      quantity,
      commission: money(0),
      ambiguous: false,
      gapRisk: false,
    })
  }

  order(number: number): Order {
    return new OrderView(this.kernel.orders.log, this.kernel.account.names, number)
  }

  /** The status of every order. */
  get statuses(): readonly OrderStatus[] {
    return this.orders.map(({ status }) => status)
  }

  get orders(): readonly Order[] {
    return Array.from({ length: this.kernel.orders.log.length }, (_, number) => this.order(number))
  }

  /** Units that count as working: buys, then sells. */
  get working(): readonly [number, number] {
    const { orders } = this.kernel
    return [orders.workingBuys(0, 0), orders.workingSells(0, 0)]
  }
}
