import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { medianInPlace } from './robust.js'

/** One of two series that are compared: good bars in the order of their keys, which are equal for bars of the same time. */
export interface PairedSide {
  readonly columns: BarColumns
  readonly keys: Float64Array
  readonly rowOf: (bar: number) => number
}

/** Bars of the same time, by their places, and those that only one series has. */
export interface Pairing {
  readonly first: readonly number[]
  readonly second: readonly number[]
  readonly onlyFirst: readonly number[]
  readonly onlySecond: readonly number[]
}

/** Walks through two series side by side; the keys of the second are moved by `shift`. */
export function pairBars(first: PairedSide, second: PairedSide, shift: number): Pairing {
  const pairing = {
    first: [] as number[],
    second: [] as number[],
    onlyFirst: [] as number[],
    onlySecond: [] as number[],
  }
  let [a, b] = [0, 0]
  while (a < first.columns.length || b < second.columns.length) {
    const one = a < first.columns.length ? first.keys[a]! : Number.POSITIVE_INFINITY
    const other = b < second.columns.length ? second.keys[b]! + shift : Number.POSITIVE_INFINITY
    if (one === other) {
      pairing.first.push(a++)
      pairing.second.push(b++)
    } else if (one < other) pairing.onlyFirst.push(a++)
    else pairing.onlySecond.push(b++)
  }
  return pairing
}

/** So many bars of the first series show a shift. */
const SAMPLE = 2_000
/** Fewer moves show nothing. */
const MOVES_MIN = 20
/** Which part of the moves are the same where two series show the same bars, and at most where they don't. */
const SAME = 0.8
const NOT_SAME = 0.4

/**
 * By how much the keys of the second series have to be moved so that its moves from close to close are those of the first; 0 where they agree as they are, or nowhere. Moves
 * don't change with a factor between both.
 */
export function findShift(
  first: PairedSide,
  second: PairedSide,
  { step, most }: { readonly step: number; readonly most: number },
): number {
  const share = (shift: number): number => sameMoves(first, second, shift)
  if (share(0) > NOT_SAME) return 0
  let best = 0
  let bestShare = SAME
  for (let shift = step; shift <= most; shift += step) {
    for (const each of [shift, -shift]) {
      const found = share(each)
      if (found > bestShare) [best, bestShare] = [each, found]
    }
  }
  return best
}

/** Which part of the moves of the first series the second has at the same time. */
function sameMoves(first: PairedSide, second: PairedSide, shift: number): number {
  const { close, length } = first.columns
  const stride = Math.max(1, Math.floor(length / SAMPLE))
  const usual = medianMove(first.columns)
  let [same, of] = [0, 0]
  for (let bar = 1; bar < length; bar += stride) {
    const key = first.keys[bar]! - shift
    const other = firstRowAtOrAfter(second.keys, second.columns.length, key)
    if (other < 1 || second.keys[other] !== key || second.keys[other - 1] !== first.keys[bar - 1]! - shift) continue
    of++
    const move = close[bar]! / close[bar - 1]!
    const otherMove = second.columns.close[other]! / second.columns.close[other - 1]!
    if (Math.abs(move - otherMove) <= 0.1 * usual) same++
  }
  return of < MOVES_MIN ? 0 : same / of
}

function medianMove({ close, length }: BarColumns): number {
  const moves = new Float64Array(Math.max(0, length - 1))
  for (let bar = 1; bar < length; bar++) moves[bar - 1] = Math.abs(close[bar]! / close[bar - 1]! - 1)
  return medianInPlace(moves)
}
