import { marketData } from './migration-1-bars.js'
import { accountsAndJournal } from './migration-2-journal.js'
import { tradingRecords } from './migration-3-trading.js'
import { runsAndSettings } from './migration-4-runs.js'
import type { Migration } from './migration.js'

/** All steps; a file's `user_version` is the last one that it has taken. One that has been published is never changed. */
export const MIGRATIONS: readonly Migration[] = [marketData, accountsAndJournal, tradingRecords, runsAndSettings]
