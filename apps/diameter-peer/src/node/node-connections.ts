import type { DiameterNode, DiameterPeer, RequestRouting } from '@sigbed/diameter'
import {
  DiameterOverOctetStream,
  DiameterOverSctp,
  listenOverTlsOnSctp,
  type OpenedStream,
  overTcp,
  overTlsOnSctp,
  type StreamOpener,
  TcpListener,
  type TransportLayerSecurity,
} from '@sigbed/peer-bindings'
import type { SctpEndpoint } from '@sigbed/sctp-sockets'
import { waitUntil } from '@sigbed/testbed'
import type { DiameterNodeOptions } from './diameter-node-role.js'
import { isSecured, type ListenSettings, type PeerSettings } from './node-settings.js'

export type Binding = DiameterOverSctp | DiameterOverOctetStream

/** The connections of one node: those it accepts, and those it keeps up. */
export class NodeConnections {
  /** What is listened on, for people: "sctp 127.0.0.1:3868". */
  readonly listeningOn: string[] = []
  private readonly bindings = new Set<Binding>()
  private readonly listeners: TcpListener[] = []
  private readonly sctpPorts: number[] = []
  private streamsPaused = false

  constructor(
    private readonly node: DiameterNode,
    private readonly routing: RequestRouting,
    private readonly options: DiameterNodeOptions,
  ) {}

  /** @throws (rejects) what the transport does; what was open is closed then */
  async open(): Promise<void> {
    const { settings, surroundings } = this.options
    try {
      for (const listen of settings.listen) await this.listen(listen)
    } catch (error) {
      await this.close()
      throw error
    }
    for (const peer of settings.peers) {
      const binding = this.initiator(peer)
      this.bindings.add(binding)
      binding.peer.start(surroundings.now())
      binding.settle()
    }
  }

  /** A connection has ended. One that was accepted does not come back. */
  forget(peer: DiameterPeer): void {
    for (const binding of this.bindings) if (binding.peer === peer && peer.role === 'responder') this.bindings.delete(binding)
  }

  /** What a peer is connected by; null when it is nobody's any more. */
  of(peer: DiameterPeer): Binding | null {
    for (const binding of this.bindings) if (binding.peer === peer) return binding
    return null
  }

  /** Of TCP and TLS, later connections included. Associations are their observer's to pause. */
  pauseStreams(paused: boolean): void {
    this.streamsPaused = paused
    for (const binding of this.bindings) if (binding instanceof DiameterOverOctetStream) binding.pauseReceiving(paused)
  }

  /** Takes leave of every peer, waits a little for the last words, and is gone. Never rejects. */
  async close(): Promise<void> {
    const { settings, surroundings, endpoint } = this.options
    const bindings = [...this.bindings]
    for (const port of this.sctpPorts.splice(0)) endpoint?.stopListening(port)
    for (const binding of bindings) {
      // RFC 6733 §5.4.3: a node that only connects does not come back by itself; one that listens may.
      binding.peer.stop(settings.listen.length === 0 ? 'DO_NOT_WANT_TO_TALK_TO_YOU' : 'REBOOTING', surroundings.now())
      binding.settle()
    }
    const gone = () => bindings.every((binding) => !isConnected(binding))
    await waitUntil(surroundings, gone, 'no DPA', STOP_PATIENCE_MS).catch(() => {})
    for (const listener of this.listeners.splice(0)) {
      await listener.close()
      listener.abortConnections()
    }
  }

  private async listen({ transport, address, port }: ListenSettings): Promise<void> {
    const { settings, surroundings, observer } = this.options
    if (transport === 'sctp') {
      const endpoint = this.endpoint()
      const listenerFor = (binding: DiameterOverSctp) => {
        this.bindings.add(binding)
        return this.routing
      }
      const { streamUse, parameters } = settings
      DiameterOverSctp.listen(this.node, endpoint, port, streamUse, surroundings, listenerFor, parameters, observer?.associations)
      this.sctpPorts.push(port)
      this.listeningOn.push(`sctp ${settings.hostIpAddresses.join(', ')}:${port}`)
      return
    }
    const accept = (accepted: OpenedStream) => {
      const observed = { onConnected: (text: string) => observer?.onConnection?.(`accepted ${text}`) }
      const binding = DiameterOverOctetStream.responder(this.node, accepted, surroundings, () => this.routing, observed)
      if (this.streamsPaused) binding.pauseReceiving(true)
      this.bindings.add(binding)
    }
    const refused = (reason: string) => observer?.onConnection?.(`refused ${reason}`)
    if (transport === 'tls-sctp') {
      listenOverTlsOnSctp(this.endpoint(), port, this.security(), accept, refused, settings.parameters, observer?.associations)
      this.sctpPorts.push(port)
      this.listeningOn.push(`tls-sctp ${settings.hostIpAddresses.join(', ')}:${port}`)
      return
    }
    const secured = isSecured(transport) ? { security: this.security() } : {}
    const listener = await TcpListener.open({ address, port, ...secured }, accept, refused)
    this.listeners.push(listener)
    this.listeningOn.push(`${transport} ${address}:${listener.port}`)
  }

  private initiator(peer: PeerSettings): Binding {
    const { settings, surroundings, observer } = this.options
    const { transport, addresses, port, encapsulationPort, originHost, localAddress } = peer
    const association = { addresses, port, encapsulationPort, parameters: settings.parameters }
    if (transport === 'sctp') {
      const listenerFor = () => this.routing
      const { streamUse } = settings
      const endpoint = this.endpoint()
      return DiameterOverSctp.initiator(
        this.node,
        endpoint,
        association,
        streamUse,
        surroundings,
        listenerFor,
        observer?.associations,
        originHost,
      )
    }
    const open: StreamOpener =
      transport === 'tls-sctp'
        ? overTlsOnSctp(this.endpoint(), association, this.security(), originHost || undefined, observer?.associations)
        : overTcp({
            addresses,
            port,
            ...(localAddress !== null && { localAddress }),
            ...(originHost !== '' && { remoteHost: originHost }),
            ...(isSecured(transport) && { security: this.security() }),
          })
    const observed = {
      onConnected: (text: string) => observer?.onConnection?.(`connected to ${text}`),
      onConnectFailed: (reason: string) => observer?.onConnection?.(`not connected: ${reason}`),
    }
    return DiameterOverOctetStream.initiator(this.node, open, surroundings, () => this.routing, observed, originHost)
  }

  private endpoint(): SctpEndpoint {
    const { endpoint } = this.options
    if (endpoint === null) throw new RangeError('a node whose connections are on SCTP needs an endpoint')
    return endpoint
  }

  private security(): TransportLayerSecurity {
    const { security } = this.options.settings
    if (security === null) throw new RangeError('a node whose connections are secured needs certificates')
    return security
  }
}

function isConnected(binding: Binding): boolean {
  return binding instanceof DiameterOverSctp ? binding.socket !== null && binding.socket.state === 'ESTABLISHED' : binding.isConnected
}

const STOP_PATIENCE_MS = 1_500
