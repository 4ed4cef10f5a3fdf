import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import type { RunRecord, RunSummary } from '../domain/run-record.js'
import { compareRuns } from './compare-runs.js'

function summary(id: number, more: Partial<RunSummary> = {}): RunSummary {
  return {
    ...{ id, savedAt: Date.UTC(2024, 4, id), name: '', tags: [], hash: 'aa', version: '1.0.0' },
    ...{ strategies: ['Cross'], symbols: ['ACME'], startedAt: Date.UTC(2024, 0, 1), endedAt: Date.UTC(2024, 1, 1) },
    ...{ bars: 31, currency: 'USD', initialCapital: new Decimal(1000), finalEquity: 1100, metrics: { sharpe: 1 } },
    ...more,
  }
}

function record(id: number, more: Partial<RunRecord> = {}): RunRecord {
  const equityCurve = { times: new Float64Array(0), equity: new Float64Array(0) }
  return { ...summary(id), settings: {}, result: { series: [] }, equityCurve, ...more }
}

describe('a comparison of runs', () => {
  it('says which metrics differ, each with the value of every run', () => {
    const runs = [
      summary(1, { name: 'fast', metrics: { sharpe: 1.2, trades: 8, alpha: null }, hash: 'aa' }),
      summary(2, { name: 'slow', metrics: { sharpe: 0.8, trades: 8, alpha: null, 'long.winRate': null }, hash: 'bb' }),
      summary(3, { metrics: { sharpe: 1.2, trades: 8, alpha: null }, hash: 'aa', finalEquity: 1200 }),
    ]
    const { isSame, metrics, settings, data, runs: all } = compareRuns(runs)
    expect(metrics).toEqual({
      sharpe: { '#1 fast': 1.2, '#2 slow': 0.8, '#3': 1.2 },
      'long.winRate': { '#1 fast': undefined, '#2 slow': null, '#3': undefined },
    })
    expect([isSame, settings, data]).toEqual([false, undefined, undefined])
    expect(Object.entries(all).map(([label, { sameAs }]) => [label, sameAs])).toEqual([
      ['#1 fast', undefined],
      ['#2 slow', undefined],
      ['#3', '#1 fast'],
    ])
    expect(all['#3']).toEqual({
      ...{ savedAt: '2024-05-03T00:00:00Z', version: '1.0.0', startedAt: '2024-01-01T00:00:00Z' },
      ...{ endedAt: '2024-02-01T00:00:00Z', bars: 31, finalEquity: 1200, sameAs: '#1 fast' },
    })
  })

  it('names a setting by its path, an item of a list by what it is called', () => {
    const settings = (fast: number, names: readonly string[], commission: RunRecord['settings']) => ({
      strategies: names.map((name) => ({ name, params: name === 'Cross' ? { fast, slow: 20 } : {} })),
      series: [
        { symbol: 'ACME', timeframe: '1h' },
        { symbol: 'ACME', timeframe: '1d', side: fast === 5 ? 'bid' : 'ask' },
      ],
      costs: { commission },
      events: [{ at: '2024-01-02', amount: fast }],
      symbols: ['ACME', String(fast)],
      'a.b': fast,
      seed: 1,
    })
    const runs = [
      record(1, { settings: settings(5, ['Cross', 'Hold'], 'none') }),
      record(2, { settings: settings(7, ['Hold', 'Cross'], { perShare: '0.01' }) }),
    ]
    expect(compareRuns(runs).settings).toEqual({
      strategies: { '#1': ['Cross', 'Hold'], '#2': ['Hold', 'Cross'] },
      'strategies.Cross.params.fast': { '#1': 5, '#2': 7 },
      'series.ACME 1d.side': { '#1': 'bid', '#2': 'ask' },
      'costs.commission': { '#1': 'none', '#2': undefined },
      'costs.commission.perShare': { '#1': undefined, '#2': '0.01' },
      'events.0.amount': { '#1': 5, '#2': 7 },
      symbols: { '#1': ['ACME', '5'], '#2': ['ACME', '7'] },
      '"a.b"': { '#1': 5, '#2': 7 },
    })
  })

  it('says that the data differ where only they do', () => {
    const saw = (hash: string) => ({ result: { series: [{ symbol: 'ACME', timeframe: '1d', bars: 31, hash }] } })
    const comparison = compareRuns([record(1, { ...saw('d1'), hash: 'aa' }), record(2, { ...saw('d2'), hash: 'bb' })])
    expect([comparison.isSame, comparison.settings]).toEqual([false, {}])
    expect(comparison.data).toEqual({ 'series.ACME.hash': { '#1': 'd1', '#2': 'd2' } })
  })

  it('finds nothing between runs of one hash, nor in a single one', () => {
    const nothing = { isSame: true, settings: {}, data: {}, metrics: {} }
    expect(compareRuns([record(1), record(2)])).toMatchObject(nothing)
    expect(compareRuns([record(1)])).toMatchObject(nothing)
  })

  it('keeps apart runs of two stores that have one number and one name', () => {
    const [one, other] = [summary(1, { name: 'fast' }), summary(1, { name: 'fast', metrics: { sharpe: 2 } })]
    expect(compareRuns([one, other]).metrics).toEqual({ sharpe: { '#1 fast': 1, '#1 fast (2)': 2 } })
  })
})
