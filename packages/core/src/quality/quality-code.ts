/** 'error': the engine refuses such a series, or its numbers are wrong. 'warning': look at it before you trust a result. 'info': good to know. */
export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

interface QualityCodeEntry {
  /** How bad it is unless something is known of the series that makes it better or worse. */
  readonly severity: Severity
  readonly meaning: string
}

/** Everything that can be found out about the quality of a series. Codes are stable. Those that are error codes too mean the same. */
export const QUALITY_CODES = {
  SERIES_REFUSED: { severity: 'error', meaning: 'The gateway refused the series; the message is its error.' },
  NO_BARS: { severity: 'warning', meaning: 'The series has no bar.' },
  TIME_INVALID: { severity: 'error', meaning: 'A time is not a number, or a bar closes at its open or before it.' },
  BAR_OUT_OF_ORDER: { severity: 'error', meaning: 'A bar opens before one in front of it.' },
  BAR_DUPLICATE: { severity: 'error', meaning: 'A bar opens at the same time as another.' },
  BAR_OVERLAP: { severity: 'error', meaning: 'A bar opens before the one in front of it closes.' },
  PRICE_INVALID: { severity: 'error', meaning: 'A price is zero, negative or not a number.' },
  HIGH_BELOW_LOW: { severity: 'error', meaning: 'The open or the close lies outside of low and high.' },
  VOLUME_INVALID: { severity: 'error', meaning: 'A volume is negative or not a number.' },
  VWAP_INVALID: { severity: 'error', meaning: 'An average price lies outside of low and high.' },
  TIMEFRAME_WRONG: { severity: 'error', meaning: 'The bars are of another length than the series says.' },
  ZONE_WRONG: { severity: 'error', meaning: 'The times fit the sessions once they are shifted by hours.' },
  PRICE_SCALE: { severity: 'error', meaning: 'From a row on prices are 100, 1,000 or 10,000 times as high or as low.' },
  SPLIT_UNADJUSTED: { severity: 'warning', meaning: 'The price jumps between two sessions by the ratio of a split.' },
  ADJUSTMENT_MIXED: {
    severity: 'warning',
    meaning: 'A part of the series is adjusted for splits or dividends and another is not.',
  },
  LEVEL_SHIFT: { severity: 'warning', meaning: 'The price jumps beyond all proportion and stays where it is.' },
  PRICE_SPIKE: { severity: 'warning', meaning: 'A price jumps beyond all proportion and comes straight back.' },
  STALE_PRICES: {
    severity: 'warning',
    meaning: 'The close stays the same for more bars than it would by the series itself.',
  },
  SYNTHETIC_OPENS: { severity: 'warning', meaning: 'Too many bars open exactly at the close before.' },
  SESSION_MISSING: { severity: 'warning', meaning: 'A session has no bar that can be used.' },
  INTERVAL_MISSING: { severity: 'warning', meaning: 'Intervals within a session have no bar.' },
  SPARSE_INTERVALS: { severity: 'info', meaning: 'Intervals without a bar are usual in the series.' },
  GAP_UNUSUAL: { severity: 'info', meaning: 'Between two bars lies more than twice the usual break.' },
  BAR_OUTSIDE_SESSION: { severity: 'warning', meaning: 'A bar lies where the calendar has no session.' },
  EXTENDED_HOURS: { severity: 'info', meaning: 'Bars lie before and after most sessions.' },
  BAR_MISALIGNED: { severity: 'info', meaning: 'Bars begin at other times than those counted from the open.' },
  VOLUME_NONE: { severity: 'info', meaning: 'No bar has any volume.' },
  VOLUME_HOLE: { severity: 'warning', meaning: 'The price moved in a bar without volume.' },
  SESSION_WITHOUT_VOLUME: { severity: 'warning', meaning: 'A whole day of bars has no volume.' },
  VOLUME_FRACTION: { severity: 'warning', meaning: 'Volumes are not whole numbers, although their unit is.' },
  PRICE_OFF_GRID: { severity: 'info', meaning: 'A few prices have more decimals than all the others.' },
  PRICES_WHOLE: { severity: 'info', meaning: 'All prices are large whole numbers, as of cents or ten-thousandths.' },
  BAR_ONLY_IN_FIRST: { severity: 'warning', meaning: 'The second series lacks a bar of the first.' },
  BAR_ONLY_IN_SECOND: { severity: 'warning', meaning: 'The first series lacks a bar of the second.' },
  TIME_SHIFTED: { severity: 'error', meaning: "One series' bars are another's at other times." },
  PRICE_FACTOR: { severity: 'warning', meaning: 'Prices differ by one factor throughout.' },
  PRICE_DIFFERS: { severity: 'warning', meaning: 'Prices of the same bar differ.' },
  VOLUME_DIFFERS: { severity: 'info', meaning: 'Volumes of the same bar differ.' },
} as const satisfies Readonly<Record<string, QualityCodeEntry>>

export type QualityCode = keyof typeof QUALITY_CODES
