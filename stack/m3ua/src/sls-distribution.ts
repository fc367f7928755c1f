/**
 * Which member serves which Signalling Link Selection (0 to 255). A binding holds until its member leaves, or until it is part
 * of the fair share of one that joins: no other SLS moves, so no sequence is broken that need not be. RFC 4666 §4.3.4.3 leaves the
 * algorithm open.
 *
 * Shares are evened out within each block of sixteen, because ITU networks use four bits of SLS and would see only the first
 * block; and then over all blocks, for the five and eight bits of ANSI.
 */
export class SlsDistribution<T> {
  readonly members: T[] = []
  private readonly owners: (T | null)[] = new Array<T | null>(SLS_VALUES).fill(null)

  /** Null while there are no members. */
  ownerOf(signallingLinkSelection: number): T | null {
    return this.owners[signallingLinkSelection & (SLS_VALUES - 1)]!
  }

  add(member: T): void {
    this.members.push(member)
    if (this.members.length === 1) {
      this.owners.fill(member)
      return
    }
    const blockShare = Math.floor(BLOCK / this.members.length)
    for (let from = 0; from < SLS_VALUES; from += BLOCK) {
      while (this.count(member, from) < blockShare) this.take(from, this.largest(from), member)
    }
    const share = Math.floor(SLS_VALUES / this.members.length)
    for (let from = 0; from < SLS_VALUES && this.total(member) < share; from += BLOCK) {
      const giver = this.largest(from)
      if (this.count(giver, from) > this.count(member, from)) this.take(from, giver, member)
    }
  }

  /** Nothing happens to one who is no member. */
  remove(member: T): void {
    const index = this.members.indexOf(member)
    if (index < 0) return
    this.members.splice(index, 1)
    for (let sls = 0; sls < SLS_VALUES; sls++) {
      if (this.owners[sls] === member) this.owners[sls] = this.members.length === 0 ? null : this.smallest(sls & ~(BLOCK - 1))
    }
  }

  /** Moves the last SLS of the block that `from` owns. */
  private take(block: number, from: T, to: T): void {
    for (let sls = block + BLOCK - 1; sls >= block; sls--) {
      if (this.owners[sls] !== from) continue
      this.owners[sls] = to
      return
    }
  }

  private largest(block: number): T {
    return this.members.reduce((most, member) => (this.compare(member, most, block) > 0 ? member : most))
  }

  private smallest(block: number): T {
    return this.members.reduce((least, member) => (this.compare(member, least, block) < 0 ? member : least))
  }

  /** By what they hold of the block, then by what they hold in all. */
  private compare(a: T, b: T, block: number): number {
    return this.count(a, block) - this.count(b, block) || this.total(a) - this.total(b)
  }

  private total(member: T): number {
    return this.count(member, 0, SLS_VALUES)
  }

  private count(member: T, from: number, length = BLOCK): number {
    let count = 0
    for (let sls = from; sls < from + length; sls++) if (this.owners[sls] === member) count++
    return count
  }
}

const SLS_VALUES = 256
const BLOCK = 16
