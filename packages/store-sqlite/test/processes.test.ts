import { join } from 'node:path'
import { expect, it } from 'vitest'
import { SqliteStore } from '../src/sqlite-store.js'
import { startChild } from './children.js'
import { temporaryFolder } from './temporary-folder.js'

it('processes that open a new file at the same moment make one store of it, and lose nothing that they write', async () => {
  const path = join(temporaryFolder(), 'store.db')
  const names = ['a', 'b', 'c', 'd']
  const said = await Promise.all(
    names.map(async (name) => {
      const lines: string[] = []
      for await (const line of startChild('./open-child.ts', path, name).lines) lines.push(line)
      return lines
    }),
  )
  expect(said).toEqual(names.map(() => ['done']))
  const store = await SqliteStore.open(path)
  expect(Object.keys(await store.settings())).toHaveLength(80)
  expect((await store.integrityCheck()).problems).toEqual([])
  await store.close()
})
