import { BAR_FIELDS, type FileField } from './file-columns.js'

export interface PriceRulesOptions {
  readonly priceScale: number
  readonly adjust: 'none' | 'adjclose'
  readonly invert: boolean
}

/** Changes one row's values, each at its field's place in BAR_FIELDS. */
export type PriceRule = (values: Float64Array) => void

const place = (field: FileField): number => BAR_FIELDS.indexOf(field)
const HIGH = place('high')
const LOW = place('low')
const CLOSE = place('close')
const ADJCLOSE = place('adjclose')
const PRICES = (['open', 'high', 'low', 'close', 'vwap'] as const).map(place)
const SCALED = [...PRICES, ADJCLOSE]

/** What is to be done with prices, in order; nothing for prices that are taken as they are. */
export function priceRules({ priceScale, adjust, invert }: PriceRulesOptions): readonly PriceRule[] {
  const rules: PriceRule[] = []
  if (priceScale !== 1) {
    rules.push((values) => {
      for (const field of SCALED) values[field] = values[field]! / priceScale
    })
  }
  if (adjust === 'adjclose') rules.push(adjustToClose)
  if (invert) rules.push(invertPrices)
  return rules
}

/** Scales prices by adjusted close / close; what equals the close becomes the adjusted close itself, not within a rounding of it. */
function adjustToClose(values: Float64Array): void {
  const close = values[CLOSE]!
  const adjusted = values[ADJCLOSE]!
  const factor = adjusted / close
  for (const field of PRICES) values[field] = values[field] === close ? adjusted : values[field]! * factor
}

/** The pair the other way round: 1 / price, and what was the low is the high. */
function invertPrices(values: Float64Array): void {
  for (const field of PRICES) values[field] = 1 / values[field]!
  const low = values[HIGH]!
  values[HIGH] = values[LOW]!
  values[LOW] = low
}
