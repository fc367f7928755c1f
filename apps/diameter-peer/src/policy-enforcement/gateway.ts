import { avpValue, CREDIT_CONTROL_APPLICATION_ID, GX, GX_APPLICATION_ID, GY, ResultCode, VENDOR_3GPP } from 'diameter-codec'
import { type RequestSender, type ServedApplication, servedApplication } from '../application.js'
import { CreditControlSession, type CreditControlSessionOptions } from '../credit-control-client/credit-control-session.js'
import { GatewaySession, type GatewaySessionOptions } from './gateway-session.js'

/**
 * A gateway with a policy and charging enforcement function: leads Gx sessions with a PCRF and Gy sessions with a charging system, and
 * takes their Re-Auth-Requests.
 */
export class Gateway {
  readonly applications: readonly ServedApplication[]
  private readonly policySessions = new Map<string, GatewaySession>()
  private readonly chargingSessions = new Map<string, CreditControlSession>()
  private sender: RequestSender | null = null

  constructor() {
    const gx = { applicationId: GX_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
    const gy = { applicationId: CREDIT_CONTROL_APPLICATION_ID, vendorId: 0, kind: 'authentication' } as const
    this.applications = [
      servedApplication('Gx PCEF', gx, GX, ({ command, avps }) => {
        if (command !== 'Re-Auth-Request') return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
        const session = this.policySessions.get(avpValue(avps, 'Session-Id')!)
        if (session === undefined) return { result: ResultCode.DIAMETER_UNKNOWN_SESSION_ID, avps: [] }
        const answer = session.reAuthorize(avps)
        return { result: answer.resultCode, avps: answer.avps }
      }),
      servedApplication('Gy credit-control client', gy, GY, ({ command, avps }) => {
        if (command !== 'Re-Auth-Request') return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
        const session = this.chargingSessions.get(avpValue(avps, 'Session-Id')!)
        return { result: session?.reAuthorize(avps) ?? ResultCode.DIAMETER_UNKNOWN_SESSION_ID, avps: [] }
      }),
    ]
  }

  /** Where requests go out. */
  connect(sender: RequestSender): void {
    this.sender = sender
  }

  /** Begins a session with the PCRF. @throws Error before connect */
  establish(options: Omit<GatewaySessionOptions, 'sender'>): GatewaySession {
    const session: GatewaySession = new GatewaySession({
      ...options,
      sender: this.connected(),
      onEnd: (reason) => {
        this.policySessions.delete(session.sessionId)
        options.onEnd(reason)
      },
    })
    this.policySessions.set(session.sessionId, session)
    session.start()
    return session
  }

  /** Begins a session with the charging system, for these rating groups. @throws Error before connect */
  charge(ratingGroups: readonly number[], options: Omit<CreditControlSessionOptions, 'sender'>): CreditControlSession {
    const session: CreditControlSession = new CreditControlSession({
      ...options,
      sender: this.connected(),
      onEnd: (granted, reason) => {
        this.chargingSessions.delete(session.sessionId)
        options.onEnd(granted, reason)
      },
    })
    this.chargingSessions.set(session.sessionId, session)
    session.start(ratingGroups)
    return session
  }

  private connected(): RequestSender {
    if (this.sender === null) throw new Error('the gateway is not connected')
    return this.sender
  }
}
