import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { RoutingEvent } from '@sigbed/diameter'
import {
  type AdvertisedApplication,
  counted,
  csvRows,
  type DiameterConfiguration,
  DiameterNodeRole,
  describePeerEvent,
  type ServedApplication,
  type TableRows,
} from '@sigbed/diameter-peer'
import type { TransportLayerSecurity } from '@sigbed/peer-bindings'
import type { SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import type { CommandSurroundings } from '../command.js'
import { UsageError } from '../command-failure.js'
import { openEndpointTransport } from '../endpoint/endpoint-transport.js'
import { PacketTrace } from '../endpoint/packet-trace.js'
import type { Happening } from '../happening-log.js'
import type { DiameterOptions } from './diameter-options.js'
import { sqliteRows } from './sqlite-rows.js'

export interface RunningNodeOptions {
  readonly options: DiameterOptions
  readonly applications: readonly ServedApplication[]
  readonly alsoAdvertised: readonly AdvertisedApplication[]
  readonly tell: (happening: Happening) => void
  readonly now: CommandSurroundings['now']
}

/** A node with the endpoint, the trace and the files it needs. */
export class RunningNode {
  readonly surroundings: Surroundings
  /** Realms of the peers that are or were open, by their Origin-Host. */
  readonly realms = new Map<string, string>()
  /** What stood in the way of a connection last; empty while nothing did. */
  trouble = ''

  /** @throws UsageError for files that cannot be read; what the transport does when an address or a port cannot be had */
  static async open(given: RunningNodeOptions): Promise<RunningNode> {
    const [sockets, transport, { timerProfile }] = await Promise.all([
      import('@sigbed/sctp-sockets'),
      import('@sigbed/sctp-transport'),
      import('@sigbed/sctp-core'),
    ])
    const { options } = given
    const { configuration, traceFile } = options
    const { local, usesSctp, sctpProfile } = configuration
    const security = securityOf(configuration, options.folder)
    const surroundings = new transport.EventLoopSurroundings()
    let trace: PacketTrace | null = null
    const endpoint = !usesSctp
      ? null
      : await sockets.SctpEndpoint.open({
          localAddresses: local.addresses,
          surroundings,
          openTransport: async (addresses) => {
            const wanted = { local: local.addresses, transport: local.carrier, udpPort: local.udpPort, traceFile }
            const opened = await openEndpointTransport(wanted, addresses, transport)
            try {
              if (traceFile !== null) trace = PacketTrace.open(traceFile, transport)
            } catch (error) {
              await opened.close()
              throw error
            }
            return opened
          },
          wrapTransport: (inner, addresses) => trace?.around(inner, addresses) ?? inner,
        })
    const node = new RunningNode(given, surroundings, endpoint, trace, security, timerProfile(sctpProfile)?.parameters ?? {})
    try {
      await node.role.start()
    } catch (error) {
      await node.close()
      throw error
    }
    return node
  }

  readonly role: DiameterNodeRole

  private constructor(
    { options, applications, alsoAdvertised, tell, now }: RunningNodeOptions,
    surroundings: Surroundings,
    private readonly endpoint: SctpEndpoint | null,
    private readonly trace: PacketTrace | null,
    security: TransportLayerSecurity | null,
    parameters: object,
  ) {
    this.surroundings = surroundings
    this.role = new DiameterNodeRole({
      settings: { ...options.configuration.settings, security, parameters, startTimeSeconds: Math.trunc(now().getTime() / 1_000) },
      surroundings,
      endpoint,
      applications,
      alsoAdvertised,
      observer: {
        onEvent: (event, peer) => {
          if (event.kind === 'open') this.realms.set(event.remote.originHost, event.remote.originRealm)
          const text = nodeEventText(event)
          if (text === null) return
          if (event.kind === 'capabilities-refused' || event.kind === 'closed') this.trouble = text
          if (!options.verbose && MACHINERY.has(event.kind)) return
          const kind = STATES.has(event.kind) ? 'peer-state' : event.kind
          tell({ kind, peer: peer === '' ? null : peer, text, details: {} })
        },
        onConnection: (text) => {
          const failed = text.startsWith('not connected') || text.startsWith('refused')
          if (failed) this.trouble = text
          if (failed || options.verbose) tell({ kind: 'connection', peer: null, text, details: {} })
        },
      },
    })
  }

  /** UDP port of its SCTP; 0 without one. */
  get udpPort(): number {
    return this.endpoint?.encapsulationPort ?? 0
  }

  /** Takes leave and frees everything. Never rejects. */
  async close(): Promise<void> {
    await this.role.stop()
    await this.endpoint?.close(GRACE_MS)
    this.trace?.close()
  }
}

/** One line about what happened to a peer, whose name stands in front of it; null for what nobody need hear. */
function nodeEventText(event: RoutingEvent): string | null {
  if (event.kind === 'requests-resent') return `${counted(event.count, 'request')} went to others`
  if (event.kind === 'open') return event.restarted ? 'open, and has restarted' : 'open'
  return describePeerEvent(event)
}

/** A table that a configuration names: "subscribers.csv", or "network.db:subscriber" for one in a SQLite database. */
export function tableReader(folder: string): (name: string) => TableRows {
  return (name) => {
    const [, database, table] = /^(.*\.(?:db|sqlite|sqlite3)):(\w+)$/.exec(name) ?? []
    return database === undefined ? csvRows(resolve(folder, name)) : sqliteRows(resolve(folder, database), table!)
  }
}

function securityOf({ security }: DiameterConfiguration, folder: string): TransportLayerSecurity | null {
  if (security === null) return null
  const read = (file: string, what: string): string => {
    try {
      return readFileSync(resolve(folder, file), 'utf8')
    } catch {
      throw new UsageError(`security: ${what} ${file} cannot be read; name a PEM file.`)
    }
  }
  return {
    authorities: read(security.authorities, 'authorities'),
    certificate: read(security.certificate, 'certificate'),
    privateKey: read(security.privateKey, 'private-key'),
    checkOriginHost: security.checkOriginHost,
  }
}

/** What most people need not see: an ordinary connection is a line when it is open, and one when it is gone. */
const MACHINERY: ReadonlySet<RoutingEvent['kind']> = new Set(['state-change', 'watchdog-state-change', 'election', 'disconnect-requested'])
const STATES: ReadonlySet<RoutingEvent['kind']> = new Set(['state-change', 'open', 'closed'])
const GRACE_MS = 250
