import type { ConfigurationFlag } from '../configuration-flags.js'

const WHAT = 'What is sent:'
const WHERE = 'To whom:'
const WHEN = 'How much, and for how long:'
const M3UA = 'M3UA:'
const DIAMETER = 'Diameter:'
const TOLD = 'What it tells:'

/** The flags of `sigbed load`: each stands for a key of the workload's file, but for those that only the command knows. */
export const LOAD_FLAGS = {
  workload: flag(WHAT, 'YAML file; flags go before what it says', null, 'text', null),
  template: flag(WHAT, 'Diameter templates, with commas between,\neach with its weight as in s6a-attach:3', 's13-check', 'text', [
    'templates',
  ]),
  data: flag(WHAT, 'CSV file whose columns templates use', null, 'text', null),
  'data-order': flag(WHAT, 'round-robin, random or once', 'round-robin', 'text', null),
  population: flag(WHAT, 'Subscribers are counted up to this', '1000', 'number', ['population']),
  seed: flag(WHAT, 'Of all chance', '1', 'number', ['seed']),

  target: flag(WHERE, 'IP addresses of one node, with commas\nbetween, and its port, as 127.0.0.1:3868', null, 'text', null),
  transport: flag(WHERE, 'sctp; Diameter also tcp or tls', 'sctp', 'text', ['target', 'transport']),
  carrier: flag(WHERE, 'udp: SCTP in UDP (RFC 6951); ip: SCTP on\nIP itself, which needs CAP_NET_RAW', 'udp', 'text', [
    'target',
    'carrier',
  ]),
  'udp-port': flag(WHERE, "The target's UDP port for SCTP", '9899', 'number', ['target', 'udp-port']),
  local: flag(WHERE, 'Own IP addresses, with commas between', '127.0.0.1', 'list', ['local', 'addresses']),
  connections: flag(WHERE, 'Connections, each a peer of its own', '1', 'number', ['connections']),
  workers: flag(WHERE, 'Threads that share them', '1', 'number', ['workers']),
  profile: flag(WHERE, 'SCTP timers, see "sigbed profiles"', 'telecom', 'text', ['sctp-profile']),

  rate: flag(WHEN, 'Procedures begun a second', '1000', 'number', ['arrivals', 'rate']),
  ramp: flag(WHEN, 'A rate that changes evenly, such as\n"100..5000 in 30s"', null, 'text', ['arrivals', 'ramp']),
  steps: flag(WHEN, 'Rates from instants on: 1000@0s,5000@10s', null, 'text', ['arrivals', 'steps']),
  replay: flag(WHEN, 'A file of instants to begin at', null, 'text', ['arrivals', 'replay']),
  spacing: flag(WHEN, 'constant or poisson', 'constant', 'text', ['arrivals', 'spacing']),
  closed: flag(WHEN, 'Closed loop: so many under way on each\nconnection, the next when one has ended', null, 'number', [
    'arrivals',
    'closed',
  ]),
  think: flag(WHEN, 'Closed loop: from the end of one to the next', '0s', 'text', ['arrivals', 'think']),
  'warm-up': flag(WHEN, 'Traffic before, which counts nowhere', '1s; 0s with --count\nor --data-order once', 'text', ['warm-up']),
  duration: flag(WHEN, 'Length of the traffic that counts', '10s', 'text', ['duration']),
  count: flag(WHEN, 'Procedures in all', null, 'number', ['count']),
  timeout: flag(WHEN, 'Until a message without an answer is lost', '5s', 'text', ['timeout']),
  'stop-if': flag(WHEN, 'Ends it: "errors>100", "p99>200ms for 5s"', null, 'list', ['stop-if']),
  'fail-if': flag(WHEN, 'Fails it: "p99>50ms,lost>0,errors>0.1%"', null, 'list', ['fail-if']),

  identity: flag(DIAMETER, 'Own Origin-Host; numbered with several\nconnections', 'load.example.net', 'text', ['identity', 'host']),
  realm: flag(DIAMETER, 'Own Origin-Realm', 'example.net', 'text', ['identity', 'realm']),
  'destination-realm': flag(DIAMETER, 'Which realm is asked', "the peer's", 'text', ['identity', 'destination-realm']),
  'destination-host': flag(DIAMETER, 'Which server is asked; peer for whatever\nname the peer has', 'any', 'text', [
    'identity',
    'destination-host',
  ]),
  ca: flag(DIAMETER, 'TLS: the authorities trusted (PEM)', null, 'text', ['security', 'authorities']),
  certificate: flag(DIAMETER, 'TLS: own certificate (PEM)', null, 'text', ['security', 'certificate']),
  key: flag(DIAMETER, 'TLS: its private key (PEM)', null, 'text', ['security', 'private-key']),

  role: flag(M3UA, 'asp at a gateway, or ipsp', 'asp', 'text', ['m3ua', 'role']),
  'routing-context': flag(M3UA, 'Of the Application Server', '1', 'number', ['m3ua', 'routing-context']),
  'traffic-mode': flag(M3UA, 'override, loadshare, broadcast or any', 'override; loadshare for several', 'text', ['m3ua', 'traffic-mode']),
  'asp-identifier': flag(M3UA, 'Of the first ASP; the next ones count on', 'none', 'number', ['m3ua', 'asp-identifier']),
  opc: flag(M3UA, 'Originating point code', '0-0-1', 'text', ['m3ua', 'opc']),
  dpc: flag(M3UA, 'Destination point code', '0-0-2', 'text', ['m3ua', 'dpc']),
  si: flag(M3UA, 'Service Indicator', '8 (testing)', 'number', ['m3ua', 'si']),
  size: flag(M3UA, 'Octets: 100, 50..200, or by weight\n60:3,200:1', '100', 'text', ['m3ua', 'size']),
  sls: flag(M3UA, 'Signalling link selections, as --size', '0..15', 'text', ['m3ua', 'sls']),
  echo: flag(M3UA, 'The target sends every DATA back: latency\nis there and back', null, 'switch', ['m3ua', 'echo']),

  json: flag(TOLD, 'The result as JSON, progress to standard\nerror', null, 'switch', null),
  quiet: flag(TOLD, 'No progress', null, 'switch', null),
  control: flag(TOLD, 'Commands on standard input, a line each:\nrate 5000, rate +10%, stop', null, 'switch', null),
  prometheus: flag(TOLD, 'Serve metrics on this port of 127.0.0.1', null, 'text', null),
  database: flag(TOLD, 'File to store the run in', 'results/data/sigbed.sqlite', 'text', null),
} as const satisfies Readonly<Record<string, ConfigurationFlag>>

function flag(
  group: string,
  describe: string,
  otherwise: string | null,
  takes: ConfigurationFlag['takes'],
  place: ConfigurationFlag['place'],
): ConfigurationFlag {
  return { group, describe, otherwise, takes, place }
}
