import { z } from 'zod'
import type { Calendar } from '../domain/calendar.js'
import { expecting } from '../domain/field-schemas.js'
import type { BarIndicator, Indicator } from '../indicators/indicator.js'
import type { SavedIndicator } from '../indicators/saved-state.js'
import type { Stretch } from './stretch.js'

/** An indicator that features are made of: it tells when it is ready, and its state can be saved. */
export type FeatureIndicator = (Indicator | BarIndicator) & {
  readonly ready: boolean
  readonly warmup: number
  save(): SavedIndicator
  load(saved: unknown): void
}

/** A number that moves on with the bars. */
export interface Cell {
  value: number
}

/** What an indicator is made with besides its options. */
export interface FeatureInputs {
  readonly calendar: Calendar | undefined
  /** By the option that names it: the present value of an input. */
  readonly cells: Readonly<Record<string, Cell>>
}

/** What an indicator goes over: the numbers of its source, and the bars. */
export interface LoopSource {
  readonly values: Float64Array
  readonly stretch: Stretch
}

/** Takes rows of a source from one on to the end, and writes what it comes to: its value, then its other numbers. */
export type Loop<I> = (indicator: I, source: LoopSource, columns: readonly Float64Array[], from: number) => void

/** An indicator, how its numbers besides `value` are read, and a loop that is written for it. */
export interface MadeFeature {
  readonly indicator: FeatureIndicator
  readonly outputs: readonly (() => number)[]
  readonly follow: ((source: LoopSource, columns: readonly Float64Array[], from: number) => void) | undefined
}

/** What one kind of feature is: its options, what feeds it, its numbers, and how it is made. */
export interface FeatureKind<S extends z.ZodRawShape = z.ZodRawShape> {
  /** What a description of it may have besides name and kind. */
  readonly options: z.ZodObject<S>
  /** All that a description of it may have. */
  readonly schema: z.ZodType
  /** Every option that it may have. */
  readonly known: readonly string[]
  /** Options that name what feeds it: a price of the bar, or a feature. */
  readonly inputs: readonly string[]
  /** Its numbers besides `value`. */
  readonly outputs: readonly string[]
  /** Takes a description that satisfies the schema. Throws INDICATOR_INVALID for options that contradict each other. */
  make(description: unknown, inputs: FeatureInputs): MadeFeature
}

type Readers<I> = Readonly<Record<string, (indicator: I) => number>>
type Make<S extends z.ZodRawShape, I> = (options: z.output<z.ZodObject<S>>, inputs: FeatureInputs) => I

export const feature = z.string(expecting('the name of a price or a feature'))
const source = { source: feature.default('close') }
const nameAndKind = { name: z.string(), kind: z.string() }

/** A kind that is fed with one number per bar, its `source`. */
export function fedByNumbers<S extends z.ZodRawShape, I extends FeatureIndicator>(
  shape: S,
  make: Make<S & typeof source, I>,
  readers: Readers<I> = {},
  loop?: Loop<I>,
): FeatureKind<S & typeof source> {
  return kind({ shape: { ...source, ...shape }, inputs: ['source'], make, readers, loop })
}

/** A kind that is fed with whole bars. */
export function fedByBars<S extends z.ZodRawShape, I extends FeatureIndicator>(
  shape: S,
  make: Make<S, I>,
  readers: Readers<I> = {},
  loop?: Loop<I>,
): FeatureKind<S> {
  return kind({ shape, inputs: [], make, readers, loop })
}

/** A kind that reads several features: `inputs` are the options that name them. */
export function fedByFeatures<S extends z.ZodRawShape, I extends FeatureIndicator>(
  shape: S,
  inputs: readonly (keyof S & string)[],
  make: Make<S, I>,
): FeatureKind<S> {
  return kind({ shape, inputs, make, readers: {}, loop: undefined })
}

function kind<S extends z.ZodRawShape, I extends FeatureIndicator>(given: {
  readonly shape: S
  readonly inputs: readonly string[]
  readonly make: Make<S, I>
  readonly readers: Readers<I>
  readonly loop: Loop<I> | undefined
}): FeatureKind<S> {
  const { shape, inputs, readers, loop } = given
  const options = z.object(shape)
  return {
    options,
    schema: z.strictObject({ ...nameAndKind, ...shape }),
    known: Object.keys(shape),
    inputs,
    outputs: Object.keys(readers),
    make(description, sources) {
      const indicator = given.make(options.parse(description), sources)
      return {
        indicator,
        outputs: Object.values(readers).map((read) => () => read(indicator)),
        follow:
          loop &&
          ((source, columns, from) => {
            loop(indicator, source, columns, from)
          }),
      }
    },
  }
}
