import type { Spec } from '../domain/spec.js'
import type { TradingBatch } from '../domain/trading-records.js'
import { cash, dec, fill, intent, LAST_TIME, order, position, roundTrip, worth } from './store-samples.js'

/** What is no plain data, for a field that must be. */
export function notPlain(value: unknown): Spec {
  return value as Spec
}

/** An object that not even a text can be made of. */
function ofNoKind(fields: object): Spec {
  return notPlain(Object.assign(Object.create(null), fields))
}

function endless(): Spec {
  const list: unknown[] = []
  list.push(list, list)
  return notPlain(list)
}

/** A record with a field that its type forbids, as a program without types may give it. */
function broken<T extends object>(record: T, fields: Readonly<Record<string, unknown>>): T {
  return Object.assign(record, fields)
}

/** What no store may keep: a value that it cannot give back as it came, or that the record's type does not have. */
export const BAD_RECORDS: readonly (readonly [string, TradingBatch])[] = [
  ['a price that is no number', { fills: [fill('f2'), fill('f3', { price: Number.NaN })] }],
  ['an endless price', { fills: [fill('f2', { price: Number.POSITIVE_INFINITY })] }],
  ['a price of 0', { fills: [fill('f2', { price: 0 })] }],
  ['a negative price', { orders: [order('trend-2', { limitPrice: -1 })] }],
  ['an amount that is no number', { cash: [cash(2, { amount: dec('NaN') })] }],
  ['an endless amount', { equity: [worth('Infinity')] }],
  ['an amount above 9 quadrillion', { cash: [cash(2), cash(3, { amount: dec('9000000000000000.00000001') })] }],
  ['a quantity of 0', { fills: [fill('f2', { quantity: dec(0) })] }],
  ['a negative quantity', { orders: [order('trend-2', { quantity: dec(-1) })] }],
  ['a negative value', { fills: [fill('f2', { value: dec('-0.01') })] }],
  ['a number in place of an amount', { cash: [broken(cash(2), { amount: 1 })] }],
  ['a text in place of an amount', { positions: [broken(position(), { quantity: '1' })] }],
  ['a text in place of a price', { fills: [broken(fill('f2'), { price: '172.5' })] }],
  ['half a millisecond', { positions: [position({ time: LAST_TIME - 0.5 })] }],
  ['a time that is none', { equity: [worth('1', { time: Number.NaN })] }],
  ['a time before 1970', { fills: [fill('f2', { occurredAt: -1 })] }],
  ['a time after 2199', { orders: [order('trend-2', { updatedAt: LAST_TIME + 1 })] }],
  ['a number of 0', { intents: [intent(0)] }],
  ['half a number', { roundTrips: [roundTrip(1.5)] }],
  ['no id', { fills: [fill('')] }],
  ['no symbol', { positions: [position({ symbol: '' })] }],
  ['half a character', { orders: [order('trend-2', { reason: 'half of \ud83d' })] }],
  ['half a character in a tag', { orders: [order('trend-2', { tags: ['whole', '\udc00'] })] }],
  ['half a character in plain data', { intents: [intent(2, { terms: { '\ud83d': 1 } })] }],
  ['a side that there is not', { fills: [broken(fill('f2'), { side: 'BUY' })] }],
  ['a status that there is not', { orders: [broken(order('trend-2'), { status: 'DONE' })] }],
  ['a kind of cash that there is not', { cash: [broken(cash(2), { kind: 'gift' })] }],
  ['null in place of nothing', { cash: [broken(cash(2), { strategy: null })] }],
  ['a flag that is a number', { fills: [broken(fill('f2'), { internal: 1 })] }],
  ['a field that is left out', { positions: [broken(position(), { currency: undefined })] }],
  ['a number without end', { roundTrips: [roundTrip(2, { returnFraction: Number.POSITIVE_INFINITY })] }],
  ['NaN in plain data', { intents: [intent(2, { terms: { limit: Number.NaN } })] }],
  ['undefined in plain data', { intents: [intent(2, { terms: notPlain([undefined]) })] }],
  ['a date in plain data', { orders: [order('trend-2', { particulars: notPlain({ at: new Date(0) }) })] }],
  ['a map in plain data', { orders: [order('trend-2', { particulars: notPlain(new Map()) })] }],
  ['an endless number in an object of no kind', { intents: [intent(2, { terms: ofNoKind({ x: Infinity }) })] }],
  ['a function in plain data', { intents: [intent(2, { terms: notPlain({ size: () => 1 }) })] }],
  ['a bigint in plain data', { intents: [intent(2, { terms: notPlain([1n]) })] }],
  ['an amount in plain data', { intents: [intent(2, { terms: notPlain({ quantity: dec(1) }) })] }],
  ['plain data that goes round in a circle', { orders: [order('trend-2', { particulars: endless() })] }],
]
