/** Opens a store, claims its account, and keeps it until it is killed. */
import { SqliteStore } from '../src/sqlite-store.js'

const [path = '', owner = ''] = process.argv.slice(2)
const store = await SqliteStore.open(path)
await store.claim('DU1', owner)
process.stdout.write('claimed\n')
setInterval(() => undefined, 1000)
