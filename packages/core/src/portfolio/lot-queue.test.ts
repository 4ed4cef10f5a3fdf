import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money, MoneyCell, shareOf } from '../domain/money.js'
import { LOT, LotQueue } from './lot-queue.js'

function append(queue: LotQueue, position: number, price: number, units: number, value = price * units): void {
  queue.append(position, { instrument: 0, price, time: 60, row: 3 }, units, money(value), money('0.5'))
}

/** What is left of a lot's value or fee. */
function restOf(queue: LotQueue, lot: number, field: number): MoneyCell {
  const units = queue.get(lot, LOT.units)
  const amount = queue.readAmount(lot, field, new MoneyCell())
  return amount.subtract(shareOf(new MoneyCell(), amount, units - queue.get(lot, LOT.remaining), units))
}

/** The open lots of a position, oldest first: remaining units at a price, and what is left of value and fee. */
function lots(queue: LotQueue, position: number): string[] {
  const found: string[] = []
  for (let lot = queue.head(position); lot !== -1; lot = queue.get(lot, LOT.next)) {
    const size = `${String(queue.get(lot, LOT.remaining))} at ${String(queue.get(lot, LOT.price))}`
    found.push(`${size} for ${[LOT.value, LOT.fee].map((field) => restOf(queue, lot, field).toString()).join(' and ')}`)
  }
  return found
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

describe('a split', () => {
  it('scales what remains of each lot, divides its price, and leaves its value', () => {
    const queue = new LotQueue(1)
    append(queue, 0, 10, 8)
    append(queue, 0, 12, 5)
    queue.take(0, 3)
    queue.split(0, { unitsBefore: 10, unitsAfter: 20, ratio: 2 })
    expect(lots(queue, 0)).toEqual(['10 at 5 for 50 and 0.3125', '10 at 6 for 60 and 0.5'])
  })

  it('rounds cumulatively, so that the lots add up to what the position has become', () => {
    const queue = new LotQueue(1)
    for (const price of [10, 11, 12, 13]) append(queue, 0, price, 1)
    queue.split(0, { unitsBefore: 4, unitsAfter: 6, ratio: 1.5 })
    // 1.5, 3, 4.5 and 6, halves to the even number.
    expect(lots(queue, 0).map((lot) => lot.split(' for ')[0])).toEqual([
      '2 at 6.666666666666667',
      '1 at 7.333333333333333',
      '1 at 8',
      '2 at 8.666666666666666',
    ])
  })

  it('hands what a lot cost that loses its last unit to the next, and the newest to the one before', () => {
    const queue = new LotQueue(2)
    for (const units of [1, 9, 10, 4]) append(queue, 0, 2, units)
    queue.split(0, { unitsBefore: 24, unitsAfter: 2, ratio: 0.1 })
    expect(lots(queue, 0)).toEqual(['1 at 20 for 20 and 1', '1 at 20 for 28 and 1'])
    append(queue, 0, 30, 1)
    append(queue, 1, 99, 1)
    expect([lots(queue, 0).at(-1), lots(queue, 1)]).toEqual(['1 at 30 for 30 and 0.5', ['1 at 99 for 99 and 0.5']])
  })

  it('into nothing drops the lots', () => {
    const queue = new LotQueue(1)
    append(queue, 0, 2, 3)
    append(queue, 0, 2, 2)
    queue.split(0, { unitsBefore: 5, unitsAfter: 0, ratio: 0.1 })
    expect(lots(queue, 0)).toEqual([])
    append(queue, 0, 7, 1)
    expect(lots(queue, 0)).toEqual(['1 at 7 for 7 and 0.5'])
  })
})

describe('lots that are moved', () => {
  it('come behind those that are there, and are gone where they were', () => {
    const queue = new LotQueue(2)
    append(queue, 0, 10, 1)
    append(queue, 0, 11, 1)
    append(queue, 1, 20, 1)
    queue.move(0, 1)
    append(queue, 1, 30, 1)
    append(queue, 0, 40, 1)
    const prices = (position: number) => lots(queue, position).map((lot) => lot.split(' ')[2])
    expect([prices(0), prices(1)]).toEqual([['40'], ['20', '10', '11', '30']])
    queue.move(1, 0)
    queue.move(1, 0)
    expect([prices(0), prices(1)]).toEqual([['40', '20', '10', '11', '30'], []])
  })

  it('join into one at their mean price', () => {
    const queue = new LotQueue(1)
    append(queue, 0, 10, 4)
    append(queue, 0, 20, 5)
    append(queue, 0, 30, 2)
    queue.take(0, 2)
    queue.take(1, 1)
    queue.join(0)
    expect(lots(queue, 0)).toEqual(['8 at 20 for 160 and 1.15'])
    append(queue, 0, 1, 1)
    expect(lots(queue, 0)).toHaveLength(2)
  })
})

describe('whatever is opened, taken, split and moved', () => {
  const cost = fc
    .tuple(fc.nat({ max: 1e7 }), fc.nat({ max: 99_999_999 }))
    .map(([whole, fraction]) => new MoneyCell().setParts(whole, fraction))
  const step = fc.oneof(
    fc.record({ kind: fc.constant('open'), units: fc.integer({ min: 1, max: 50 }), value: cost, fee: cost }),
    fc.record({ kind: fc.constant('take'), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('split'), ratio: fc.constantFrom(2, 3, 1.5, 0.5, 0.1, 0.04, 7) }),
    fc.record({ kind: fc.constantFrom('move', 'join') }),
  )

  /** What the lots must add up to. */
  class Sums {
    readonly queue = new LotQueue(2)
    position = 0
    units = 0
    readonly value = new MoneyCell()
    readonly fee = new MoneyCell()

    take(share: number): void {
      const { queue } = this
      const lot = queue.head(this.position)
      if (lot === -1) return
      const units = Math.ceil(share * queue.get(lot, LOT.remaining))
      this.value.subtract(restOf(queue, lot, LOT.value))
      this.fee.subtract(restOf(queue, lot, LOT.fee))
      this.units -= units
      if (queue.take(lot, units) === 0) {
        queue.removeHead(this.position)
        return
      }
      this.value.add(restOf(queue, lot, LOT.value))
      this.fee.add(restOf(queue, lot, LOT.fee))
    }

    split(ratio: number): void {
      const unitsAfter = Math.floor(this.units * ratio)
      if (unitsAfter === 0) return
      this.queue.split(this.position, { unitsBefore: this.units, unitsAfter, ratio })
      this.units = unitsAfter
    }

    check(): void {
      const { queue, position } = this
      const [value, fee] = [new MoneyCell(), new MoneyCell()]
      for (let lot = queue.head(position); lot !== -1; lot = queue.get(lot, LOT.next)) {
        expect(queue.get(lot, LOT.remaining)).toBeGreaterThan(0)
        value.add(restOf(queue, lot, LOT.value))
        fee.add(restOf(queue, lot, LOT.fee))
      }
      expect([queue.unitsOf(position), value.toString(), fee.toString()]).toEqual([
        this.units,
        this.value.toString(),
        this.fee.toString(),
      ])
      expect(queue.head(1 - position)).toBe(-1)
    }
  }

  it('no unit and no part of a cost is lost', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const sums = new Sums()
        const { queue } = sums
        for (const each of steps) {
          if ('units' in each) {
            const { units, value, fee } = each
            queue.append(sums.position, { instrument: 0, price: 1, time: 0, row: 0 }, units, value, fee)
            sums.units += units
            sums.value.add(value)
            sums.fee.add(fee)
          } else if ('share' in each) sums.take(each.share)
          else if ('ratio' in each) sums.split(each.ratio)
          else if (each.kind === 'join') queue.join(sums.position)
          else {
            queue.move(sums.position, 1 - sums.position)
            sums.position = 1 - sums.position
          }
          sums.check()
        }
      }),
      { numRuns: 500 },
    )
  })
})
