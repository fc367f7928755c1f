import { avpValue, CX, CX_APPLICATION_ID, ExperimentalResultCode3gpp, ResultCode } from 'diameter-codec'
import type { RequestOutcome, RequestSender } from '../application.js'
import type { ClientProcedure, ClientSurroundings, ProcedureOutcome, RunningClient } from '../client-procedure.js'
import { LateSender } from '../late-sender.js'
import { Usim } from '../milenage/usim.js'
import { sampleSubscriber } from '../subscriber/sample-subscribers.js'
import type { Subscriber } from '../subscriber/subscriber.js'
import { CX_SESSION, type CxAvp, type CxMessage } from './cx-application.js'

/** CSCFs that register sample subscribers in IMS: UAR, MAR, the card's answer, SAR. */
export const REGISTER_PROCEDURE: ClientProcedure = {
  word: 'register-ims',
  describe: 'register a subscriber in IMS as its CSCFs: UAR, MAR, the answer of his card, SAR (Cx)',
  applicationIds: [CX_APPLICATION_ID],
  open({ originHost, destinationRealm }: ClientSurroundings): RunningClient {
    const sender = new LateSender()
    const cards = new Map<string, Usim>()
    return {
      served: [],
      connect: (to) => sender.connect(to),
      run: (index) => {
        const subscriber = sampleSubscriber(index % MOST_REGISTERED)
        const card = cards.get(subscriber.imsi) ?? new Usim(subscriber.key, subscriber.operatorVariant)
        cards.set(subscriber.imsi, card)
        return new ImsRegistering(subscriber, card, `sip:${originHost}`, destinationRealm, sender).run()
      },
    }
  },
}

/** One registration from its first request to its last. TS 29.228 §6.1.1, §6.3, §6.1.2. */
class ImsRegistering {
  constructor(
    private readonly subscriber: Subscriber,
    private readonly card: Usim,
    private readonly serverName: string,
    private readonly realm: string,
    private readonly sender: RequestSender,
  ) {}

  async run(): Promise<ProcedureOutcome> {
    const { imsi } = this.subscriber
    const authorized = await this.ask('User-Authorization-Request', [{ name: 'Visited-Network-Identifier', value: VISITED_NETWORK }])
    if (!REGISTRATIONS.includes(authorized.result)) return failed(imsi, 'authorization', authorized)
    const challenged = await this.ask('Multimedia-Auth-Request', [
      { name: 'SIP-Auth-Data-Item', value: [{ name: 'SIP-Authentication-Scheme', value: 'Unknown' }] },
      { name: 'SIP-Number-Auth-Items', value: 1 },
      { name: 'Server-Name', value: this.serverName },
    ])
    const item = avpValue(challenged.avps, 'SIP-Auth-Data-Item')
    if (challenged.result !== ResultCode.DIAMETER_SUCCESS || item === null) return failed(imsi, 'authentication', challenged)
    const why = this.distrust(item)
    if (why !== null) return { ok: false, detail: `${imsi} was not authenticated: ${why}` }
    const assigned = await this.ask('Server-Assignment-Request', [
      { name: 'Server-Name', value: this.serverName },
      { name: 'Server-Assignment-Type', value: 'REGISTRATION' },
      { name: 'User-Data-Already-Available', value: 'USER_DATA_NOT_AVAILABLE' },
    ])
    if (assigned.result !== ResultCode.DIAMETER_SUCCESS) return failed(imsi, 'assignment', assigned)
    return { ok: true, detail: `${imsi} is registered at ${this.serverName}` }
  }

  /** Null when the card answers the challenge as the home network expects. */
  private distrust(item: readonly CxAvp[]): string | null {
    const challenge = avpValue(item, 'SIP-Authenticate') ?? NO_OCTETS
    const response = this.card.answer(challenge.slice(0, 16), challenge.slice(16))
    if (response.kind !== 'response') return response.kind
    const expected = avpValue(item, 'SIP-Authorization') ?? NO_OCTETS
    return response.res.some((octet, at) => octet !== expected[at]) ? 'wrong response' : null
  }

  private ask(command: CxMessage['command'], avps: readonly CxAvp[]): Promise<Reply> {
    const { imsi, publicIdentities } = this.subscriber
    const request = {
      command,
      applicationId: CX_APPLICATION_ID,
      avps: [
        { name: 'Session-Id', value: this.sender.nextSessionId() } as const,
        ...CX_SESSION,
        { name: 'User-Name', value: imsi } as const,
        { name: 'Public-Identity', value: publicIdentities[0]! } as const,
        ...avps,
      ],
      destinationHost: null,
      destinationRealm: this.realm,
    }
    return new Promise((resolve) => this.sender.request(CX, request, (outcome) => resolve(replyOf(outcome))))
  }
}

/** An answer by its result, 3GPP's or the base's; 0 with a reason where there is none. */
interface Reply {
  readonly result: number
  readonly avps: readonly CxAvp[]
  readonly text: string
}

function replyOf(outcome: RequestOutcome<typeof CX.avpRows, typeof CX.commandRows>): Reply {
  if (outcome.kind === 'failed') return { result: 0, avps: [], text: outcome.failure }
  if (outcome.kind === 'unreadable') return { result: 0, avps: [], text: `an answer that cannot be read: ${outcome.where}` }
  const { avps } = outcome.message
  const experimental = avpValue(avpValue(avps, 'Experimental-Result') ?? [], 'Experimental-Result-Code')
  const result = experimental ?? avpValue(avps, 'Result-Code') ?? 0
  return { result, avps, text: String(result) }
}

function failed(imsi: string, step: string, { text }: Reply): ProcedureOutcome {
  return { ok: false, detail: `${imsi} was refused in the step of ${step}: ${text}` }
}

const REGISTRATIONS: readonly number[] = [
  ExperimentalResultCode3gpp.DIAMETER_FIRST_REGISTRATION,
  ExperimentalResultCode3gpp.DIAMETER_SUBSEQUENT_REGISTRATION,
]
const VISITED_NETWORK = new TextEncoder().encode('ims.mnc001.mcc001.3gppnetwork.org')
const NO_OCTETS = new Uint8Array(0)
/** As many sample subscribers as one client registers before it begins again with the first. */
const MOST_REGISTERED = 100_000
