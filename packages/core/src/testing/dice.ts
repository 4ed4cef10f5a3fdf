/** Numbers that look random and are the same for the same seed: mulberry32 by Tommy Ettinger. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number from 0, below a bound. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound)
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  /** Once in so many times. */
  onceIn(times: number): boolean {
    return this.below(times) === 0
  }

  /** What is made, or nothing just as often. */
  maybe<T>(make: () => T): T | undefined {
    return this.onceIn(2) ? make() : undefined
  }
}
