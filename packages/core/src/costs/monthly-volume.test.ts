import { expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import { MonthlyVolume } from './monthly-volume.js'
import { bitcoin, stock } from './test-charges.js'

it('adds up what was traded in a calendar month of UTC, and begins anew with the next', () => {
  const volume = new MonthlyVolume()
  const seen: unknown[] = []
  const trade = (time: string, units: number, value: number): void => {
    volume.moveTo(Date.parse(time))
    seen.push([volume.quantity, volume.value])
    volume.add(stock, units, money(value))
  }
  trade('2023-12-31T23:59:59.999Z', 100, 5000)
  trade('2023-12-31T23:59:59.999Z', 10, 500)
  trade('2024-01-01T00:00:00Z', 7, 70)
  trade('2024-01-31T23:00:00-05:00', 1, 10)
  trade('2024-02-29T12:00:00Z', 1, 10)
  trade('2024-04-01T00:00:00Z', 1, 10)
  expect(seen).toEqual([
    [0, 0],
    [100, 5000],
    [0, 0],
    [0, 0],
    [1, 10],
    [0, 0],
  ])
})

it('adds exactly: three tenths of a coin are 0.3', () => {
  const volume = new MonthlyVolume()
  volume.moveTo(0)
  for (let i = 0; i < 3; i++) volume.add(bitcoin, 10_000_000, money('0.1'))
  volume.add(stock, 2, money(0))
  // 1.25 of a thing that trades in hundredths.
  volume.add(createInstrument({ symbol: 'X', quantityStep: '0.01' }), 125, money(0))
  expect([volume.quantity, volume.value]).toEqual([3.55, 0.3])
})
