import { describe, expect, it } from 'vitest'
import { EMA } from './ema.js'
import { SMA } from './sma.js'
import { Highest } from './extremes.js'

const saved = () => {
  const sma = new SMA({ period: 3 })
  for (const value of [1, Number.NaN, -0]) sma.update(value)
  return sma.save()
}

describe('a saved state', () => {
  it('is plain data, with texts for the numbers that JSON lacks', () => {
    expect(saved()).toEqual({
      indicator: 'SMA',
      options: { period: 3 },
      state: { window: [1, 'NaN', '-0'], next: 0, sum: 'NaN', turnSum: 0, filling: false, value: 'NaN' },
    })
    expect(new EMA({ period: 3 }).save()).toEqual({
      indicator: 'EMA',
      options: { period: 3 },
      state: { value: 'NaN', warmup: 3, missing: 3, sum: 0, weight: 0.5 },
    })
  })

  const state = () => saved().state

  it.each([
    ['the state is undefined; expected what SMA.save() gave', undefined],
    [
      'the state is {"indicator":"EMA","options":{"period":3},"state":{"warmup":…; expected what SMA.save() gave',
      new EMA({ period: 3 }).save(),
    ],
    ['period of the state is 4; expected 3', { ...saved(), options: { period: 4 } }],
    ['period of the state is undefined; expected 3', { ...saved(), options: undefined }],
    ['state is 5; expected window, next, sum, turnSum, filling, value', { ...saved(), state: 5 }],
    ['state.window is [1]; expected 3 numbers', { ...saved(), state: { ...state(), window: [1] } }],
    ['state.window[1] is null; expected a number', { ...saved(), state: { ...state(), window: [1, null, 3] } }],
    ['state.next is "zero"; expected a number', { ...saved(), state: { ...state(), next: 'zero' } }],
    ['state.filling is 0; expected true or false', { ...saved(), state: { ...state(), filling: 0 } }],
  ])('that is none is INDICATOR_INVALID: %s', (message, came) => {
    const sma = new SMA({ period: 3 })
    expect(() => {
      sma.load(came)
    }).toThrow(expect.objectContaining({ code: 'INDICATOR_INVALID', message: `INDICATOR_INVALID: SMA: ${message}` }))
    expect(sma.save()).toEqual(new SMA({ period: 3 }).save())
  })

  it('of parts says in which part it is wrong', () => {
    const highest = new Highest({ period: 2 })
    const came = JSON.parse(
      JSON.stringify(highest.save()).replace('"turnHighestAt":0', '"turnHighestAt":{}'),
    ) as unknown
    expect(() => {
      highest.load(came)
    }).toThrow('INDICATOR_INVALID: Highest: state.extreme.turnHighestAt is {}; expected a number')
  })
})
