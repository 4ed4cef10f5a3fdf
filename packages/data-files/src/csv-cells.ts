import type { FileSource } from './file-source.js'

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO = 48
const NINE = 57

/** Powers of ten that a float64 holds exactly. */
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const MAX_EXACT = 2 ** 53
/** Thrown where a quoted cell goes on behind the bytes at hand. */
export const INCOMPLETE = new Error('a quoted cell goes on behind the bytes at hand')

export type ThousandsSeparator = ',' | ' ' | "'" | '_'

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * Walks over the cells of comma-separated rows, as RFC 4180 has them. The bytes have to end in a newline, so that only a quoted cell needs
 * a check for their end.
 */
export class CsvCells {
  bytes: Buffer = Buffer.alloc(0)
  /** Where the bytes end. */
  limit = 0
  /** The first byte of the next cell, or the comma or line end behind the present one. */
  at = 0
  /** The present cell, without quotes and blanks around it, is bytes [start, end). */
  start = 0
  end = 0
  /** How many newlines the row has inside quotes. */
  innerLines = 0
  readonly #source: FileSource
  readonly #thousands: ThousandsSeparator | undefined
  readonly #grouped: RegExp | undefined

  constructor(source: FileSource, thousands: ThousandsSeparator | undefined) {
    this.#source = source
    this.#thousands = thousands
    if (thousands !== undefined) this.#grouped = new RegExp(`^[+-]?\\d{1,3}(?:${thousands}\\d{3})+(?:\\.\\d*)?$`)
  }

  /** Whether the present cell is its line's last. */
  get isLast(): boolean {
    return this.bytes[this.at] !== COMMA
  }

  nextCell(): void {
    this.at++
  }

  nextLine(): void {
    this.at += this.bytes[this.at] === RETURN ? 2 : 1
  }

  /** Goes to the next line if this one has nothing but blanks. */
  skipEmptyLine(): boolean {
    const bytes = this.bytes
    let end = this.at
    if (bytes[end]! > SPACE) return false
    while (bytes[end] === SPACE || bytes[end] === TAB || bytes[end] === RETURN) end++
    if (bytes[end] !== NEWLINE) return false
    this.at = end + 1
    return true
  }

  /** Finds the bounds of the cell at `at`, and moves `at` behind it. Throws ROW_INVALID and INCOMPLETE. */
  read(): void {
    const bytes = this.bytes
    let start = this.at
    let byte = bytes[start]!
    while (byte === SPACE || byte === TAB) byte = bytes[++start]!
    if (byte === QUOTE) return this.#readQuoted(start)
    let at = start
    while (byte !== COMMA && byte !== NEWLINE) byte = bytes[++at]!
    if (byte === NEWLINE && at > start && bytes[at - 1] === RETURN) at--
    let end = at
    while (end > start && (bytes[end - 1] === SPACE || bytes[end - 1] === TAB)) end--
    this.start = start
    this.end = end
    this.at = at
  }

  /** The same for a cell of which nothing else is asked: there is no quote in it that it doesn't begin with. */
  readText(): void {
    this.read()
    if (this.bytes[this.start - 1] === QUOTE) return
    for (let at = this.start; at < this.end; at++) {
      if (this.bytes[at] !== QUOTE) continue
      const message = `a quote stands in the middle of '${this.text()}'; expected the whole cell in quotes`
      throw this.#source.rowError('ROW_INVALID', message)
    }
  }

  #readQuoted(quote: number): void {
    const bytes = this.bytes
    let at = quote + 1
    for (; bytes[at] !== QUOTE || bytes[at + 1] === QUOTE; at += bytes[at] === QUOTE ? 2 : 1) {
      if (bytes[at] !== NEWLINE) continue
      if (at + 1 === this.limit) throw INCOMPLETE
      this.innerLines++
    }
    this.start = quote + 1
    this.end = at++
    while (bytes[at] === SPACE || bytes[at] === TAB) at++
    this.at = at
    if (bytes[at] === COMMA || bytes[at] === NEWLINE || (bytes[at] === RETURN && bytes[at + 1] === NEWLINE)) return
    const message = `text follows the closing quote of "${this.text()}"; expected a comma or the line's end`
    throw this.#source.rowError('ROW_INVALID', message)
  }

  /** The present cell's text. */
  text(): string {
    const text = this.bytes.toString('utf8', this.start, this.end)
    return this.bytes[this.start - 1] === QUOTE ? text.replaceAll('""', '"') : text
  }

  /** Reads the cell at `at` as a decimal number, equal to `Number(text)`; NaN for everything else, such as '', '0x1F' and 'Infinity'. */
  readNumber(): number {
    const plain = this.#readPlainNumber()
    if (!Number.isNaN(plain)) return plain
    this.read()
    const text = this.text()
    if (DECIMAL.test(text)) return Number(text)
    return this.#grouped?.test(text) === true ? Number(text.replaceAll(this.#thousands!, '')) : Number.NaN
  }

  /**
   * A number of plain digits that fills its cell, or NaN where more is needed to read it. A mantissa below 2^53 and a power of ten up
   * to 22 are both exact float64s, so that one division rounds correctly (W. D. Clinger, How to read floating point numbers
   * accurately, 1990).
   */
  #readPlainNumber(): number {
    const bytes = this.bytes
    let at = this.at
    let byte = bytes[at]!
    const isNegative = byte === MINUS
    if (isNegative) byte = bytes[++at]!
    const from = at
    let mantissa = 0
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) mantissa = mantissa * 10 + (byte - ZERO)
    let digits = at - from
    let decimals = 0
    if (byte === POINT) {
      byte = bytes[++at]!
      const pointAt = at
      for (; byte >= ZERO && byte <= NINE; byte = bytes[++at]!) mantissa = mantissa * 10 + (byte - ZERO)
      decimals = at - pointAt
      digits += decimals
    }
    const fillsCell = byte === COMMA || byte === NEWLINE || (byte === RETURN && bytes[at + 1] === NEWLINE)
    if (!fillsCell || digits === 0 || mantissa >= MAX_EXACT || decimals > 22) return Number.NaN
    this.at = at
    if (decimals > 0) mantissa /= EXACT_POWERS[decimals]!
    return isNegative ? -mantissa : mantissa
  }
}
