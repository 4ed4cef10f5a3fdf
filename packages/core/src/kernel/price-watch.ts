import { QuietRange } from './quiet-range.js'

/** Who judges, and knows at which prices there is nothing to judge. */
interface Judge {
  judge(now: number): void
  narrow(quiet: QuietRange, instrument: number): void
  sawQuiet(): void
}

/** Watches the price of one instrument over bars between which nothing else changes, and has it judged only where something may happen. */
export class PriceWatch {
  readonly quiet = new QuietRange()
  readonly #judge: Judge
  #instrument = 0

  constructor(judge: Judge) {
    this.#judge = judge
  }

  begin(instrument: number): void {
    this.#instrument = instrument
    this.#findQuiet()
  }

  /** A bar follows that has to be judged, before it is marked: where a day ends, the equity of the bar before counts. */
  leavesQuiet(at: number): void {
    if (this.quiet.isOver(at)) this.#judge.sawQuiet()
  }

  /** That bar is marked. */
  judge(at: number): void {
    this.#judge.judge(at)
    this.#findQuiet()
  }

  /** Something else may change from here on. */
  endsQuiet(): void {
    this.#judge.sawQuiet()
  }

  #findQuiet(): void {
    this.quiet.open()
    this.#judge.narrow(this.quiet, this.#instrument)
  }
}
