import { expect, it } from 'vitest'
import { money, MoneyCell } from '../domain/money.js'
import { LOT, LotQueue } from './lot-queue.js'

function append(queue: LotQueue, position: number, price: number, units: number): void {
  queue.append(position, { price, time: 60, row: 3 }, units, money(price * units), money('0.5'))
}

it('a position has its lots in the order in which they were opened, whatever other positions do', () => {
  const queue = new LotQueue(2)
  append(queue, 0, 10, 1)
  append(queue, 1, 99, 1)
  append(queue, 0, 11, 1)
  append(queue, 0, 12, 1)
  const prices: number[] = []
  while (queue.head(0) !== -1) {
    prices.push(queue.get(queue.head(0), LOT.price))
    queue.removeHead(0)
  }
  expect([prices, queue.get(queue.head(1), LOT.price)]).toEqual([[10, 11, 12], 99])
})

it('a lot keeps what it was opened with while parts of it are taken', () => {
  const queue = new LotQueue(1)
  append(queue, 0, 10, 8)
  expect([queue.take(0, 3), queue.take(0, 4)]).toEqual([5, 1])
  expect([LOT.price, LOT.time, LOT.units, LOT.remaining, LOT.fill].map((field) => queue.get(0, field))).toEqual([
    10, 60, 8, 1, 3,
  ])
  expect([LOT.value, LOT.fee].map((field) => queue.readAmount(0, field, new MoneyCell()).toString())).toEqual([
    '80',
    '0.5',
  ])
})

it('the row of a closed lot is used again, so that memory grows with what is open', () => {
  const queue = new LotQueue(2)
  for (let i = 0; i < 1000; i++) {
    append(queue, 0, i, 1)
    append(queue, 1, i, 1)
    expect(Math.max(queue.head(0), queue.head(1))).toBeLessThan(2)
    queue.removeHead(i % 2)
    queue.removeHead(1 - (i % 2))
  }
})
