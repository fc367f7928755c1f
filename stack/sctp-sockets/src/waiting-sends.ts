import type { SendOutcome } from '@sigbed/sctp-core'
import type { SendOptions } from './message-information.js'
import { SendRefusedError } from './sctp-error.js'

/** What send() of a socket does. */
export type TrySend = (payload: Uint8Array, options: SendOptions) => SendOutcome

/** Messages that wait for room in the send buffer, in order: what a blocking sendmsg() does (RFC 6458 §3.2), as promises. */
export class WaitingSends {
  private waiting: WaitingSend[] = []

  constructor(
    private readonly trySend: TrySend,
    private readonly peer: string,
  ) {}

  /**
   * Resolves when the message has been taken. Its octets are lent until then.
   *
   * @throws SendRefusedError (rejects) when it never will be
   */
  send(payload: Uint8Array, options: SendOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const send = { payload, options, resolve, reject }
      // Nobody overtakes those who wait already.
      if (this.waiting.length > 0 || !this.settle(send)) this.waiting.push(send)
    })
  }

  /** There may be room again, or no more use in waiting. */
  retry(): void {
    const { waiting } = this
    let taken = 0
    while (taken < waiting.length && this.settle(waiting[taken]!)) taken++
    waiting.splice(0, taken)
  }

  /** False when the message has to wait on. */
  private settle({ payload, options, resolve, reject }: WaitingSend): boolean {
    try {
      const outcome = this.trySend(payload, options)
      if (outcome === 'send-buffer-full') return false
      if (outcome === 'queued') resolve()
      else reject(new SendRefusedError(this.peer, outcome))
    } catch (error) {
      reject(error)
    }
    return true
  }
}

interface WaitingSend {
  readonly payload: Uint8Array
  readonly options: SendOptions
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}
