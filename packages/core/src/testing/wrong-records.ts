import { Decimal } from '../domain/decimal.js'
import type { FillRecord, TradingBatch } from '../domain/trading-records.js'
import { MemoryStore } from '../store/memory-store.js'
import { selected } from '../store/selected.js'
import { always, forgetful, wrongStore, type WrongStore } from './wrong-stores.js'

const inFloat = (amount: Decimal): Decimal => new Decimal(amount.toNumber())

/** A batch whose amounts went through a float64. */
function rounded(batch: TradingBatch): TradingBatch {
  return {
    ...batch,
    fills:
      batch.fills?.map((fill) => ({ ...fill, value: inFloat(fill.value), commission: inFloat(fill.commission) })) ?? [],
    cash: batch.cash?.map((entry) => ({ ...entry, amount: inFloat(entry.amount) })) ?? [],
  }
}

/** Stores of trading records that are wrong. */
export const wrongTrading: readonly WrongStore[] = [
  {
    that: 'rounds money to a float64',
    harness: wrongStore(
      ['trading'],
      always((right) => ({ record: (account, batch) => right.record(account, rounded(batch)) })),
    ),
    meant: 'keeps every digit of an amount',
    others: [/a record that cannot be/, /adds up a thousand/],
  },
  {
    that: 'adds cash up in float64',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        balances: async (account, filter) => {
          const { at, strategy } = filter ?? {}
          const entries = await right.cashEntries(account, strategy === undefined ? {} : { strategy })
          const sumOf = (book: string | undefined, currency: string): number =>
            entries
              .filter((entry) => entry.strategy === book && entry.currency === currency)
              .filter(({ time }) => time <= (at ?? Infinity))
              .reduce((sum, { amount }) => sum + amount.toNumber(), 0)
          return (await right.balances(account, filter)).map((balance) => ({
            ...balance,
            amount: new Decimal(sumOf(balance.strategy, balance.currency)),
          }))
        },
      })),
    ),
    meant: 'adds up a thousand movements of cash exactly',
    others: [/random/],
  },
  {
    that: 'mixes the fills of its accounts',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        fills: async (account, filter) => {
          await right.fills(account, filter)
          const accounts = await right.accounts()
          return (await Promise.all(accounts.map((each) => right.fills(each.account, filter)))).flat()
        },
      })),
    ),
    meant: 'keeps the records of accounts apart, those with the same names and numbers too',
    others: [/the name of an account/, /records in the order/, /random/],
  },
  {
    that: 'acknowledges records before they are durable',
    harness: forgetful(['trading'], (all, how) => (how === 'killed' ? all.slice(0, -1) : all)),
    meant: 'keeps a batch of all kinds of records as it came',
    lives: ['after a crash'],
    others: [/\(after a crash\)$/, /the first has crashed/],
  },
  {
    that: 'keeps the fills of a batch that it refuses',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        record: async (account, batch) => {
          const { fills = [] } = batch
          try {
            await right.record(account, batch)
          } catch (error) {
            await right.record(account, { fills }).catch(() => undefined)
            throw error
          }
        },
      })),
    ),
    meant: 'refuses a batch with a record that cannot be, and keeps nothing of it',
    others: [/do not go on where they end/, /random/],
  },
  {
    that: 'counts a fill that comes twice twice',
    harness: wrongStore(['trading'], () => {
      const all = new Map<string, FillRecord[]>()
      return (right) => ({
        record: async (account, batch) => {
          const came = (batch.fills ?? []).map((fill) => ({ ...fill }))
          await right.record(account, batch)
          all.set(account, [...(all.get(account) ?? []), ...came])
        },
        fills: async (account, filter = {}) => {
          await right.fills(account, filter)
          const timeOf = ({ occurredAt }: FillRecord): number => occurredAt
          return selected(account, all.get(account) ?? [], { filter, timeOf, orderOf: timeOf })
        },
      })
    }),
    meant: 'counts a fill that comes twice once, and keeps what came with it',
    others: [/keeps copies/, /random/],
  },
  {
    that: 'takes a fill with a known id for the one it knows, whatever it says',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        record: async (account, batch) => {
          const known = new Set((await right.fills(account)).map(({ id }) => id))
          await right.record(account, { ...batch, fills: (batch.fills ?? []).filter(({ id }) => !known.has(id)) })
        },
      })),
    ),
    meant: 'refuses a fill with the id and not the values of another, and keeps nothing of its batch',
    others: [/records in the order/, /keeps copies/, /asked before it is closed/, /random/],
  },
  {
    that: 'lets a second writer in',
    harness: wrongStore(
      ['trading'],
      always(() => ({})),
      (memory) => ({ second: () => ({ store: memory }) }),
    ),
    meant: 'refuses a second writer with STORE_LOCKED, and names the first',
    lives: [],
    others: [/right to write/],
  },
  {
    that: 'stays locked by a writer that was killed',
    harness: wrongStore(
      ['trading'],
      always(() => ({})),
      (memory) => ({ crash: () => ({ store: new MemoryStore({ over: memory }) }) }),
    ),
    meant: 'gives the right to write to another once the first has crashed',
    lives: [],
    others: [/\(after a crash\)$/],
  },
  {
    that: 'compares times inclusively',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        fills: (account, filter = {}) =>
          right.fills(account, filter.to === undefined ? filter : { ...filter, to: filter.to + 1 }),
      })),
    ),
    meant: 'gives fills by when they happened, and finds them by strategy, symbol and half-open times',
    others: [/first and the last instant/, /random/],
  },
  {
    that: 'cuts off a list before it turns it round',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        orders: async (account, { newestFirst, ...filter } = {}) => {
          const orders = await right.orders(account, filter)
          return newestFirst ? [...orders].reverse() : orders
        },
      })),
    ),
    meant: 'gives orders by when they were created, and finds them by strategy, symbol and half-open times',
    others: [/open orders/, /random/],
  },
  {
    that: 'gives orders at a time as they stand now',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        orders: async (account, filter = {}) => {
          const then = new Set((await right.orders(account, filter)).map(({ clientOrderId }) => clientOrderId))
          const { at: _at, open: _open, limit: _limit, ...rest } = filter
          return (await right.orders(account, rest)).filter(({ clientOrderId }) => then.has(clientOrderId))
        },
      })),
    ),
    meant: 'gives orders as they stood at a time, that time included',
    others: [/random/],
  },
  {
    that: 'keeps the first value of equity',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        record: async (account, batch) => {
          const kept = [...(await right.equity(account)), ...(await right.equity(account, { strategy: 'trend' }))]
          const isKept = (point: (typeof kept)[number]): boolean =>
            kept.some(({ strategy, time }) => strategy === point.strategy && time === point.time)
          await right.record(account, { ...batch, equity: (batch.equity ?? []).filter((point) => !isKept(point)) })
        },
      })),
    ),
    meant: 'keeps one value of equity for each time, the last, of an account and of each strategy',
    others: [/a record that cannot be/, /records in the order/, /keeps copies/, /asked before it is closed/, /random/],
  },
  {
    that: 'loses the history of a strategy that is deleted',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        strategyHistory: async (account, name) => {
          const history = await right.strategyHistory(account, name)
          const deleted = history.map(({ deletedAt }) => deletedAt !== undefined).lastIndexOf(true)
          return history.slice(deleted + 1)
        },
      })),
    ),
    meant: 'marks a strategy as deleted, and loses nothing of it',
    others: [/accounts apart/, /has a strategy again/, /random/],
  },
  {
    that: 'gives null for what is undefined',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        orders: async (account, filter) =>
          (await right.orders(account, filter)).map((order) => ({
            ...order,
            stopPrice: order.stopPrice ?? (null as never),
          })),
      })),
    ),
    meant: 'keeps a batch of all kinds of records as it came',
    others: [
      /what may be undefined/,
      /every text/,
      /keeps nothing of/,
      /keeps copies/,
      /every digit/,
      /NUL/,
      /orders as they stand/,
      /random/,
    ],
  },
  {
    that: 'fails with an error of its own',
    harness: wrongStore(
      ['trading'],
      always((right) => ({
        positions: async (account, filter) => {
          const isKnown = (await right.accounts()).some((each) => each.account === account)
          if (!isKnown) throw new RangeError('no such account')
          return await right.positions(account, filter)
        },
      })),
    ),
    meant: 'rejects with UNKNOWN_ACCOUNT whatever is asked of an account that was never saved',
    others: [],
  },
]
