import type { Spec } from '../domain/spec.js'
import type { SettingsStore } from '../ports/settings-store.js'
import { answer } from './answer.js'
import { checkedSetting } from './checked-records.js'

/** Settings kept in memory. */
export class MemorySettingsStore implements SettingsStore {
  readonly #settings = new Map<string, Spec>()

  saveSetting(key: string, value: Spec): Promise<void> {
    return answer(() => {
      this.#settings.set(key, checkedSetting(key, value))
    })
  }

  setting(key: string): Promise<Spec | undefined> {
    return answer(() => this.#settings.get(key))
  }

  settings(): Promise<Readonly<Record<string, Spec>>> {
    return answer(() => Object.fromEntries([...this.#settings].sort(([a], [b]) => (a < b ? -1 : 1))))
  }

  deleteSetting(key: string): Promise<boolean> {
    return answer(() => this.#settings.delete(key))
  }
}
