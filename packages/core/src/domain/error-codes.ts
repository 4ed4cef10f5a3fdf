/** How a code behaves: which class of error carries it, and whether the caller can go on after putting it right. */
export interface ErrorCodeEntry {
  readonly kind: 'config' | 'data' | 'strategy' | 'money' | 'run' | 'store' | 'invariant'
  readonly recoverable: boolean
  readonly meaning: string
}

/** Every code that an error of this library can carry. Codes are stable: a code is never renamed or given a new meaning. */
export const ERROR_CODES = {
  CONFIG_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'The configuration has values that cannot be used; all of them are listed.',
  },
  INSTRUMENT_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'An instrument is described by impossible values.',
  },
  TIMEFRAME_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A timeframe is not a count and a unit, such as 1m, 1h or 1d.',
  },
  TIMEFRAME_UNALIGNED: {
    kind: 'config',
    recoverable: false,
    meaning: 'No rule says where bars of a timeframe begin, such as 7 minutes of a day, or 2 days.',
  },
  BAR_RULE_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A bar builder was given impossible options, or what bars cannot be built of by its rule.',
  },
  CALENDAR_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A calendar is described by impossible values, such as an unknown zone.',
  },
  CALENDAR_RANGE: {
    kind: 'config',
    recoverable: false,
    meaning: 'A calendar was asked about a date that its tables do not cover.',
  },
  PARAMS_INVALID: { kind: 'config', recoverable: false, meaning: "A strategy's parameters do not satisfy its schema." },
  INDICATOR_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'An indicator was given impossible options, such as a period of 0.',
  },
  FEATURE_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'Features are described by values that cannot be used; all of them are listed.',
  },
  SIZER_INVALID: { kind: 'config', recoverable: false, meaning: 'A sizer was given impossible options.' },
  COST_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A cost model was given impossible options, or an instrument without a tick size.',
  },
  METRIC_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A metric was given impossible options, or columns of different lengths.',
  },
  QUALITY_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'A check of data quality, a repair or a comparison was given options that cannot be.',
  },
  FX_RATE_MISSING: {
    kind: 'config',
    recoverable: false,
    meaning: 'An instrument is priced in a currency for which the run has no rate.',
  },
  EVENT_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning:
      'An account event names a time, a strategy or a currency that the run does not have, or contradicts its data.',
  },
  RISK_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: 'Limits have values that cannot be used, or contradict each other; all of them are listed.',
  },
  UNKNOWN_SYMBOL: { kind: 'strategy', recoverable: false, meaning: 'A symbol was named that is not part of the run.' },
  UNKNOWN_FEATURE: { kind: 'strategy', recoverable: false, meaning: 'A feature was named that has not been declared.' },
  STRATEGY_THREW: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A callback of a strategy threw; the cause is attached.',
  },
  STRATEGY_ASYNC: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A callback of a strategy returned a promise; strategies are synchronous.',
  },
  ORDER_INVALID: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'An order was asked for in terms that contradict each other or are not numbers.',
  },
  ORDER_LOOP: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A strategy kept answering its own orders or timers with new ones in one instant.',
  },
  SIGNAL_INVALID: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'generateSignals returned something that is not a list of signals.',
  },
  SIZER_RESULT: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A sizer returned something that is not a quantity, such as NaN or a negative number.',
  },
  WEIGHTS_INVALID: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A rebalance was given weights or options that cannot be used.',
  },
  COST_RESULT: { kind: 'run', recoverable: false, meaning: 'A cost model returned something that is not an amount.' },
  BAR_OUT_OF_ORDER: { kind: 'data', recoverable: false, meaning: 'A bar opens before the bar in front of it.' },
  BAR_DUPLICATE: { kind: 'data', recoverable: false, meaning: 'Two bars of one series open at the same time.' },
  BAR_OVERLAP: {
    kind: 'data',
    recoverable: false,
    meaning: 'A bar closes after the next one opens, or not after it opened itself.',
  },
  BAR_STRADDLES: {
    kind: 'data',
    recoverable: false,
    meaning: 'A small bar lies only in part in a session, or in the bar that is built of it.',
  },
  TICK_LATE: {
    kind: 'data',
    recoverable: true,
    meaning: 'A tick lies before the bar that is being built; a bar that was given out is not changed.',
  },
  SIZE_INVALID: { kind: 'data', recoverable: true, meaning: "A trade's size is not a positive finite number." },
  PRICE_INVALID: { kind: 'data', recoverable: false, meaning: 'A price is not a positive finite number.' },
  VOLUME_INVALID: { kind: 'data', recoverable: false, meaning: 'A volume is negative or not finite.' },
  VWAP_INVALID: {
    kind: 'data',
    recoverable: false,
    meaning: 'A volume-weighted average price is not a number within the low and high of its bar.',
  },
  HIGH_BELOW_LOW: {
    kind: 'data',
    recoverable: false,
    meaning: "A bar's open or close lies outside its low and high, or its high lies below its low.",
  },
  SESSION_MISSING: {
    kind: 'data',
    recoverable: false,
    meaning: 'A daily bar has a date on which the calendar has no session.',
  },
  TIMEFRAME_MISMATCH: {
    kind: 'data',
    recoverable: false,
    meaning: 'The bars of a file are of another timeframe than the one they are read as.',
  },
  TIME_INVALID: {
    kind: 'data',
    recoverable: false,
    meaning: 'A time cannot be read, or is not a finite number of milliseconds.',
  },
  NO_DATA: { kind: 'data', recoverable: true, meaning: 'A series has no bar in the range that the run asks for.' },
  FILE_NOT_FOUND: { kind: 'data', recoverable: true, meaning: 'A file does not exist or cannot be opened.' },
  FILE_INVALID: { kind: 'data', recoverable: false, meaning: 'A file is damaged, such as an archive that is cut off.' },
  FILE_UNSUPPORTED: {
    kind: 'data',
    recoverable: false,
    meaning: 'A file is whole, but written in a way that is not read, such as encrypted or with an unknown codec.',
  },
  FILE_AMBIGUOUS: { kind: 'data', recoverable: true, meaning: 'Several files could be the one that is wanted.' },
  FILE_EXISTS: {
    kind: 'data',
    recoverable: true,
    meaning: 'A file that was to be written is there already, and replacing it was not asked for.',
  },
  FILE_NOT_WRITTEN: { kind: 'data', recoverable: true, meaning: 'A file could not be written; nothing of it is left.' },
  SYMBOL_INVALID: {
    kind: 'config',
    recoverable: false,
    meaning: "A symbol cannot be part of a file's name, such as one with a slash.",
  },
  RANGE_INVALID: { kind: 'config', recoverable: true, meaning: 'A range of time ends before it begins.' },
  COLUMN_MISSING: {
    kind: 'data',
    recoverable: false,
    meaning: 'A file or a series has no column for a value that is needed.',
  },
  COLUMN_INVALID: {
    kind: 'data',
    recoverable: false,
    meaning: 'A column of a file holds another kind of values than is needed, such as texts or lists for prices.',
  },
  COLUMN_LENGTH: {
    kind: 'data',
    recoverable: false,
    meaning: 'A column of a series has fewer rows than the series.',
  },
  ROW_INVALID: {
    kind: 'data',
    recoverable: false,
    meaning: 'A row has too few or too many cells, or a cell that is not what its column holds.',
  },
  SOURCE_FAILED: {
    kind: 'data',
    recoverable: true,
    meaning: 'A source of data could not be read, or every source that there was; what each failed with is attached.',
  },
  LOOKAHEAD_FOUND: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A proof found decisions or values that depend on what was not known when they came.',
  },
  WARMUP_TOO_SHORT: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A proof found decisions or values that would be others with more bars in front of the run.',
  },
  NOT_DETERMINISTIC: {
    kind: 'strategy',
    recoverable: false,
    meaning: 'A proof found a backtest that does not come to the same again.',
  },
  AMOUNT_INVALID: { kind: 'money', recoverable: false, meaning: 'An amount is not a finite number.' },
  MONEY_OVERFLOW: {
    kind: 'money',
    recoverable: false,
    meaning: 'An amount is beyond 9 quadrillion units of its currency.',
  },
  QUANTITY_OVERFLOW: { kind: 'money', recoverable: false, meaning: 'A position has more than 15 digits.' },
  RUN_ABORTED: { kind: 'run', recoverable: true, meaning: 'The run was stopped through its AbortSignal.' },
  RUN_STARTED: { kind: 'run', recoverable: false, meaning: 'An engine was asked to run while it is running.' },
  BROKER_NOT_SUPPORTED: {
    kind: 'run',
    recoverable: false,
    meaning: 'A broker was asked for something that its capabilities do not declare.',
  },
  STORE_LOCKED: {
    kind: 'store',
    recoverable: true,
    meaning: 'Another writer has the right to write journals and trading records; who it is, is attached.',
  },
  STORE_BUSY: {
    kind: 'store',
    recoverable: true,
    meaning: 'Another process kept a store for longer than one waits for it; nothing was written.',
  },
  STORE_FULL: {
    kind: 'store',
    recoverable: true,
    meaning: 'There is no room left where a store writes; nothing was written.',
  },
  STORE_READ_ONLY: { kind: 'store', recoverable: false, meaning: 'A store that can only be read was to be written.' },
  STORE_CORRUPT: {
    kind: 'store',
    recoverable: false,
    meaning: 'A store is damaged; the message says what can be done.',
  },
  STORE_NEWER: {
    kind: 'store',
    recoverable: false,
    meaning: 'A store was written by a newer version of this library than the one that opens it.',
  },
  STORE_NOT_OPENED: {
    kind: 'store',
    recoverable: false,
    meaning: 'A store cannot be opened, such as a path that is a folder or a file that is no store.',
  },
  STORE_CLOSED: { kind: 'store', recoverable: false, meaning: 'A store was asked for something after it was closed.' },
  STORE_FAILED: {
    kind: 'store',
    recoverable: true,
    meaning: 'A store could not be read or written for another reason; the cause is attached.',
  },
  UNKNOWN_ACCOUNT: { kind: 'store', recoverable: true, meaning: 'An account was named that a store does not know.' },
  ACCOUNT_MISMATCH: {
    kind: 'store',
    recoverable: false,
    meaning: 'A store is for another account, or knows the account with another currency.',
  },
  UNKNOWN_RUN: { kind: 'store', recoverable: true, meaning: 'A saved run was named that a store does not have.' },
  RECORD_INVALID: {
    kind: 'store',
    recoverable: true,
    meaning: 'A record to be stored has values that cannot be; all of them are listed.',
  },
  RECORD_CONFLICT: {
    kind: 'store',
    recoverable: true,
    meaning: 'A record to be stored does not go on where those of its kind end, or contradicts one with the same name.',
  },
  JOURNAL_GAP: {
    kind: 'store',
    recoverable: true,
    meaning: 'Entries of a journal do not go on where it ends.',
  },
  INVARIANT: {
    kind: 'invariant',
    recoverable: false,
    meaning: 'A state that cannot be: a fault of this library, not of its user.',
  },
} as const satisfies Record<string, ErrorCodeEntry>

/** A stable name for what went wrong; see `ERROR_CODES` for what each means. */
export type ErrorCode = keyof typeof ERROR_CODES
