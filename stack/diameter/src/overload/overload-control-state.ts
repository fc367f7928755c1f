import type { OverloadReport } from './overload-report.js'

/**
 * What a reacting node knows of one overloaded host or realm in one application. RFC 7683 §5.2.1.1. The algorithm is always loss, the
 * only one this node announces.
 */
export class OverloadControlState {
  private sequenceNumber: bigint
  private reductionPercentage: number
  private expiresAt: number

  /** @param recoveryMs how long it takes to return to full traffic after the end */
  constructor(
    report: OverloadReport,
    now: number,
    private readonly recoveryMs: number,
  ) {
    this.sequenceNumber = report.sequenceNumber
    this.reductionPercentage = report.reductionPercentage
    this.expiresAt = now + 1000 * report.validityDurationSeconds
  }

  /** Takes a report in. False for one already known or older: it MUST be ignored (RFC 7683 §5.2.1.3). */
  update(report: OverloadReport, now: number): boolean {
    if (!isNewer(report.sequenceNumber, this.sequenceNumber)) return false
    this.sequenceNumber = report.sequenceNumber
    // The end leaves the percentage, from which traffic returns slowly; RFC 7683 §5.2.1.3: "the OCS entry as being expired".
    if (report.validityDurationSeconds === 0) this.expiresAt = Math.min(this.expiresAt, now)
    else {
      this.reductionPercentage = report.reductionPercentage
      this.expiresAt = now + 1000 * report.validityDurationSeconds
    }
    return true
  }

  /**
   * How many of a hundred requests are not to be sent now. RFC 7683 §5.2.2, §6.3: abatement ends "in a controlled fashion": after the end
   * it falls evenly to nothing, so that those that get through are the probes.
   */
  percentage(now: number): number {
    if (now < this.expiresAt) return this.reductionPercentage
    const left = 1 - (now - this.expiresAt) / this.recoveryMs
    return left > 0 ? this.reductionPercentage * left : 0
  }

  /** Nothing is left of it. */
  isOver(now: number): boolean {
    return now >= this.expiresAt + this.recoveryMs
  }
}

/** RFC 7683 §5.2.1.3: greater, or rolled over from the last hundredth of the numbers to the first. */
function isNewer(received: bigint, stored: bigint): boolean {
  return received > stored || (stored >= LARGEST - HUNDREDTH && received <= HUNDREDTH)
}

const LARGEST = 2n ** 64n - 1n
const HUNDREDTH = LARGEST / 100n
