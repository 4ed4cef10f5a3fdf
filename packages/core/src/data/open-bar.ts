import { BAR_FILLED, BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'

/** The bar that is being built. Of ticks that come out of order, the earliest is its open and the latest its close; of equal times the order of arrival counts. */
export class OpenBar {
  isEmpty = true
  firstTime = 0
  lastTime = 0
  open = 0
  high = 0
  low = 0
  close = 0
  volume = 0
  /** Price times size, summed. */
  turnover = 0
  ticks = 0
  flags = 0

  add(time: number, price: number, size: number): void {
    if (this.isEmpty) {
      this.#begin(time, price, 0)
    } else {
      if (price > this.high) this.high = price
      if (price < this.low) this.low = price
      if (time >= this.lastTime) {
        this.lastTime = time
        this.close = price
      } else if (time < this.firstTime) {
        this.firstTime = time
        this.open = price
      }
    }
    this.volume += size
    this.turnover += price * size
    this.ticks += 1
  }

  /** Adds a small bar, which comes after all before it. One that was carried forward counts only until there is another. */
  addRow(columns: BarColumns, row: number, ticks: number): void {
    const flags = columns.flags === undefined ? 0 : columns.flags[row]!
    const isCarried = (flags & BAR_FILLED) !== 0
    if (isCarried && !this.isEmpty) {
      this.lastTime = columns.closeTime[row]!
      return
    }
    if (this.isEmpty || (this.flags & BAR_FILLED) !== 0) {
      const firstTime = this.isEmpty ? columns.openTime[row]! : this.firstTime
      this.#begin(firstTime, columns.open[row]!, flags)
    }
    const high = columns.high[row]!
    const low = columns.low[row]!
    const volume = columns.volume === undefined ? 0 : columns.volume[row]!
    if (high > this.high) this.high = high
    if (low < this.low) this.low = low
    this.lastTime = columns.closeTime[row]!
    this.close = columns.close[row]!
    this.volume += volume
    if (columns.vwap !== undefined) this.turnover += columns.vwap[row]! * volume
    this.ticks += ticks
    this.flags |= flags & BAR_PARTIAL
  }

  /** Volume-weighted average price, within low and high whatever was rounded; the close where nothing has a weight. */
  get vwap(): number {
    if (!(this.volume > 0)) return this.close
    return Math.min(this.high, Math.max(this.low, this.turnover / this.volume))
  }

  clear(): void {
    this.isEmpty = true
  }

  #begin(time: number, price: number, flags: number): void {
    this.isEmpty = false
    this.firstTime = this.lastTime = time
    this.open = this.high = this.low = this.close = price
    this.volume = this.turnover = this.ticks = 0
    this.flags = flags
  }
}
