import type { TradingBatch } from '../domain/trading-records.js'
import { expectCode, expectSame } from './conformance.js'
import { BAD_RECORDS } from './store-bad-records.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import {
  cash,
  dec,
  fill,
  intent,
  know,
  LAST_TIME,
  MAIN,
  minute,
  ODD_PLAIN,
  ODD_TEXTS,
  order,
  position,
  roundTrip,
  wholeBatch,
  worth,
} from './store-samples.js'

/** Holds all that was recorded of an account to batches, one after the other. */
export async function expectRecorded({ store }: StoreTrial, ...batches: readonly TradingBatch[]): Promise<void> {
  const all = (kind: keyof TradingBatch): unknown => batches.flatMap<object>((batch) => batch[kind] ?? [])
  expectKept(await store.intents(MAIN), all('intents'), 'intents')
  expectKept(await store.orders(MAIN), all('orders'), 'orders')
  expectKept(await store.fills(MAIN), all('fills'), 'fills')
  expectKept(await store.positionHistory(MAIN), all('positions'), 'changes of positions')
  expectKept(await store.cashEntries(MAIN), all('cash'), 'movements of cash')
  expectKept(await store.equity(MAIN), all('equity'), 'equity')
  expectKept(await store.roundTrips(MAIN), all('roundTrips'), 'round trips')
}

const GAPS: readonly (readonly [string, TradingBatch])[] = [
  ['an intent that was left out', { intents: [intent(3)] }],
  ['an intent that comes again', { intents: [intent(1)] }],
  ['intents out of order', { intents: [intent(3), intent(2)] }],
  ['a gap in the cash', { cash: [cash(2), cash(4)] }],
  ['cash that comes again', { cash: [cash(2), cash(2)] }],
  ['a round trip that was left out', { roundTrips: [roundTrip(3)] }],
  ['a round trip that comes again', { roundTrips: [roundTrip(1)] }],
]

/** Of every kind but fills one more than there is after `wholeBatch`; the numbered kinds go on rightly unless a test says otherwise. */
function nextBatch(more: TradingBatch = {}): TradingBatch {
  return {
    intents: [intent(2)],
    orders: [order('trend-2', { createdAt: minute(5), updatedAt: minute(5) })],
    fills: [fill('f2', { occurredAt: minute(5) })],
    positions: [position({ time: minute(5), quantity: dec(20) })],
    cash: [cash(2)],
    equity: [worth('2', { time: minute(5) })],
    roundTrips: [roundTrip(2)],
    ...more,
  }
}

export const storeBatchCases: readonly StoreCheck[] = [
  {
    name: 'keeps a batch of all kinds of records as it came',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, wholeBatch())
      await trial.next()
      await expectRecorded(trial, wholeBatch())
      await trial.store.record(MAIN, {})
      await trial.store.record(MAIN, nextBatch())
      await trial.next()
      await expectRecorded(trial, wholeBatch(), nextBatch())
    },
  },
  {
    name: 'keeps what may be undefined and what is there',
    of: 'trading',
    run: async (trial) => {
      const full = {
        ...{ venueOrderId: 'V 1', limitPrice: 1e-7, stopPrice: 0.30000000000000004, touchPrice: 1 / 3 },
        ...{ averagePrice: 1e21, filledQuantity: dec('0.5'), tags: [], reason: '', particulars: null },
      }
      const batch: TradingBatch = {
        orders: [order('1', full), order('2', { createdAt: minute(1), updatedAt: minute(1), tags: ['', 'a', 'a'] })],
        fills: [fill('1', { internal: true, receivedAt: minute(-1) }), fill('2', { occurredAt: minute(1) })],
        positions: [position(), position({ time: minute(1), quantity: dec(0), averagePrice: undefined })],
        cash: [
          cash(1, { kind: 'conversion', fill: 'f 1', symbol: undefined, rate: 1.0876543210123456 }),
          cash(2, { strategy: undefined, kind: 'deposit' }),
        ],
      }
      await know(trial)
      await trial.store.record(MAIN, batch)
      await trial.next()
      await expectRecorded(trial, batch)
    },
  },
  {
    name: 'keeps every text and all plain data as they came',
    of: 'trading',
    run: async (trial) => {
      const batch: TradingBatch = {
        intents: ODD_TEXTS.map((text, index) =>
          intent(index + 1, { strategy: text, symbol: text, clientOrderId: text, terms: { [text]: text } }),
        ),
        orders: ODD_TEXTS.map((text) =>
          order(text, { venueOrderId: text, reason: text, tags: [text, ...ODD_TEXTS], particulars: ODD_PLAIN }),
        ),
        fills: ODD_TEXTS.map((text) => fill(text, { clientOrderId: text, currency: text })),
        cash: ODD_TEXTS.map((text, index) => cash(index + 1, { strategy: text, fill: text })),
      }
      await know(trial)
      await trial.store.record(MAIN, batch)
      await trial.next()
      await expectRecorded(trial, batch)
      for (const text of ODD_TEXTS) {
        const found = await trial.store.intents(MAIN, { strategy: text, symbol: text })
        expectSame(found.length, 1, `intents of ${JSON.stringify(text.slice(0, 40))}`)
        expectSame(
          (await trial.store.orderHistory(MAIN, text)).length,
          1,
          `orders ${JSON.stringify(text.slice(0, 40))}`,
        )
      }
    },
  },
  {
    name: 'takes the first and the last instant there is',
    of: 'trading',
    run: async (trial) => {
      const fills = [fill('1', { occurredAt: 0, receivedAt: 0 }), fill('2', { occurredAt: LAST_TIME, receivedAt: 1 })]
      await know(trial)
      await trial.store.record(MAIN, { fills })
      await trial.next()
      expectKept(await trial.store.fills(MAIN), fills, 'fills')
      expectKept(await trial.store.fills(MAIN, { from: 1 }), fills.slice(1), 'fills but the first')
      expectKept(await trial.store.fills(MAIN, { to: LAST_TIME }), fills.slice(0, 1), 'fills but the last')
    },
  },
  {
    name: 'refuses a batch with a record that cannot be, and keeps nothing of it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, wholeBatch())
      for (const [what, records] of BAD_RECORDS) {
        const batch = { ...nextBatch(), ...records }
        await expectCode(() => trial.store.record(MAIN, batch), ['RECORD_INVALID'], `a batch with ${what}`)
      }
      await trial.next()
      await expectRecorded(trial, wholeBatch())
    },
  },
  {
    name: 'refuses a batch whose numbers do not go on where they end, and keeps nothing of it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, wholeBatch())
      const refuseAll = async (): Promise<void> => {
        for (const [what, records] of GAPS)
          await expectCode(() => trial.store.record(MAIN, nextBatch(records)), ['RECORD_CONFLICT'], what)
      }
      await refuseAll()
      await trial.next()
      await expectRecorded(trial, wholeBatch())
      await refuseAll()
      await trial.store.record(MAIN, nextBatch())
      await trial.next()
      await expectRecorded(trial, wholeBatch(), nextBatch())
    },
  },
  {
    name: 'counts a fill that comes twice once, and keeps what came with it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const twice = [fill('f1'), fill('f1', { receivedAt: minute(1) }), fill('f2')]
      await trial.store.record(MAIN, { fills: twice })
      await trial.next()
      expectKept(await trial.store.fills(MAIN), [fill('f1'), fill('f2')], 'fills, one of which came twice')
      const late = fill('f1', { receivedAt: minute(9), quantity: dec('10.00'), value: dec('1725.000') })
      await trial.store.record(MAIN, { fills: [late, fill('f3')], cash: [cash(1)] })
      await trial.next()
      expectKept(await trial.store.fills(MAIN), [fill('f1'), fill('f2'), fill('f3')], 'fills, one of which came again')
      expectSame((await trial.store.cashEntries(MAIN)).length, 1, 'movements of cash that came with it')
    },
  },
  {
    name: 'refuses a fill with the id and not the values of another, and keeps nothing of its batch',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, wholeBatch())
      await trial.next()
      const others = [
        fill('f1', { price: 172.50000000000003 }),
        fill('f1', { quantity: dec('10.00000001') }),
        fill('f1', { commission: dec('-1.05') }),
        fill('f1', { side: 'sell' }),
        fill('f1', { occurredAt: minute(1) }),
        fill('f1', { clientOrderId: 'trend-2' }),
        fill('f1', { symbol: 'aapl' }),
        fill('f1', { internal: true }),
      ]
      for (const other of others) {
        const batch = nextBatch({ fills: [fill('f2'), other] })
        await expectCode(() => trial.store.record(MAIN, batch), ['RECORD_CONFLICT'], JSON.stringify(other))
      }
      const within = nextBatch({ fills: [fill('f2'), fill('f2', { price: 1 })] })
      await expectCode(() => trial.store.record(MAIN, within), ['RECORD_CONFLICT'], 'two fills with one id in a batch')
      await trial.next()
      await expectRecorded(trial, wholeBatch())
    },
  },
  {
    name: 'records in the order in which it was asked, whether or not that was awaited',
    of: 'trading',
    run: async (trial) => {
      const known = know(trial)
      const { store } = trial
      const recorded = Array.from({ length: 40 }, (_, index) =>
        store.record(MAIN, { cash: [cash(2 * index + 1), cash(2 * index + 2)], fills: [fill(`f${String(index)}`)] }),
      )
      const between = store.fills(MAIN)
      const refused = store.record(MAIN, { cash: [cash(80)] }).catch(() => 'refused')
      const after = store.record(MAIN, { cash: [cash(81)], fills: [fill('last')] })
      await Promise.all([known, ...recorded, after])
      expectSame(await refused, 'refused', 'a number that comes again')
      expectSame((await between).length, 40, 'fills that were asked for between two batches')
      await trial.next()
      const ids = (await trial.store.fills(MAIN)).map(({ id }) => id)
      expectKept(ids, [...Array.from({ length: 40 }, (_, index) => `f${String(index)}`), 'last'], 'fills')
      expectSame((await trial.store.cashEntries(MAIN)).length, 81, 'movements of cash')
    },
  },
  {
    name: 'takes a batch of ten thousand records',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const counted = Array.from({ length: 10_000 }, (_, index) => index + 1)
      const [fills, moved] = [counted.map((count) => fill(`f${String(count)}`)), counted.map((count) => cash(count))]
      await trial.store.record(MAIN, { fills, cash: moved })
      await trial.next()
      await expectRecorded(trial, { fills, cash: moved })
    },
  },
  {
    name: 'keeps copies of records',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const given = wholeBatch()
      const recorded = trial.store.record(MAIN, given)
      spoil(given)
      await recorded
      await trial.next()
      const { store } = trial
      for (const list of [store.intents(MAIN), store.orders(MAIN), store.orderHistory(MAIN, 'trend-1')])
        spoil(await list)
      for (const list of [store.fills(MAIN), store.positions(MAIN), store.positionHistory(MAIN)]) spoil(await list)
      for (const list of [store.cashEntries(MAIN), store.balances(MAIN), store.equity(MAIN), store.roundTrips(MAIN)])
        spoil(await list)
      await expectRecorded(trial, wholeBatch())
    },
  },
]
