/** One flag of `sigbed endpoint`: what help says of it, and what it takes. */
export interface EndpointFlag {
  readonly group: string
  readonly describe: string
  /** What holds when it is not given, as help shows it; null for a switch, and where nothing holds. */
  readonly otherwise: string | null
  readonly takes: FlagValue
}

export type FlagValue =
  | { readonly kind: 'switch' }
  | { readonly kind: 'text' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }

export type EndpointFlagName = keyof typeof ENDPOINT_FLAGS

/** The environment variable that stands in for a flag. */
export function environmentName(flag: string): string {
  return `SIGBED_${flag.toUpperCase().replaceAll('-', '_')}`
}

export const SERVICES = ['echo', 'daytime', 'discard', 'send-first'] as const

export const ROLES = ['server', 'client'] as const

export const TRANSPORTS = ['udp', 'ip'] as const

/** The ports the services have had since long before SCTP; over UDP no SCTP port needs a privilege. */
export const SERVICE_PORTS = { echo: 7, daytime: 13, discard: 9, 'send-first': 7 } as const satisfies Record<
  (typeof SERVICES)[number],
  number
>

/** What a client's own SCTP port is above that of the service. */
export const CLIENT_PORT_OFFSET = 50_000

const WHAT = 'What it does:'
const WHERE = 'Addresses and ports:'
const TIMERS = 'Timers and limits (times in ms):'
const SIZES = 'Streams and window:'
const TOLD = 'What it tells:'

const LONGEST_MS = 86_400_000

export const ENDPOINT_FLAGS = {
  role: word(WHAT, 'server: listens; client: sets up\nassociations', 'server', ROLES),
  service: word(WHAT, 'echo, daytime, discard or send-first,\nsee below', 'echo', SERVICES),
  'reconnect-delay': number(WHAT, 'client: ms from the end of one\nassociation to the next', '100', 0, LONGEST_MS),
  transport: word(WHERE, 'udp: SCTP in UDP (RFC 6951); ip: SCTP on\nIP itself, which needs CAP_NET_RAW', 'udp', TRANSPORTS),
  local: text(WHERE, 'Own IP addresses, with commas between', '127.0.0.1'),
  port: number(WHERE, 'Own SCTP port', 'by the service', 1, 65_535),
  'udp-port': number(WHERE, 'Own UDP port; 0 for any that is free', '9899', 0, 65_535),
  remote: text(WHERE, "client: the peer's IP addresses; the\nfirst is the primary path", null),
  'remote-port': number(WHERE, "client: the peer's SCTP port", 'by the service', 1, 65_535),
  'remote-udp-port': number(WHERE, "client: the peer's UDP port", '9899', 1, 65_535),
  'rto-initial': number(TIMERS, 'RTO.Initial', '1000', 1, LONGEST_MS),
  'rto-min': number(TIMERS, 'RTO.Min', '1000', 1, LONGEST_MS),
  'rto-max': number(TIMERS, 'RTO.Max', '60000', 1, LONGEST_MS),
  'max-init-retransmits': number(TIMERS, 'Max.Init.Retransmits', '8', 0, 65_535),
  'association-max-retrans': number(TIMERS, 'Association.Max.Retrans', '10', 0, 65_535),
  'path-max-retrans': number(TIMERS, 'Path.Max.Retrans', '5', 0, 65_535),
  'heartbeat-interval': number(TIMERS, 'HB.interval; 0: no heartbeats on idle\npaths', '30000', 0, LONGEST_MS),
  // The secret behind the cookies changes every two minutes and is remembered as long again: nothing older can be checked.
  'cookie-life': number(TIMERS, 'Valid.Cookie.Life', '60000', 1, 120_000),
  'outbound-streams': number(SIZES, 'Outbound streams asked for', '2048', 1, 65_535),
  'inbound-streams': number(SIZES, 'Inbound streams granted at most', '2048', 1, 65_535),
  'receive-window': number(SIZES, 'Octets of receive window', '1048576', 1500, 1_073_741_824),
  trace: text(TOLD, 'Packet trace for Wireshark (pcapng),\nwritten at least twice a second', null),
  verbose: {
    group: TOLD,
    describe: 'Tell on standard error what happens to\nassociations and paths',
    otherwise: null,
    takes: { kind: 'switch' },
  },
} as const satisfies Readonly<Record<string, EndpointFlag>>

function word(group: string, describe: string, otherwise: string, words: readonly string[]): EndpointFlag {
  return { group, describe, otherwise, takes: { kind: 'word', words } }
}

function text(group: string, describe: string, otherwise: string | null): EndpointFlag {
  return { group, describe, otherwise, takes: { kind: 'text' } }
}

function number(group: string, describe: string, otherwise: string, least: number, most: number): EndpointFlag {
  return { group, describe, otherwise, takes: { kind: 'number', least, most } }
}
