import { CombinedStore } from './combined-store.js'
import { MemoryAccounts } from './memory-accounts.js'
import { MemoryBarStore } from './memory-bar-store.js'
import { MemoryJournalStore } from './memory-journal-store.js'
import { MemoryRunStore } from './memory-run-store.js'
import { MemorySettingsStore } from './memory-settings-store.js'
import { MemoryTradingStore } from './memory-trading-store.js'

/** What stores in memory keep, and several of them may share. */
interface MemoryContents {
  readonly accounts: MemoryAccounts
  readonly bars: MemoryBarStore
  readonly runs: MemoryRunStore
  readonly settings: MemorySettingsStore
}

/** A store that keeps everything in memory for as long as the program runs: for tests, and for programs that need nothing to last. */
export class MemoryStore extends CombinedStore {
  readonly #contents: MemoryContents
  readonly #release: () => void

  /** With `over`, over what another one keeps, as a second process opens a database. */
  constructor({ over }: { readonly over?: MemoryStore } = {}) {
    const contents = over === undefined ? emptyContents() : over.#contents
    const writer = {}
    const { accounts, ...parts } = contents
    const release = (): void => {
      accounts.release(writer)
    }
    super({
      ...parts,
      journal: new MemoryJournalStore(accounts, writer),
      trading: new MemoryTradingStore(accounts, writer),
      close: release,
    })
    this.#contents = contents
    this.#release = release
  }

  /** What a program finds that starts again after this one was killed: all that was acknowledged. Its right to write has ended with it. */
  afterCrash(): MemoryStore {
    this.#release()
    return new MemoryStore({ over: this })
  }
}

function emptyContents(): MemoryContents {
  return {
    accounts: new MemoryAccounts(),
    bars: new MemoryBarStore(),
    runs: new MemoryRunStore(),
    settings: new MemorySettingsStore(),
  }
}
