import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  BacktestEngine,
  createInstrument,
  MemoryDataGateway,
  Strategy,
  xnys,
  type BacktestConfig,
} from '../src/index.js'
import { config, daily, engineOf, errorOf, Idle, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

const refusal = async (extra: object): Promise<string> =>
  (await errorOf(() => new BacktestEngine(config(Idle, undefined, extra)))).message
const CANNOT = 'CONFIG_INVALID: the configuration cannot be used: '

describe('a configuration', () => {
  it('is refused with all of its mistakes at once, each with its path and the value that came', async () => {
    const extra = {
      account: { capital: -5, leverage: 0, currency: 'usd', allowShort: 'no' },
      costs: { commission: 0.001 },
      fills: { policy: 'hopeful', maxVolumeFraction: 'all' },
      seed: 1.5,
      warmupBars: -1,
      closeAtEnd: 1,
      freshBars: 'yes',
      from: 'yesterday',
      to: Number.NaN,
      data: {},
    }
    expect((await refusal(extra)).slice(CANNOT.length).split('; ').sort()).toEqual([
      'account.allowShort: Invalid input: expected boolean, received string, "no" came',
      'account.capital: expected a positive amount, -5 came',
      'account.currency: expected a code in capitals, such as USD, "usd" came',
      'account.leverage: Too small: expected number to be >0, 0 came',
      'closeAtEnd: Invalid input: expected boolean, received number, 1 came',
      'costs.commission: expected an object with charge() and a spec, 0.001 came',
      'data: expected an object with fetchBars()',
      'fills.maxVolumeFraction: Invalid input, "all" came',
      'fills.policy: Invalid option: expected one of "pessimistic"|"optimistic"|"ohlc"|"olhc"|"nearest"|"finer", "hopeful" came',
      'freshBars: Invalid input: expected boolean, received string, "yes" came',
      'from: expected epoch milliseconds or an ISO 8601 date or time, "yesterday" came',
      'seed: Invalid input: expected int, received number, 1.5 came',
      'to: Invalid input, NaN came',
      'warmupBars: Too small: expected number to be >=0, -1 came',
    ])
  })

  it.each([
    [{ capital: 5 }, 'Unrecognized key: "capital"'],
    [{ capital: 5, symbol: 'X' }, 'Unrecognized keys: "capital", "symbol"'],
    [{ account: { cash: 5 } }, 'account: Unrecognized key: "cash"'],
    [{ costs: { fee: 5 } }, 'costs: Unrecognized key: "fee"'],
    [{ fills: { slippage: 5 } }, 'fills: Unrecognized key: "slippage"'],
    [{ instruments: [{ symbol: 'X', tick: 0.01 }] }, 'instruments.0: Unrecognized key: "tick"'],
    [{ series: [{ symbol: 'X', interval: '1d', timeframe: '1d' }] }, 'series.0: Unrecognized key: "interval"'],
    [{ strategies: [{ strategy: Idle, symbol: 'X' }] }, 'strategies.0: Unrecognized key: "symbol"'],
  ])('with a key that nobody reads, %j, is refused', async (extra, message) => {
    expect(await refusal(extra)).toBe(`${CANNOT}${message}`)
  })

  it.each([
    ['no instruments', { instruments: [] }, 'instruments: Too small: expected array to have >=1 items'],
    ['no strategies', { strategies: [] }, 'strategies: Too small: expected array to have >=1 items'],
    ['no series', { series: [] }, 'series: Too small: expected array to have >=1 items'],
    [
      'an instrument without a symbol',
      { instruments: [{}] },
      'instruments.0.symbol: Invalid input: expected string, received undefined',
    ],
    [
      'a symbol twice',
      { instruments: [{ symbol: 'X' }, { symbol: 'X' }] },
      "instruments.1.symbol: 'X' came twice; expected each symbol once",
    ],
    [
      'two strategies of one name',
      { strategies: [{ strategy: Idle }, { strategy: Idle }] },
      "strategies.1.name: 'Idle' came twice; expected each name once",
    ],
    [
      'an end before its start',
      { from: '2024-01-03', to: '2024-01-03' },
      'to: expected a time after from, "2024-01-03" came',
    ],
    [
      'a time without an offset',
      { from: '2024-01-03T00:00' },
      'from: expected epoch milliseconds or an ISO 8601 date or time, "2024-01-03T00:00" came',
    ],
    [
      'a day that does not exist',
      { to: '2024-02-30' },
      'to: expected epoch milliseconds or an ISO 8601 date or time, "2024-02-30" came',
    ],
    [
      'a capital that is no number',
      { account: { capital: ' 100 ' } },
      'account.capital: expected a positive amount, " 100 " came',
    ],
    [
      'a sizer that the hash could not tell from others',
      { strategies: [{ strategy: Idle, sizer: { size: () => 1 } }] },
      'strategies.0.sizer: expected an object with size() and a spec',
    ],
    [
      'slippage that the hash could not tell from others',
      { costs: { slippage: { slip: () => 1 } } },
      'costs.slippage: expected an object with slip() and a spec',
    ],
    [
      'a function for a strategy',
      { strategies: [{ strategy: String }] },
      'strategies.0.strategy: expected a class that extends Strategy',
    ],
    [
      'an instance for a strategy',
      { strategies: [{ strategy: { onBar: () => undefined } }] },
      'strategies.0.strategy: expected a class that extends Strategy',
    ],
  ])('with %s is refused', async (_, extra, message) => {
    expect(await refusal(extra)).toBe(`${CANNOT}${message}`)
  })

  it('that is none is refused', async () => {
    const { message } = await errorOf(() => new BacktestEngine(undefined as never))
    expect(message).toBe(`${CANNOT}Invalid input: expected object, received undefined`)
  })

  it('takes an instrument that createInstrument has made', () => {
    const instruments = [createInstrument({ symbol: 'X', tickSize: 0.01, calendar: xnys() })]
    expect(engineOf(Idle, undefined, { instruments })).toBeInstanceOf(BacktestEngine)
  })

  it.each([
    [
      [
        { symbol: 'X', timeframe: '1d' },
        { symbol: 'X', timeframe: '1d' },
      ],
      'CONFIG_INVALID: series: X 1d came twice; expected each series once',
    ],
    [
      [{ symbol: 'X', timeframe: 'day' }],
      "TIMEFRAME_INVALID: 'day' came; expected a count and one of s, m, h, d, w, M, such as '5m' or '1d'",
    ],
    [[{ symbol: 'Y', timeframe: '1d' }], "UNKNOWN_SYMBOL: series: 'Y' came; expected one of X"],
  ])('with the series %j is refused', async (series, message) => {
    expect(await refusal({ series })).toBe(message)
  })

  it('with an instrument that no series has is refused', async () => {
    const extra = { instruments: [{ symbol: 'X' }, { symbol: 'Y' }], series: [{ symbol: 'X', timeframe: '1d' }] }
    expect(await refusal(extra)).toBe(
      'CONFIG_INVALID: series: Y has none; expected at least one series for each instrument',
    )
  })

  it('with a strategy on an unknown symbol is refused', async () => {
    expect(await refusal({ strategies: [{ strategy: Idle, symbols: ['X', 'Z'] }] })).toBe(
      "UNKNOWN_SYMBOL: strategies: Idle: 'Z' came; expected one of X",
    )
  })

  it('with impossible values of an instrument is refused', async () => {
    expect(await refusal({ instruments: [{ symbol: 'X', tickSize: -1 }] })).toBe(
      'INSTRUMENT_INVALID: X: tickSize is -1; expected a positive number',
    )
  })

  it('with instruments of another currency than the account, and no pair that leads from one to the other, is refused', async () => {
    const instruments = [{ symbol: 'X' }, { symbol: 'SAP', currency: 'EUR' }, { symbol: 'BP', currency: 'GBP' }]
    const data = new MemoryDataGateway(instruments.map(({ symbol }) => ({ symbol, timeframe: '1d', bars: rising })))
    const error = await errorOf(() => new BacktestEngine({ data, instruments, strategies: [{ strategy: Idle }] }))
    expect(error.message).toBe(
      'FX_RATE_MISSING: no rate to USD from EUR (of SAP), GBP (of BP); expected a pair such as EURUSD or USDEUR, GBPUSD or USDGBP among the instruments or in rates',
    )
    expect(error.details).toEqual({
      baseCurrency: 'USD',
      currencies: ['EUR', 'GBP'],
    })
  })

  it('with fill rules that need a tick size is refused when it runs', async () => {
    const engine = engineOf(Idle, undefined, { fills: { touch: { penetrateTicks: 1 } } })
    expect((await errorOf(() => engine.run())).message).toBe(
      'CONFIG_INVALID: fills.touch.penetrateTicks is 1; expected a tickSize on every instrument; X has none',
    )
  })
})

describe('parameters', () => {
  class Tuned extends Strategy<typeof Tuned.params> {
    static readonly params = z.object({
      period: z.number().int().min(2),
      weights: z.array(z.number()).default([1]),
      mode: z.enum(['fast', 'slow']).default('fast'),
    })
  }
  const refusalOf = async (params: unknown, strategy: BacktestConfig['strategies'][number]['strategy'] = Tuned) =>
    (await errorOf(() => engineOf(strategy, { X: daily(1) }, { strategies: [{ strategy, params }] }))).message

  it('that do not validate are listed, all at once, each with its path and the value that came', async () => {
    expect(await refusalOf({ period: 1, weights: [1, 'two'], mode: 'medium' })).toBe(
      'PARAMS_INVALID: params of Tuned cannot be used: period: Too small: expected number to be >=2, 1 came; weights.1: Invalid input: expected number, received string, "two" came; mode: Invalid option: expected one of "fast"|"slow", "medium" came',
    )
  })

  it.each([
    ['left out', undefined, 'period: Invalid input: expected number, received undefined'],
    ['misspelt', { period: 2, weight: [2] }, 'Unrecognized key: "weight"'],
    ['no object', 5, 'Invalid input: expected object, received number, 5 came'],
  ])('that are %s are refused', async (_, params, message) => {
    expect(await refusalOf(params)).toBe(`PARAMS_INVALID: params of Tuned cannot be used: ${message}`)
  })

  it('may have unknown keys where the schema says so', async () => {
    class Loose extends Strategy<typeof Loose.params> {
      static readonly params = z.looseObject({ period: z.number() })
    }
    const result = await engineOf(Loose, undefined, {
      strategies: [{ strategy: Loose, params: { period: 2, note: 'kept' } }],
    }).run()
    expect(result.settings).toMatchObject({ strategies: [{ params: { period: 2, note: 'kept' } }] })
  })

  it('for a class that takes none are refused', async () => {
    expect(await refusalOf({ period: 5 }, Idle)).toBe(
      'PARAMS_INVALID: Idle takes no params, {"period":5} came; expected none, or a class with static params',
    )
  })

  it('whose schema throws, or has to be awaited, are refused', async () => {
    class Throwing extends Strategy<typeof Throwing.params> {
      static readonly params = z.object({}).refine(() => {
        throw new RangeError('boom')
      })
    }
    class Awaiting extends Strategy<typeof Awaiting.params> {
      static readonly params = z.object({}).refine(() => Promise.resolve(true))
    }
    expect(await refusalOf({}, Throwing)).toBe(
      'PARAMS_INVALID: params of Throwing cannot be used: the schema threw RangeError: boom',
    )
    expect(await refusalOf({}, Awaiting)).toContain(
      'PARAMS_INVALID: params of Awaiting cannot be used: the schema threw',
    )
  })

  it('are named as the setup names the strategy', async () => {
    const strategies = [{ strategy: Tuned, name: 'first', params: {} }]
    expect((await errorOf(() => engineOf(Tuned, undefined, { strategies }))).message).toContain('params of first')
  })

  it('without a default for its state refuse a class', async () => {
    class Stateful extends Strategy<typeof Tuned.params, typeof Stateful.state> {
      static readonly state = z.object({ count: z.number() })
    }
    expect((await errorOf(() => engineOf(Stateful))).message).toBe(
      'PARAMS_INVALID: state of Stateful cannot be used: count: Invalid input: expected number, received undefined',
    )
  })
})
