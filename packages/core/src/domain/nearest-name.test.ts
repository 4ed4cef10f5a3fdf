import { expect, it } from 'vitest'
import { expectedNames, nearestName } from './nearest-name.js'

const LIMITS = ['dailyLoss', 'maxDrawdown', 'lossStreak', 'leverage']

it.each([
  ['maxDrawDown', 'maxDrawdown'],
  ['maxDrawdwon', 'maxDrawdown'],
  ['dailylos', 'dailyLoss'],
  ['levrage', 'leverage'],
  ['levrag', 'leverage'],
  ['lossStreaks', 'lossStreak'],
])('%s is likely to mean %s', (name, meant) => {
  expect(nearestName(name, LIMITS)).toBe(meant)
})

it('takes two letters that changed places for one mistake', () => {
  expect(nearestName('APLP', ['AAPL'])).toBeUndefined()
  expect(nearestName('AALP', ['AAPL'])).toBe('AAPL')
  expect(nearestName('AB', ['BA'])).toBe('BA')
  for (const other of ['CD', 'CA', 'BC']) expect(nearestName('AB', [other])).toBeUndefined()
})

it('takes the nearest of several, and the first of those that are as near', () => {
  expect(nearestName('bars', ['barb', 'bar', 'bars2', 'BARS'])).toBe('BARS')
  expect(nearestName('SPZ', ['SPX', 'SPY'])).toBe('SPX')
})

it('means nothing by a word of which more than a third is different', () => {
  expect(nearestName('commission', LIMITS)).toBeUndefined()
  expect(nearestName('QQQ', ['SPY'])).toBeUndefined()
  expect(nearestName('', LIMITS)).toBeUndefined()
})

it('lists two dozen names at most', () => {
  const names = Array.from({ length: 30 }, (_, i) => `S${i}`)
  expect(expectedNames('S2Z', names)).toBe(
    `expected one of ${names.slice(0, 24).join(', ')} and 6 more; did you mean 'S2'?`,
  )
  expect(expectedNames('QQQ', names.slice(0, 24))).toBe(`expected one of ${names.slice(0, 24).join(', ')}`)
})
