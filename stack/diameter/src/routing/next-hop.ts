import { RELAY_APPLICATION_ID, RFC6733, singleAvp } from 'diameter-codec'
import { applicationsOf, type Capabilities } from '../capabilities-exchange.js'
import type { DiameterPeer } from '../peer.js'

/** 'suspect': the watchdog does not trust the connection, or not yet again (RFC 3539 §3.4.1). */
export type NextHopState = 'open' | 'suspect' | 'closing' | 'closed'

/**
 * A peer as routing sees it: its name, and while it is open the connection and what it has advertised. RFC 6733 §2.6 keeps these in the
 * peer table; the state machine's part of that table is RemotePeer.
 */
export class NextHop {
  /** The connection in use; null while there is none. */
  connection: DiameterPeer | null = null
  /** Of the request for which this peer is out of the question: it has passed here, or was refused. */
  mark = 0
  /** Requests sent to others instead since it failed, and the End-to-End Identifiers of the first. */
  resentFrom = 0
  resentIds: number[] = []
  /** The Route-Record that says a request came from here. RFC 6733 §6.7.1: as in the Origin-Host of the capabilities exchange. */
  routeRecord: Uint8Array = NO_OCTETS
  /** The name in octets. */
  readonly identity: Uint8Array
  /** What it has advertised. */
  applicationIds: readonly number[] = []
  private applications: ReadonlySet<number> = new Set()

  /** @param configured a route names it, so that it is kept while it is not connected */
  constructor(
    readonly originHost: string,
    public configured: boolean,
  ) {
    this.identity = identityOctets(originHost)
  }

  opened(connection: DiameterPeer, remote: Capabilities): void {
    this.connection = connection
    this.applicationIds = applicationsOf(remote)
    this.applications = new Set(this.applicationIds)
    this.routeRecord = singleAvp(
      RFC6733.avp('Route-Record'),
      Uint8Array.from(remote.originHost, (letter) => letter.charCodeAt(0)),
    )
  }

  closed(connection: DiameterPeer): void {
    if (this.connection === connection) this.connection = null
  }

  /** For people: whether requests go there. */
  state(): NextHopState {
    if (this.connection === null || !this.connection.isReady()) return 'closed'
    return this.connection.isUsable() ? 'open' : this.connection.isOpen() ? 'suspect' : 'closing'
  }

  /**
   * Whether a request may go there now. RFC 6733 §2.7: "the target server MUST have advertised the Application Id (see Section 2.4) for
   * the given message or have advertised itself as a relay or proxy agent"; RFC 3539 §3.4.1: nothing new to a suspect connection.
   */
  takes(applicationId: number): boolean {
    if (this.connection === null || !this.connection.isUsable()) return false
    return applicationId === 0 || this.applications.has(applicationId) || this.applications.has(RELAY_APPLICATION_ID)
  }
}

/** A DiameterIdentity is ASCII (RFC 6733 §4.3.1). */
function identityOctets(identity: string): Uint8Array {
  return Uint8Array.from(identity, (letter) => letter.charCodeAt(0))
}

const NO_OCTETS = new Uint8Array(0)
