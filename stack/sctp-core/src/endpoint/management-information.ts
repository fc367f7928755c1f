import type { Association } from '../association/association.js'
import type { AssociationState } from '../association/association-state.js'
import { AssociationStatistics } from '../association/association-statistics.js'
import type { Instant } from '../time.js'
import type { Endpoint } from './endpoint.js'

/** The scalars of RFC 3873 §3.1, under its names without the prefix. */
export interface ScalarCounters {
  readonly currEstab: number
  readonly activeEstabs: number
  readonly passiveEstabs: number
  readonly aborteds: number
  readonly shutdowns: number
  readonly outOfBlues: number
  readonly checksumErrors: number
  readonly outCtrlChunks: number
  readonly outOrderChunks: number
  readonly outUnorderChunks: number
  readonly inCtrlChunks: number
  readonly inOrderChunks: number
  readonly inUnorderChunks: number
  readonly fragUsrMsgs: number
  readonly reasmUsrMsgs: number
  readonly outSctpPacks: number
  readonly inSctpPacks: number
}

/** A row of sctpAssocTable, RFC 3873 §3.3, with the rows of sctpAssocRemAddrTable that belong to it. */
export interface AssociationEntry {
  readonly localPort: number
  readonly remPort: number
  readonly remPrimAddr: string
  readonly heartBeatIntervalMs: number
  readonly state: AssociationState
  readonly inStreams: number
  readonly outStreams: number
  readonly maxRetr: number
  readonly t1expireds: number
  readonly t2expireds: number
  readonly rtxChunks: number
  /** On the endpoint's time line; 0 before ESTABLISHED. */
  readonly startTime: Instant
  readonly remAddrs: readonly RemoteAddressEntry[]
}

/** A row of sctpAssocRemAddrTable. */
export interface RemoteAddressEntry {
  readonly remAddr: string
  /** RFC 3873 knows active and inactive; a potentially failed path is not inactive. */
  readonly active: boolean
  readonly hbActive: boolean
  readonly rtoMs: number
  readonly maxPathRtx: number
  readonly rtx: number
}

/** Everything RFC 3873 counts per endpoint: of the associations that are there and of those that were. */
export function scalarCounters(endpoint: Endpoint): ScalarCounters {
  const { statistics } = endpoint
  const sum = new AssociationStatistics()
  sum.absorb(statistics.ended)
  let currEstab = 0
  for (const association of endpoint.table) {
    sum.absorb(association.statistics)
    if (ESTABLISHED_STATES.includes(association.state)) currEstab++
  }
  return {
    currEstab,
    activeEstabs: statistics.activeEstablishments,
    passiveEstabs: statistics.passiveEstablishments,
    aborteds: statistics.aborts,
    shutdowns: statistics.shutdowns,
    outOfBlues: statistics.outOfTheBlue,
    checksumErrors: statistics.checksumErrors,
    outCtrlChunks: sum.controlChunksSent + statistics.packetsSent,
    outOrderChunks: sum.dataChunksSent - sum.unorderedChunksSent,
    outUnorderChunks: sum.unorderedChunksSent,
    inCtrlChunks: sum.controlChunksReceived,
    inOrderChunks: sum.dataChunksReceived - sum.unorderedChunksReceived,
    inUnorderChunks: sum.unorderedChunksReceived,
    fragUsrMsgs: sum.messagesFragmented,
    reasmUsrMsgs: sum.messagesReassembled,
    // Packets outside any association (INIT ACK, answers to packets out of the blue) carry one control chunk each.
    outSctpPacks: sum.packetsSent + statistics.packetsSent,
    inSctpPacks: statistics.packetsReceived,
  }
}

export function associationEntry(association: Association): AssociationEntry {
  const { paths, parameters, statistics } = association
  return {
    localPort: association.localPort,
    remPort: association.peerPort,
    remPrimAddr: paths.primaryPath.addresses.remoteText,
    heartBeatIntervalMs: paths.primaryPath.heartbeatIntervalMs,
    state: association.state,
    inStreams: association.inboundStreams,
    outStreams: association.outboundStreams,
    maxRetr: parameters.associationMaxRetrans,
    t1expireds: statistics.t1Expirations,
    t2expireds: statistics.t2Expirations,
    rtxChunks: statistics.dataChunksRetransmitted,
    startTime: Number.isNaN(association.establishedAt) ? 0 : association.establishedAt,
    remAddrs: paths.paths.map((path) => ({
      remAddr: path.addresses.remoteText,
      active: path.state === 'active' || path.state === 'potentially-failed',
      hbActive: path.heartbeatEnabled,
      rtoMs: path.roundTrip.rtoMs,
      maxPathRtx: path.pathMaxRetrans,
      rtx: path.retransmittedChunks,
    })),
  }
}

/** RFC 3873, sctpCurrEstab. */
const ESTABLISHED_STATES: readonly AssociationState[] = ['ESTABLISHED', 'SHUTDOWN-RECEIVED', 'SHUTDOWN-PENDING']
