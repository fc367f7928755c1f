import type { DiameterNodeUse } from '@sigbed/diameter-peer'
import type { ConfigurationFlag } from '../configuration-flags.js'

/** One flag of `sigbed diameter server|client|relay`. */
export interface DiameterFlag extends ConfigurationFlag {
  readonly uses: readonly DiameterNodeUse[]
}

const ALL: readonly DiameterNodeUse[] = ['server', 'client', 'relay']
const SERVING: readonly DiameterNodeUse[] = ['server', 'relay']
const CLIENT: readonly DiameterNodeUse[] = ['client']

const WHAT = 'What it does:'
const WHO = 'Who it is:'
const WHERE = 'Addresses and ports:'
const TIMES = 'Timers:'
const SECURED = 'TLS:'
const TOLD = 'What it tells:'

export const DIAMETER_FLAGS = {
  config: flag(WHAT, 'YAML file; flags go before what it says', null, 'text', null),
  applications: flag(WHAT, 'What is served, with commas between', 'all there are', 'list', null, ['server']),
  subscribers: flag(
    WHAT,
    'Subscribers of s6a: a CSV file, or\nfile.db:table',
    'samples',
    'text',
    ['applications', 's6a', 'subscribers'],
    ['server'],
  ),
  equipment: flag(
    WHAT,
    'Equipment of s13: a CSV file, or\nfile.db:table',
    'samples',
    'text',
    ['applications', 's13', 'equipment'],
    ['server'],
  ),
  do: flag(WHAT, 'Procedures to run, with commas between;\nsee below', 'all there are', 'list', null, CLIENT),
  count: flag(WHAT, 'How often each is run', '10', 'number', null, CLIENT),
  rate: flag(WHAT, 'Runs a second', '100', 'number', null, CLIENT),
  'destination-realm': flag(WHAT, 'Which realm is asked', "the peer's", 'text', null, CLIENT),
  identity: flag(WHO, 'Own Origin-Host', 'by the command', 'text', ['identity']),
  realm: flag(WHO, 'Own Origin-Realm', 'example.net', 'text', ['realm']),
  local: flag(WHERE, 'Own IP addresses, with commas between', '127.0.0.1', 'list', ['local', 'addresses']),
  port: flag(WHERE, 'Port of SCTP and TCP', '3868', 'number', null, SERVING),
  carrier: flag(WHERE, 'udp: SCTP in UDP (RFC 6951); ip: SCTP on\nIP itself, which needs CAP_NET_RAW', 'udp', 'text', [
    'local',
    'transport',
  ]),
  'udp-port': flag(WHERE, 'Own UDP port', '9899, or any', 'number', ['local', 'udp-port']),
  to: flag(WHERE, "The peer's IP addresses; the first is the\nprimary path", '127.0.0.1', 'list', ['peers', 0, 'addresses'], CLIENT),
  transport: flag(WHERE, 'sctp, tcp, tls or tls-sctp', 'sctp', 'text', ['peers', 0, 'transport'], CLIENT),
  'remote-port': flag(WHERE, "The peer's port", '3868; 5868 with TLS', 'number', ['peers', 0, 'port'], CLIENT),
  'remote-udp-port': flag(WHERE, "The peer's UDP port", '9899', 'number', ['peers', 0, 'udp-port'], CLIENT),
  watchdog: flag(TIMES, 'Tw: silence before a DWR', '30s', 'text', ['timers', 'watchdog']),
  reconnect: flag(TIMES, 'Tc: between attempts to connect', '30s', 'text', ['timers', 'reconnect']),
  profile: flag(TIMES, 'SCTP timers, see "sigbed profiles"', 'rfc9260', 'text', ['sctp-profile']),
  ca: flag(SECURED, 'The authorities trusted (PEM)', null, 'text', ['security', 'authorities']),
  certificate: flag(SECURED, 'Own certificate (PEM)', null, 'text', ['security', 'certificate']),
  key: flag(SECURED, 'Its private key (PEM)', null, 'text', ['security', 'private-key']),
  verbose: flag(TOLD, "Each move of a peer's state machine as well", null, 'switch', null),
  json: flag(TOLD, 'One JSON object a line', null, 'switch', null),
  trace: flag(TOLD, 'Packet trace of SCTP for Wireshark (pcapng)', null, 'text', null),
} as const satisfies Readonly<Record<string, DiameterFlag>>

function flag(
  group: string,
  describe: string,
  otherwise: string | null,
  takes: DiameterFlag['takes'],
  place: DiameterFlag['place'],
  uses: readonly DiameterNodeUse[] = ALL,
): DiameterFlag {
  return { group, describe, otherwise, takes, place, uses }
}
