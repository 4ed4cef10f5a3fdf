import type { BarEvent } from '../domain/bar-event.js'
import { expectCode, expectSame, fail } from './conformance.js'
import type { GatewayCheck, GatewayTrial, OpenedGateway } from './gateway-check.js'
import { ALPHA, BEGIN, HOUR, hoursOf } from './gateway-market.js'
import { nextTurn } from './next-turn.js'

function skip({ gateway }: OpenedGateway): string | undefined {
  return gateway.capabilities?.streams?.includes('bars') === true ? undefined : 'it has no stream of bars'
}

function stream({ gateway }: GatewayTrial, signal?: AbortSignal): AsyncIterator<BarEvent> {
  return gateway.streamBars!({ instrument: ALPHA, timeframe: '1h', signal })[Symbol.asyncIterator]()
}

/** The next events of a stream that has them. */
async function take(events: AsyncIterator<BarEvent>, count: number, pause?: () => Promise<void>): Promise<BarEvent[]> {
  const taken: BarEvent[] = []
  while (taken.length < count) {
    const next = await events.next()
    if (next.done === true) fail(`the stream ended after ${String(taken.length)} events; expected ${String(count)}`)
    taken.push(next.value)
    await pause?.()
  }
  return taken
}

function named(event: BarEvent): string {
  const hour = (time: number): string => String((time - BEGIN) / HOUR)
  return event.kind === 'opened' ? `opened ${hour(event.openTime)}` : `closed ${hour(event.bar.closeTime)}`
}

/** What is to be told of the first bars: opens only where they are declared. */
function expected({ gateway, market }: GatewayTrial, bars: number): readonly string[] {
  const hours = hoursOf(market.series[0]!).slice(0, bars)
  const withOpens = gateway.capabilities?.barOpens === true
  return hours.flatMap((hour) => [...(withOpens ? [`opened ${String(hour)}`] : []), `closed ${String(hour + 1)}`])
}

export const streamCases: readonly GatewayCheck[] = [
  {
    name: 'tells closes in order, and before each the open where it declares so',
    skip,
    run: async (trial) => {
      const told = expected(trial, 12)
      const events = stream(trial)
      expectSame((await take(events, told.length)).map(named), told, 'the first events')
      await events.return?.()
    },
  },
  {
    name: 'streams bars that are final and stay as they are',
    skip,
    run: async (trial) => {
      const events = stream(trial)
      const bars = (await take(events, expected(trial, 5).length)).flatMap((event) =>
        event.kind === 'closed' ? [event.bar] : [],
      )
      const { columns } = trial.market.series[0]!
      const closes = bars.map(({ close, final, symbol, timeframe }) => [close, final, symbol, timeframe])
      expectSame(
        closes,
        bars.map((_, row) => [columns.close[row], true, 'ALPHA', '1h']),
        'closes of five bars, once all have been read',
      )
      await events.return?.()
    },
  },
  {
    name: 'loses nothing on a slow reader',
    skip,
    run: async (trial) => {
      const told = expected(trial, 25)
      const events = stream(trial)
      const pause = async (): Promise<void> => {
        for (let i = 0; i < 5; i++) await nextTurn()
      }
      expectSame((await take(events, told.length, pause)).map(named), told, 'the events that a slow reader had')
      await events.return?.()
    },
  },
  {
    name: 'ends a stream with RUN_ABORTED when the signal is given, and does not begin one after it',
    skip,
    run: async (trial) => {
      const abort = new AbortController()
      const events = stream(trial, abort.signal)
      await take(events, 2)
      abort.abort()
      const rest = async (): Promise<void> => {
        // What it has in hand it may still give.
        for (let i = 0; i < 100; i++) if ((await events.next()).done === true) return
      }
      await expectCode(rest, ['RUN_ABORTED'], 'a stream after the signal')
      await expectCode(() => stream(trial, abort.signal).next(), ['RUN_ABORTED'], 'a stream begun after the signal')
    },
  },
  {
    name: 'ends a stream that is left, and gives nothing more',
    skip,
    run: async (trial) => {
      const events = stream(trial)
      await take(events, 2)
      await events.return?.()
      expectSame((await events.next()).done, true, 'whether it has ended')
    },
  },
]
