import { avpValue, ResultCode, RX, RX_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import { type RequestSender, type ServedApplication, servedApplication } from '../application.js'
import { MediaSession, type MediaSessionOptions } from './media-session.js'

/** An application function: leads Rx sessions with a PCRF and takes what it says of them. TS 29.214 §4.3. */
export class ApplicationFunction {
  readonly application: ServedApplication
  private readonly sessions = new Map<string, MediaSession>()
  private sender: RequestSender | null = null

  constructor() {
    const advertised = { applicationId: RX_APPLICATION_ID, vendorId: VENDOR_3GPP, kind: 'authentication' } as const
    this.application = servedApplication('Rx application function', advertised, RX, ({ command, avps }) => {
      const session = this.sessions.get(avpValue(avps, 'Session-Id')!)
      const answer = (serve: (known: MediaSession) => number) => ({
        result: session === undefined ? ResultCode.DIAMETER_UNKNOWN_SESSION_ID : serve(session),
        avps: [],
      })
      if (command === 'Re-Auth-Request') return answer((known) => known.notify(avps))
      if (command === 'Abort-Session-Request') return answer((known) => known.abort(avps))
      return { result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED, avps: [] }
    })
  }

  /** Where requests go out. */
  connect(sender: RequestSender): void {
    this.sender = sender
  }

  /** A new session, which has yet to ask for its media. @throws Error before connect */
  open(options: Omit<MediaSessionOptions, 'sender'>): MediaSession {
    if (this.sender === null) throw new Error('the application function is not connected')
    const session: MediaSession = new MediaSession({
      ...options,
      sender: this.sender,
      onEvent: (event) => {
        if (event.kind === 'ended') this.sessions.delete(session.sessionId)
        options.onEvent(event)
      },
    })
    this.sessions.set(session.sessionId, session)
    return session
  }
}
