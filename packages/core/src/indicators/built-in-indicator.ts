import { checkSaved, savedNumber, type SavedIndicator } from './saved-state.js'
import { Stateful } from './stateful.js'

type Options = Readonly<Record<string, number | string>>

/** What the indicators of this folder have in common: ready after so many updates, and their state can be saved and loaded. */
export abstract class BuiltInIndicator extends Stateful {
  /** How many updates it needs until it is ready. */
  readonly warmup: number
  /** NaN until ready. */
  value = Number.NaN
  /** How many updates are missing until it is ready. */
  protected missing: number
  readonly #name: string
  readonly #options: Options

  protected constructor(name: string, options: Options, warmup: number) {
    super()
    this.#name = name
    this.#options = options
    this.warmup = warmup
    this.missing = warmup
  }

  get ready(): boolean {
    return this.missing === 0
  }

  /** Counts an update; whether the indicator is ready with it. */
  protected count(): boolean {
    if (this.missing > 0) this.missing -= 1
    return this.missing === 0
  }

  /** All that it remembers, as plain data: after JSON and `load` another instance goes on to the last bit as this one does. */
  save(): SavedIndicator {
    const saved = (value: number | string) => (typeof value === 'string' ? value : savedNumber(value))
    const options = Object.fromEntries(Object.entries(this.#options).map(([name, value]) => [name, saved(value)]))
    return { indicator: this.#name, options, state: this.saveFields() }
  }

  /** Takes what `save` gave. Throws INDICATOR_INVALID, and stays as it was, if that was another indicator or had other options. */
  load(saved: unknown): void {
    checkSaved(this.save(), saved)
    this.loadFields(saved.state)
  }
}
