import { randomFillSync } from 'node:crypto'

/** Draws from the system's generator by the thousand: one system call a draw would cost more than the packet it is for. */
export class SystemRandom {
  private readonly pool = new Uint32Array(1024)
  private used = this.pool.length

  /** Uniform over 0 to 2^32-1, unpredictable. A number given out is wiped from the pool. */
  uint32(): number {
    if (this.used === this.pool.length) {
      randomFillSync(this.pool)
      this.used = 0
    }
    const drawn = this.pool[this.used]!
    this.pool[this.used++] = 0
    return drawn
  }
}
