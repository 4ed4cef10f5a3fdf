import type { TradeTick } from '../domain/quote.js'
import type { TickRequest } from '../ports/data-gateway.js'
import { expectCode, expectSame } from './conformance.js'
import type { GatewayCheck, GatewayTrial, OpenedGateway } from './gateway-check.js'
import { ALPHA, BEGIN, UNKNOWN } from './gateway-market.js'

/** Trades for a range of seconds, as their seconds and sizes. */
async function trades({ gateway }: GatewayTrial, request: Partial<TickRequest>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const tick of gateway.fetchTicks!({ instrument: ALPHA, ...request })) found.push(named(tick))
  return found
}

function named({ occurredAt, size }: TradeTick): string {
  return `${String((occurredAt - BEGIN) / 1000)} s, ${String(size)}`
}

function seconds(from: number | undefined, to: number | undefined): Pick<TickRequest, 'from' | 'to'> {
  const time = (second: number | undefined): number | undefined =>
    second === undefined ? undefined : BEGIN + second * 1000
  return { from: time(from), to: time(to) }
}

function skip({ gateway }: OpenedGateway): string | undefined {
  return gateway.capabilities?.ticks === true ? undefined : 'it has no trades'
}

export const tickCases: readonly GatewayCheck[] = [
  {
    name: 'gives all trades in order, those of one millisecond as they came',
    skip,
    run: async (trial) => {
      expectSame(await trades(trial, {}), trial.market.ticks.ALPHA!.map(named), 'all trades')
    },
  },
  {
    name: 'gives the trades of a range with its begin and without its end',
    skip,
    run: async (trial) => {
      expectSame(await trades(trial, seconds(1, 8)), ['1 s, 3', '5 s, 4', '5 s, 5', '5 s, 6'], 'seconds from 1 to 8')
      expectSame(await trades(trial, seconds(8, undefined)), ['8 s, 7', '13 s, 8'], 'seconds from 8 on')
      expectSame(await trades(trial, seconds(2, 5)), [], 'seconds from 2 to 5')
    },
  },
  {
    name: 'rejects for trades of an unknown symbol, and of a range that runs backwards',
    skip,
    run: async (trial) => {
      await expectCode(() => trades(trial, { instrument: UNKNOWN }), ['UNKNOWN_SYMBOL'], 'trades of GAMMA')
      await expectCode(() => trades(trial, seconds(8, 1)), ['RANGE_INVALID'], 'seconds from 8 to 1')
    },
  },
  {
    name: 'ends a loop over trades with RUN_ABORTED when the signal is given',
    skip,
    run: async (trial) => {
      const abort = new AbortController()
      const loop = async (): Promise<void> => {
        for await (const _ of trial.gateway.fetchTicks!({ instrument: ALPHA, signal: abort.signal })) abort.abort()
      }
      await expectCode(loop, ['RUN_ABORTED'], 'trades after the signal')
    },
  },
  {
    name: 'gives trades anew after a loop over them was left',
    skip,
    run: async (trial) => {
      for await (const _ of trial.gateway.fetchTicks!({ instrument: ALPHA })) break
      expectSame(await trades(trial, seconds(8, undefined)), ['8 s, 7', '13 s, 8'], 'seconds from 8 on')
    },
  },
]
