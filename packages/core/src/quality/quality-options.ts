import { TradewrightError } from '../domain/errors.js'
import { expectedNames } from '../domain/nearest-name.js'

/** What counts as a finding. Scores are robust z-scores: how many deviations a move is from none, the deviation being that of the median move. */
export interface QualityOptions {
  /** How many findings of each code, and rows of each finding, are listed; all are counted. Default 20. */
  readonly listedMax?: number
  /**
   * From which score on two moves that cancel out are a spike, in series of up to 10,000 bars; in longer ones it grows with the sixth root of their length. Default 15.
   * Tails of returns fall with the cube (P. Gopikrishnan et al., Eur. Phys. J. B 3, 1998), so that two such moves in a row, of which the second takes the first
   * back, come about by chance in one series of a hundred or fewer.
   */
  readonly spikeScore?: number
  /** For how many bars a spike may last; default 3. What lasts longer is a level. */
  readonly spikeBarsMax?: number
  /** What part of a spike's move may be left when it is over; default 0.2. */
  readonly spikeRest?: number
  /** From which score on a move that stays is a level shift, in multiples of the cube root of the number of bars; default 8, by the same tails in one series of a hundred or fewer. */
  readonly levelScore?: number
  /**
   * From which score on a move between sessions may be a split, if its ratio is that of one and the volume follows; default 15. Three times that where the volume does not, or
   * there is none. Ratios nearer to 1 than 2:1 need the volume, and twice the score.
   */
  readonly splitScore?: number
  /** The chance, by the series' own ways, of a run of equal closes or of missing intervals so long, below which it is a finding; default 0.001. */
  readonly runChance?: number
  /** How many equal closes in a row are none at least; default 5. */
  readonly staleBarsMin?: number
  /** Which part of the bars may open at the close before; default 0.2, which a run warns of too. Bars within a session may up to `sameOpensWithin`. */
  readonly sameOpens?: number
  /** The same for bars within a session; default 0.95: in a market without pause each bar opens where the last one closed. */
  readonly sameOpensWithin?: number
  /** The part of its intervals that the middle session has bars for, from which on a missing one is an exception; default 0.99. */
  readonly completeSession?: number
  /** On which part of the sessions there are bars before or after them, where that is extended hours; default 0.5. */
  readonly extendedSessions?: number
  /** By what part of all volume, or of all bars' ranges, more must lie within sessions once times are shifted; default 0.05. */
  readonly zoneGain?: number
  /** Which part of the prices lies on the grid that is taken for theirs; default 0.99. */
  readonly onGrid?: number
}

/** Which values an option may have. */
interface OptionRange {
  readonly value: number
  readonly isWhole?: true
  readonly most?: number
}

const OPTIONS = {
  listedMax: { value: 20, isWhole: true },
  spikeScore: { value: 15 },
  spikeBarsMax: { value: 3, isWhole: true },
  spikeRest: { value: 0.2, most: 1 },
  levelScore: { value: 8 },
  splitScore: { value: 15 },
  runChance: { value: 0.001, most: 1 },
  staleBarsMin: { value: 5, isWhole: true },
  sameOpens: { value: 0.2, most: 1 },
  sameOpensWithin: { value: 0.95, most: 1 },
  completeSession: { value: 0.99, most: 1 },
  extendedSessions: { value: 0.5, most: 1 },
  zoneGain: { value: 0.05, most: 1 },
  onGrid: { value: 0.99, most: 1 },
} as const satisfies Readonly<Record<keyof QualityOptions, OptionRange>>

export type QualitySettings = Readonly<Record<keyof QualityOptions, number>>

/** The options with their defaults. Throws QUALITY_INVALID for one that cannot be, a misspelt name too. */
export function qualitySettings(options: QualityOptions): QualitySettings {
  const names = Object.keys(OPTIONS)
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) throw qualityError(`'${name}' is no option; ${expectedNames(name, names)}`)
    if (value !== undefined) checkOption(name, value, OPTIONS[name as keyof QualityOptions])
  }
  const defaults = Object.entries(OPTIONS).map(([name, { value }]) => [name, value] as const)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries([...defaults, ...given]) as QualitySettings
}

function checkOption(name: string, value: unknown, { isWhole, most = Number.MAX_VALUE }: OptionRange): void {
  const isNumber = typeof value === 'number' && value > 0 && value <= most
  if (isNumber && (isWhole !== true || Number.isInteger(value))) return
  const expected = isWhole ? 'a whole number from 1' : `a number above 0${most === 1 ? ' and up to 1' : ''}`
  throw qualityError(`${name} is ${String(value)}; expected ${expected}`)
}

export function qualityError(message: string): TradewrightError {
  return new TradewrightError('QUALITY_INVALID', message)
}
