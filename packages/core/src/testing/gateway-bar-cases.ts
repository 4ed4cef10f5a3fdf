import { checkColumns } from '../data/check-columns.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { BarRequest, BarSeries } from '../ports/data-gateway.js'
import { expectCode, expectSame, fail } from './conformance.js'
import type { GatewayCheck, GatewayTrial } from './gateway-check.js'
import { ALPHA, BEGIN, BETA, HOLE, HOUR, hoursOf, UNKNOWN } from './gateway-market.js'

/** The hours at which bars open that a gateway gives for a range of hours. */
async function hours(
  { gateway }: GatewayTrial,
  from?: number,
  to?: number,
  barsBefore?: number,
): Promise<readonly number[]> {
  const { columns } = await gateway.fetchBars(hourly(from, to, { barsBefore }))
  return Array.from(columns.openTime.subarray(0, columns.length), (time) => (time - BEGIN) / HOUR)
}

function hourly(from?: number, to?: number, more: Partial<BarRequest> = {}): BarRequest {
  const time = (hour: number | undefined): number | undefined => (hour === undefined ? undefined : BEGIN + hour * HOUR)
  return { instrument: ALPHA, timeframe: '1h', from: time(from), to: time(to), ...more }
}

/** All values, bar by bar. */
function rows({ length, ...columns }: BarColumns): unknown[] {
  const names = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume'] as const
  return Array.from({ length }, (_, row) => names.map((name) => columns[name]?.[row]))
}

export const barCases: readonly GatewayCheck[] = [
  {
    name: 'gives all bars it has, over all pages of its source, where no range is asked for',
    run: async (trial) => {
      const series = await trial.gateway.fetchBars(hourly())
      expectSame(rows(series.columns), rows(trial.market.series[0]!.columns), 'all bars of ALPHA 1h')
    },
  },
  {
    name: 'gives history sorted and each bar once, which checkColumns takes',
    run: async ({ gateway }) => {
      const { columns, source, firstRow = 0 }: BarSeries = await gateway.fetchBars(hourly())
      checkColumns(columns, { symbol: 'ALPHA', source, firstRow })
    },
  },
  {
    name: 'gives the bars of a range from its begin on',
    run: async (trial) => {
      expectSame(await hours(trial, 3, 6), [3, 4, 5], 'hours from 3 to 6')
      expectSame(await hours(trial, 2.5, 5.5), [3, 4, 5], 'hours from 2.5 to 5.5')
    },
  },
  {
    name: 'gives the bars of a range without its end',
    run: async (trial) => {
      expectSame((await hours(trial, 0, 6)).includes(6), false, 'whether hours from 0 to 6 have the one at 6')
      const all = hoursOf(trial.market.series[0]!)
      const before = all.filter((hour) => hour < 20)
      expectSame(await hours(trial, undefined, 20), before, 'all hours to 20')
      expectSame(await hours(trial, 20), all.slice(before.length), 'hours from 20 on')
    },
  },
  {
    name: 'gives as many bars before a range as are asked for, or as there are',
    run: async (trial) => {
      expectSame(await hours(trial, 5, 7, 2), [3, 4, 5, 6], 'hours from 5 to 7 and two before')
      expectSame(await hours(trial, 17, 18, 3), [9, 15, 16, 17], 'hour 17 and three before, over a hole')
      expectSame(await hours(trial, 2, 3, 99), [0, 1, 2], 'hour 2 and 99 before')
      expectSame(await hours(trial, 5, 5, 2), [3, 4], 'an empty range at 5 and two before')
    },
  },
  {
    name: 'gives an empty series, and no error, for a range without bars',
    run: async (trial) => {
      expectSame(await hours(trial, HOLE.from, HOLE.to), [], 'hours within a hole')
      expectSame(await hours(trial, 5, 5), [], 'a range without length')
      expectSame(await hours(trial, -100, -50), [], 'hours before all data')
      expectSame(await hours(trial, 9000, 9050), [], 'hours after all data')
    },
  },
  {
    name: 'gives each symbol its own bars',
    run: async ({ gateway, market }) => {
      const { columns } = await gateway.fetchBars(hourly(undefined, undefined, { instrument: BETA }))
      expectSame(rows(columns), rows(market.series[1]!.columns), 'all bars of BETA 1h')
    },
  },
  {
    name: 'gives the same to several who ask at once',
    run: async (trial) => {
      const all = await Promise.all([hours(trial, 0, 30), hours(trial, 0, 30), hours(trial, 5, 25)])
      const expected = hoursOf(trial.market.series[0]!).filter((hour) => hour < 30)
      expectSame(all, [expected, expected, expected.filter((hour) => hour >= 5 && hour < 25)], 'three answers')
    },
  },
  {
    name: 'rejects with UNKNOWN_SYMBOL for a symbol that it does not have',
    run: async ({ gateway }) => {
      await expectCode(
        () => gateway.fetchBars(hourly(0, 5, { instrument: UNKNOWN })),
        ['UNKNOWN_SYMBOL', 'FILE_NOT_FOUND'],
        'bars of GAMMA',
      )
    },
  },
  {
    name: 'rejects with RANGE_INVALID for a range that runs backwards',
    run: async ({ gateway }) => {
      await expectCode(() => gateway.fetchBars(hourly(6, 3)), ['RANGE_INVALID'], 'hours from 6 to 3')
    },
  },
  {
    name: 'rejects with RUN_ABORTED where the signal was given before, and while it waits',
    run: async ({ gateway }) => {
      const before = AbortSignal.abort()
      await expectCode(() => gateway.fetchBars(hourly(0, 5, { signal: before })), ['RUN_ABORTED'], 'an aborted request')
      const abort = new AbortController()
      const waiting = gateway.fetchBars(hourly(undefined, undefined, { signal: abort.signal }))
      abort.abort()
      // What it has in hand it may still give.
      const [answer] = await Promise.allSettled([waiting])
      if (answer.status === 'rejected') await expectCode(() => waiting, ['RUN_ABORTED'], 'a request that waits')
    },
  },
  {
    name: 'goes on after a request that was aborted',
    run: async (trial) => {
      const abort = new AbortController()
      const waiting = trial.gateway.fetchBars(hourly(3, 6, { signal: abort.signal }))
      abort.abort()
      await waiting.catch(() => undefined)
      expectSame(await hours(trial, 3, 6), [3, 4, 5], 'hours from 3 to 6')
    },
  },
  {
    name: 'rejects, and gives no empty series, where its source fails',
    skip: ({ breakSource }) => (breakSource === undefined ? 'it has no source that could fail' : undefined),
    run: async ({ gateway, breakSource }) => {
      await breakSource!()
      const answer = await gateway.fetchBars(hourly(0, 5)).catch((error: unknown) => error)
      if (!(answer instanceof Error))
        fail(`bars of a source that fails: ${JSON.stringify(answer)} came; expected an error`)
      if (!('code' in answer)) fail(`${String(answer)} came; expected an error with a code of this library`)
    },
  },
  {
    name: 'has the methods that its capabilities declare, and no others',
    run: ({ gateway }) => {
      const { ticks = false, streams = [], calendar = false, instruments = false } = gateway.capabilities ?? {}
      const declared = {
        fetchTicks: ticks,
        streamBars: streams.includes('bars'),
        streamQuotes: streams.includes('quotes'),
        streamTrades: streams.includes('trades'),
        calendar,
        instruments,
      }
      const names = Object.keys(declared) as (keyof typeof declared)[]
      const has = Object.fromEntries(names.map((name) => [name, typeof gateway[name] === 'function']))
      expectSame(has, declared, 'methods')
      return Promise.resolve()
    },
  },
  {
    name: 'finds instruments by what a query says, in order of their symbols',
    skip: ({ gateway }) => (gateway.capabilities?.instruments === true ? undefined : 'it lists no instruments'),
    run: async ({ gateway }) => {
      const found = async (query?: object): Promise<string[]> =>
        (await gateway.instruments!(query)).map(({ symbol }) => symbol)
      expectSame(await found(), ['ALPHA', 'BETA'], 'all instruments')
      expectSame(await found({ text: 'bet' }), ['BETA'], "instruments with 'bet'")
      expectSame(await found({ limit: 1 }), ['ALPHA'], 'one instrument')
      expectSame(await found({ text: 'nothing' }), [], "instruments with 'nothing'")
    },
  },
]
