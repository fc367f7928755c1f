import type { PeerTimers } from './peer-timers.js'
import { RemotePeer } from './remote-peer.js'

/** The peers a node knows, by their Origin-Host. RFC 6733 §2.6. Names differ in no more than case are one (§5.6.4). */
export class PeerTable {
  private readonly entries = new Map<string, RemotePeer>()

  constructor(
    private readonly localHost: string,
    private readonly timers: PeerTimers,
    private readonly randomUint32: () => number,
  ) {}

  find(originHost: string): RemotePeer | null {
    return this.entries.get(originHost.toLowerCase()) ?? null
  }

  /** The entry for this name, made when there is none. */
  entry(originHost: string): RemotePeer {
    const found = this.find(originHost)
    if (found !== null) return found
    const made = this.anonymous()
    this.name(made, originHost)
    return made
  }

  /** An entry for a peer whose name its CEA will tell. */
  anonymous(): RemotePeer {
    return new RemotePeer(this.localHost, this.timers, this.randomUint32)
  }

  /** Puts a peer into the table under the name it has given. */
  name(peer: RemotePeer, originHost: string): void {
    if (peer.originHost !== '') this.forget(peer)
    peer.originHost = originHost
    this.entries.set(originHost.toLowerCase(), peer)
  }

  forget(peer: RemotePeer): void {
    if (this.find(peer.originHost) === peer) this.entries.delete(peer.originHost.toLowerCase())
  }

  peers(): readonly RemotePeer[] {
    return [...this.entries.values()]
  }
}
