import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { BarBuilder } from '../data/bar-builder.js'
import { createInstrument } from '../domain/instrument.js'
import { MemoryDataGateway, type BarInput } from '../gateways/memory-data-gateway.js'
import { checkGateway, compareGateways } from './check-gateway.js'
import { compareSeries } from './compare-series.js'
import type { QualitySeries } from './quality-series.js'
import { edited, moved, timesPrices, without } from './test-faults.js'
import { randomWalk } from './test-series.js'

const days = (seed = 1): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1d', from: '2011-01-01', to: '2012-12-31', seed })
const minutes = (seed = 1): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1m', from: '2012-03-05', to: '2012-03-16', seed })

describe('compareSeries', () => {
  it('finds nothing between a series and itself', () => {
    expect(compareSeries(days(), days())).toMatchObject({ ok: true, codes: [], coverage: { bars: 502 } })
  })

  it('finds the bars that only one has', () => {
    const report = compareSeries(without(days(), [5]), without(days(), [10, 11]))
    expect(report.findings.map(({ code, rows }) => [code, rows])).toEqual([
      ['BAR_ONLY_IN_FIRST', [9, 10]],
      ['BAR_ONLY_IN_SECOND', [5]],
    ])
  })

  it('finds prices that differ, beyond a tolerance in ticks or in parts', () => {
    const other = edited(days(), ({ close, high }) => {
      close[7] = close[7]! + 0.02
      high[7] = Math.max(high[7]!, close[7])
      close[9] = close[9]! + 0.01
      high[9] = Math.max(high[9]!, close[9])
      return undefined
    })
    const rows = (first: QualitySeries, options = {}) =>
      compareSeries(first, other, options).findings.find(({ column }) => column === 'close')?.rows
    expect(rows(days())).toEqual([7, 9])
    expect(rows({ ...days(), tickSize: 0.01 }, { ticks: 1.5 })).toEqual([7])
    expect(rows(days(), { relative: 0.01 })).toBeUndefined()
  })

  it('finds a factor between them, and compares the rest by it', () => {
    const report = compareSeries(days(), timesPrices(days(), 0, 502, 100))
    expect(report.findings.map(({ code, numbers }) => [code, numbers])).toEqual([
      ['PRICE_FACTOR', { factor: expect.closeTo(100, 9) as number }],
    ])
  })

  it('finds from which bar on one is adjusted and the other is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 470 }), fc.constantFrom(0.5, 2, 0.985), (row, factor) => {
        const other = edited(days(), (columns) => {
          for (const name of ['open', 'high', 'low', 'close'] as const)
            for (let at = 0; at < row; at++) columns[name][at] = columns[name][at]! * factor
          return undefined
        })
        const { findings } = compareSeries(days(), other)
        expect(findings.map(({ code, rows }) => [code, rows])).toEqual([['ADJUSTMENT_MIXED', [row]]])
        expect(findings[0]!.numbers).toEqual({ before: expect.closeTo(factor, 9) as number, after: 1 })
      }),
      { numRuns: 30 },
    )
  })

  it('finds times that are shifted, and compares bars by the shift', () => {
    const report = compareSeries(minutes(), moved(minutes(), -3_600_000))
    expect(report.findings.map(({ code, numbers }) => [code, numbers])).toEqual([
      ['TIME_SHIFTED', { shiftMs: 3_600_000 }],
    ])
    expect(report.coverage.bars).toBe(3_900)
  })

  it('finds volumes that differ, and by what factor', () => {
    const other = edited(days(), ({ volume, length }) => {
      for (let row = 0; row < length; row++) volume![row] = volume![row]! / 100
      return undefined
    })
    expect(compareSeries(days(), other)).toMatchObject({
      ok: true,
      findings: [{ code: 'VOLUME_DIFFERS', count: 502, numbers: { factor: 0.01 } }],
    })
  })

  it('holds minutes against the days that are made of them', () => {
    const builder = new BarBuilder({ symbol: 'WALK', bars: { by: 'time', timeframe: '1d' }, calendar: xnys() })
    builder.addBars(minutes().columns)
    const daily: QualitySeries = { ...minutes(), timeframe: '1d', columns: builder.columns }
    expect(compareSeries(daily, minutes()).codes).toEqual([])
    const raw = timesPrices(daily, 0, 4, 2)
    expect(compareSeries(raw, minutes()).findings[0]).toMatchObject({ code: 'PRICE_DIFFERS', rows: [0, 1, 2, 3] })
  })

  it('refuses options that cannot be', () => {
    expect(() => compareSeries(days(), days(), { ticks: -1 })).toThrow(
      'QUALITY_INVALID: ticks is -1; expected a number from 0',
    )
    expect(() => compareSeries(days(), days(), { tick: 1 } as object)).toThrow(
      /'tick' is no option.*did you mean 'ticks'/,
    )
  })
})

describe('gateways', () => {
  const bar = (day: number, close: number): BarInput => ({
    openTime: Date.UTC(2024, 0, day),
    open: close,
    high: close,
    low: close,
    close,
  })
  const gateway = (closes: readonly number[]): MemoryDataGateway =>
    new MemoryDataGateway([{ symbol: 'ACME', timeframe: '1d', bars: closes.map((close, i) => bar(i + 1, close)) }])
  const request = { instrument: createInstrument({ symbol: 'ACME' }), timeframe: '1d' } as const

  it('are compared by what they give for a request', async () => {
    const report = await compareGateways(gateway([10, 11, 12]), gateway([10, 11, 13]), request)
    expect(report.title).toBe('ACME 1d (ACME 1d in memory) against ACME 1d (ACME 1d in memory)')
    expect(report.count('PRICE_DIFFERS')).toBe(4)
  })

  it('that refuse a series are reported with their message', async () => {
    const missing = { ...request, instrument: createInstrument({ symbol: 'OTHER' }) }
    const report = await checkGateway(gateway([10]), missing)
    expect(report).toMatchObject({ ok: false, codes: ['SERIES_REFUSED'], title: 'OTHER 1d (memory)' })
    expect(report.findings[0]!.message).toBe('UNKNOWN_SYMBOL: OTHER 1d came; expected one of ACME 1d')
    expect((await compareGateways(gateway([10]), gateway([10]), missing)).codes).toEqual(['SERIES_REFUSED'])
  })

  it('are checked with what is known of their series', async () => {
    const report = await checkGateway(gateway([10, 0, 12]), request, { known: { volumeUnit: 'none' } })
    expect(report.codes).toEqual(['PRICE_INVALID'])
    expect(report.notChecked).toContain('volume, which the series does not have')
  })

  it('throw on what is no error of theirs', async () => {
    const broken = { name: 'broken', fetchBars: () => Promise.reject(new RangeError('oops')) }
    await expect(checkGateway(broken, request)).rejects.toThrow(RangeError)
  })
})
