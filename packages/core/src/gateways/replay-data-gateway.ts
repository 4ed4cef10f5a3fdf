import { checkRange } from '../data/check-range.js'
import { firstRowAtOrAfter, sliceColumns } from '../domain/bar-columns.js'
import type { BarEvent } from '../domain/bar-event.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { parseIsoTime } from '../domain/iso-time.js'
import type { TradeTick } from '../domain/quote.js'
import type { Clock } from '../ports/clock.js'
import type {
  BarRequest,
  BarSeries,
  BarStreamRequest,
  DataGateway,
  GatewayCapabilities,
  StreamRequest,
  TickRequest,
} from '../ports/data-gateway.js'
import { forwarded } from './forwarded.js'
import { ReplayReader } from './replay-stream.js'
import { ReplayTimeline } from './replay-timeline.js'
import { BarTrack, TickTrack } from './replay-tracks.js'

export interface ReplayOptions {
  /** Whose history is played. */
  readonly source: DataGateway
  /** When the replay begins: UTC epoch milliseconds, or an ISO 8601 text with an offset; a date alone is its midnight in UTC. */
  readonly from: number | string
  /** Where it ends, exclusive: a bar that opens before it is played to its close. Default: with the data. */
  readonly to?: number | string
  /** How many times as fast as it was; `Infinity` for as fast as it is read. Default 1. */
  readonly speed?: number
  /** By what it waits; needed unless the speed is `Infinity`. */
  readonly clock?: Clock
  /** Begin paused, so that all streams can be opened before the first event; default false. */
  readonly paused?: boolean
}

/**
 * History as a feed: for dry runs of what trades live, at any speed. `streamBars` tells opens and closes at their times, each as an event of its own, and `streamTrades`
 * trades; `fetchBars` and `fetchTicks` give what has happened by then and nothing later.
 *
 * All streams share one time. It goes on to the next event of all of them once every reader has asked for more, so a slow one holds up the others and everyone sees
 * the same order: closes, opens, trades, and at the same of these the streams as they were first read. Trades of the range are kept in memory.
 */
export class ReplayDataGateway implements DataGateway {
  readonly name: string
  readonly capabilities: GatewayCapabilities
  readonly fetchTicks?: NonNullable<DataGateway['fetchTicks']>
  readonly streamTrades?: NonNullable<DataGateway['streamTrades']>
  readonly calendar?: NonNullable<DataGateway['calendar']>
  readonly instruments?: NonNullable<DataGateway['instruments']>
  readonly #source: DataGateway
  readonly #timeline: ReplayTimeline
  readonly #from: number
  readonly #to: number | undefined
  readonly #clock: Clock | undefined

  /** Throws CONFIG_INVALID, TIME_INVALID. */
  constructor({ source, from, to, speed = 1, clock, paused = false }: ReplayOptions) {
    this.#source = source
    this.#clock = clock
    this.#from = timeOf('from', from)
    this.#to = to === undefined ? undefined : timeOf('to', to)
    if (this.#to !== undefined && this.#to < this.#from)
      throw wrong('to', formatTime(this.#to), `a time from ${formatTime(this.#from)} on`)
    this.#checkSpeed(speed)
    this.#timeline = new ReplayTimeline({ from: this.#from, speed, isPaused: paused, clock })
    this.name = `replay of ${source.name}`
    Object.assign(this, forwarded(source))
    const hasTicks = source.fetchTicks !== undefined
    if (hasTicks) {
      this.fetchTicks = (request) => this.#ticksSoFar(request)
      this.streamTrades = (request) => this.#trades(request)
    }
    this.capabilities = {
      ...source.capabilities,
      streams: hasTicks ? ['bars', 'trades'] : ['bars'],
      barOpens: true,
    }
  }

  /** What time it is in the replay, UTC epoch milliseconds. */
  get now(): number {
    return this.#timeline.now
  }

  get speed(): number {
    return this.#timeline.speed
  }

  get isPaused(): boolean {
    return this.#timeline.isPaused
  }

  /** Stops the time; whoever reads a stream waits. */
  pause(): void {
    this.#timeline.pause()
  }

  /** Lets the time go on, faster or slower where a speed is given. Throws CONFIG_INVALID. */
  play(speed = this.speed): void {
    this.#checkSpeed(speed)
    this.#timeline.play(speed)
  }

  /**
   * Goes to a time of the replay, forward or back, and all open streams with it: what closes by it is history, what opens at it comes next. Throws RANGE_INVALID
   * outside of the replay's range, TIME_INVALID.
   */
  seek(time: number | string): void {
    const at = timeOf('seek', time)
    if (at < this.#from || at > (this.#to ?? at)) {
      const range = `from ${formatTime(this.#from)} to ${this.#to === undefined ? 'the end of the data' : formatTime(this.#to)}`
      throw new TradewrightError('RANGE_INVALID', `seek: ${formatTime(at)} came; expected a time ${range}`, {
        details: { time: at },
      })
    }
    this.#timeline.seek(at)
  }

  /** Bars that have closed by the replay's time. Throws what the source does. */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    checkRange(`${request.instrument.symbol} ${request.timeframe}`, request)
    const { now } = this
    const { barsBefore = 0 } = request
    const from = request.from === undefined ? undefined : Math.min(request.from, now)
    const to = Math.min(request.to ?? now, now)
    // One more, as the last of them may be under way.
    const more = barsBefore > 0 ? barsBefore + 1 : 0
    const series = await this.#source.fetchBars({ ...request, from, to, barsBefore: more })
    const { columns } = series
    let known = firstRowAtOrAfter(columns.closeTime, columns.length, now)
    if (known < columns.length && columns.closeTime[known] === now) known++
    const inRange = from === undefined ? 0 : Math.min(known, firstRowAtOrAfter(columns.openTime, columns.length, from))
    const first = Math.max(0, inRange - barsBefore)
    const firstRow = series.firstRow === undefined ? undefined : series.firstRow + first
    return { ...series, columns: sliceColumns(columns, first, Math.max(first, known)), firstRow }
  }

  streamBars({ instrument, timeframe, signal }: BarStreamRequest): AsyncIterable<BarEvent> {
    const load = async (): Promise<BarTrack> => {
      // With the one that is under way when the replay begins.
      const request = { instrument, timeframe, from: this.#from, to: this.#to, barsBefore: 1, signal }
      const { columns } = await this.#source.fetchBars(request)
      return new BarTrack(instrument.symbol, timeframe, columns)
    }
    return new ReplayReader(this.#timeline, load, signal)
  }

  #trades({ instrument, signal }: StreamRequest): AsyncIterable<TradeTick> {
    const load = async (): Promise<TickTrack> => {
      const ticks: TradeTick[] = []
      const request = { instrument, from: this.#from, to: this.#to, signal }
      for await (const tick of this.#source.fetchTicks!(request)) ticks.push(tick)
      return new TickTrack(ticks)
    }
    return new ReplayReader(this.#timeline, load, signal)
  }

  async *#ticksSoFar(request: TickRequest): AsyncGenerator<TradeTick> {
    const { now } = this
    for await (const tick of this.#source.fetchTicks!(request)) {
      if (tick.occurredAt >= now) return
      yield tick
    }
  }

  #checkSpeed(speed: number): void {
    if (!(speed > 0)) throw wrong('speed', String(speed), 'a positive number, or Infinity')
    if (speed !== Number.POSITIVE_INFINITY && this.#clock === undefined)
      throw wrong('clock', 'undefined', 'one to wait by, such as systemClock(), or speed: Infinity')
  }
}

function timeOf(name: string, time: number | string): number {
  const read = typeof time === 'number' ? time : parseIsoTime(time)
  if (Number.isFinite(read)) return read
  const message = `${name}: ${String(time)} came; expected epoch milliseconds or an ISO 8601 time with an offset`
  throw new TradewrightError('TIME_INVALID', message, { details: { [name]: time } })
}

function wrong(name: string, came: string, expected: string): TradewrightError {
  return new TradewrightError('CONFIG_INVALID', `ReplayDataGateway: ${name} is ${came}; expected ${expected}`, {
    details: { [name]: came },
  })
}
