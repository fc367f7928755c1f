import { avpValue, avpValues, CX } from 'diameter-codec'
import { type ServedApplication, servedApplication } from '../application.js'
import type { AuthenticationCentre } from '../s6a/authentication-centre.js'
import type { Subscriber } from '../subscriber/subscriber.js'
import type { SubscriberDirectory } from '../subscriber/subscriber-directory.js'
import {
  accepted,
  answered,
  CX_ADVERTISED,
  type CxAnswer,
  type CxAvp,
  type CxMessage,
  refusedByBase,
  refusedFor,
} from './cx-application.js'
import { ASSIGNMENT_EFFECTS, ImsRegister, type ImsRegistration } from './ims-registration.js'
import { imsiOf, userData } from './ims-subscription.js'
import { answerMultimediaAuth } from './multimedia-auth.js'

/**
 * A sample HSS on Cx: tells I-CSCFs which S-CSCF serves a subscriber, and S-CSCFs who he is and how to authenticate him. TS 29.228 §6.
 */
export class CxHomeSubscriberServer {
  readonly served: ServedApplication
  private readonly register = new ImsRegister()

  /** @param centre that of the S6a server where there is one: a card has one sequence number */
  constructor(
    private readonly subscribers: SubscriberDirectory,
    private readonly centre: AuthenticationCentre,
  ) {
    this.served = servedApplication('Cx HSS', CX_ADVERTISED, CX, (request) => this.answer(request))
  }

  registrationOf(imsi: string): ImsRegistration {
    return this.register.registrationOf(imsi)
  }

  private answer(request: CxMessage): CxAnswer {
    const handler = this.handlerOf(request.command)
    if (handler === null) return refusedByBase('DIAMETER_COMMAND_UNSUPPORTED')
    const identities = avpValues(request.avps, 'Public-Identity')
    const userName = avpValue(request.avps, 'User-Name')
    const byName = userName === null ? null : this.subscribers.find(imsiOf(userName))
    const byIdentity = identities[0] === undefined ? null : this.subscribers.findByPublicIdentity(identities[0])
    // TS 29.228 §6.1: in every procedure, who is it, and do the identities belong together?
    if ((userName !== null && byName === null) || (identities.length > 0 && byIdentity === null))
      return answered('DIAMETER_ERROR_USER_UNKNOWN')
    const subscriber = byIdentity ?? byName
    if (subscriber === null) return refusedFor('DIAMETER_MISSING_AVP', { name: 'User-Name', value: '' })
    const strangers = identities.some((identity) => !subscriber.publicIdentities.includes(identity))
    if ((byName !== null && byName !== subscriber) || strangers) return answered('DIAMETER_ERROR_IDENTITIES_DONT_MATCH')
    return handler(subscriber, request)
  }

  private handlerOf(command: CxMessage['command']): ((subscriber: Subscriber, request: CxMessage) => CxAnswer) | null {
    switch (command) {
      case 'User-Authorization-Request':
        return (subscriber, request) => this.authorizeUser(subscriber, request)
      case 'Location-Info-Request':
        return (subscriber) => this.locate(subscriber)
      case 'Server-Assignment-Request':
        return (subscriber, request) => this.assignServer(subscriber, request)
      case 'Multimedia-Auth-Request':
        return (subscriber, request) => this.authenticate(subscriber, request)
      default:
        return null
    }
  }

  /** TS 29.228 §6.1.1.1. */
  private authorizeUser({ imsi }: Subscriber, request: CxMessage): CxAnswer {
    const { serverName } = this.register.registrationOf(imsi)
    switch (avpValue(request.avps, 'User-Authorization-Type') ?? 'REGISTRATION') {
      case 'DE_REGISTRATION':
        return serverName === null ? answered('DIAMETER_ERROR_IDENTITY_NOT_REGISTERED') : accepted([serverNameAvp(serverName)])
      case 'REGISTRATION_AND_CAPABILITIES':
        return accepted([SERVER_CAPABILITIES])
      case 'REGISTRATION':
        return serverName === null
          ? answered('DIAMETER_FIRST_REGISTRATION', [SERVER_CAPABILITIES])
          : answered('DIAMETER_SUBSEQUENT_REGISTRATION', [serverNameAvp(serverName)])
    }
  }

  /** TS 29.228 §6.1.4.1. */
  private locate({ imsi }: Subscriber): CxAnswer {
    const { state, serverName } = this.register.registrationOf(imsi)
    if (state === 'not registered' || serverName === null) return answered('DIAMETER_ERROR_IDENTITY_NOT_REGISTERED')
    return accepted([serverNameAvp(serverName)])
  }

  /** TS 29.228 §6.1.2.1. */
  private assignServer(subscriber: Subscriber, request: CxMessage): CxAnswer {
    const { imsi } = subscriber
    const present = this.register.registrationOf(imsi)
    const serverName = avpValue(request.avps, 'Server-Name')!
    const effect = ASSIGNMENT_EFFECTS[avpValue(request.avps, 'Server-Assignment-Type')!]
    if (effect === 'not of Cx') return answered('DIAMETER_ERROR_IN_ASSIGNMENT_TYPE')
    // TS 29.228 §6.1.2.1: only the server that serves him may ask for his data, or end that.
    const isServing = present.serverName === serverName
    if (!isServing && effect !== 'register' && effect !== 'serve unregistered') return refusedByBase('DIAMETER_UNABLE_TO_COMPLY')
    switch (effect) {
      case 'register':
        this.register.set(imsi, { state: 'registered', serverName })
        return this.profile(subscriber, request)
      case 'serve unregistered':
        this.register.set(imsi, { state: 'unregistered', serverName })
        return this.profile(subscriber, request)
      case 'none':
        return this.profile(subscriber, request)
      case 'keep server':
        this.register.set(imsi, { state: 'unregistered', serverName })
        return accepted()
      case 'deregister':
        this.register.clear(imsi)
        return accepted()
      case 'give up':
        // A registration that stood before the attempt goes on standing.
        if (present.state === 'not registered') this.register.clear(imsi)
        return accepted()
    }
  }

  private authenticate(subscriber: Subscriber, request: CxMessage): CxAnswer {
    const answer = answerMultimediaAuth(request, subscriber, this.centre)
    const serverName = avpValue(request.avps, 'Server-Name')!
    const present = this.register.registrationOf(subscriber.imsi)
    // TS 29.228 §6.3.1: whoever authenticates him is to serve him; a registration elsewhere stands until the assignment.
    if (typeof answer.result === 'number' && present.state === 'not registered')
      this.register.set(subscriber.imsi, { state: 'not registered', serverName })
    return answer
  }

  private profile(subscriber: Subscriber, request: CxMessage): CxAnswer {
    // TS 29.228 §6.6: the profile travels unless the server has it.
    if (avpValue(request.avps, 'User-Data-Already-Available') === 'USER_DATA_ALREADY_AVAILABLE') return accepted()
    return accepted([{ name: 'User-Data', value: userData(subscriber) }])
  }
}

function serverNameAvp(value: string): CxAvp {
  return { name: 'Server-Name', value }
}

/** No server has to have anything in particular: any will do. TS 29.229 §6.3.4. */
const SERVER_CAPABILITIES: CxAvp = { name: 'Server-Capabilities', value: [] }
