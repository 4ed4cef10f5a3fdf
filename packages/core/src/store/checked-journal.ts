import { formatTime, TradewrightError } from '../domain/errors.js'
import type { JournalEntry } from '../domain/journal-entry.js'
import { JOURNAL_SHAPE } from '../domain/record-shapes.js'
import { checked } from './checked-records.js'

/** Where a journal ends; sequence 0 and time 0 where it has no entry yet. */
export type JournalEnd = Pick<JournalEntry, 'sequence' | 'at'>

/** Frozen copies of entries. Throws RECORD_INVALID; whether they go on where the journal ends is for `refuseGap`. */
export function checkedEntries(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  return entries.map((entry) => checked('an entry of a journal', JOURNAL_SHAPE, entry))
}

/** Throws JOURNAL_GAP for entries that do not go on where a journal ends. */
export function refuseGap(account: string, end: JournalEnd, entries: readonly JournalEntry[]): void {
  let { sequence, at } = end
  for (const entry of entries) {
    if (entry.sequence !== sequence + 1) {
      const message = `${account}: entry ${String(entry.sequence)} came after entry ${String(sequence)}; expected ${String(sequence + 1)}`
      throw new TradewrightError('JOURNAL_GAP', message, { details: { account, sequence: entry.sequence, end } })
    }
    if (entry.at < at) {
      const message = `${account}: entry ${String(entry.sequence)} of ${formatTime(entry.at)} came after one of ${formatTime(at)}; expected times that do not run backwards`
      throw new TradewrightError('JOURNAL_GAP', message, { details: { account, sequence: entry.sequence, end } })
    }
    ;({ sequence, at } = entry)
  }
}

/** Throws JOURNAL_GAP for a checkpoint of an entry that a journal does not have. */
export function refuseAhead(account: string, end: JournalEnd, sequence: number): void {
  if (sequence <= end.sequence) return
  const message = `${account}: a checkpoint of entry ${String(sequence)} came; expected one of an entry up to ${String(end.sequence)}, where its journal ends`
  throw new TradewrightError('JOURNAL_GAP', message, { details: { account, sequence, end } })
}
