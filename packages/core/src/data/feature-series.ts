import { takesBars } from '../indicators/indicator.js'
import type { Cell, FeatureIndicator, LoopSource, MadeFeature } from './feature-kind.js'
import type { Stretch } from './stretch.js'

/** A column that feeds a feature. */
export interface SourceColumn {
  readonly values: Float64Array
  /** The first row of the stretch that counts; the stretch's length if there is none. */
  readonly readyFrom: number
}

const NO_VALUES = new Float64Array(0)

/** One feature over a stretch of bars. When other bars are written into the stretch, the next run goes on with them. */
export class FeatureSeries {
  readonly indicator: FeatureIndicator
  /** How many bars it needs until it is ready. */
  readonly warmup: number
  /** Its value, then its other numbers; NaN until it is ready. */
  readonly columns: readonly Float64Array[]
  /** The row on which it is ready; the stretch's length if there is none. */
  readyFrom = 0
  readonly #made: MadeFeature
  readonly #stretch: Stretch
  readonly #sources: readonly SourceColumn[]
  readonly #input: LoopSource
  readonly #feed: (row: number) => void

  constructor(options: {
    readonly made: MadeFeature
    readonly stretch: Stretch
    readonly sources: readonly SourceColumn[]
    /** What an indicator over several columns reads, in the order of the sources. */
    readonly cells: readonly Cell[]
    /** The bar, counted from 1, on which all that feeds it is ready. */
    readonly firstBar: number
  }) {
    const { made, stretch, sources } = options
    this.#made = made
    this.#stretch = stretch
    this.#sources = sources
    this.indicator = made.indicator
    this.warmup = options.firstBar - 1 + made.indicator.warmup
    this.columns = Array.from({ length: 1 + made.outputs.length }, () => new Float64Array(stretch.length))
    this.#input = { values: sources[0]?.values ?? NO_VALUES, stretch }
    this.#feed = feeding(made.indicator, this.#input, sources, options.cells)
  }

  /** Goes over the stretch, from the row on which all that feeds it is ready. */
  run(): void {
    const { indicator, columns } = this
    const { follow } = this.#made
    const { length } = this.#stretch
    const wasReady = indicator.ready
    let next = 0
    for (const { readyFrom } of this.#sources) next = Math.max(next, readyFrom)
    while (next < length && !indicator.ready) this.#feed(next++)
    this.readyFrom = indicator.ready && !wasReady ? next - 1 : next
    if (this.readyFrom > 0) for (const column of columns) column.fill(Number.NaN, 0, this.readyFrom)
    if (this.readyFrom < next) this.show(this.readyFrom)
    if (follow) follow(this.#input, columns, next)
    else this.#follow(next)
  }

  /** Writes what it has come to into a row. */
  show(row: number): void {
    const { columns } = this
    const { indicator, outputs } = this.#made
    columns[0]![row] = indicator.value
    for (let i = 0; i < outputs.length; i++) columns[i + 1]![row] = outputs[i]!()
  }

  #follow(from: number): void {
    for (let row = from; row < this.#stretch.length; row++) {
      this.#feed(row)
      this.show(row)
    }
  }
}

function feeding(
  indicator: FeatureIndicator,
  { values, stretch }: LoopSource,
  sources: readonly SourceColumn[],
  cells: readonly Cell[],
): (row: number) => void {
  if (!takesBars(indicator)) {
    return (row) => {
      indicator.update(values[row]!)
    }
  }
  return (row) => {
    for (let i = 0; i < cells.length; i++) cells[i]!.value = sources[i]!.values[row]!
    indicator.update(stretch.barAt(row))
  }
}
