/**
 * Which DATA of a broadcast AS carries a Correlation Id: the first of each traffic flow after an ASP became active, so that the
 * newcomer knows from where on it sees what the others see. RFC 4666 §4.3.4.3. A flow is a Signalling Link Selection (0 to 255): within
 * one the sequence is kept, between two it means nothing.
 */
export class CorrelationTagging {
  private readonly due = new Uint8Array(SLS_VALUES)
  private latest = 0

  /** An ASP became active: every flow is to be tagged once. */
  begin(): void {
    this.due.fill(1)
  }

  isDue(signallingLinkSelection: number): boolean {
    return this.due[signallingLinkSelection & (SLS_VALUES - 1)] === 1
  }

  /** The Correlation Id for the next message that is due; the same until `done`. */
  get next(): number {
    return (this.latest + 1) >>> 0
  }

  /** The message with `next` has been sent, or is sure to be. */
  done(signallingLinkSelection: number): void {
    this.due[signallingLinkSelection & (SLS_VALUES - 1)] = 0
    this.latest = this.next
  }
}

const SLS_VALUES = 256
