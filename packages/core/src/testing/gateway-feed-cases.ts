import { expectCode, expectSame, fail } from './conformance.js'
import type { GatewayCheck, GatewayTrial, OpenedGateway } from './gateway-check.js'
import { ALPHA, BEGIN } from './gateway-market.js'
import { nextTurn } from './next-turn.js'

/** A stream of trades or of quotes, and when each of them occurred, in seconds from the beginning. */
type Feed = AsyncIterator<{ readonly occurredAt: number }>

function skipUnless(kind: 'trades' | 'quotes') {
  return ({ gateway }: OpenedGateway): string | undefined =>
    gateway.capabilities?.streams?.includes(kind) === true ? undefined : `it has no stream of ${kind}`
}

function tradesOf({ gateway }: GatewayTrial, signal?: AbortSignal): Feed {
  return gateway.streamTrades!({ instrument: ALPHA, signal })[Symbol.asyncIterator]()
}

function quotesOf({ gateway }: GatewayTrial, signal?: AbortSignal): Feed {
  return gateway.streamQuotes!({ instrument: ALPHA, signal })[Symbol.asyncIterator]()
}

/** The seconds of what comes, up to a last one. */
async function secondsUpTo(feed: Feed, last: number): Promise<readonly number[]> {
  const seconds: number[] = []
  while (seconds.at(-1) !== last) {
    const next = await feed.next()
    if (next.done === true)
      fail(`the stream ended after ${String(seconds.length)} events; expected one at ${String(last)} s`)
    seconds.push((next.value.occurredAt - BEGIN) / 1000)
    // A slow reader.
    for (let i = 0; i < 3; i++) await nextTurn()
  }
  return seconds
}

async function expectAbort(open: (signal: AbortSignal) => Feed): Promise<void> {
  const abort = new AbortController()
  const feed = open(abort.signal)
  await feed.next()
  abort.abort()
  const rest = async (): Promise<void> => {
    for (let i = 0; i < 100; i++) if ((await feed.next()).done === true) return
  }
  await expectCode(rest, ['RUN_ABORTED'], 'a stream after the signal')
}

export const feedCases: readonly GatewayCheck[] = [
  {
    name: 'streams trades in order and loses none on a slow reader',
    skip: skipUnless('trades'),
    run: async (trial) => {
      const feed = tradesOf(trial)
      const expected = trial.market.ticks.ALPHA!.map(({ occurredAt }) => (occurredAt - BEGIN) / 1000)
      expectSame(await secondsUpTo(feed, 13), expected, 'seconds of trades')
      await feed.return?.()
    },
  },
  {
    name: 'ends a stream of trades with RUN_ABORTED when the signal is given',
    skip: skipUnless('trades'),
    run: (trial) => expectAbort((signal) => tradesOf(trial, signal)),
  },
  {
    name: 'streams quotes that never go back in time, to the latest',
    skip: skipUnless('quotes'),
    run: async (trial) => {
      const feed = quotesOf(trial)
      const seconds = await secondsUpTo(feed, 19)
      expectSame(
        seconds,
        [...new Set(seconds)].sort((a, b) => a - b),
        'seconds of quotes',
      )
      await feed.return?.()
    },
  },
  {
    name: 'ends a stream of quotes with RUN_ABORTED when the signal is given',
    skip: skipUnless('quotes'),
    run: (trial) => expectAbort((signal) => quotesOf(trial, signal)),
  },
]
