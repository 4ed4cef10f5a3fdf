import type { TradingBatch } from '../domain/trading-records.js'
import { expectSame } from './conformance.js'
import { expectRecorded } from './store-batch-cases.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept, outcomeOf, shownAs } from './store-compare.js'
import { BEGIN, cash, dec, fill, know, MAIN, minute, order, position, roundTrip, worth } from './store-samples.js'

/** Amounts of eight decimals, some of more digits than a float64 has. */
const AMOUNTS: readonly string[] = [
  ...['0', '0.1', '0.3', '-0.00000001', '0.00000001', '1.00000001', '-12345.6789', '100', '1000000'],
  ...['90071992547409.93000001', '-90071992547409.93000001', '92233720368.54775807', '9007199254740.993'],
]

/** Quantities of up to fifteen digits. */
const QUANTITIES: readonly string[] = [
  '1',
  '0.1',
  '0.00000001',
  '123456789012345',
  '0.123456789012345',
  '1234567.12345678',
]

const PRICES: readonly number[] = [
  ...[1e-7, 1.5e-9, 0.1, 0.30000000000000004, 1 / 3, 172.5, 1e21, 4503599627370497.5],
  ...[5e-324, 1.7976931348623157e308],
]

/** What a store may refuse, if it cannot keep it: more digits than money has. */
const LONG: readonly string[] = [
  ...['8999999999999999.99999999', '0.000000000000000001', '123456789012345.678901234567890123'],
  ...['0.1000000000000000055511151231257827', '3.00000000000000000000000000001'],
]

/** Records a batch. Says whether the store took it: what it cannot keep exactly it may refuse, and only that. */
async function isTaken({ store }: StoreTrial, batch: TradingBatch, what: string): Promise<boolean> {
  const outcome = await outcomeOf(() => store.record(MAIN, batch))
  const taken = JSON.stringify(outcome) === JSON.stringify({ gave: shownAs(undefined) })
  if (!taken) expectSame(outcome, { rejected: 'RECORD_INVALID' }, what)
  return taken
}

export const storeExactCases: readonly StoreCheck[] = [
  {
    name: 'keeps every digit of an amount',
    of: 'trading',
    run: async (trial) => {
      const unsigned = AMOUNTS.map((amount) => amount.replace('-', ''))
      const batch: TradingBatch = {
        cash: AMOUNTS.map((amount, index) => cash(index + 1, { amount: dec(amount) })),
        equity: AMOUNTS.map((amount, index) => worth(amount, { time: minute(index) })),
        positions: AMOUNTS.map((amount) => position({ quantity: dec(amount) })),
        orders: unsigned.map((amount, index) => order(String(index), { filledQuantity: dec(amount) })),
        fills: AMOUNTS.map((amount, index) =>
          fill(String(index), { value: dec(unsigned[index]!), commission: dec(amount) }),
        ),
        roundTrips: AMOUNTS.map((amount, index) =>
          roundTrip(index + 1, { pnl: dec(amount), pnlInBase: dec(amount), costs: dec(amount) }),
        ),
      }
      await know(trial)
      await trial.store.record(MAIN, batch)
      await trial.next()
      await expectRecorded(trial, batch)
    },
  },
  {
    name: 'keeps every digit of a quantity',
    of: 'trading',
    run: async (trial) => {
      const batch: TradingBatch = {
        orders: QUANTITIES.map((quantity) => order(quantity, { quantity: dec(quantity) })),
        fills: QUANTITIES.map((quantity) => fill(quantity, { quantity: dec(quantity) })),
        positions: QUANTITIES.map((quantity) => position({ quantity: dec(quantity).neg() })),
        roundTrips: QUANTITIES.map((quantity, index) => roundTrip(index + 1, { quantity: dec(quantity) })),
      }
      await know(trial)
      await trial.store.record(MAIN, batch)
      await trial.next()
      await expectRecorded(trial, batch)
    },
  },
  {
    name: 'keeps every bit of a price',
    of: 'trading',
    run: async (trial) => {
      const batch: TradingBatch = {
        orders: PRICES.map((price) =>
          order(String(price), { limitPrice: price, stopPrice: price, touchPrice: price, averagePrice: price }),
        ),
        fills: PRICES.map((price) => fill(String(price), { price })),
        positions: PRICES.map((averagePrice) => position({ averagePrice })),
        cash: PRICES.map((rate, index) => cash(index + 1, { rate })),
        roundTrips: PRICES.map((price, index) =>
          roundTrip(index + 1, { entryPrice: price, exitPrice: price, rate: price, returnFraction: -price }),
        ),
      }
      await know(trial)
      await trial.store.record(MAIN, batch)
      await trial.next()
      await expectRecorded(trial, batch)
    },
  },
  {
    name: 'adds up a thousand movements of cash exactly',
    of: 'trading',
    run: async (trial) => {
      const amounts = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? '0.1' : '0.2'))
      const all = ['90071992547409.93000001', ...amounts, '-0.00000002']
      await know(trial)
      await trial.store.record(MAIN, {
        cash: all.map((amount, index) => cash(index + 1, { amount: dec(amount), time: BEGIN })),
      })
      await trial.next()
      const expected = [{ strategy: 'trend', currency: 'USD', amount: dec('90071992547559.92999999') }]
      expectKept(await trial.store.balances(MAIN), expected, 'the balance')
      await trial.store.record(MAIN, { cash: [cash(all.length + 1, { amount: dec('-90071992547559.62999999') })] })
      await trial.next()
      expectKept(await trial.store.balances(MAIN), [{ ...expected[0], amount: dec('0.3') }], 'the balance in the end')
    },
  },
  {
    name: 'keeps an amount of more digits than money has exactly, or refuses it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const kept = { fills: [] as string[], positions: [] as string[] }
      for (const digits of LONG) {
        const amount = dec(digits)
        if (await isTaken(trial, { fills: [fill(digits, { quantity: amount })] }, `a fill of ${digits}`))
          kept.fills.push(digits)
        if (await isTaken(trial, { positions: [position({ quantity: amount.neg() })] }, `a position of -${digits}`))
          kept.positions.push(`-${digits}`)
      }
      await trial.next()
      const fills = await trial.store.fills(MAIN)
      expectKept(
        fills.map(({ quantity }) => quantity.toFixed()),
        kept.fills,
        'quantities of fills',
      )
      const changes = await trial.store.positionHistory(MAIN)
      expectKept(
        changes.map(({ quantity }) => quantity.toFixed()),
        kept.positions,
        'quantities of positions',
      )
    },
  },
  {
    name: 'keeps a NUL character as it came, or refuses it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const text = 'before\u0000behind'
      const records = [
        order('as a reason', { reason: text }),
        order('as a tag', { tags: [text] }),
        order('as plain data', { particulars: { [text]: text } }),
        order(text),
      ]
      const kept = []
      for (const record of records)
        if (await isTaken(trial, { orders: [record] }, record.clientOrderId)) kept.push(record)
      await trial.next()
      expectKept(await trial.store.orders(MAIN), kept, 'orders with a NUL character')
      const named = await trial.store.orderHistory(MAIN, text)
      expectSame(named.length, kept.filter(({ clientOrderId }) => clientOrderId === text).length, 'orders of that name')
    },
  },
]
