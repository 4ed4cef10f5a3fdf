import { expect, it } from 'vitest'
import { durationMs } from './duration.js'

it.each([
  [1, 1],
  [90_000, 90_000],
  ['90s', 90_000],
  ['15m', 900_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
  ['2w', 1_209_600_000],
])('%j lasts %d ms', (duration, ms) => {
  expect(durationMs(duration)).toBe(ms)
})

it.each([0, -1, 1.5, Number.NaN, Infinity, '1M', '0m', '1.5h', '15', 'm', ' 1d', '1 d', '', null, undefined, {}, true])(
  '%j is no duration',
  (value) => {
    expect(durationMs(value)).toBeUndefined()
  },
)
