import { arctangent } from './arctangent.js'
import { HilbertTransform } from './hilbert-transform.js'
import { Stateful } from './stateful.js'

/** The period of the dominant cycle of smoothed prices, in updates, smoothed itself. Ehlers (2001), as TA-Lib has it. */
export class DominantCycle extends Stateful {
  smoothPeriod = 0
  private readonly detrender = new HilbertTransform()
  private readonly quadrature = new HilbertTransform()
  private readonly inPhaseAhead = new HilbertTransform()
  private readonly quadratureAhead = new HilbertTransform()
  /** In-phase values of the last updates, latest first. */
  private phase1 = 0
  private phase2 = 0
  private phase3 = 0
  private lastI = 0
  private lastQ = 0
  private real = 0
  private imaginary = 0
  private period = 0
  private place = 0

  update(price: number, isEven: boolean): void {
    const { place } = this
    const gain = 0.075 * this.period + 0.54
    const detrended = gain * this.detrender.update(price, isEven, place)
    const quadrature = gain * this.quadrature.update(detrended, isEven, place)
    const inPhaseAhead = gain * this.inPhaseAhead.update(this.phase3, isEven, place)
    const quadratureAhead = gain * this.quadratureAhead.update(quadrature, isEven, place)
    if (isEven) this.place = place === 2 ? 0 : place + 1
    this.#turn(
      0.2 * (this.phase3 - quadratureAhead) + 0.8 * this.lastI,
      0.2 * (quadrature + inPhaseAhead) + 0.8 * this.lastQ,
    )
    this.phase3 = this.phase2
    this.phase2 = this.phase1
    this.phase1 = detrended
    this.period = this.#nextPeriod()
    this.smoothPeriod = 0.33 * this.period + 0.67 * this.smoothPeriod
  }

  /** How far the phase has turned since the last update, as a complex number. */
  #turn(i: number, q: number): void {
    this.real = 0.2 * (i * this.lastI + q * this.lastQ) + 0.8 * this.real
    this.imaginary = 0.2 * (i * this.lastQ - q * this.lastI) + 0.8 * this.imaginary
    this.lastI = i
    this.lastQ = q
  }

  #nextPeriod(): number {
    const last = this.period
    const { real, imaginary } = this
    const measured = real === 0 || imaginary === 0 ? last : (2 * Math.PI) / arctangent(imaginary / real)
    const near = Math.max(0.67 * last, Math.min(1.5 * last, measured))
    return 0.2 * Math.max(6, Math.min(50, near)) + 0.8 * last
  }
}
