import { Stateful } from './stateful.js'

/** Values of this and the last two updates of one parity, and what the transform keeps of its input. */
class Parity extends Stateful {
  private readonly history = new Float64Array(3)
  private previous = 0
  private previousInput = 0

  update(input: number, place: number): number {
    const latest = 0.0962 * input
    const value = latest - this.history[place]! - this.previous
    this.history[place] = latest
    this.previous = 0.5769 * this.previousInput
    this.previousInput = input
    return value + this.previous
  }
}

/**
 * Ehlers's Hilbert transform: turns a wave by a quarter of its period. Updates come in turn from an even and an odd place, which have filters of their own.
 * Ehlers, Rocket Science for Traders (2001), as TA-Lib has it.
 */
export class HilbertTransform extends Stateful {
  private readonly even = new Parity()
  private readonly odd = new Parity()

  /** `place` from 0 to 2 goes on with every even update. */
  update(input: number, isEven: boolean, place: number): number {
    return (isEven ? this.even : this.odd).update(input, place)
  }
}
