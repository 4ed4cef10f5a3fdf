/** Opens a store that others open at the same moment, and writes a setting of its own to it. */
import { SqliteStore } from '../src/sqlite-store.js'

const [path = '', name = ''] = process.argv.slice(2)
const store = await SqliteStore.open(path)
for (let count = 1; count <= 20; count++) await store.saveSetting(`${name} ${String(count)}`, count)
await store.close()
process.stdout.write('done\n')
