import type { TradingBatch } from '../domain/trading-records.js'
import type { Store } from '../ports/store.js'
import type { RecordFilter } from '../ports/trading-store.js'
import { expectCode, expectSame } from './conformance.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { cash, dec, fill, intent, know, MAIN, minute, order, position, roundTrip, wholeBatch } from './store-samples.js'

interface Wanted {
  readonly number: number
  readonly time: number
  readonly strategy: string
  readonly symbol: string
}

/** A list that a filter can be asked of: how a record of it is made, and how it is known again. */
interface Listed {
  readonly what: string
  make(wanted: Wanted): TradingBatch
  numbers(store: Store, filter?: RecordFilter): Promise<readonly number[]>
  /** In the order of their numbers rather than of their times. */
  readonly isNumbered?: true
}

const LISTS: readonly Listed[] = [
  {
    what: 'intents by when they were decided',
    make: ({ number, time, ...of }) => ({ intents: [intent(number, { ...of, decidedAt: time })] }),
    numbers: async (store, filter) => (await store.intents(MAIN, filter)).map(({ number }) => number),
  },
  {
    what: 'orders by when they were created',
    make: ({ number, time, ...of }) => ({
      orders: [order(String(number), { ...of, createdAt: time, updatedAt: minute(10 - number) })],
    }),
    numbers: async (store, filter) => (await store.orders(MAIN, filter)).map((each) => Number(each.clientOrderId)),
  },
  {
    what: 'fills by when they happened',
    make: ({ number, time, ...of }) => ({
      fills: [fill(String(number), { ...of, occurredAt: time, receivedAt: minute(20 - number) })],
    }),
    numbers: async (store, filter) => (await store.fills(MAIN, filter)).map(({ id }) => Number(id)),
  },
  {
    what: 'changes of positions by when they happened',
    make: ({ number, ...of }) => ({ positions: [position({ ...of, quantity: dec(number) })] }),
    numbers: async (store, filter) =>
      (await store.positionHistory(MAIN, filter)).map(({ quantity }) => quantity.toNumber()),
  },
  {
    what: 'movements of cash by their number',
    make: ({ number, ...of }) => ({ cash: [cash(number, of)] }),
    numbers: async (store, filter) => (await store.cashEntries(MAIN, filter)).map(({ number }) => number),
    isNumbered: true,
  },
  {
    what: 'round trips by when they closed',
    make: ({ number, time, ...of }) => ({
      roundTrips: [roundTrip(number, { ...of, exitTime: time, entryTime: minute(-number) })],
    }),
    numbers: async (store, filter) => (await store.roundTrips(MAIN, filter)).map(({ number }) => number),
  },
]

/** In the order in which they are recorded, which is not that of their times. */
const RECORDED: readonly Wanted[] = (
  [
    [2, 'trend', 'AAPL'],
    [0, 'trend', 'MSFT'],
    [1, 'carry', 'AAPL'],
    [1, 'trend', 'AAPL'],
    [3, 'carry', 'MSFT'],
    [2, 'trend', 'aapl'],
  ] as const
).map(([after, strategy, symbol], index) => ({ number: index + 1, time: minute(after), strategy, symbol }))

const FILTERS: readonly RecordFilter[] = [
  {},
  { strategy: 'trend' },
  { symbol: 'AAPL' },
  { symbol: 'AAP_' },
  { strategy: 'carry', symbol: 'MSFT' },
  { strategy: '' },
  { from: minute(1) },
  { to: minute(1) },
  { from: minute(1), to: minute(2) },
  { from: minute(1) + 1, to: minute(2) + 1 },
  { from: minute(2), to: minute(2) },
  { from: -1, to: 8.64e15 },
  { limit: 0 },
  { limit: 2 },
  { limit: 99 },
  { newestFirst: true },
  { newestFirst: false, limit: 1 },
  { newestFirst: true, limit: 3 },
  { strategy: 'trend', symbol: 'AAPL', from: minute(1), newestFirst: true, limit: 1 },
]

/** What a filter finds among the records of a list. */
function wantedBy(filter: RecordFilter, isNumbered: boolean): readonly number[] {
  const { strategy, symbol, from = -1, to = Number.POSITIVE_INFINITY, limit, newestFirst = false } = filter
  const found = RECORDED.filter(({ time }) => time >= from && time < to)
    .filter((each) => strategy === undefined || each.strategy === strategy)
    .filter((each) => symbol === undefined || each.symbol === symbol)
  if (!isNumbered) found.sort((a, b) => a.time - b.time)
  if (newestFirst) found.reverse()
  return found.slice(0, limit).map(({ number }) => number)
}

async function recordAll(trial: StoreTrial, list: Listed): Promise<void> {
  await know(trial)
  for (const wanted of RECORDED) await trial.store.record(MAIN, list.make(wanted))
  await trial.next()
}

export const storeFilterCases: readonly StoreCheck[] = [
  ...LISTS.map((list): StoreCheck => ({
    name: `gives ${list.what}, and finds them by strategy, symbol and half-open times`,
    of: 'trading',
    run: async (trial) => {
      await recordAll(trial, list)
      for (const filter of FILTERS) {
        const found = await list.numbers(trial.store, filter)
        expectSame(found, wantedBy(filter, list.isNumbered ?? false), `${list.what}, with ${JSON.stringify(filter)}`)
      }
      expectSame(await list.numbers(trial.store), wantedBy({}, list.isNumbered ?? false), `all ${list.what}`)
    },
  })),
  {
    name: 'refuses impossible filters of records',
    of: 'trading',
    once: true,
    run: async (trial) => {
      await know(trial)
      await trial.store.record(MAIN, wholeBatch())
      const impossible: readonly (readonly [RecordFilter, string])[] = [
        [{ from: minute(2), to: minute(1) }, 'RANGE_INVALID'],
        [{ from: Number.NaN }, 'TIME_INVALID'],
        [{ to: Number.POSITIVE_INFINITY }, 'TIME_INVALID'],
        [{ limit: -1 }, 'RECORD_INVALID'],
        [{ limit: 0.5 }, 'RECORD_INVALID'],
        [{ limit: Number.NaN }, 'RECORD_INVALID'],
      ]
      for (const [filter, code] of impossible) {
        for (const list of LISTS)
          await expectCode(() => list.numbers(trial.store, filter), [code], `${list.what}: ${JSON.stringify(filter)}`)
        await expectCode(() => trial.store.equity(MAIN, filter), [code], `equity: ${JSON.stringify(filter)}`)
      }
      const at = Number.NaN
      await expectCode(() => trial.store.orders(MAIN, { at }), ['TIME_INVALID'], 'orders at a time that is none')
      await expectCode(() => trial.store.positions(MAIN, { at }), ['TIME_INVALID'], 'positions at a time that is none')
      await expectCode(() => trial.store.balances(MAIN, { at }), ['TIME_INVALID'], 'balances at a time that is none')
    },
  },
]
