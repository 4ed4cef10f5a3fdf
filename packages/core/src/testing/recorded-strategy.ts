import { Strategy, type StrategyClass, type StrategyInit } from '../strategy/strategy.js'
import type { AnyIndicator } from '../indicators/indicator.js'
import type { AmbientWatch } from './ambient-watch.js'
import { plainText } from './plain-text.js'
import type { IndicatorTrace, Recording } from './recording.js'
import { recordingContext } from './recording-context.js'

const CALLBACKS = [
  'onStart',
  'onBar',
  'onSlice',
  'onQuote',
  'onTrade',
  'onFill',
  'onOrder',
  'onTimer',
  'onStop',
] as const

export interface RecordingOptions {
  readonly name: string
  readonly recording: Recording
  readonly ambient: AmbientWatch
}

/** The same strategy, which tells a recording of all that it decides. Its indicators have a probe beside them, and nothing else is different. */
export function recordedStrategy(strategy: StrategyClass, options: RecordingOptions): StrategyClass {
  return class extends strategy {
    constructor(init: StrategyInit) {
      const seat = new RecordedSeat(options, init)
      super({ ...init, context: seat.context })
      seat.attach(this)
    }
  }
}

/** One instance of a strategy and what is told of it. */
class RecordedSeat {
  readonly context: StrategyInit['context']
  readonly #options: RecordingOptions
  readonly #init: StrategyInit
  readonly #declared = new Map<AnyIndicator, IndicatorTrace>()
  #callback = 'constructor'

  constructor(options: RecordingOptions, init: StrategyInit) {
    this.#options = options
    this.#init = init
    if (Number.isNaN(init.context.now)) forget(options)
    this.context = recordingContext(init.context, {
      decided: (what, symbol, terms) => {
        const told = plainText(terms ?? {})
        this.#decided(told === '{}' ? what : `${what} ${told}`, symbol)
      },
      declared: (told, indicator) => {
        const trace: IndicatorTrace = Object.assign(told, { strategy: options.name })
        options.recording.indicators.push(trace)
        this.#declared.set(indicator, trace)
      },
    })
  }

  /** Listens in on every function that the engine will call. */
  attach(strategy: object): void {
    for (const [field, value] of Object.entries(strategy)) {
      const trace = this.#declared.get(value as AnyIndicator)
      if (trace) trace.name = field
    }
    for (const name of CALLBACKS) {
      const own: unknown = Reflect.get(strategy, name)
      // What isn't overridden is left alone, since the engine does not call it then.
      if (typeof own === 'function' && own !== Strategy.prototype[name]) this.#listen(strategy, name, own)
    }
    const signals: unknown = Reflect.get(strategy, 'generateSignals')
    if (typeof signals === 'function') this.#listen(strategy, 'generateSignals', signals)
    this.#callback = 'a function of its own'
  }

  #listen(strategy: object, name: string, own: object): void {
    const call = (args: unknown[]): unknown => Reflect.apply(own as (...args: unknown[]) => unknown, strategy, args)
    const value = (...args: unknown[]): unknown => {
      const before = this.#callback
      this.#callback = name
      try {
        if (name === 'onTimer') this.#decided(`timer '${String(args[0])}' is due`, undefined)
        const returned = this.#options.ambient.during(
          { strategy: this.#options.name, callback: name, time: this.#now },
          () => call(args),
        )
        if (name === 'generateSignals' && Array.isArray(returned)) this.#signals(returned)
        return returned
      } finally {
        this.#callback = before
      }
    }
    Object.defineProperty(strategy, name, { value, configurable: true, writable: true })
  }

  get #now(): number {
    return this.#init.context.now
  }

  #signals(signals: readonly unknown[]): void {
    for (const signal of signals) {
      const { symbol }: { symbol?: unknown } = typeof signal === 'object' && signal !== null ? signal : {}
      this.#decided(`signal ${plainText(signal)}`, typeof symbol === 'string' ? symbol : undefined)
    }
  }

  #decided(text: string, symbol: string | undefined): void {
    const { recording, name } = this.#options
    recording.decisions.push({ strategy: name, callback: this.#callback, time: this.#now, symbol, text })
  }
}

/** To find out how many bars it needs, the engine makes an instance that never runs; what that one told is no part of the run. */
function forget({ recording, name }: RecordingOptions): void {
  removeOf(recording.decisions, name)
  removeOf(recording.indicators, name)
}

function removeOf(list: { readonly strategy: string }[], name: string): void {
  for (let i = list.length - 1; i >= 0; i--) if (list[i]!.strategy === name) list.splice(i, 1)
}
