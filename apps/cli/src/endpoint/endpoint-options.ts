import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import type { Flags } from '../command.js'
import { UsageError } from '../command-failure.js'
import { LONGEST_ECHO } from './association-service.js'
import {
  CLIENT_PORT_OFFSET,
  ENDPOINT_FLAGS,
  type EndpointFlag,
  type EndpointFlagName,
  environmentName,
  type ROLES,
  SERVICE_PORTS,
  type SERVICES,
  type TRANSPORTS,
} from './endpoint-flags.js'

export type ServiceName = (typeof SERVICES)[number]

/** What one endpoint is to be. Every value is checked. */
export interface EndpointOptions {
  readonly role: (typeof ROLES)[number]
  readonly service: ServiceName
  readonly transport: (typeof TRANSPORTS)[number]
  /** IP addresses in text. */
  readonly local: readonly string[]
  /** SCTP port. */
  readonly port: number
  /** RFC 6951; without a meaning where the transport is IP. */
  readonly udpPort: number
  /** IP addresses in text, each of a family that `local` has, too; empty for a server. */
  readonly remote: readonly string[]
  readonly remotePort: number
  readonly remoteUdpPort: number
  readonly reconnectDelayMs: number
  /** Absolute; null: no trace. */
  readonly traceFile: string | null
  readonly verbose: boolean
  readonly parameters: Partial<ProtocolParameters>
}

/** What the meaning of the flags depends on besides themselves. */
export interface EndpointPlace {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Paths the user gives count from here. Absolute. */
  readonly workingFolder: string
}

/**
 * Reads each option from its flag, else from its environment variable, else takes what holds otherwise. A server knows of nobody to
 * connect to, and takes no notice of what is for clients: one environment may serve both.
 *
 * @throws UsageError that names the flag or variable and says what would do
 */
export function parseEndpointOptions(flags: Flags, place: EndpointPlace): EndpointOptions {
  const given = new GivenValues(flags, place.environment)
  const role = given.word('role') as EndpointOptions['role']
  const service = given.word('service') as ServiceName
  const local = addresses(given.text('local') ?? LOOPBACK, given.nameOf('local'))
  const trace = given.text('trace')
  const servicePort = SERVICE_PORTS[service]
  return {
    role,
    service,
    transport: given.word('transport') as EndpointOptions['transport'],
    local,
    port: given.number('port', role === 'server' ? servicePort : servicePort + CLIENT_PORT_OFFSET),
    udpPort: given.number('udp-port'),
    remote: role === 'server' ? [] : remoteAddresses(given, local),
    remotePort: given.number('remote-port', servicePort),
    remoteUdpPort: given.number('remote-udp-port'),
    reconnectDelayMs: given.number('reconnect-delay'),
    traceFile: trace === null ? null : resolve(place.workingFolder, trace),
    verbose: given.switch('verbose'),
    parameters: parameters(given),
  }
}

function remoteAddresses(given: GivenValues, local: readonly string[]): string[] {
  const text = given.text('remote')
  if (text === null) throw new UsageError("A client needs --remote: give the peer's IP addresses, such as --remote 127.0.0.1.")
  const remote = addresses(text, given.nameOf('remote'))
  const families = new Set(local.map(isIP))
  const unreachable = remote.find((address) => !families.has(isIP(address)))
  if (unreachable !== undefined)
    throw new UsageError(
      `${given.nameOf('remote')} ${unreachable} is an IPv${isIP(unreachable)} address, and ${given.nameOf('local')} has none: give an own address of that family too.`,
    )
  return remote
}

function addresses(text: string, name: string): string[] {
  const found = text.split(',').map((address) => address.trim())
  for (const address of found)
    if (isIP(address) === 0 || address.includes('%'))
      throw new UsageError(
        `${name} takes IP addresses with commas between, such as 127.0.0.1 or 2001:db8::1,2001:db8::2, not ${JSON.stringify(address)}.`,
      )
  const twice = found.find((address, index) => found.indexOf(address) < index)
  if (twice !== undefined) throw new UsageError(`${name} has ${twice} twice; give each address once.`)
  return found
}

/** RFC 9260 §16, besides what an endpoint for others' tests needs to stay small whatever they send. */
function parameters(given: GivenValues): Partial<ProtocolParameters> {
  const rtoMinMs = given.number('rto-min')
  const rtoMaxMs = given.number('rto-max')
  const rtoInitialMs = given.number('rto-initial')
  for (const [name, value] of [
    ['rto-min', rtoMinMs],
    ['rto-initial', rtoInitialMs],
  ] as const)
    if (value > rtoMaxMs)
      throw new UsageError(
        `${given.nameOf(name)} ${value} is above ${given.nameOf('rto-max')} ${rtoMaxMs}: give a lower one, or a higher ${given.nameOf('rto-max')}.`,
      )
  return {
    rtoInitialMs,
    rtoMinMs,
    rtoMaxMs,
    maxInitRetransmits: given.number('max-init-retransmits'),
    associationMaxRetrans: given.number('association-max-retrans'),
    pathMaxRetrans: given.number('path-max-retrans'),
    heartbeatIntervalMs: given.number('heartbeat-interval'),
    validCookieLifeMs: given.number('cookie-life'),
    outboundStreams: given.number('outbound-streams'),
    inboundStreams: given.number('inbound-streams'),
    receiveBufferOctets: given.number('receive-window'),
    // The send buffer takes one message of any size when it is empty.
    largestMessageOctets: LONGEST_ECHO,
    sendBufferOctets: SEND_BUFFER_OCTETS,
  }
}

/** The values by flag or environment variable, the flag first. A variable that is set to nothing counts as not set. */
class GivenValues {
  constructor(
    private readonly flags: Flags,
    private readonly environment: EndpointPlace['environment'],
  ) {}

  /** What the user calls it: the variable when the value came from there. */
  nameOf(flag: EndpointFlagName): string {
    return this.flags[flag] === undefined && this.variable(flag) !== null ? environmentName(flag) : `--${flag}`
  }

  text(flag: EndpointFlagName): string | null {
    const value = this.flags[flag]
    if (value === undefined) return this.variable(flag)
    if (typeof value === 'string' && value !== '') return value
    throw new UsageError(`--${flag} needs a value. Say --${flag} and then what it is to be, or leave it out.`)
  }

  word(flag: EndpointFlagName): string {
    const { otherwise, takes } = flagOf(flag)
    const text = this.text(flag) ?? otherwise ?? ''
    const words = takes.kind === 'word' ? takes.words : []
    if (words.includes(text)) return text
    const meant = nearestWord(text, words)
    const hint = meant === null ? '' : ` Did you mean ${meant}?`
    throw new UsageError(`${this.nameOf(flag)} takes ${listed(words)}, not ${JSON.stringify(text)}.${hint}`)
  }

  /** @param otherwise what holds when it is not given and help has no number for it */
  number(flag: EndpointFlagName, otherwise?: number): number {
    const { otherwise: shown, takes } = flagOf(flag)
    const text = this.text(flag)
    if (text === null) return otherwise ?? Number(shown)
    const { least, most } = takes.kind === 'number' ? takes : NO_NUMBER
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new UsageError(`${this.nameOf(flag)} takes a whole number from ${least} to ${most}, not ${JSON.stringify(text)}.`)
  }

  switch(flag: EndpointFlagName): boolean {
    if (this.flags[flag] !== undefined) return this.flags[flag] === true
    const text = this.variable(flag)?.toLowerCase() ?? '0'
    if (ON.has(text)) return true
    if (OFF.has(text)) return false
    throw new UsageError(`${environmentName(flag)} takes 1 or 0, not ${JSON.stringify(text)}.`)
  }

  private variable(flag: string): string | null {
    const value = this.environment[environmentName(flag)]
    return value === undefined || value === '' ? null : value
  }
}

function flagOf(name: EndpointFlagName): EndpointFlag {
  return ENDPOINT_FLAGS[name]
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

const LOOPBACK = ENDPOINT_FLAGS.local.otherwise ?? ''

/**
 * A queued message costs its record besides its octets: this much of the smallest ones are a quarter of a million records, where the
 * usual 4 MiB would let a peer that acknowledges nothing have four million.
 */
const SEND_BUFFER_OCTETS = 262_144

const NO_NUMBER = { least: 0, most: 0 }

const ON: ReadonlySet<string> = new Set(['1', 'true', 'yes', 'on'])

const OFF: ReadonlySet<string> = new Set(['0', 'false', 'no', 'off'])
