/** What one package may lean on. All lists are upper limits: a package lists in its own package.json what it really uses. */
export interface Floor {
  /** The package's folder, relative to the root. */
  readonly folder: string
  /** Its name in package.json. */
  readonly name: string
  /** State machines and codecs: no I/O, no clock, no chance, no library. Compiled without any types but the language's own. */
  readonly pure: boolean
  /** Packages of this repository, by name. */
  readonly mayImport: readonly string[]
  /** Further ones, for its tests alone. */
  readonly testsMayImport: readonly string[]
  /** Modules of Node: all, or those named. */
  readonly node: 'all' | readonly string[]
}

const OCTETS = '@sigbed/octets'
const SCTP_CODEC = '@sigbed/sctp-codec'
const M3UA_CODEC = '@sigbed/m3ua-codec'
const DIAMETER_CODEC = 'diameter-codec'
const SCTP_CORE = '@sigbed/sctp-core'
const M3UA = '@sigbed/m3ua'
const DIAMETER = '@sigbed/diameter'
const SIMULATED_NETWORK = '@sigbed/simulated-network'
const SCTP_TRANSPORT = '@sigbed/sctp-transport'
const SCTP_SOCKETS = '@sigbed/sctp-sockets'
const PEER_BINDINGS = '@sigbed/peer-bindings'
const MEASUREMENT = '@sigbed/measurement'
const TESTBED = '@sigbed/testbed'
const RESULTS = '@sigbed/results'
const M3UA_PEER = '@sigbed/m3ua-peer'
const DIAMETER_PEER = '@sigbed/diameter-peer'
const LOAD_GENERATOR = '@sigbed/load-generator'

const STACK = [
  OCTETS,
  SCTP_CODEC,
  M3UA_CODEC,
  DIAMETER_CODEC,
  SCTP_CORE,
  M3UA,
  DIAMETER,
  SIMULATED_NETWORK,
  SCTP_TRANSPORT,
  SCTP_SOCKETS,
  PEER_BINDINGS,
]
/** The bindings are tried over real sockets, with messages written by hand. */
const BINDING_TESTS = [SCTP_TRANSPORT, DIAMETER_CODEC, M3UA_CODEC]
const CODECS = [SCTP_CODEC, M3UA_CODEC, DIAMETER_CODEC]

/** The floors, from the ground up. An import that is not here is a mistake or a decision: a decision is made here first. */
export const FLOORS: readonly Floor[] = [
  pure('stack/octets', OCTETS, []),

  pure('stack/sctp-codec', SCTP_CODEC, [OCTETS]),
  pure('stack/m3ua-codec', M3UA_CODEC, [OCTETS]),
  pure('stack/diameter-codec', DIAMETER_CODEC, [OCTETS]),

  pure('stack/sctp-core', SCTP_CORE, [OCTETS, SCTP_CODEC]),
  pure('stack/m3ua', M3UA, [OCTETS, M3UA_CODEC]),
  pure('stack/diameter', DIAMETER, [OCTETS, DIAMETER_CODEC]),
  pure('stack/simulated-network', SIMULATED_NETWORK, []),
  pure('testbed/measurement', MEASUREMENT, []),

  // I/O begins here. The transport fills in and verifies the checksum, hence the codec; a path it impairs is a link of the simulated
  // network, under real packets.
  io('stack/sctp-transport', SCTP_TRANSPORT, [OCTETS, SCTP_CODEC, SCTP_CORE, SIMULATED_NETWORK], 'all'),
  io('stack/sctp-sockets', SCTP_SOCKETS, [OCTETS, SCTP_CORE, SCTP_TRANSPORT], ['node:stream']),
  io('stack/peer-bindings', PEER_BINDINGS, [SCTP_SOCKETS, M3UA, DIAMETER], ['node:net', 'node:stream', 'node:tls'], BINDING_TESTS),

  // The lab knows peers by its Role interface only; the results know nothing but the words of a measurement.
  io('testbed', TESTBED, [...STACK, MEASUREMENT], 'all'),
  io('results', RESULTS, [MEASUREMENT], 'all'),
  io('apps/m3ua-peer', M3UA_PEER, [TESTBED, PEER_BINDINGS, SCTP_SOCKETS, M3UA, ...CODECS, MEASUREMENT], 'all'),
  io('apps/diameter-peer', DIAMETER_PEER, [TESTBED, PEER_BINDINGS, SCTP_SOCKETS, DIAMETER, ...CODECS, MEASUREMENT], 'all'),
  // A peer like the others, whose requests are templates: it needs the stack, and none of the sample peers.
  io('apps/load-generator', LOAD_GENERATOR, [...STACK, TESTBED, MEASUREMENT], 'all'),

  io('apps/cli', '@sigbed/cli', [...STACK, MEASUREMENT, TESTBED, RESULTS, M3UA_PEER, DIAMETER_PEER, LOAD_GENERATOR], 'all'),
]

function pure(folder: string, name: string, mayImport: readonly string[]): Floor {
  return { folder, name, pure: true, mayImport, testsMayImport: testSupport(folder), node: [] }
}

function io(
  folder: string,
  name: string,
  mayImport: readonly string[],
  node: Floor['node'],
  testsMayImport: readonly string[] = [],
): Floor {
  return { folder, name, pure: false, mayImport, testsMayImport: [...testSupport(folder), ...testsMayImport], node }
}

/** The network in virtual time serves the tests of the whole stack, and of nobody above it. */
function testSupport(folder: string): readonly string[] {
  return folder.startsWith('stack/') ? [SIMULATED_NETWORK] : []
}
