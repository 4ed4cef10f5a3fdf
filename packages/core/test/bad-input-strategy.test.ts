import { describe, expect, it } from 'vitest'
import { SignalStrategy, SMA, Strategy, type Indicator, type Signal, type StrategyInit } from '../src/index.js'
import { daily, day, engineOf, errorOf, failureOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** Buys one on the first day, which is filled at the open of the second, and sets a timer for that noon. */
class Active extends Strategy {
  #order: unknown
  override onStart(): void {
    this.schedule.at('noon', day(2) + 43_200_000)
  }
  override onBar(): void {
    this.#order ??= this.buy('X', { quantity: 1 })
  }
}

const boom = (): never => {
  throw new RangeError('boom')
}

/** A subclass of Active in which one callback does something else, and the name that messages give. */
const where = {
  onStart: 'Broken.onStart at 2024-01-01T00:00:00Z',
  onBar: 'Broken.onBar for X at 2024-01-02T00:00:00Z',
  onSlice: 'Broken.onSlice at 2024-01-02T00:00:00Z',
  onFill: 'Broken.onFill for X at 2024-01-02T00:00:00Z',
  onOrder: 'Broken.onOrder for X at 2024-01-02T00:00:00Z',
  onTimer: 'Broken.onTimer at 2024-01-02T12:00:00Z',
  onStop: 'Broken.onStop at 2024-01-06T00:00:00Z',
} as const
const callbacks = Object.entries(where) as [keyof typeof where, string][]

function broken(callback: keyof typeof where, run: () => unknown) {
  return class Broken extends Active {
    constructor(init: StrategyInit) {
      super(init)
      Object.defineProperty(this, callback, { value: run })
    }
  }
}

describe('a strategy that throws', () => {
  it.each(callbacks)('in %s ends the run with STRATEGY_THREW', async (callback, place) => {
    expect(await failureOf(engineOf(broken(callback, boom)))).toBe(`STRATEGY_THREW: ${place} threw RangeError: boom`)
  })

  it('in its constructor ends the run before there is a time', async () => {
    class Broken extends Strategy {
      readonly field = boom()
    }
    expect(await failureOf(engineOf(Broken))).toBe('STRATEGY_THREW: Broken.constructor threw RangeError: boom')
  })

  it('in generateSignals ends the run with STRATEGY_THREW', async () => {
    class Broken extends SignalStrategy {
      override generateSignals(): Signal[] {
        return boom()
      }
    }
    expect(await failureOf(engineOf(Broken))).toBe(
      'STRATEGY_THREW: Broken.generateSignals at 2024-01-02T00:00:00Z threw RangeError: boom',
    )
  })

  it.each([
    ['an indicator', { update: boom, value: 1 }, {}],
    ['the source of an indicator', new SMA({ period: 1 }), { source: boom }],
  ] as const)('in %s ends the run with STRATEGY_THREW', async (_, indicator: Indicator, input) => {
    class Broken extends Strategy {
      readonly average = this.indicator(indicator, input)
    }
    expect(await failureOf(engineOf(Broken))).toBe(
      'STRATEGY_THREW: Broken.indicator for X at 2024-01-02T00:00:00Z threw RangeError: boom',
    )
    expect(await failureOf(engineOf(Broken, undefined, { from: '2024-01-04', warmupBars: 2 }))).toBe(
      'STRATEGY_THREW: Broken.indicator for X at 2024-01-03T00:00:00Z threw RangeError: boom',
    )
  })

  it('in its sizer ends the run with STRATEGY_THREW', async () => {
    class Sized extends Strategy {
      override onBar(): void {
        this.sell('X')
      }
    }
    const strategies = [{ strategy: Sized, sizer: { spec: 'broken', size: boom } }]
    expect(await failureOf(engineOf(Sized, undefined, { strategies }))).toBe(
      'STRATEGY_THREW: Sized.sizer for X at 2024-01-02T00:00:00Z threw RangeError: boom',
    )
  })

  it('leaves what it threw as the cause, and where in the details', async () => {
    const thrown = new RangeError('boom')
    const engine = engineOf(
      broken('onFill', () => {
        throw thrown
      }),
    )
    const error = await errorOf(() => engine.run())
    expect([error.name, error.cause, error.recoverable]).toEqual(['StrategyError', thrown, false])
    expect(error.details).toEqual({ strategy: 'Broken', callback: 'onFill', symbol: 'X', time: day(2) })
  })

  it.each([
    ['a text', 'text'],
    ['nothing', undefined],
    ['null', null],
  ])('%s is told as it came', async (_, thrown) => {
    const engine = engineOf(
      broken('onBar', () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- users do
        throw thrown
      }),
    )
    expect(await failureOf(engine)).toBe(`STRATEGY_THREW: ${where.onBar} threw ${String(thrown)}`)
  })

  it('is named as the setup names it, for the symbol whose bar it was handed', async () => {
    class Broken extends Strategy {
      override onBar({ symbol }: { symbol: string }): void {
        if (symbol === 'Y') boom()
      }
    }
    const strategies = [{ strategy: Broken, name: 'second' }]
    expect(await failureOf(engineOf(Broken, { X: rising, Y: rising }, { strategies }))).toBe(
      'STRATEGY_THREW: second.onBar for Y at 2024-01-02T00:00:00Z threw RangeError: boom',
    )
  })

  it('in onOrder is told once, although cancel of another callback called it', async () => {
    class Nested extends Strategy {
      override onBar(): void {
        this.cancel(this.buy('X', { quantity: 1 }))
      }
      override onOrder(): void {
        boom()
      }
    }
    expect(await failureOf(engineOf(Nested))).toBe(
      'STRATEGY_THREW: Nested.onOrder for X at 2024-01-02T00:00:00Z threw RangeError: boom',
    )
  })

  it('once does not keep the engine from running again', async () => {
    let runs = 0
    class Once extends Strategy {
      override onStart(): void {
        if (++runs === 1) boom()
      }
    }
    const engine = engineOf(Once)
    await expect(engine.run()).rejects.toThrow('STRATEGY_THREW')
    await expect(engine.run()).resolves.toMatchObject({ bars: 5 })
  })
})

describe('a callback that returns a promise', () => {
  it.each(callbacks)('ends the run with STRATEGY_ASYNC if it is %s, rejected or not', async (callback, place) => {
    const expected = `STRATEGY_ASYNC: ${place} returned a promise; expected a callback that is done when it returns`
    expect(await failureOf(engineOf(broken(callback, () => Promise.resolve())))).toBe(expected)
    expect(await failureOf(engineOf(broken(callback, () => Promise.reject(new Error('unheard')))))).toBe(expected)
  })

  it.each(['resolve', 'reject'] as const)('ends the run if it is generateSignals: %s', async (way) => {
    class Awaiting extends SignalStrategy {
      override generateSignals(): Signal[] {
        return Promise[way]([]) as never
      }
    }
    expect(await failureOf(engineOf(Awaiting))).toBe(
      'STRATEGY_ASYNC: Awaiting.generateSignals at 2024-01-02T00:00:00Z returned a promise; expected a callback that is done when it returns',
    )
  })
})

describe('a sizer', () => {
  class Sized extends Strategy {
    override onBar(): void {
      this.buy('X')
    }
  }
  const sized = (size: () => unknown) =>
    engineOf(
      Sized,
      { X: daily('99/110/90/100.5', 101) },
      { strategies: [{ strategy: Sized, sizer: { spec: { test: 1 }, size } }] },
    )

  it.each([
    ['NaN', () => Number.NaN],
    ['-1', () => -1],
    ['Infinity', () => Number.POSITIVE_INFINITY],
    ['10', () => '10'],
    ['undefined', () => undefined],
    ['null', () => null],
    ['1000000000000001', () => 1e15 + 1],
    ['[object Promise]', () => Promise.resolve(10)],
    ['[object Promise]', () => Promise.reject(new Error('unheard'))],
  ])('that returns %s ends the run with SIZER_RESULT', async (text, size) => {
    expect(await failureOf(sized(size))).toBe(
      `SIZER_RESULT: Sized.sizer for X at 2024-01-02T00:00:00Z returned ${text} to buy at 100.5; expected a number from 0, of at most 15 digits`,
    )
  })

  it('shows what it was asked in the details of its error', async () => {
    const { details } = await errorOf(() => sized(() => Number.NaN).run())
    expect(details).toMatchObject({ strategy: 'Sized', symbol: 'X', time: day(2), sizer: { test: 1 } })
    expect(details.input).toMatchObject({ symbol: 'X', side: 'buy', price: 100.5, equity: 100_000, position: 0 })
  })

  it.each([
    [0, ''],
    [-0, ''],
    [0.99, ': 0.99 rounds down to 0 at a quantity step of 1'],
  ])('that returns %d leaves nothing to trade, which is a denial and no error', async (quantity, why) => {
    const { orders } = await sized(() => quantity).run()
    expect(orders[0]).toMatchObject({
      status: 'DENIED',
      outcome: { code: 'SIZED_TO_ZERO', message: `the sizer left nothing to trade in X at 100.5${why}` },
    })
  })
})

describe('an indicator', () => {
  const declared = (indicator: unknown, input: object = {}) =>
    engineOf(
      class Declares extends Strategy {
        readonly field = this.indicator(indicator as Indicator, input)
      },
      { X: rising, Y: rising },
    )
  const sma = new SMA({ period: 2 })

  it.each([
    ['names no symbol where there are several', sma, {}, 'an indicator names no symbol; expected one of X, Y'],
    ['cannot be updated', { value: 1 }, { symbol: 'X' }, 'an indicator without update() came; expected both'],
    ['has no value', { update: boom }, { symbol: 'X' }, 'an indicator without value came; expected both'],
    ['is no object', 5, { symbol: 'X' }, 'an indicator without update() came; expected both'],
    [
      'has an impossible warmup',
      { update: boom, value: 1, warmup: 1.5 },
      { symbol: 'X' },
      'an indicator with a warmup of 1.5 came; expected a number of bars',
    ],
    [
      'has a source that no bar has',
      sma,
      { symbol: 'X', source: 'hgh' },
      'source hgh came; expected open, high, low, close, volume, a function of the bar or an indicator that was declared before',
    ],
  ])('that %s is INDICATOR_INVALID', async (_, indicator, input, message) => {
    expect(await failureOf(declared(indicator, input))).toBe(`INDICATOR_INVALID: Declares.constructor: ${message}`)
  })

  it('that is declared in a callback is INDICATOR_INVALID: nobody could have asked for its warm-up', async () => {
    class Late extends Strategy {
      override onStart(): void {
        this.indicator(new SMA({ period: 2 }))
      }
    }
    expect(await failureOf(engineOf(Late))).toBe(
      'INDICATOR_INVALID: Late.onStart at 2024-01-01T00:00:00Z: an indicator of X is declared while the run goes; expected it in a field or the constructor',
    )
  })

  it('with impossible options says in which strategy', async () => {
    class Short extends Strategy {
      readonly average = this.indicator(new SMA({ period: 0 }))
    }
    expect(await failureOf(engineOf(Short))).toBe(
      'INDICATOR_INVALID: Short.constructor: SMA: period is 0; expected an integer from 1',
    )
  })
})
