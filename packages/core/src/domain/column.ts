/** A growable column of float64. Reading goes through `data`, whose first `length` cells are filled. */
export class Float64Column {
  data: Float64Array
  length = 0

  constructor(capacity = 16) {
    this.data = new Float64Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#grow()
    this.data[this.length++] = value
  }

  /** The filled part, without copying. */
  filled(): Float64Array {
    return this.data.subarray(0, this.length)
  }

  #grow(): void {
    const larger = new Float64Array(this.data.length * 2)
    larger.set(this.data)
    this.data = larger
  }
}

/** A growable column of 32-bit integers: indices and codes. */
export class Int32Column {
  data: Int32Array
  length = 0

  constructor(capacity = 16) {
    this.data = new Int32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.data.length) this.#grow()
    this.data[this.length++] = value
  }

  /** The filled part, without copying. */
  filled(): Int32Array {
    return this.data.subarray(0, this.length)
  }

  #grow(): void {
    const larger = new Int32Array(this.data.length * 2)
    larger.set(this.data)
    this.data = larger
  }
}
