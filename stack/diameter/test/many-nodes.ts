import {
  type AvpCursor,
  type DiameterUri,
  decodeMessage,
  isDecodeFault,
  ME_IDENTITY_CHECK,
  type MessageHeader,
  RELAY_APPLICATION_ID,
  S13,
  S13_APPLICATION_ID,
} from 'diameter-codec'
import {
  type Capabilities,
  type DiameterPeer,
  type ReceivedRequest,
  RequestRouting,
  type RouteEntry,
  type RoutingConfiguration,
  type RoutingOutcome,
} from '../src/index.js'
import { type Association, Party, type World } from './two-nodes.js'

/** What a node relays every application by. */
export const RELAY: Partial<Capabilities> = { authApplicationIds: [RELAY_APPLICATION_ID], vendorSpecificApplications: [] }

/** A node that routes between its peers. */
export class RoutingParty extends Party {
  readonly routing: RequestRouting
  /** The context of every request that was begun, and how often it was answered or failed. */
  readonly outcomes = new Map<number, number>()

  constructor(
    name: string,
    world: World,
    routing: Partial<RoutingConfiguration> = {},
    changes: Partial<Capabilities> = {},
    configuration: ConstructorParameters<typeof Party>[3] = {},
  ) {
    super(name, world, changes, configuration)
    this.routing = new RequestRouting(this.node, routing, this, () => world.now)
    this.listener = this.routing
  }

  onRedirectHost: (uri: DiameterUri) => boolean = () => false

  /** Connects to each of them, and waits until they are open. */
  connectTo(...others: Party[]): Association[] {
    const associations = others.map((other) => {
      this.peerTo(other).start(this.world.now)
      return this.associations.at(-1)!
    })
    this.world.settle()
    return associations
  }

  override onAnswer(context: number, header: MessageHeader, avps: AvpCursor): void {
    this.outcomes.set(context, (this.outcomes.get(context) ?? 0) + 1)
    super.onAnswer(context, header, avps)
  }

  override onRequestFailed(context: number, endToEndId: number, failure: string): void {
    this.outcomes.set(context, (this.outcomes.get(context) ?? 0) + 1)
    super.onRequestFailed(context, endToEndId, failure)
  }

  /** An ECR to the realm, or to one host of it. */
  sendEcr(context: number, realm: string, destinationHost = '', endToEndId?: number, userName = ''): RoutingOutcome {
    const avps = this.routing.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID, undefined, endToEndId)
    avps.writeUtf8String(S13.avp('Session-Id'), `${this.name};1;${context}`)
    this.routing.writeOrigin(avps)
    if (destinationHost !== '') avps.writeUtf8String(S13.avp('Destination-Host'), destinationHost)
    if (realm !== '') avps.writeUtf8String(S13.avp('Destination-Realm'), realm)
    if (userName !== '') avps.writeUtf8String(S13.avp('User-Name'), userName)
    avps.writeUnsigned32(S13.avp('Auth-Session-State'), 1)
    avps.beginGroup(S13.avp('Terminal-Information'))
    avps.writeUtf8String(S13.avp('IMEI'), '35391808078706')
    avps.endGroup()
    return this.routing.endRequest(context)
  }
}

export const server = (originHost: string, priority = 1, weight = 1) => ({ originHost, priority, weight })

/** A route of every application of a realm to parties by their names, all alike. */
export function relayTo(realm: string, ...names: string[]): RouteEntry {
  return { realm, applicationId: 'any', action: 'RELAY', servers: names.map((name) => server(`${name.toLowerCase()}.example.net`)) }
}

/** A server that answers what it is asked with this Result-Code, at once. */
export function answering(party: Party, resultCode = 2001): Party {
  party.onRequestHook = (_header: MessageHeader, _avps: AvpCursor, request: ReceivedRequest, peer: DiameterPeer) => {
    const avps = peer.beginAnswer(request, resultCode)
    avps.writeUnsigned32(S13.avp('Auth-Session-State'), 1)
    peer.endAnswer(request, party.world.now)
  }
  return party
}

/** Applications' messages one party has sent on an association, oldest first. */
export function sentBy(association: Association, party: Party): Uint8Array[] {
  return association.sent
    .filter(({ by, octets }) => by === party.name && octets[5] === 0 && octets[6] === 1 && octets[7] === 0x44)
    .map(({ octets }) => octets)
}

/** The AVPs of a message by name, read by the dictionary. */
export function avpsOf(octets: Uint8Array): { readonly name: string; readonly value: unknown }[] {
  const message = decodeMessage(octets, 0, octets.length, S13)
  if (isDecodeFault(message)) throw new Error(`${message.where} is wrong`)
  return message.avps.map(({ name, value }) => ({ name, value }))
}
