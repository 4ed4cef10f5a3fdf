import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import type { AnyShape, FieldKind } from '../domain/record-shape.js'
import { BATCH_SHAPES, JOURNAL_SHAPE } from '../domain/record-shapes.js'
import type { RunSummary } from '../domain/run-record.js'
import type { CsvKind, CsvRows } from './csv-columns.js'
import { toCsv } from './to-csv.js'

/** A table as another reader of CSV has it: rows of texts by column. */
function read(text: string): readonly Readonly<Record<string, string>>[] {
  return parse(text, { columns: true })
}

/** What is hard to write: quotes, commas, line ends of every kind, characters beyond 16 bits, and nothing at all. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', ';', '\t', '😀', '\uFEFF', '=') }),
)
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 23n), max: 10n ** 23n }), fc.integer({ min: 0, max: 30 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)))
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
const time = fc.integer({ min: 0, max: Date.UTC(2199, 11, 31) })

const ANY: Readonly<Record<FieldKind, fc.Arbitrary<unknown>>> = {
  name: text.filter((value) => value !== ''),
  text,
  texts: fc.array(text),
  time,
  count: fc.integer({ min: 1 }),
  index: fc.nat(),
  amount: decimal,
  quantity: decimal,
  unsigned: decimal,
  price: number,
  number,
  flag: fc.boolean(),
  plain: fc.jsonValue({ stringUnit: 'grapheme' }),
}

/** What a cell says, as its column reads. */
function valueOf(kind: FieldKind, cell: string): unknown {
  if (cell === '' && kind !== 'text') return undefined
  if (kind === 'time') return Date.parse(cell)
  if (kind === 'amount' || kind === 'quantity' || kind === 'unsigned') return new Decimal(cell)
  if (kind === 'name' || kind === 'text') return cell
  if (kind === 'plain' || kind === 'texts' || kind === 'flag') return JSON.parse(cell)
  return Number(cell)
}

function anyRow(shape: AnyShape): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const fields = Object.entries(shape).map(([name, { kind, optional = false }]): [string, fc.Arbitrary<unknown>] => [
    name,
    optional ? fc.option(ANY[kind], { nil: undefined }) : ANY[kind],
  ])
  return fc.record(Object.fromEntries(fields))
}

describe('CSV', () => {
  it.each(Object.entries({ ...BATCH_SHAPES, journal: JOURNAL_SHAPE }) as [CsvKind, AnyShape][])(
    'of %s has every value of every row, in columns of the order of its shape, for any other reader',
    (kind, shape) => {
      fc.assert(
        fc.property(fc.array(anyRow(shape), { minLength: 1, maxLength: 8 }), (rows) => {
          const written = toCsv(kind, rows as never)
          const cells = read(written)
          expect(Object.keys(cells[0]!)).toEqual(Object.keys(shape))
          const back = cells.map((row) =>
            Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, valueOf(shape[name]!.kind, cell)])),
          )
          // In JSON zero has one sign.
          expect(back).toEqual(rows.map((row) => ({ ...row, ...plainOf(shape, row) })))
        }),
        { numRuns: 60 },
      )
    },
  )

  const plainOf = (shape: AnyShape, row: Readonly<Record<string, unknown>>): object =>
    Object.fromEntries(
      Object.entries(shape)
        .filter(([, { kind }]) => kind === 'plain')
        .map(([name]) => [name, JSON.parse(JSON.stringify(row[name]))]),
    )

  it('has times in UTC with milliseconds, all digits without an exponent, and nothing for what is undefined', () => {
    const trips = [
      {
        number: 1,
        strategy: 'a "b", c',
        symbol: 'X',
        direction: 'long',
        quantity: new Decimal('0.000000012345678901'),
      },
    ]
    const fields = { entryTime: Date.UTC(2024, 2, 11), entryPrice: 1e-7, exitTime: 1.5e12, exitPrice: 1e21 }
    const amounts = {
      currency: 'USD',
      pnl: new Decimal('9000000000000000.00000001'),
      rate: 1,
      pnlInBase: new Decimal(0),
    }
    const rest = { costs: new Decimal('-0.35'), returnFraction: -1.25e-9, holdingMs: 60_000, maxAdverseExcursion: 0.1 }
    const texts = { maxFavorableExcursion: 1 / 3, tags: ['x', 'y,z'], entryReason: 'line\nbreak', exitReason: '' }
    const rows = trips.map((trip) => ({ ...trip, ...fields, ...amounts, ...rest, ...texts }))
    expect(toCsv('roundTrips', rows as CsvRows['roundTrips'][])).toBe(
      'number,strategy,symbol,direction,quantity,entryTime,entryPrice,exitTime,exitPrice,currency,pnl,rate,pnlInBase,costs,returnFraction,holdingMs,maxAdverseExcursion,maxFavorableExcursion,tags,entryReason,exitReason\n' +
        '1,"a ""b"", c",X,long,0.000000012345678901,2024-03-11T00:00:00.000Z,0.0000001,2017-07-14T02:40:00.000Z,1000000000000000000000,USD,9000000000000000.00000001,1,0,-0.35,-0.00000000125,60000,0.1,0.3333333333333333,"[""x"",""y,z""]","line\nbreak",\n',
    )
  })

  it('of balances, of profit and loss and of no rows at all has its header', () => {
    const amount = new Decimal('1.50')
    expect(toCsv('balances', [{ strategy: undefined, currency: 'EUR', amount }])).toBe(
      'strategy,currency,amount\n,EUR,1.5\n',
    )
    const row = { strategy: 'S', symbol: undefined, currency: 'EUR', realized: amount, other: amount.negated() }
    expect(toCsv('profitAndLoss', [{ ...row, total: new Decimal(0), roundTrips: 3 }])).toBe(
      'strategy,symbol,currency,realized,other,total,roundTrips\nS,,EUR,1.5,-1.5,0,3\n',
    )
    expect(toCsv('journal', [])).toBe('sequence,at,kind,data\n')
    // A line end of any kind is in quotes, since some readers take each for one.
    expect(toCsv('journal', [{ sequence: 1, at: 0, kind: 'a\rb', data: ' c ' }])).toBe(
      'sequence,at,kind,data\n1,1970-01-01T00:00:00.000Z,"a\rb", c \n',
    )
  })

  it('of runs has a column for each metric that one of them has', () => {
    const run = (id: number, metrics: RunSummary['metrics']): RunSummary => ({
      ...{ id, savedAt: 0, name: 'a,b', tags: ['t'], hash: 'aa', version: '1.0.0', strategies: ['S'], symbols: [] },
      ...{ startedAt: 0, endedAt: 86_400_000, bars: 2, currency: 'USD', initialCapital: new Decimal(1000) },
      ...{ finalEquity: 1100.5, metrics },
    })
    const rows = read(toCsv('runs', [run(2, { sharpe: 1.5, 'long.winRate': null }), run(1, { sharpe: 2, cagr: 1e-8 })]))
    expect(rows).toEqual([
      expect.objectContaining({ id: '2', 'metrics.sharpe': '1.5', 'metrics.long.winRate': '', 'metrics.cagr': '' }),
      expect.objectContaining({ id: '1', 'metrics.sharpe': '2', 'metrics.cagr': '0.00000001' }),
    ])
    expect(rows[0]).toMatchObject({
      name: 'a,b',
      tags: '["t"]',
      endedAt: '1970-01-02T00:00:00.000Z',
      finalEquity: '1100.5',
    })
  })

  it('is refused for a kind that is none', () => {
    expect(() => toCsv('fill' as never, [])).toThrow(
      /^CONFIG_INVALID: kind "fill" came; expected one of intents, .*; did you mean 'fills'\?$/,
    )
  })
})
