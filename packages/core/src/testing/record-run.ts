import { isTradewrightError, TradewrightError } from '../domain/errors.js'
import type { Order } from '../domain/order.js'
import { BacktestEngine } from '../engine/backtest-engine.js'
import { nameOf, type BacktestConfig } from '../engine/config.js'
import type { DataGateway } from '../ports/data-gateway.js'
import { AmbientWatch, type Ambient } from './ambient-watch.js'
import { plainText } from './plain-text.js'
import { recordedStrategy } from './recorded-strategy.js'
import type { Recording } from './recording.js'

/** What a run came to, for checks that compare runs. */
export interface RunRecord extends Recording {
  /** Undefined where the run failed. */
  readonly hash: string | undefined
  /** Whether market orders were filled at prices that their decisions knew. */
  readonly lookahead: boolean
  readonly error: TradewrightError | undefined
}

/** One backtest with everything recorded that its strategies decide. An error of the run is part of the record. */
export async function recordRun(
  config: BacktestConfig,
  options: {
    readonly data: DataGateway
    readonly ambient?: Ambient
    readonly freshBars?: boolean
    readonly warmupBars?: number
  },
): Promise<RunRecord> {
  const { ambient, data, ...changes } = options
  const recording: Recording = { decisions: [], indicators: [], reads: [] }
  const watch = new AmbientWatch(recording, ambient)
  // What a proof tries out is no run to be kept.
  const { runs: _kept, ...tried } = config
  const engine = new BacktestEngine({
    ...tried,
    ...changes,
    data,
    // A close-out comes at the end of the data, which a cut moves.
    closeAtEnd: false,
    strategies: config.strategies.map((entry) => {
      const name = nameOf(entry)
      return { ...entry, name, strategy: recordedStrategy(entry.strategy, { name, recording, ambient: watch }) }
    }),
  })
  const seen = new Set<number>()
  let filledAt = Number.NaN
  engine.on('fill', ({ occurredAt }) => {
    filledAt = occurredAt
  })
  engine.on('order', (order) => {
    if (seen.has(order.number)) return
    seen.add(order.number)
    const { strategy, createdAt: time, symbol } = order
    const afterFill = filledAt === time
    recording.decisions.push({ strategy, callback: 'engine', time, symbol, text: madeOf(order), afterFill })
  })
  try {
    const { hash, lookahead } = await engine.run()
    return { ...recording, hash, lookahead, error: undefined }
  } catch (cause) {
    const error = isTradewrightError(cause) ? cause : new TradewrightError('INVARIANT', String(cause), { cause })
    return { ...recording, hash: undefined, lookahead: false, error }
  }
}

/** What the engine made of a wish: size, terms, and why it was denied. */
function madeOf({
  number,
  side,
  type,
  status,
  quantity,
  limitPrice,
  stopPrice,
  touchPrice,
  trail,
  ...rest
}: Order): string {
  const terms = { quantity, limitPrice, stopPrice, touchPrice, trail, outcome: rest.outcome?.code, link: rest.link }
  return `order ${String(number)}, ${side} ${type} ${plainText(terms)}, ${status}`
}
