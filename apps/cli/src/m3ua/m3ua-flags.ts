import type { M3uaRole } from '@sigbed/m3ua-peer'
import type { ConfigurationFlag } from '../configuration-flags.js'

/** One flag of `sigbed m3ua sg|asp|ipsp`. */
export interface M3uaFlag extends ConfigurationFlag {
  readonly roles: readonly M3uaRole[]
}

export type M3uaFlagName = keyof typeof M3UA_FLAGS

const ALL: readonly M3uaRole[] = ['sg', 'asp', 'ipsp']
const CONNECTING: readonly M3uaRole[] = ['asp', 'ipsp']

const WHAT = 'What it does:'
const WHERE = 'Addresses and ports:'
const SERVES = 'Application Server:'
const TIMES = 'Timers:'
const TRAFFIC = 'Traffic:'
const TOLD = 'What it tells:'

export const M3UA_FLAGS = {
  config: flag(WHAT, 'YAML file; flags go before what it says', null, 'text', null),
  do: flag(WHAT, 'Steps to do one after the other, with\ncommas between; @file reads them from one', null, 'text', null),
  stay: flag(WHAT, 'Go on after the last step, until Ctrl-C', null, 'switch', null),
  name: flag(WHAT, 'By which "sigbed m3ua status" knows it', 'by the role', 'text', ['name']),
  local: flag(WHERE, 'Own IP addresses, with commas between', '127.0.0.1', 'list', ['local', 'addresses']),
  port: flag(WHERE, 'Own SCTP port', '2905, or any', 'number', ['local', 'sctp-port']),
  transport: flag(WHERE, 'udp: SCTP in UDP (RFC 6951); ip: SCTP on\nIP itself, which needs CAP_NET_RAW', 'udp', 'text', [
    'local',
    'transport',
  ]),
  'udp-port': flag(WHERE, 'Own UDP port', '9899, or any', 'number', ['local', 'udp-port']),
  remote: flag(WHERE, "The peer's IP addresses; the first is the\nprimary path", null, 'list', ['remotes', 0, 'addresses'], CONNECTING),
  'remote-port': flag(WHERE, "The peer's SCTP port", '2905', 'number', ['remotes', 0, 'sctp-port'], CONNECTING),
  'remote-udp-port': flag(WHERE, "The peer's UDP port", '9899', 'number', ['remotes', 0, 'udp-port'], CONNECTING),
  'routing-context': flag(SERVES, 'Its Routing Context', '1', 'number', ['application-servers', 0, 'routing-context']),
  'network-appearance': flag(SERVES, 'Its Network Appearance', null, 'number', ['application-servers', 0, 'network-appearance']),
  'traffic-mode': flag(SERVES, 'override, loadshare, broadcast or any', 'override', 'text', ['application-servers', 0, 'traffic-mode']),
  'asp-identifier': flag(SERVES, 'Of this ASP', null, 'number', ['asp-identifier'], CONNECTING),
  exchange: flag(SERVES, 'single or double: ASPUP and ASPAC by one\nend or by each', 'single', 'text', ['exchange'], ['ipsp']),
  't-ack': flag(TIMES, 'T(ack): until a request is sent again', '2s', 'text', ['timers', 't-ack']),
  't-r': flag(TIMES, 'T(r): how long AS-PENDING lasts', '2s', 'text', ['timers', 't-r'], ['sg', 'ipsp']),
  't-beat': flag(TIMES, 'T(beat): between two BEATs', 'off', 'text', ['timers', 't-beat']),
  profile: flag(TIMES, 'SCTP timers, see "sigbed profiles"', 'rfc9260', 'text', ['sctp-profile']),
  'point-code-format': flag(TRAFFIC, '3-8-3 (ITU), 8-8-8 (ANSI), 7-4-5 (Japan)\nor decimal', '3-8-3', 'text', ['point-code-format']),
  'on-data': flag(TRAFFIC, 'What becomes of received DATA: discard,\necho, or sg: relay by routing key', 'discard', 'text', [
    'traffic',
    'on-data',
  ]),
  opc: flag(TRAFFIC, 'Originating point code of send-data', '0-0-1', 'text', ['traffic', 'opc']),
  dpc: flag(TRAFFIC, 'Destination point code of send-data', '0-0-2', 'text', ['traffic', 'dpc']),
  si: flag(TRAFFIC, 'Service Indicator of send-data', 'testing', 'text', ['traffic', 'si']),
  json: flag(TOLD, 'One JSON object a line', null, 'switch', null),
  trace: flag(TOLD, 'Packet trace for Wireshark (pcapng)', null, 'text', null),
} as const satisfies Readonly<Record<string, M3uaFlag>>

function flag(
  group: string,
  describe: string,
  otherwise: string | null,
  takes: M3uaFlag['takes'],
  place: M3uaFlag['place'],
  roles: readonly M3uaRole[] = ALL,
): M3uaFlag {
  return { group, describe, otherwise, roles, takes, place }
}
