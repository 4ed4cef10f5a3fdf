import type { Spec } from '@tradewright/core'
import type Database from 'better-sqlite3'

/** Plain data under names. */
export class SettingsTable {
  readonly #save: Database.Statement<[string, string]>
  readonly #one: Database.Statement<[string], { value: string }>
  readonly #all: Database.Statement<[], { key: string; value: string }>
  readonly #delete: Database.Statement<[string]>

  constructor(database: Database.Database) {
    this.#save = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
    this.#one = database.prepare('SELECT value FROM settings WHERE key = ?')
    this.#all = database.prepare('SELECT key, value FROM settings ORDER BY key')
    this.#delete = database.prepare('DELETE FROM settings WHERE key = ?')
  }

  save(key: string, value: Spec): void {
    this.#save.run(key, JSON.stringify(value))
  }

  one(key: string): Spec | undefined {
    const row = this.#one.get(key)
    return row && (JSON.parse(row.value) as Spec)
  }

  all(): Readonly<Record<string, Spec>> {
    return Object.fromEntries(this.#all.all().map(({ key, value }) => [key, JSON.parse(value) as Spec]))
  }

  delete(key: string): boolean {
    return this.#delete.run(key).changes > 0
  }
}
