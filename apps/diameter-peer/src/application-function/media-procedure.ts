import { GX_APPLICATION_ID, RX_APPLICATION_ID } from 'diameter-codec'
import type { ClientProcedure, ClientSurroundings, ProcedureOutcome, RunningClient } from '../client-procedure.js'
import { Gateway } from '../policy-enforcement/gateway.js'
import { sampleBearer } from '../policy-enforcement/sample-bearer.js'
import { ApplicationFunction } from './application-function.js'
import type { MediaSession, MediaSessionEvent, RxAvp } from './media-session.js'

/** An application that gets a voice bearer for a sample subscriber, and the gateway that is told of it. TS 29.213 §4.3. */
export const MEDIA_PROCEDURE: ClientProcedure = {
  word: 'media',
  describe: 'ask for a voice bearer as an application: AAR (Rx), the RAR that brings its rule to a gateway (Gx), STR',
  applicationIds: [RX_APPLICATION_ID, GX_APPLICATION_ID],
  open(given: ClientSurroundings): RunningClient {
    const gateway = new Gateway()
    const application = new ApplicationFunction()
    return {
      served: [application.application, ...gateway.applications],
      connect: (sender) => {
        gateway.connect(sender)
        application.connect(sender)
      },
      run: (index) => new Promise((resolve) => new Call(gateway, application, given, index, resolve)),
    }
  },
}

type Step = 'bearer' | 'authorization' | 'release' | 'end'

/** One call: each step begins when what the one before has asked for is there. */
class Call {
  private step: Step = 'bearer'
  private failure: string | null = null
  private media: MediaSession | null = null
  private mediaEnded = false

  constructor(
    gateway: Gateway,
    private readonly application: ApplicationFunction,
    { surroundings, destinationRealm }: ClientSurroundings,
    index: number,
    resolve: (outcome: ProcedureOutcome) => void,
  ) {
    // An address belongs to one bearer: calls take theirs where the procedure of plain bearers takes none.
    const { imsi, address, describing } = sampleBearer(index, 1)
    const timer = surroundings.startTimer(PATIENCE_MS, () => this.fail(`the rule of the media did not follow in the step of ${this.step}`))
    const bearer = gateway.establish({
      destinationRealm,
      describing,
      checkRule: () => null,
      onRules: () => this.proceed(bearer.ruleNames),
      onOpen: () => {
        this.step = 'authorization'
        this.media = this.application.open({
          destinationRealm,
          serverHost: bearer.serverHost,
          describing: [{ name: 'Framed-IP-Address', value: address }],
          onEvent: (event) => this.heed(event, bearer.ruleNames),
        })
        this.media.authorize([VOICE])
      },
      onEnd: (reason) => {
        surroundings.stopTimer(timer)
        const why = this.failure ?? (this.step === 'end' && reason === 'terminated' ? null : reason)
        resolve({ ok: why === null, detail: `${imsi}: ${why ?? 'called'}` })
      },
    })
    this.terminateBearer = () => bearer.terminate()
  }

  private readonly terminateBearer: () => void

  private heed(event: MediaSessionEvent, ruleNames: readonly string[]): void {
    if (event.kind === 'refused') this.fail(`the media were refused: ${event.reason}`)
    else if (event.kind === 'aborted') this.failure ??= `the media were aborted: ${event.cause}`
    else if (event.kind === 'ended') this.mediaEnded = true
    this.proceed(ruleNames)
  }

  /** Answer and push may come in either order. */
  private proceed(ruleNames: readonly string[]): void {
    const carried = this.media !== null && ruleNames.some((name) => name.startsWith(`rx ${this.media!.sessionId} `))
    if (this.step === 'authorization' && this.media?.isOpen === true && carried) {
      this.step = 'release'
      this.media.terminate()
    } else if (this.step === 'release' && this.mediaEnded && !carried) {
      this.step = 'end'
      this.terminateBearer()
    }
  }

  private fail(reason: string): void {
    this.failure ??= reason
    this.media?.terminate()
    this.terminateBearer()
  }
}

/** One voice stream, both ways. TS 29.214 §5.3.16. */
const VOICE: RxAvp = {
  name: 'Media-Component-Description',
  value: [
    { name: 'Media-Component-Number', value: 1 },
    {
      name: 'Media-Sub-Component',
      value: [
        { name: 'Flow-Number', value: 1 },
        { name: 'Flow-Description', value: 'permit in 17 from any to 192.0.2.5 4000' },
        { name: 'Flow-Description', value: 'permit out 17 from 192.0.2.5 4000 to any' },
      ],
    },
    { name: 'Media-Type', value: 'AUDIO' },
    { name: 'Max-Requested-Bandwidth-UL', value: 64_000 },
    { name: 'Max-Requested-Bandwidth-DL', value: 64_000 },
  ],
}
const PATIENCE_MS = 10_000
