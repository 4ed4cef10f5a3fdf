import { expect, it } from 'vitest'
import { money, MoneyCell } from './money.js'
import { Records } from './records.js'

it.each([0, 1, 64])('records that begin with room for %d rows keep every cell as they grow', (capacity) => {
  const records = new Records(3, capacity)
  for (let row = 0; row < 500; row++) {
    expect(records.add()).toBe(row * 3)
    records.set(row, 0, row / 2)
    records.set(row, 2, row + 7)
  }
  const rows = Array.from({ length: 500 }, (_, row) => [0, 1, 2].map((field) => records.get(row, field)))
  expect(rows).toEqual(Array.from({ length: 500 }, (_, row) => [row / 2, 0, row + 7]))
  expect([records.length, records.filled().length]).toEqual([500, 1500])
})

it('an amount takes two cells, and what is read from them stays when they are written again', () => {
  const records = new Records(3, 1)
  records.add()
  const base = records.add()
  records.writeAmount(base + 1, money('-7.25'))
  const read = records.readAmount(1, 1, new MoneyCell())
  records.writeAmount(base + 1, money(1))
  expect([read.toString(), records.readAmount(1, 1, new MoneyCell()).toString()]).toEqual(['-7.25', '1'])
  expect([...records.filled()]).toEqual([0, 0, 0, 0, 1, 0])
})

it('the filled part of records is not a copy', () => {
  const records = new Records(1)
  records.add()
  const filled = records.filled()
  records.set(0, 0, 2)
  expect([...filled]).toEqual([2])
})
