import { expect, it } from 'vitest'
import { timeframeMs } from './timeframe.js'

it.each([
  ['1s', 1_000],
  ['5m', 300_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
  ['2w', 1_209_600_000],
  ['1M', 2_629_746_000],
  ['99999m', 5_999_940_000],
])('a timeframe of %s is %d milliseconds', (timeframe, ms) => {
  expect(timeframeMs(timeframe)).toBe(ms)
})

it.each(['', 'd', '1', '0m', '01m', '-1d', '1.5h', '1D', '1 m', '100000m', '1dd'])(
  'a timeframe of %j is TIMEFRAME_INVALID',
  (timeframe) => {
    expect(() => timeframeMs(timeframe)).toThrow(
      `TIMEFRAME_INVALID: '${timeframe}' came; expected a count and one of s, m, h, d, w, M, such as '5m' or '1d'`,
    )
  },
)
