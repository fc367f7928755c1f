import type { ArrivalAddress } from '@sigbed/testbed'

/** Tells from which address the messages of a flow come: when that changes, and when somebody has asked. */
export class ArrivalWatch {
  private address = ''
  private isAsked = false

  constructor(private readonly tell: (atMs: number, address: string) => void) {}

  /** A message came; allocates nothing of its own. @returns whether it came from another address than the one before */
  note(nowMs: number, arrivedFrom: ArrivalAddress): boolean {
    const address = arrivedFrom.text()
    const isOther = address !== this.address
    if (!isOther && !this.isAsked) return false
    this.address = address
    this.isAsked = false
    this.tell(nowMs, address)
    return isOther
  }

  /** The next message tells its address whatever it is: something is about to happen that it shows the end of. */
  ask(): void {
    this.isAsked = true
  }
}
