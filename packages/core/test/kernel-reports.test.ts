import { singleCurrency } from '../src/portfolio/rates.js'
import { describe, expect, it } from 'vitest'
import { noCommission } from '../src/costs/commission.js'
import { createInstrument } from '../src/domain/instrument.js'
import { money } from '../src/domain/money.js'
import { TradingKernel } from '../src/kernel/trading-kernel.js'
import { FixedSizer, Strategy, type OrderEvent } from '../src/index.js'
import { day } from './engine-setup.js'

class Buyer extends Strategy {
  override onTimer(): void {
    this.buy('X', { quantity: 10, type: 'limit', limitPrice: 50 })
  }
  override onStart(): void {
    this.schedule.at('buy', day(2))
  }
}

/** A kernel without a venue, whose one order, number 0, is sent; reports are ours to make. */
function sent() {
  const [x, closed] = [Float64Array.of(100), Float64Array.of(day(2))]
  const columns = {
    length: 1,
    openTime: Float64Array.of(day(1)),
    closeTime: closed,
    open: x,
    high: x,
    low: x,
    close: x,
  }
  const kernel = new TradingKernel({
    instruments: [createInstrument({ symbol: 'X' })],
    series: [{ instrument: 0, timeframe: '1d', columns, execution: true }],
    strategies: [
      {
        strategy: Buyer,
        name: 'buyer',
        params: {},
        state: {},
        sizer: new FixedSizer({ quantity: 1 }),
        allowShort: true,
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
    instantsHint: 1,
    instants: undefined,
  })
  kernel.deposit(day(1), 'USD', money(10_000))
  kernel.start(day(1))
  kernel.barsClosed(Int32Array.of(0), Int32Array.of(0), 1)
  return {
    kernel,
    report: (event: OrderEvent) => {
      kernel.orderEvent(event)
    },
  }
}
const at = { order: 0, occurredAt: day(3) }
const filled = (quantity: number) =>
  ({ ...at, kind: 'filled', price: 50, quantity, commission: money(1), ambiguous: false, gapRisk: false }) as const
const ended = { ...at, code: 'OTHER', message: 'the venue said so' } as const

describe("a venue's report", () => {
  it('finds its order by number or by client order id', () => {
    for (const order of [0, 'tw-0-0']) {
      const { kernel, report } = sent()
      expect(
        kernel.commands.flatMap((command) =>
          'order' in command ? [`${command.kind} ${command.order.clientOrderId}`] : [],
        ),
      ).toEqual(['submit tw-0-0'])
      report({ ...filled(10), order })
      expect([kernel.account.portfolio.net[0], kernel.staleReports]).toEqual([10, 0])
    }
  })

  it.each([7, -1, 'tw-0-7', 'xx-0-0', 'tw-1-0', ''])(
    'for an order that nobody knows, %j, is stale and nothing else',
    (order) => {
      const { kernel, report } = sent()
      report({ ...filled(10), order })
      expect([kernel.staleReports, kernel.account.portfolio.net[0], kernel.account.booking.fills.length]).toEqual([
        1, 0, 0,
      ])
    },
  )

  it('that comes after the end of its order is stale if it is a status, and booked if it is a fill', () => {
    const { kernel, report } = sent()
    report({ ...ended, kind: 'canceled' })
    report({ ...at, kind: 'accepted' })
    report({ ...ended, kind: 'expired' })
    expect([kernel.staleReports, kernel.account.portfolio.net[0]]).toEqual([2, 0])
    report(filled(4))
    expect([kernel.staleReports, kernel.overfills, kernel.account.portfolio.net[0]]).toEqual([2, 0, 4])
    expect(kernel.account.portfolio.cash).toBe(10_000 - 4 * 50 - 1)
  })

  it('of more than was asked for is booked, and counted', () => {
    const { kernel, report } = sent()
    report(filled(7))
    report(filled(3))
    expect([kernel.overfills, kernel.account.portfolio.net[0]]).toEqual([0, 10])
    report(filled(4))
    expect([kernel.overfills, kernel.account.portfolio.net[0]]).toEqual([1, 14])
  })

  it('of an ack that crosses a cancel is not stale', () => {
    const { kernel, report } = sent()
    kernel.orders.requestCancel(0)
    report({ ...at, kind: 'accepted' })
    report({ ...ended, kind: 'canceled' })
    expect(kernel.staleReports).toBe(0)
  })
})
