import { QuietRange } from './quiet-range.js'

/** Who judges equity and exits, and knows at which prices there is nothing to judge. */
interface Judge {
  judge(now: number): void
  judgeExits(now: number): void
  /** Leaves of a range the prices at which equity breaches nothing, until a day or a hold ends. */
  narrow(quiet: QuietRange, instrument: number): void
  narrowByExits(quiet: QuietRange, instrument: number): void
  /** Prices have moved where nothing had to be judged. */
  sawQuiet(): void
  exitsSawQuiet(now: number): void
}

/** Watches the price of one instrument over bars between which nothing else changes, and has it judged only where something may happen. */
export class PriceWatch {
  /** Where neither equity nor exits have to be judged. */
  readonly quiet = new QuietRange()
  /** Where equity has not to be judged: exits follow prices far more often. */
  readonly #calm = new QuietRange()
  readonly #judge: Judge
  #instrument = 0

  constructor(judge: Judge) {
    this.#judge = judge
  }

  begin(instrument: number): void {
    this.#instrument = instrument
    this.#findCalm()
  }

  /** A bar follows that has to be judged, before it is marked: where a day ends, the equity of the bar before counts. */
  leavesQuiet(at: number): void {
    if (this.#calm.isOver(at)) this.#judge.sawQuiet()
  }

  /** That bar is marked. Gives what is quiet from here on. */
  judge(price: number, at: number): QuietRange {
    if (this.#calm.holds(price, at)) {
      this.#judge.judgeExits(at)
      this.#findQuiet()
    } else {
      this.#judge.judge(at)
      this.#findCalm()
    }
    return this.quiet
  }

  /** Something else may change from here on. */
  endsQuiet(now: number): void {
    this.#judge.sawQuiet()
    this.#judge.exitsSawQuiet(now)
  }

  #findCalm(): void {
    this.#calm.open()
    this.#judge.narrow(this.#calm, this.#instrument)
    this.#findQuiet()
  }

  #findQuiet(): void {
    this.quiet.copy(this.#calm)
    this.#judge.narrowByExits(this.quiet, this.#instrument)
  }
}
