import { savedNumber, type SavedState } from './saved-state.js'

type SavedFields = Readonly<Record<string, SavedState>>

/**
 * Something whose memory is its fields: every number, Float64Array and Stateful part, and nothing else. That is why the classes that extend it have `private`
 * fields where others have `#` ones: `saveFields` finds them all, and none can be forgotten.
 */
export abstract class Stateful {
  protected saveFields(): SavedFields {
    const saved: Record<string, SavedState> = {}
    for (const [name, value] of Object.entries(this)) {
      if (typeof value === 'number') saved[name] = savedNumber(value)
      else if (value instanceof Float64Array) saved[name] = Array.from(value, savedNumber)
      else if (value instanceof Stateful) saved[name] = value.saveFields()
    }
    return saved
  }

  /** Takes what `saveFields` of the same shape gave. */
  protected loadFields(saved: SavedFields): void {
    for (const [name, value] of Object.entries(this)) {
      const came = saved[name]
      if (typeof value === 'number') Reflect.set(this, name, Number(came))
      else if (value instanceof Float64Array) value.set((came as readonly SavedState[]).map(Number))
      else if (value instanceof Stateful) value.loadFields(came as SavedFields)
    }
  }
}
