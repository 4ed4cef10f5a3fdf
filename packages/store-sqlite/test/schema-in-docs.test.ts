import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { SqliteStore } from '../src/sqlite-store.js'
import { temporaryFolder } from './temporary-folder.js'

const page = readFileSync(new URL('../../../docs/store.md', import.meta.url), 'utf8')

/** Tables of the diagram, each with its columns. */
function drawn(): Readonly<Record<string, readonly string[]>> {
  const tables = [...page.matchAll(/^ {2}(\w+) \{\n((?: {4}.*\n)+) {2}\}/gm)]
  return Object.fromEntries(
    tables.map(([, name, columns]) => [
      name!,
      columns!
        .trim()
        .split('\n')
        .map((column) => column.trim().replace(/ [PF]K$/, '')),
    ]),
  )
}

it('the diagram of the schema in the docs is the schema of a file', async () => {
  const path = join(temporaryFolder(), 'store.db')
  const store = await SqliteStore.open(path)
  expect(page).toContain(`Version ${String(store.schemaVersion)}. Tables are`)
  await store.close()
  const database = new Database(path, { readonly: true })
  const names = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all()
  const tables = names.map((name) => {
    const columns = database.pragma(`table_info(${name})`) as { type: string; name: string }[]
    return [name, columns.map((column) => `${column.type} ${column.name}`)]
  })
  database.close()
  expect(drawn()).toEqual(Object.fromEntries(tables))
})
