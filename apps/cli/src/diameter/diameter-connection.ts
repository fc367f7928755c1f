import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { ConnectionTransport, PeerSettings } from '@sigbed/diameter-peer'
import type { TransportLayerSecurity } from '@sigbed/peer-bindings'
import { type Flags, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'

/** How a client reaches its peer, as flags say it. */
export interface DiameterConnectionOptions {
  readonly originHost: string
  readonly originRealm: string
  /** Own IP addresses. */
  readonly local: readonly string[]
  readonly peer: PeerSettings
  readonly security: TransportLayerSecurity | null
}

export const CONNECTION_TRANSPORTS = ['sctp', 'tcp', 'tls', 'tls-sctp'] as const satisfies readonly ConnectionTransport[]

/** The flags of every command that connects to one peer, for yargs. */
export const CONNECTION_FLAGS = {
  to: { describe: "The peer's IP addresses, with commas between", defaultDescription: '127.0.0.1', requiresArg: true },
  transport: { describe: 'sctp, tcp, tls or tls-sctp', defaultDescription: 'sctp', requiresArg: true },
  port: { describe: "The peer's port", defaultDescription: '3868; 5868 with TLS', requiresArg: true },
  'udp-port': { describe: "The peer's UDP port for SCTP", defaultDescription: '9899', requiresArg: true },
  local: { describe: 'Own IP addresses, with commas between', defaultDescription: '127.0.0.1', requiresArg: true },
  identity: { describe: 'Own Origin-Host', defaultDescription: 'client.example.net', requiresArg: true },
  realm: { describe: 'Own Origin-Realm', defaultDescription: 'example.net', requiresArg: true },
  ca: { describe: 'TLS: the authorities trusted (PEM)', requiresArg: true },
  certificate: { describe: 'TLS: own certificate (PEM)', requiresArg: true },
  key: { describe: 'TLS: its private key (PEM)', requiresArg: true },
} as const

/** @throws UsageError */
export function connectionOptions(flags: Flags, workingFolder: string): DiameterConnectionOptions {
  const transport = transportOf(textFlag(flags, 'transport') ?? 'sctp')
  const secured = transport === 'tls' || transport === 'tls-sctp'
  return {
    originHost: identityOf(flags, 'identity', 'client.example.net'),
    originRealm: identityOf(flags, 'realm', 'example.net'),
    local: addressesOf(flags, 'local'),
    peer: {
      originHost: '',
      transport,
      addresses: addressesOf(flags, 'to'),
      port: portOf(flags, 'port', secured ? 5868 : 3868),
      encapsulationPort: portOf(flags, 'udp-port', 9899),
      localAddress: null,
    },
    security: secured ? securityOf(flags, workingFolder) : null,
  }
}

function transportOf(text: string): ConnectionTransport {
  const found = CONNECTION_TRANSPORTS.find((transport) => transport === text)
  if (found !== undefined) return found
  throw new UsageError(`--transport takes ${CONNECTION_TRANSPORTS.join(', ')}, not ${JSON.stringify(text)}.`)
}

/** RFC 6733 §4.3.1. */
function identityOf(flags: Flags, name: 'identity' | 'realm', otherwise: string): string {
  const text = textFlag(flags, name) ?? otherwise
  if (/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/.test(text)) return text
  throw new UsageError(`--${name} takes a name such as ${otherwise}, not ${JSON.stringify(text)}.`)
}

function addressesOf(flags: Flags, name: 'to' | 'local'): readonly string[] {
  const addresses = (textFlag(flags, name) ?? '127.0.0.1').split(',').map((part) => part.trim())
  const wrong = addresses.find((address) => isIP(address) === 0)
  if (wrong === undefined) return addresses
  throw new UsageError(`--${name} takes IP addresses with commas between, such as 127.0.0.1 or ::1, not ${JSON.stringify(wrong)}.`)
}

function portOf(flags: Flags, name: string, otherwise: number): number {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new UsageError(`--${name} takes a port from 1 to 65535, not ${JSON.stringify(text)}.`)
}

function securityOf(flags: Flags, workingFolder: string): TransportLayerSecurity {
  const read = (name: 'ca' | 'certificate' | 'key'): string => {
    const file = textFlag(flags, name)
    // RFC 6733 §13.1: both ends authenticate.
    if (file === null) throw new UsageError(`TLS needs --ca, --certificate and --key, each a PEM file; --${name} is missing.`)
    try {
      return readFileSync(resolve(workingFolder, file), 'utf8')
    } catch {
      throw new UsageError(`--${name} ${file} cannot be read; name a PEM file.`)
    }
  }
  return { authorities: read('ca'), certificate: read('certificate'), privateKey: read('key') }
}
