import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  financing,
  instrumentsFrom,
  MemoryDataGateway,
  regT,
  Strategy,
  type BarInput,
  type DecimalInput,
} from '../src/index.js'
import { daily, day, engineOf, errorOf, failureOf, Idle, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

const CANNOT = 'CONFIG_INVALID: the configuration cannot be used: '
/** The message with which an engine is refused before anything is loaded; its code is what it begins with. */
async function refusal(extra: object): Promise<string> {
  const { code, message } = await errorOf(() => engineOf(Idle, undefined, extra))
  expect(message.startsWith(`${code}: `)).toBe(true)
  return message
}
describe('an account', () => {
  it.each<[object, string]>([
    [{ type: 'cash', leverage: 2 }, 'account.leverage: expected none, as a cash account borrows nothing'],
    [
      { type: 'cash', allowShort: true },
      'account.allowShort: expected false, as a cash account can sell nothing short',
    ],
    [
      { type: 'cash', margin: regT(), marginCall: 'deny' },
      'account.margin: expected none, as a cash account borrows nothing; account.marginCall: expected none, as a cash account borrows nothing',
    ],
    [{ marginCall: 'liquidateAll' }, 'account.marginCall: expected none, as the account has no margin model'],
    [{ cashBuffer: 0.1 }, "account.cashBuffer: expected none, as the account's type is not 'cash'"],
    [{ insufficientFunds: 'reduce' }, "account.insufficientFunds: expected none, as the account's type is not 'cash'"],
    [{ type: 'cash', cashBuffer: 1 }, 'account.cashBuffer: Too big: expected number to be <1, 1 came'],
    [{ margin: { initial: 0.5 } }, 'account.margin: expected an object with initial(), maintenance() and a spec'],
    [
      { margin: { initial: () => 1, maintenance: () => 1 } },
      'account.margin: expected an object with initial(), maintenance() and a spec',
    ],
    [
      { financing: { interest: 0.05 } },
      'account.financing: expected an object with interest(), borrowFee(), swap() and a spec',
    ],
    [{ type: 'portfolio' }, 'account.type: Invalid option: expected one of "margin"|"cash", "portfolio" came'],
    [{ settlement: 'sell' }, 'account.settlement: Invalid option: expected one of "hold"|"convert", "sell" came'],
    [{ crossing: 'yes' }, 'account.crossing: Invalid option: expected one of "allow"|"net"|"deny", "yes" came'],
    [{ lots: 'lifo' }, 'account.lots: Invalid option: expected one of "fifo"|"average", "lifo" came'],
  ])('with %j is refused', async (account, message) => {
    expect(await refusal({ account })).toBe(`${CANNOT}${message}`)
  })

  it.each([
    [
      { zone: 'Mars/Base' },
      'CALENDAR_INVALID: dailyCut: zone: expected an IANA zone such as America/New_York; got "Mars/Base"',
    ],
    [{ time: '25:00' }, 'CALENDAR_INVALID: dailyCut: time: expected a time from 00:00 to 23:59; got "25:00"'],
  ])('with a daily cut of %j is refused', async (dailyCut, message) => {
    expect(await refusal({ account: { dailyCut } })).toBe(message)
  })
})

describe('capital of strategies', () => {
  const own = (...capital: unknown[]) => ({
    strategies: capital.map((each, i) => ({ strategy: Idle, name: 'abc'[i]!, capital: each })),
  })
  const EITHER =
    'strategies.0.capital: expected { amount } with a positive amount, or { targetWeight } above 0 and up to 1'

  it.each<[unknown, string]>([
    [{ amount: 0 }, EITHER],
    [{ amount: -5 }, EITHER],
    [{ amount: 'all' }, EITHER],
    [{}, EITHER],
    [{ amount: 5, targetWeight: 0.5 }, EITHER],
    [{ targetWeight: 1.5 }, 'strategies.0.capital.targetWeight: Too big: expected number to be <=1, 1.5 came'],
    [5, `${EITHER}, 5 came`],
  ])('of %j is refused', async (capital, message) => {
    expect(await refusal(own(capital))).toBe(`${CANNOT}${message}`)
  })

  it('that comes to more than there is is refused, with who gets what', async () => {
    expect(await refusal(own({ amount: '60000.01' }, { targetWeight: 0.4 }))).toBe(
      "CONFIG_INVALID: strategies: a 60000.01, b 40000 come to 100000.01; expected at most the account's capital of 100000",
    )
    expect(engineOf(Idle, undefined, own({ amount: 60_000 }, { targetWeight: 0.4 }))).toBeInstanceOf(BacktestEngine)
  })

  it('is by names, of which two are not the same', async () => {
    const strategies = [
      { strategy: Idle, name: 'a', capital: { amount: 1 } },
      { strategy: Idle, name: 'a' },
    ]
    expect(await refusal({ strategies })).toBe(`${CANNOT}strategies.1.name: 'a' came twice; expected each name once`)
  })
})

describe('rates', () => {
  const run =
    (rates: unknown, pair: readonly BarInput[] = rising) =>
    () =>
      new BacktestEngine({
        data: new MemoryDataGateway([
          { symbol: 'X', timeframe: '1d', bars: rising },
          { symbol: 'EURUSD', timeframe: '1d', bars: pair },
        ]),
        instruments: [{ symbol: 'X', currency: 'EUR' }],
        strategies: [{ strategy: Idle }],
        ...({ rates } as object),
      }).run()
  const rate = (fields: object = {}) => [{ symbol: 'EURUSD', timeframe: '1d', ...fields }]

  it.each<[string, unknown, string]>([
    [
      'that are none',
      [],
      'FX_RATE_MISSING: no rate to USD from EUR (of X); expected a pair such as EURUSD or USDEUR among the instruments or in rates',
    ],
    [
      'of no pair',
      rate({ symbol: 'EURO' }),
      'CONFIG_INVALID: rates: EURO names no two currencies; expected six letters, such as EURUSD, or its baseCurrency and currency',
    ],
    [
      'of one currency',
      rate({ baseCurrency: 'USD', currency: 'USD' }),
      'INSTRUMENT_INVALID: EURUSD: baseCurrency is USD; expected another one than its currency',
    ],
    [
      'in an unknown timeframe',
      rate({ timeframe: 'day' }),
      "TIMEFRAME_INVALID: 'day' came; expected a count and one of s, m, h, d, w, M, such as '5m' or '1d'",
    ],
    [
      'named twice',
      [...rate(), ...rate({ timeframe: '1h' })],
      `${CANNOT}rates.1.symbol: 'EURUSD' came twice; expected each symbol once`,
    ],
    ['that nobody has', rate({ timeframe: '1h' }), 'UNKNOWN_SYMBOL: EURUSD 1h came; expected one of X 1d, EURUSD 1d'],
  ])('%s are refused', async (_, rates, message) => {
    expect((await errorOf(run(rates))).message).toBe(message)
  })

  it.each([0, -1, Number.NaN])('of %d are refused as prices of any instrument are', async (price) => {
    const message = `PRICE_INVALID: EURUSD 2024-01-01T00:00:00Z: open is ${String(price)}; expected a positive number (row 0 of EURUSD 1d in memory)`
    expect((await errorOf(run(rate(), daily(price)))).message).toBe(message)
  })
})

describe('a catalogue', () => {
  it('without a symbol that is asked for, or with a size that is none, is refused with all its mistakes', async () => {
    const contracts = { USDJPY: { lotSize: -100_000 }, EURUSD: { lotSize: 1 } }
    const { code, message } = await errorOf(() => instrumentsFrom(contracts, ['USDJPY', 'EURUSD', 'GBPUSD']))
    expect([code, message]).toEqual([
      'INSTRUMENT_INVALID',
      [
        'INSTRUMENT_INVALID: the catalogue has several mistakes',
        '  INSTRUMENT_INVALID: USDJPY: lotSize is -100000; expected a positive number',
        "  UNKNOWN_SYMBOL: the catalogue: 'GBPUSD' came; expected one of USDJPY, EURUSD",
      ].join('\n'),
    ])
  })
})

describe('a model that answers nonsense', () => {
  class Short extends Strategy {
    override onBar(): void {
      if (this.now === day(2)) this.sell('X', { quantity: 5 })
    }
  }

  it.each<[string, DecimalInput | undefined, string]>([
    ['interest', Number.NaN, "the financing model's interest returned NaN; expected an amount"],
    ['borrowFee', undefined, "the financing model's borrowFee returned undefined; expected an amount"],
    ['borrowFee', 'much', "the financing model's borrowFee returned much; expected an amount"],
  ])('of %s: %s ends the run', async (method, answer, message) => {
    const model = { ...financing({}), [method]: () => answer }
    expect(await failureOf(engineOf(Short, undefined, { account: { financing: model } }))).toBe(
      `COST_RESULT: ${message}`,
    )
  })

  it.each<[string, number | undefined]>([
    ['initial', Number.NaN],
    ['initial', -1],
    ['maintenance', undefined],
  ])('of %s margin: %s ends the run', async (method, answer) => {
    const margin = { spec: 'mine', initial: () => 1, maintenance: () => 1, [method]: () => answer }
    expect(await failureOf(engineOf(Short, undefined, { account: { margin } }))).toBe(
      `COST_RESULT: the margin model's ${method} margin of -5 X is ${String(answer)}; expected a number from 0`,
    )
  })
})
