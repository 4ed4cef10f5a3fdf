import type { EquityRecord, OrderRecord } from '../domain/trading-records.js'
import type { OrderFilter } from '../ports/trading-store.js'
import { expectSame } from './conformance.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept } from './store-compare.js'
import { cash, dec, fill, know, MAIN, minute, order, position, worth } from './store-samples.js'

/** An order's states as `clientOrderId status@minute`, for what is plainest to read. */
function states(texts: readonly string[], more: Partial<OrderRecord> = {}): readonly OrderRecord[] {
  return texts.map((text) => {
    const [id, status, at] = text.split(/[ @]/) as [string, OrderRecord['status'], string]
    return order(id, { ...more, status, updatedAt: minute(Number(at)) })
  })
}

async function found({ store }: StoreTrial, filter?: OrderFilter): Promise<string> {
  const orders = await store.orders(MAIN, filter)
  return orders.map(({ clientOrderId, status }) => `${clientOrderId} ${status}`).join(', ')
}

/** What is held, as a text. */
async function held({ store }: StoreTrial, filter?: { strategy?: string; at?: number }): Promise<string> {
  const positions = await store.positions(MAIN, filter)
  return positions.map((each) => `${each.strategy} ${each.symbol} ${each.quantity.toFixed()}`).join(', ')
}

/** Balances, as a text. */
async function sums({ store }: StoreTrial, filter?: { strategy?: string; at?: number }): Promise<string> {
  const balances = await store.balances(MAIN, filter)
  return balances.map((each) => `${each.strategy ?? 'own'} ${each.currency} ${each.amount.toFixed()}`).join(', ')
}

export const storeStateCases: readonly StoreCheck[] = [
  {
    name: 'gives orders as they stand, and all that was recorded of one',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const first = states(['A NEW@0', 'A SUBMITTED@0', 'A PARTIALLY_FILLED@2'])
      const second = states(['B SUBMITTED@1'], { createdAt: minute(1) })
      await trial.store.record(MAIN, { orders: first })
      await trial.store.record(MAIN, { orders: second })
      await trial.next()
      expectSame(await found(trial), 'A PARTIALLY_FILLED, B SUBMITTED', 'orders')
      const filled = order('A', { status: 'FILLED', updatedAt: minute(2), venueOrderId: 'V7', averagePrice: 172.5 })
      await trial.store.record(MAIN, { orders: [filled] })
      await trial.next()
      expectKept(await trial.store.orders(MAIN), [filled, ...second], 'orders after a fill')
      expectKept(await trial.store.orderHistory(MAIN, 'A'), [...first, filled], 'the history of A')
      expectKept(await trial.store.orderHistory(MAIN, 'B'), second, 'the history of B')
      expectKept(await trial.store.orderHistory(MAIN, 'a'), [], 'the history of an order that is not known')
    },
  },
  {
    name: 'gives orders as they stood at a time, that time included',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, { orders: states(['A NEW@0', 'A SUBMITTED@1', 'A FILLED@3', 'A UNKNOWN@2']) })
      await trial.store.record(MAIN, { orders: states(['B DENIED@1'], { createdAt: minute(1), symbol: 'MSFT' }) })
      await trial.next()
      expectSame(await found(trial, { at: minute(0) - 1 }), '', 'orders before the first')
      expectSame(await found(trial, { at: minute(0) }), 'A NEW', 'orders at minute 0')
      expectSame(await found(trial, { at: minute(1) - 1 }), 'A NEW', 'orders just before minute 1')
      expectSame(await found(trial, { at: minute(1) }), 'A SUBMITTED, B DENIED', 'orders at minute 1')
      expectSame(await found(trial, { at: minute(2) }), 'A UNKNOWN, B DENIED', 'orders at minute 2')
      expectSame(await found(trial), 'A FILLED, B DENIED', 'orders as they stand, one state of which came late')
      const history = (await trial.store.orderHistory(MAIN, 'A')).map(({ status }) => status).join(' ')
      expectSame(history, 'NEW SUBMITTED UNKNOWN FILLED', 'the history of A')
      expectSame(await found(trial, { at: minute(1), symbol: 'MSFT' }), 'B DENIED', 'orders in MSFT at minute 1')
      expectSame(await found(trial, { at: minute(1), open: true }), 'A SUBMITTED', 'orders open at minute 1')
      expectSame(await found(trial, { at: minute(9), open: true }), '', 'orders open at minute 9')
      expectSame(await found(trial, { at: minute(9), to: minute(1) }), 'A FILLED', 'orders created before minute 1')
    },
  },
  {
    name: 'gives open orders, those whose status is not terminal',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const open = ['NEW', 'HELD', 'SUBMITTED', 'ACKED', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'PENDING_REPLACE']
      const over = ['FILLED', 'DENIED', 'REJECTED', 'CANCELED', 'EXPIRED']
      const all = [...open, 'UNKNOWN', ...over].map((status) => `${status} ${status}@0`)
      await trial.store.record(MAIN, {
        orders: states([...all, 'X ACKED@0', 'X CANCELED@1', 'Y EXPIRED@0', 'Y ACKED@1']),
      })
      await trial.next()
      const expected = [...open, 'UNKNOWN'].map((status) => `${status} ${status}`)
      expectSame(await found(trial, { open: true }), [...expected, 'Y ACKED'].join(', '), 'open orders')
      expectSame((await trial.store.orders(MAIN, { open: false })).length, 15, 'orders, open or not')
      expectSame(await found(trial, { open: true, limit: 1 }), 'NEW NEW', 'the first open order')
      expectSame(await found(trial, { open: true, newestFirst: true, limit: 1 }), 'Y ACKED', 'the last open order')
    },
  },
  {
    name: 'gives positions as they are, and as they were at a time, without those that are flat',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const at = (time: number, quantity: number, of = {}): ReturnType<typeof position> =>
        position({ time: minute(time), quantity: dec(quantity), ...of })
      const carry = { strategy: 'carry', symbol: 'EURUSD' }
      await trial.store.record(MAIN, { positions: [at(0, 10), at(0, 20), at(2, 0), at(1, -5, carry)] })
      await trial.store.record(MAIN, { positions: [at(3, -7), at(3, 1, { symbol: 'A' }), at(2, 3, carry)] })
      await trial.next()
      expectSame(await held(trial), 'carry EURUSD 3, trend A 1, trend AAPL -7', 'positions')
      expectSame(await held(trial, { at: minute(0) - 1 }), '', 'positions before the first')
      expectSame(await held(trial, { at: minute(0) }), 'trend AAPL 20', 'positions at minute 0')
      expectSame(await held(trial, { at: minute(1) }), 'carry EURUSD -5, trend AAPL 20', 'positions at minute 1')
      expectSame(await held(trial, { at: minute(2) }), 'carry EURUSD 3', 'positions at minute 2')
      expectSame(await held(trial, { strategy: 'trend' }), 'trend A 1, trend AAPL -7', 'positions of a strategy')
      expectSame(await held(trial, { strategy: 'trend', at: minute(2) }), '', 'positions of a strategy at minute 2')
      expectKept((await trial.store.positions(MAIN))[0], at(2, 3, carry), 'a position')
    },
  },
  {
    name: 'gives what a position became last where a change is recorded late',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, { positions: [position({ time: minute(5), quantity: dec(5) })] })
      await trial.store.record(MAIN, { positions: [position({ time: minute(3), quantity: dec(3) })] })
      await trial.next()
      expectSame(await held(trial), 'trend AAPL 5', 'positions')
      expectSame(await held(trial, { at: minute(4) }), 'trend AAPL 3', 'positions at minute 4')
    },
  },
  {
    name: 'gives balances by book and currency, the own book first, as they are and as they were at a time',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const own = { strategy: undefined, kind: 'deposit' } as const
      await trial.store.record(MAIN, {
        cash: [
          cash(1, { ...own, amount: dec('1000.1'), time: minute(0) }),
          cash(2, { strategy: 'trend', amount: dec('-0.1'), time: minute(1) }),
          cash(3, { strategy: 'carry', currency: 'USD', amount: dec('5'), time: minute(3) }),
          cash(4, { strategy: 'carry', currency: 'EUR', amount: dec('7'), time: minute(2) }),
          cash(5, { strategy: 'trend', amount: dec('0.1'), time: minute(3) }),
        ],
      })
      await trial.next()
      expectSame(await sums(trial), 'own USD 1000.1, carry EUR 7, carry USD 5, trend USD 0', 'balances')
      expectSame(await sums(trial, { at: minute(0) - 1 }), '', 'balances before the first entry')
      expectSame(await sums(trial, { at: minute(1) }), 'own USD 1000.1, trend USD -0.1', 'balances at minute 1')
      expectSame(await sums(trial, { at: minute(2) }), 'own USD 1000.1, carry EUR 7, trend USD -0.1', 'at minute 2')
      expectSame(await sums(trial, { strategy: 'carry' }), 'carry EUR 7, carry USD 5', 'balances of a strategy')
      expectSame(await sums(trial, { strategy: 'carry', at: minute(2) }), 'carry EUR 7', 'of a strategy at minute 2')
      expectSame(await sums(trial, { strategy: 'nobody' }), '', 'balances of a strategy without cash')
      await trial.store.record(MAIN, { cash: [cash(6, { ...own, amount: dec('-0.1'), time: minute(4) })] })
      await trial.next()
      expectSame((await sums(trial)).split(', ')[0], 'own USD 1000', 'the own balance after a withdrawal')
    },
  },
  {
    name: 'keeps one value of equity for each time, the last, of an account and of each strategy',
    of: 'trading',
    run: async (trial) => {
      const equity = async (of?: object): Promise<readonly EquityRecord[]> => await trial.store.equity(MAIN, of)
      const at = (time: number, value: string, strategy?: string): EquityRecord =>
        worth(value, { time: minute(time), strategy })
      await know(trial)
      await trial.store.record(MAIN, { equity: [at(0, '1'), at(2, '3'), at(0, '1.5'), at(0, '7', 'trend')] })
      await trial.next()
      await trial.store.record(MAIN, { equity: [at(2, '3.00000001'), at(1, '2'), at(2, '8', 'trend')] })
      await trial.next()
      const own = [at(0, '1.5'), at(1, '2'), at(2, '3.00000001')]
      expectKept(await equity(), own, 'the equity of the account')
      expectKept(await equity({ strategy: 'trend' }), [at(0, '7', 'trend'), at(2, '8', 'trend')], 'that of a strategy')
      expectKept(await equity({ strategy: 'nobody' }), [], 'that of a strategy that is not known')
      expectKept(await equity({ from: minute(1), to: minute(2) }), [own[1]], 'that of minute 1')
      expectKept(await equity({ newestFirst: true, limit: 2 }), [own[2], own[1]], 'the last two values')
    },
  },
  {
    name: 'gives no more of a list or a state than was recorded of it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, { fills: [fill('f1')] })
      await trial.next()
      const { store } = trial
      const others = [store.intents(MAIN), store.orders(MAIN), store.positions(MAIN), store.positionHistory(MAIN)]
      const more = [store.cashEntries(MAIN), store.balances(MAIN), store.equity(MAIN), store.roundTrips(MAIN)]
      for (const list of [...others, ...more, store.strategies(MAIN)]) expectKept(await list, [], 'a list of nothing')
    },
  },
]
