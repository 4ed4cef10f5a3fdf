const DAY_MS = 86_400_000

/**
 * Turns wall times of a zone into instants. Asks Intl for offsets, which answers alike on every host; date-fns-tz's way from an
 * instant to a wall time goes through the host's own zone and is wrong at the host's clock changes.
 */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat
  readonly #isUtc: boolean
  #day = Number.NaN
  #before = 0
  #after = 0

  /** Whether there is an IANA zone of that name. Offsets such as +01:00 are none. */
  static has(zone: unknown): boolean {
    if (typeof zone !== 'string' || zone === '' || /^[+-]/.test(zone)) return false
    try {
      return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }))
    } catch {
      return false
    }
  }

  /** Throws a RangeError for a zone that does not exist. */
  constructor(readonly zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    this.#isUtc = this.#format.resolvedOptions().timeZone === 'UTC'
  }

  /** Wall time less UTC at an instant, in milliseconds. */
  offsetAt(time: number): number {
    if (this.#isUtc) return 0
    const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
    for (const { type, value } of this.#format.formatToParts(time)) {
      if (type in parts) parts[type as keyof typeof parts] = Number(value)
    }
    const wall = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second)
    return wall - Math.floor(time / 1_000) * 1_000
  }

  /** The instant of a wall time: the first of the two where clocks go back, as far past the change where they go forward. */
  instantOf(wall: number): number {
    if (this.#isConstant(wall)) return wall - this.#before
    const first = wall - this.#before
    if (this.offsetAt(first) === this.#before) return first
    const second = wall - this.#after
    return this.offsetAt(second) === this.#after ? second : first
  }

  /** The second instant of a wall time that comes twice; undefined for one that comes once or never. */
  secondInstantOf(wall: number): number | undefined {
    if (this.#isConstant(wall)) return undefined
    const first = wall - this.#before
    const second = wall - this.#after
    const isTwice = this.offsetAt(first) === this.#before && this.offsetAt(second) === this.#after
    return isTwice ? second : undefined
  }

  /** Whether clocks never show a wall time, because they go forward over it. */
  isSkipped(wall: number): boolean {
    if (this.#isConstant(wall)) return false
    return this.offsetAt(wall - this.#before) !== this.#before && this.offsetAt(wall - this.#after) !== this.#after
  }

  /** Whether the offset is the same all around the wall time's day; finds the offsets of a day and a half before and after. */
  #isConstant(wall: number): boolean {
    if (this.#isUtc) return true
    const day = Math.floor(wall / DAY_MS)
    if (day !== this.#day) {
      this.#day = day
      this.#before = this.offsetAt((day - 1) * DAY_MS)
      this.#after = this.offsetAt((day + 2) * DAY_MS)
    }
    return this.#before === this.#after
  }
}
