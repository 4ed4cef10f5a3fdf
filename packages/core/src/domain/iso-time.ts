const ISO_TIME = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2}))?$/

/**
 * An ISO 8601 date (midnight UTC), or a date and time with its offset, as UTC epoch milliseconds; NaN for anything else. A time without an offset
 * would be read in the zone of the host, and February 30th as March 1st: neither is taken.
 */
export function parseIsoTime(text: string): number {
  const day = ISO_TIME.exec(text)?.[1]
  if (day === undefined) return Number.NaN
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return Number.NaN
  return Date.parse(text)
}
