import { describe, expect, it } from 'vitest'
import { engineOf, errorOf, Idle, rising, type Bars } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

const CANNOT = 'CONFIG_INVALID: the configuration cannot be used: '
/** The message with which an engine is refused before anything is loaded; its code is what it begins with. */
async function refusal(extra: object, bars?: Bars): Promise<string> {
  const { code, message } = await errorOf(() => engineOf(Idle, bars, extra))
  expect(message.startsWith(`${code}: `)).toBe(true)
  return message
}
const at = '2024-01-03'
const source = 'by hand'
const event = (kind: string, fields: object): object => ({ events: [{ kind, at, ...fields }] })
const action = (kind: string, fields: object): object => event(kind, { symbol: 'X', source, ...fields })

describe('an event', () => {
  const RATIO = "events.0.ratio: expected a positive number, or two such as '3:2'"
  const TIME = 'expected epoch milliseconds or an ISO 8601 date or time'

  it.each<[string, object, string]>([
    ['a negative dividend', action('dividend', { amount: -1 }), 'events.0.amount: expected a positive amount, -1 came'],
    ['a dividend of nothing', action('dividend', { amount: 0 }), 'events.0.amount: expected a positive amount, 0 came'],
    [
      'a dividend of NaN',
      action('dividend', { amount: Number.NaN }),
      'events.0.amount: expected a positive amount, NaN came',
    ],
    ['a split of 0', action('split', { ratio: 0 }), `${RATIO}, 0 came`],
    ['a split of NaN', action('split', { ratio: Number.NaN }), `${RATIO}, NaN came`],
    ['a split of -2', action('split', { ratio: -2 }), `${RATIO}, -2 came`],
    ['a split into nothing', action('split', { ratio: '3:0' }), `${RATIO}, "3:0" came`],
    ['a split in words', action('split', { ratio: '3 for 2' }), `${RATIO}, "3 for 2" came`],
    ['a split that no two integers make', action('split', { ratio: 1e-9 }), `${RATIO}, 1e-9 came`],
    ['a split of no number', action('split', { ratio: [2] }), RATIO],
    [
      'a merger at less than nothing',
      action('merger', { price: -1 }),
      'events.0.price: expected a price, 0 or more, -1 came',
    ],
    ['a merger at no price', action('merger', {}), 'events.0.price: expected a price, 0 or more'],
    [
      'a delisting at infinity',
      action('delisting', { price: Infinity }),
      'events.0.price: expected a price, 0 or more, Infinity came',
    ],
    [
      'no source',
      event('dividend', { symbol: 'X', amount: 1 }),
      'events.0.source: Invalid input: expected string, received undefined',
    ],
    [
      'a deposit of less than nothing',
      event('deposit', { amount: -5 }),
      'events.0.amount: expected a positive amount, -5 came',
    ],
    [
      'an amount with commas',
      event('withdrawal', { amount: '1,000' }),
      'events.0.amount: expected a positive amount, "1,000" came',
    ],
    [
      'a currency in small letters',
      event('deposit', { amount: 5, currency: 'eur' }),
      'events.0.currency: expected a code in capitals, such as USD, "eur" came',
    ],
    ['a time of NaN', { events: [{ kind: 'deposit', at: Number.NaN, amount: 5 }] }, `events.0.at: ${TIME}, NaN came`],
    ['a date object', { events: [{ kind: 'deposit', at: new Date(), amount: 5 }] }, `events.0.at: ${TIME}`],
    [
      'a field that nobody reads',
      event('pause', { strategy: 'Idle', why: 'lunch' }),
      'events.0: Unrecognized key: "why"',
    ],
    ['no list', { events: { kind: 'deposit' } }, 'events: Invalid input: expected array, received object'],
  ])('of %s is refused', async (_, extra, message) => {
    expect(await refusal(extra)).toBe(`${CANNOT}${message}`)
  })

  it.each<[string, object, string]>([
    [
      'a time in words',
      { events: [{ kind: 'deposit', at: 'soon', amount: 5 }] },
      `EVENT_INVALID: deposit at soon: its time is soon; ${TIME}`,
    ],
    [
      'a time without an offset',
      { events: [{ kind: 'pause', at: '2024-01-03T10:00', strategy: 'Idle' }] },
      `EVENT_INVALID: pause at 2024-01-03T10:00: its time is 2024-01-03T10:00; ${TIME}`,
    ],
    [
      'a day that does not exist',
      action('split', { at: '2024-02-30', ratio: 2 }),
      `EVENT_INVALID: split at 2024-02-30: its time is 2024-02-30; ${TIME}`,
    ],
    [
      'an unknown strategy',
      event('stop', { strategy: 'Who' }),
      "EVENT_INVALID: stop at 2024-01-03: strategy 'Who' came; expected one of Idle",
    ],
    [
      'an unknown book',
      event('transfer', { amount: 5, to: 'Who' }),
      "EVENT_INVALID: transfer at 2024-01-03: strategy 'Who' came; expected one of Idle",
    ],
    [
      'one book twice',
      event('transfer', { amount: 5 }),
      'EVENT_INVALID: transfer at 2024-01-03: from and to are one book; expected two',
    ],
    [
      'an unknown symbol',
      event('split', { symbol: 'Q', ratio: 2, source }),
      "UNKNOWN_SYMBOL: events: split of 'Q'; expected one of X",
    ],
    [
      'an unknown new symbol',
      action('symbolChange', { to: 'Q' }),
      "UNKNOWN_SYMBOL: events: symbolChange of 'Q'; expected one of X",
    ],
    [
      'a symbol that becomes itself',
      action('roll', { to: 'X' }),
      'EVENT_INVALID: roll at 2024-01-03: a symbol becomes itself; expected another one',
    ],
    [
      'parameters that a strategy does not have',
      event('params', { strategy: 'Idle', params: { size: 5 } }),
      'PARAMS_INVALID: Idle takes no params, {"size":5} came; expected none, or a class with static params',
    ],
    [
      'an unknown currency',
      event('deposit', { amount: 5, currency: 'XXX' }),
      'FX_RATE_MISSING: no rate to USD from XXX; expected a pair such as XXXUSD or USDXXX among the instruments or in rates',
    ],
    [
      'an amount beyond all',
      event('deposit', { amount: 1e20 }),
      'MONEY_OVERFLOW: an amount of 100000000000000000000 came; expected at most 9 quadrillion',
    ],
  ])('of %s is refused', async (_, extra, message) => {
    expect(await refusal(extra)).toBe(message)
  })

  it.each(['symbolChange', 'roll'])('of a %s to what is not alike is refused', async (kind) => {
    const bars = { X: rising, Y: rising, EURUSD: rising }
    const to = (other: object) => ({
      instruments: [{ symbol: 'X' }, { symbol: 'Y', ...other }, { symbol: 'EURUSD', assetClass: 'fx' }],
      ...action(kind, { to: 'Y' }),
    })
    const start = `EVENT_INVALID: ${kind} at 2024-01-03: X has the`
    expect(await refusal(to({ currency: 'EUR' }), bars)).toBe(`${start} currency USD, Y EUR; expected the same`)
    expect(await refusal(to({ multiplier: 10 }), bars)).toBe(`${start} multiplier 1, Y 10; expected the same`)
    expect(await refusal(to({ quantityStep: '0.1' }), bars)).toBe(`${start} quantityStep 1, Y 0.1; expected the same`)
    expect(await refusal(to({ assetClass: 'cfd' }), bars)).toBe(`${start} payment full, Y profit; expected the same`)
  })
})
