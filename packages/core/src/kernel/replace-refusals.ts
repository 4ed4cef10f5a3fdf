/** Replaces that came to nothing, for the warnings of a run. */
export class ReplaceRefusals {
  /** The order had been filled, had ended, or was about to. */
  tooLate = 0
  /** Our checks or the venue would not have the new terms. */
  denied = 0
  /** Why, the first time. */
  firstDenial = ''

  deny(reason: string): void {
    if (this.denied === 0) this.firstDenial = reason
    this.denied++
  }
}
