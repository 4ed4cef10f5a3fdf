import { Decimal, type BarColumns, type JournalEntry, type SeriesKey, type TradingBatch } from '@tradewright/core'
import { TIME } from './records.js'

// What a trading program does again and again; step n is the same whenever it is done, so that a reader knows what has to be there.

export const ACCOUNT_NAME = 'DU1'
/** Entries of the journal in a step. */
export const ENTRIES = 3
/** After so many steps there is a checkpoint, and what is before it is pruned. */
export const CHECKPOINT_EVERY = 25

export function entriesOf(step: number): readonly JournalEntry[] {
  return Array.from({ length: ENTRIES }, (_, index) => {
    const sequence = (step - 1) * ENTRIES + index + 1
    return { sequence, at: TIME + sequence, kind: 'bar', data: dataOf(sequence) }
  })
}

/** Now and then longer than a page of the file, so that a group spreads over several. */
export function dataOf(sequence: number): string {
  return `${String(sequence)} `.repeat(sequence % 7 === 0 ? 2000 : 10)
}

const PRICE = 0.1
/** Cash of one step: a fill of 3 at 0.1, and its commission. */
const FILL_AMOUNT = new Decimal('-0.3')
const COMMISSION = new Decimal('-0.00000001')

/** What the balance has to be after so many steps, exactly. */
export function balanceAfter(steps: number): Decimal {
  return FILL_AMOUNT.plus(COMMISSION).times(steps)
}

/** An order that is sent and filled: its intent, its state, its fill, its cash, the position and the equity that come of it. */
export function batchOf(step: number): TradingBatch {
  const time = TIME + step
  const id = `order-${String(step)}`
  const [strategy, symbol, currency] = ['alpha', 'ACME', 'USD']
  const quantity = new Decimal(3)
  return {
    intents: [
      {
        ...{ number: step, sequence: (step - 1) * ENTRIES, decidedAt: time, strategy, symbol, action: 'submit' },
        ...{ clientOrderId: id, terms: { side: 'buy', quantity: '3' } },
      },
    ],
    orders: [
      {
        ...{ clientOrderId: id, venueOrderId: `v-${id}`, strategy, symbol, side: 'buy', type: 'limit' },
        ...{ timeInForce: 'GTC', quantity, limitPrice: PRICE, stopPrice: undefined, touchPrice: undefined },
        ...{ status: 'FILLED', filledQuantity: quantity, averagePrice: PRICE, createdAt: time, updatedAt: time },
        ...{ reason: 'step', tags: [], particulars: null },
      },
    ],
    fills: [
      {
        ...{ id: `fill-${String(step)}`, clientOrderId: id, strategy, symbol, side: 'buy', quantity, price: PRICE },
        ...{ value: FILL_AMOUNT.negated(), commission: COMMISSION.negated(), currency },
        ...{ occurredAt: time, receivedAt: time, internal: false },
      },
    ],
    positions: [{ strategy, symbol, time, quantity: quantity.times(step), averagePrice: PRICE, currency }],
    cash: [FILL_AMOUNT, COMMISSION].map((amount, index) => ({
      ...{ number: 2 * (step - 1) + index + 1, time, strategy, currency, kind: index === 0 ? 'fill' : 'commission' },
      ...{ amount, fill: `fill-${String(step)}`, symbol, rate: undefined },
    })),
    equity: [{ strategy, time, equity: balanceAfter(step).plus(quantity.times(step).times(PRICE)) }],
  }
}

export const SERIES: SeriesKey = { source: 'vendor', symbol: 'ACME', timeframe: '1h' }
const HOUR = 3_600_000
/** Bars of a step, which begin in one month and may end in the next. */
export const BARS = 10_000

/** All bars of the steps from one to another, [from, to). */
export function barsOf(from: number, to: number): BarColumns {
  const length = (to - from) * BARS
  const column = (of: (bar: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, row) => of((from - 1) * BARS + row))
  return {
    ...{ length, openTime: column((bar) => bar * HOUR), closeTime: column((bar) => (bar + 1) * HOUR) },
    ...{ open: column((bar) => bar + 1), high: column((bar) => bar + 2) },
    ...{ low: column((bar) => bar + 0.5), close: column((bar) => bar + 1.5) },
  }
}

export function rangeOf(step: number): { readonly from: number; readonly to: number } {
  return { from: (step - 1) * BARS * HOUR, to: step * BARS * HOUR }
}
