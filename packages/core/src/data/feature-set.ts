import type { Calendar } from '../domain/calendar.js'
import { inOrder } from './feature-order.js'
import { columnsOf, type DescribedFeature } from './feature-params.js'
import { isPrice, PriceSeries } from './feature-prices.js'
import { FeatureSeries, type SourceColumn } from './feature-series.js'
import type { Stretch } from './stretch.js'

/** A column as a source, and how many bars it needs until it counts. */
interface Source {
  readonly column: SourceColumn
  readonly warmup: number
}

/** Features over a stretch of bars, made and wired once. */
export class FeatureSet {
  /** By their names, each after those that feed it. */
  readonly features: ReadonlyMap<string, FeatureSeries>
  /** By their names, in the order in which the features are listed. */
  readonly columns: ReadonlyMap<string, Float64Array>
  readonly #prices: readonly PriceSeries[]

  constructor(described: readonly DescribedFeature[], stretch: Stretch, calendar: Calendar | undefined) {
    const sources = new Map<string, Source>()
    this.#prices = pricesOf(described).map((name) => {
      const column = new PriceSeries(name, stretch)
      sources.set(name, { column, warmup: 1 })
      return column
    })
    const features = new Map<string, FeatureSeries>()
    for (const feature of inOrder(described)) {
      const series = makeSeries(feature, { stretch, sources, calendar })
      features.set(feature.name, series)
      for (const [i, name] of columnsOf(feature).entries()) sources.set(name, sourceOf(series, i))
    }
    this.features = features
    this.columns = new Map(
      described.flatMap(columnsOf).map((name) => [name, sources.get(name)?.column.values ?? new Float64Array(0)]),
    )
  }

  /** How many bars are needed until all are ready. */
  get warmup(): number {
    return Math.max(...Array.from(this.features.values(), ({ warmup }) => warmup))
  }

  get ready(): boolean {
    for (const { indicator } of this.features.values()) if (!indicator.ready) return false
    return true
  }

  /** Goes over the bars that are in the stretch now. */
  run(): void {
    for (const price of this.#prices) price.run()
    for (const feature of this.features.values()) feature.run()
  }
}

function makeSeries(
  { kind, description, inputs }: DescribedFeature,
  given: {
    readonly stretch: Stretch
    readonly sources: ReadonlyMap<string, Source>
    readonly calendar: Calendar | undefined
  },
): FeatureSeries {
  const fed = Object.values(inputs).flatMap((name) => given.sources.get(name) ?? [])
  const cells = Object.fromEntries(Object.keys(inputs).map((option) => [option, { value: Number.NaN }]))
  return new FeatureSeries({
    made: kind.make(description, { calendar: given.calendar, cells }),
    stretch: given.stretch,
    sources: fed.map(({ column }) => column),
    cells: Object.values(cells),
    firstBar: Math.max(1, ...fed.map(({ warmup }) => warmup)),
  })
}

function sourceOf(series: FeatureSeries, place: number): Source {
  const values = series.columns[place]!
  const column: SourceColumn = {
    values,
    get readyFrom() {
      return series.readyFrom
    },
  }
  return { column, warmup: series.warmup }
}

/** The prices that features are fed by. */
function pricesOf(described: readonly DescribedFeature[]) {
  const named = new Set(described.flatMap(({ inputs }) => Object.values(inputs)))
  return Array.from(named).filter(isPrice)
}
