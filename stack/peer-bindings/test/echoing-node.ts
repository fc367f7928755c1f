import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DiameterNode, type DiameterPeerEvent, NO_CAPABILITIES, nodeConfiguration, type PeerListener } from '@sigbed/diameter'
import type { Surroundings } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings } from '@sigbed/sctp-transport'
import { ACCOUNTING_APPLICATION_ID, ME_IDENTITY_CHECK, ResultCode, S13, S13_APPLICATION_ID, VENDOR_3GPP } from 'diameter-codec'
import type { DiameterOverOctetStream, TransportLayerSecurity } from '../src/index.js'

/** A node that answers every request with success, and remembers what it was told. */
export class EchoingNode {
  readonly surroundings: Surroundings = new EventLoopSurroundings()
  readonly node: DiameterNode
  readonly events: DiameterPeerEvent[] = []
  readonly bindings: DiameterOverOctetStream[] = []
  requests = 0
  answers: number[] = []
  failures: number[] = []

  constructor(name: string, applicationId = S13_APPLICATION_ID) {
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost: `${name}.example.net`,
      originRealm: 'example.net',
      hostIpAddresses: ['127.0.0.1'],
      productName: 'Sigbed',
      ...(applicationId === ACCOUNTING_APPLICATION_ID
        ? { acctApplicationIds: [applicationId] }
        : { vendorSpecificApplications: [{ vendorId: VENDOR_3GPP, applicationId, kind: 'authentication' as const }] }),
    }
    this.node = new DiameterNode(
      nodeConfiguration(capabilities, { timers: { reconnectMs: 50, disconnectTimeoutMs: 500 }, rememberedAnswers: 0 }),
      () => this.surroundings.randomUint32(),
    )
  }

  readonly listenerFor = (binding: DiameterOverOctetStream): PeerListener => {
    this.bindings.push(binding)
    return {
      onEvent: (event) => this.events.push(event),
      onRequest: (_header, _avps, request) => {
        this.requests++
        binding.peer.beginAnswer(request, ResultCode.DIAMETER_SUCCESS)
        binding.peer.endAnswer(request, this.surroundings.now())
      },
      onAnswer: (context) => this.answers.push(context),
      onRequestFailed: (context) => this.failures.push(context),
    }
  }

  /** An ECR of about `length` octets. */
  ask(context: number, length = 0) {
    const { peer } = this.bindings[0]!
    const writer = peer.beginRequest(ME_IDENTITY_CHECK, S13_APPLICATION_ID)
    writer.writeUtf8String(S13.avp('Session-Id'), `client;${context}`)
    peer.writeOrigin(writer)
    writer.writeUtf8String(S13.avp('Destination-Realm'), 'example.net')
    writer.writeOctetString(S13.avp('Class'), new Uint8Array(length))
    return peer.endRequest(context, this.surroundings.now())
  }

  kinds(): string[] {
    return this.events.map(({ kind }) => kind)
  }
}

/** Waits for what real sockets bring about. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 10_000
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** One of the certificates beside, with its authority. */
export function security(name: 'client' | 'server' | 'stranger', trusts = 'test-authority'): TransportLayerSecurity {
  return {
    authorities: certificate(`${trusts}.pem`),
    certificate: certificate(`${name}.example.net.pem`),
    privateKey: certificate(`${name}.example.net.key`),
  }
}

function certificate(file: string): string {
  return readFileSync(join(import.meta.dirname, 'certificates', file), 'utf8')
}
