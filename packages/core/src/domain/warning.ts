/** Something a careful reader of a result should know. Warnings are collected, never printed. */
export interface RunWarning {
  readonly code: WarningCode
  readonly message: string
  /** How often it happened; the message is that of the first. */
  readonly count: number
}

export const WARNING_CODES = {
  ADJUSTED_COLUMN_UNUSED:
    'The file has an adjusted close that was not used, so splits and dividends show as price moves.',
  ROWS_REFUSED: 'Rows of a file could not be read and are not in its series.',
  SOURCE_FAILED: 'A source of data failed, and another one was asked in its place.',
  BARS_REVISED: 'A source gave other bars than it had given before; what was stored of the series was fetched again.',
  BARS_OUTSIDE_SESSIONS:
    'Bars lie outside the sessions of the calendar, and are not in the series that was built of them.',
  LISTENER_THREW: 'A listener of the engine threw; the run went on as if it had not.',
  STALE_REPORT: 'A venue reported a status that the order had already left behind.',
  OVERFILL: 'A venue filled more than the order asked for.',
  REPLACE_TOO_LATE: 'A replace came for an order that had been filled, had ended or was being cancelled.',
  REPLACE_DENIED: 'A replace had terms that a new order would be denied or rejected for; the order stayed as it was.',
  EVENT_REFUSED: 'An account event could not be done, such as a withdrawal of more than there is.',
  OPEN_POSITION_AT_END: 'The run ended with open positions, marked at their last close.',
  NO_BARS: 'A strategy never saw a bar: its indicators were not ready before the data ended.',
  OPEN_EQUALS_PREVIOUS_CLOSE:
    'Many bars open exactly at the close before: fills at such opens may not have been to be had.',
  ALL_ORDERS_DENIED: 'Every order was denied before it was sent: nothing was traded.',
  RUN_NOT_SAVED: 'The store of runs failed, so that the run is not in it; the result is whole.',
} as const
export type WarningCode = keyof typeof WARNING_CODES

/** The first of each warning: those of one code and message say the same. */
export function eachWarningOnce<T extends Pick<RunWarning, 'code' | 'message'>>(warnings: readonly T[]): readonly T[] {
  const found = new Map<string, T>()
  for (const warning of warnings) {
    const name = JSON.stringify([warning.code, warning.message])
    if (!found.has(name)) found.set(name, warning)
  }
  return [...found.values()]
}
