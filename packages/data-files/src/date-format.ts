import { digits, type Stamp, type StampShape } from './stamps.js'
import { dateWall } from './wall-dates.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

type Part = 'year' | 'month' | 'day' | 'hour' | 'hour12' | 'minute' | 'second' | 'millisecond' | 'half'

/** What a token stands for: a number of so many digits, or a word. */
interface Token {
  readonly part: Part
  readonly min: number
  readonly max: number
  readonly example: string
}

const TOKENS: Readonly<Record<string, Token>> = {
  yyyy: { part: 'year', min: 4, max: 4, example: '2024' },
  MMM: { part: 'month', min: 3, max: 3, example: 'Mar' },
  MM: { part: 'month', min: 2, max: 2, example: '03' },
  M: { part: 'month', min: 1, max: 2, example: '3' },
  dd: { part: 'day', min: 2, max: 2, example: '11' },
  d: { part: 'day', min: 1, max: 2, example: '11' },
  HH: { part: 'hour', min: 2, max: 2, example: '14' },
  H: { part: 'hour', min: 1, max: 2, example: '14' },
  hh: { part: 'hour12', min: 2, max: 2, example: '02' },
  h: { part: 'hour12', min: 1, max: 2, example: '2' },
  mm: { part: 'minute', min: 2, max: 2, example: '30' },
  ss: { part: 'second', min: 2, max: 2, example: '15' },
  SSS: { part: 'millisecond', min: 3, max: 3, example: '250' },
  a: { part: 'half', min: 2, max: 2, example: 'PM' },
}

const NO_TIME = { year: 0, month: 0, day: 0, hour: 0, hour12: 12, minute: 0, second: 0, millisecond: 0, half: 0 }

type Step = { readonly text: string } | { readonly token: Token; readonly isWord: boolean }

/** Reads dates and times that are written as a format says, such as `MM/dd/yyyy HH:mm`. */
export class DateFormat implements Stamp {
  readonly shape: StampShape
  readonly time = 0
  wall = 0
  readonly #format: string
  readonly #steps: readonly Step[]
  readonly #parts: Record<Part, number> = { ...NO_TIME }

  /** What is wrong with a format, as the end of a sentence; undefined if nothing is. */
  static problemOf(format: string): string | undefined {
    const steps = stepsOf(format)
    const found = steps.flatMap((step) => ('token' in step ? [step.token.part] : []))
    const runs = format.replace(/'[^']*'/g, ' ').match(/([A-Za-z])\1*/g) ?? []
    const unknown = runs.find((run) => !Object.hasOwn(TOKENS, run))
    if (unknown !== undefined) return `not '${unknown}': it knows ${Object.keys(TOKENS).join(', ')}`
    if (!/^[ -~]*$/.test(format)) return 'letters, digits and punctuation of ASCII'
    const twice = found.find((part, at) => found.indexOf(part) !== at)
    if (twice !== undefined) return `one ${twice}, not two`
    const lacking = (['year', 'month', 'day'] as const).find((part) => !found.includes(part))
    if (lacking !== undefined) return `a ${lacking} as well`
    if (found.includes('hour12') !== found.includes('half')) return 'h and a together'
    if (found.includes('hour12') && found.includes('hour')) return 'H or h, not both'
    const hasHour = found.includes('hour12') || found.includes('hour')
    const has = [hasHour, ...(['minute', 'second', 'millisecond'] as const).map((part) => found.includes(part))]
    if (has.some((isThere, at) => isThere && has[at - 1] === false)) return 'hours with minutes, minutes with seconds'
    const open = steps.findIndex((step, at) => isOpenEnded(step) && isNumber(steps[at + 1]))
    return open >= 0 ? 'something between a number of one or two digits and the next number' : undefined
  }

  /** Takes a format of which `problemOf` says nothing. */
  constructor(format: string) {
    this.#format = format
    this.#steps = stepsOf(format)
    const hasTime = this.#steps.some((step) => 'token' in step && step.token.part.startsWith('hour'))
    this.shape = hasTime ? 'local' : 'date'
  }

  read(bytes: Buffer, start: number, end: number): boolean {
    let at = start
    for (const step of this.#steps) {
      at += 'text' in step ? textLength(step.text, bytes, at) : this.#readToken(step.token, step.isWord, bytes, at, end)
      if (!(at <= end)) return false
    }
    const { year, month, day, hour, hour12, half, minute, second, millisecond } = this.#parts
    if (at !== end || hour > 23 || minute > 59 || second > 59 || hour12 < 1 || hour12 > 12) return false
    const hours = hour + (hour12 % 12) + half * 12
    this.wall = dateWall(year, month, day) + ((hours * 60 + minute) * 60 + second) * 1_000 + millisecond
    return !Number.isNaN(this.wall)
  }

  expected(): string {
    const example = this.#steps.map((step) => ('text' in step ? step.text : step.token.example)).join('')
    return `${this.#format}, such as ${example}`
  }

  /** Sets the token's part; answers how many bytes it took, NaN where they are not what it stands for. */
  #readToken({ part, min, max }: Token, isWord: boolean, bytes: Buffer, at: number, end: number): number {
    if (isWord) {
      const word = bytes.toString('latin1', at, at + max).toLowerCase()
      const value = part === 'month' ? MONTHS.indexOf(word) + 1 : ['am', 'pm'].indexOf(word)
      this.#parts[part] = value
      return value < (part === 'month' ? 1 : 0) ? Number.NaN : max
    }
    const isLonger = max > min && at + max <= end && !Number.isNaN(digits(bytes, at, max))
    const length = isLonger ? max : min
    const value = digits(bytes, at, length)
    this.#parts[part] = value
    return Number.isNaN(value) ? Number.NaN : length
  }
}

/** Runs of one letter are tokens; what stands in single quotes, and every other character, stands for itself. */
function stepsOf(format: string): Step[] {
  return [...format.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z]/g)].map(([text, quoted]) => {
    if (quoted !== undefined) return { text: quoted }
    const token = Object.hasOwn(TOKENS, text) ? TOKENS[text] : undefined
    return token === undefined ? { text } : { token, isWord: text === 'MMM' || text === 'a' }
  })
}

function isNumber(step: Step | undefined): boolean {
  return step !== undefined && ('token' in step ? !step.isWord : /^\d/.test(step.text))
}

function isOpenEnded(step: Step): boolean {
  return 'token' in step && step.token.max > step.token.min
}

function textLength(text: string, bytes: Buffer, at: number): number {
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index)) return Number.NaN
  }
  return text.length
}
