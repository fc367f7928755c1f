import { type AvpOf, type AvpValue, avpValue, avpValues, ResultCode, RX, RX_APPLICATION_ID } from 'diameter-codec'
import type { RequestSender } from '../application.js'

type RxAvps = typeof RX.avpRows
export type RxAvp = AvpOf<RxAvps>

/** What happens to a session besides what its own requests bring about. */
export type MediaSessionEvent =
  | { readonly kind: 'authorized' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'notified'; readonly actions: readonly AvpValue<RxAvps, 'Specific-Action'>[] }
  | { readonly kind: 'aborted'; readonly cause: AvpValue<RxAvps, 'Abort-Cause'> }
  | { readonly kind: 'ended' }

export interface MediaSessionOptions {
  readonly sender: RequestSender
  readonly destinationRealm: string
  /** The PCRF that has the bearer, as a routing agent would find it (TS 29.213 §7.3); null lets the realm choose. */
  readonly serverHost?: string | null
  /** Framed-IP-Address or Framed-IPv6-Prefix of the user, AF-Application-Identifier, Specific-Action. */
  readonly describing: readonly RxAvp[]
  readonly onEvent: (event: MediaSessionEvent) => void
}

/** A session of an application function with the PCRF: asks for the bearers of its media. TS 29.214 §4.4. */
export class MediaSession {
  readonly sessionId: string
  private state: 'Idle' | 'Open' | 'Ending' = 'Idle'
  private serverHost: string | null

  constructor(private readonly options: MediaSessionOptions) {
    this.sessionId = options.sender.nextSessionId()
    this.serverHost = options.serverHost ?? null
  }

  get isOpen(): boolean {
    return this.state === 'Open'
  }

  /** Asks for media, first or anew: what is not named any more is given up. @param media Media-Component-Description AVPs */
  authorize(media: readonly RxAvp[]): void {
    this.send('AA-Request', [...this.options.describing, ...media], (avps, failure) => {
      const succeeded = avpValue(avps, 'Result-Code') === ResultCode.DIAMETER_SUCCESS
      if (!succeeded) {
        const experimental = avpValue(avpValue(avps, 'Experimental-Result') ?? [], 'Experimental-Result-Code')
        this.options.onEvent({ kind: 'refused', reason: failure ?? String(experimental ?? avpValue(avps, 'Result-Code')) })
        return
      }
      this.serverHost = avpValue(avps, 'Origin-Host')
      this.state = 'Open'
      this.options.onEvent({ kind: 'authorized' })
    })
  }

  /** TS 29.214 §4.4.4. @param cause Termination-Cause (RFC 6733 §8.15) */
  terminate(cause = DIAMETER_LOGOUT): void {
    if (this.state !== 'Open') return
    this.state = 'Ending'
    this.send('Session-Termination-Request', [{ name: 'Termination-Cause', value: cause }], () => {
      this.state = 'Idle'
      this.options.onEvent({ kind: 'ended' })
    })
  }

  /** Takes a Re-Auth-Request: the PCRF tells what has become of the bearers. The Result-Code of its answer. */
  notify(avps: readonly RxAvp[]): number {
    this.options.onEvent({ kind: 'notified', actions: avpValues(avps, 'Specific-Action') })
    return ResultCode.DIAMETER_SUCCESS
  }

  /** Takes an Abort-Session-Request. TS 29.214 §4.4.6.1: it is answered, and the application ends the session with a STR. */
  abort(avps: readonly RxAvp[]): number {
    this.options.onEvent({ kind: 'aborted', cause: avpValue(avps, 'Abort-Cause')! })
    this.terminate(DIAMETER_ADMINISTRATIVE)
    return ResultCode.DIAMETER_SUCCESS
  }

  private send(
    command: 'AA-Request' | 'Session-Termination-Request',
    avps: readonly RxAvp[],
    onAnswer: (avps: readonly RxAvp[], failure: string | null) => void,
  ): void {
    const { sender, destinationRealm } = this.options
    const request = {
      command,
      applicationId: RX_APPLICATION_ID,
      destinationHost: this.serverHost,
      destinationRealm,
      avps: [{ name: 'Session-Id', value: this.sessionId }, { name: 'Auth-Application-Id', value: RX_APPLICATION_ID }, ...avps],
    } as const
    sender.request(RX, request, (outcome) => {
      if (outcome.kind === 'answer') onAnswer(outcome.message.avps, null)
      else onAnswer([], outcome.kind === 'failed' ? outcome.failure : outcome.where)
    })
  }
}

const DIAMETER_LOGOUT = 1
const DIAMETER_ADMINISTRATIVE = 4
