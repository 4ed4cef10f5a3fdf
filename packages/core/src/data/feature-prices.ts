import type { IndicatorBar } from '../indicators/indicator.js'
import { balanceOfPower, medianPrice, typicalPrice, weightedClose } from '../indicators/prices.js'
import type { Stretch } from './stretch.js'

/** What a feature can take of a bar: what the series has, or what is reckoned from that. */
export const PRICES = {
  open: ({ open }) => open,
  high: ({ high }) => high,
  low: ({ low }) => low,
  close: ({ close }) => close,
  volume: ({ volume }) => volume,
  medianPrice,
  typicalPrice,
  weightedClose,
  balanceOfPower,
} as const satisfies Readonly<Record<string, (bar: IndicatorBar) => number>>

type PriceName = keyof typeof PRICES

export function isPrice(name: string): name is PriceName {
  return Object.hasOwn(PRICES, name)
}

/** A price of each bar of a stretch. */
export class PriceSeries {
  readonly values: Float64Array
  readonly readyFrom = 0
  readonly #priceOf: (bar: IndicatorBar) => number
  readonly #stretch: Stretch
  readonly #isOfSeries: boolean

  constructor(name: PriceName, stretch: Stretch) {
    const own = columnOf(name, stretch)
    this.#isOfSeries = own !== undefined
    this.values = own ?? new Float64Array(stretch.length)
    this.#priceOf = PRICES[name]
    this.#stretch = stretch
  }

  /** Reckons it from the bars that are in the stretch now. */
  run(): void {
    if (this.#isOfSeries) return
    for (let row = 0; row < this.values.length; row++) this.values[row] = this.#priceOf(this.#stretch.barAt(row))
  }
}

function columnOf(name: PriceName, { columns }: Stretch): Float64Array | undefined {
  const { open, high, low, close, volume } = columns
  const own: Partial<Record<PriceName, Float64Array | undefined>> = { open, high, low, close, volume }
  return own[name]
}
