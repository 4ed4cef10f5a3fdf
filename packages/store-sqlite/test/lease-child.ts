/** Opens a store, claims its account, forgets it, and goes on until it is killed. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { SqliteStore } from '../src/sqlite-store.js'

const [path = '', owner = ''] = process.argv.slice(2)
await (await SqliteStore.open(path)).claim('DU1', owner)
// What nobody refers to is collected now.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
for (let times = 0; times < 3; times++) {
  await new Promise(setImmediate)
  collect()
}
process.stdout.write('claimed\n')
setInterval(() => undefined, 1000)
