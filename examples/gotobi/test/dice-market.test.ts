import { formatTime, type BarInput } from '@tradewright/core'
import { expect, it } from 'vitest'
import { throwMarket } from '../src/dice-market.js'
import { tokyoClock } from '../src/tokyo-days.js'

const DAY_MS = 86_400_000

const market = { year: 2024, seed: 1 }
const still = throwMarket({ ...market, effect: 0 })
const moved = throwMarket({ ...market, effect: 0.1 })

function ticks(bar: BarInput | undefined): number {
  return Math.round(Number(bar?.open) * 1000)
}

/** By how many ticks the effect moves the open of each bar, by what clocks in Tokyo show. */
const shifts = new Map(still.map((bar, i) => [tokyoClock(Number(bar.openTime)), ticks(moved[i]) - ticks(bar)]))

it('throws the same bars for a seed, and others for another', () => {
  expect(throwMarket({ ...market, effect: 0 })).toEqual(still)
  expect(throwMarket({ year: 2024, seed: 2, effect: 0 })[0]).not.toEqual(still[0])
})

it('is open from Sunday to Friday at 17:00 in New York, in winter and in summer', () => {
  const weekly = still.filter((bar, i) => Number(bar.openTime) - Number(still[i - 1]?.openTime) > DAY_MS)
  const hours = weekly.map(({ openTime }) => formatTime(Number(openTime)).slice(5, 16))
  expect(still).toHaveLength(261 * 288)
  expect(hours.slice(0, 2)).toEqual(['01-07T22:00', '01-14T22:00'])
  expect(hours.filter((time) => time.endsWith('21:00'))).toHaveLength(34)
  expect([hours.indexOf('03-10T21:00'), hours.indexOf('10-27T21:00'), hours.indexOf('11-03T22:00')]).toEqual([
    9, 42, 43,
  ])
})

it('has an open that is never the close before, and prices in whole ticks', () => {
  expect(still.filter(({ open }, i) => open === still[i - 1]?.close)).toEqual([])
  expect(still.every(({ open }) => Math.round(open * 1000) / 1000 === open)).toBe(true)
})

it('moves payment days by the effect: evenly up to the fix, and back until noon', () => {
  const at = (time: string) => shifts.get(`2024-01-25 ${time}`)
  expect(['02:00', '02:05', '05:55', '09:50', '09:55', '10:55', '12:00'].map(at)).toEqual([0, 1, 49, 99, 100, 52, 0])
})

it('moves no other time of the year', () => {
  const days = new Set([...shifts].filter(([, shift]) => shift !== 0).map(([clock]) => clock.slice(0, 10)))
  expect(days.size).toBe(72)
  const outside = [...shifts].filter(([clock]) => clock.slice(11) <= '02:00' || clock.slice(11) >= '12:00')
  expect(outside.filter(([, shift]) => shift !== 0)).toEqual([])
  expect(shifts.get('2024-01-26 09:55')).toBe(0)
})
