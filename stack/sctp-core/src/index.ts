export {
  type AddressChangeOutcome,
  addAddress,
  removeAddress,
  replaceAddress,
  setPeerPrimary,
} from './address-configuration/asconf-request.js'
export { Association } from './association/association.js'
export type { AssociationEvent, LossReason, PathChangeReason } from './association/association-event.js'
export type { AssociationHost } from './association/association-host.js'
export { type AssociationState, type AssociationTrigger, NEXT_STATE, nextState } from './association/association-state.js'
export { AssociationStatistics } from './association/association-statistics.js'
export { DEFAULT_PARAMETERS, type ProtocolParameters, protocolParameters } from './association/protocol-parameters.js'
export { CHANGEABLE_PARAMETERS, type ChangeableParameters, reconfigure, setStreamValue } from './association/reconfiguration.js'
export type { SendOutcome } from './association/send-outcome.js'
export {
  type FailoverExpectation,
  failoverExpectation,
  TIMER_PROFILES,
  type TimerProfile,
  timerProfile,
} from './association/timer-profile.js'
export { activateSharedKey, deactivateSharedKey, deleteSharedKey, setSharedKey } from './authentication/key-management.js'
export type { SharedKey, SharedKeyRefusal } from './authentication/shared-keys.js'
export { Endpoint, type EndpointEvent, type EndpointSurroundings } from './endpoint/endpoint.js'
export { EndpointStatistics } from './endpoint/endpoint-statistics.js'
export type { IcmpReport } from './endpoint/icmp-processing.js'
export {
  type AssociationEntry,
  associationEntry,
  type RemoteAddressEntry,
  type ScalarCounters,
  scalarCounters,
} from './endpoint/management-information.js'
export { CHECKSUM_ABSENT, CHECKSUM_BAD, CHECKSUM_GOOD, PacketBatch } from './endpoint/packet-batch.js'
export { type TransportAddress, TransportAddressTable } from './endpoint/transport-address-table.js'
export type { Environment } from './environment.js'
export { ReceivedMessage } from './inbound/received-message.js'
export { type AbandonedCount, AbandonedMessages } from './outbound/abandoned-messages.js'
export { MessageOutcome } from './outbound/message-outcome.js'
export { LIMITED_RETRANSMISSIONS, PRIORITY, RELIABLE, TIMED } from './outbound/reliability-policy.js'
export { STREAM_SCHEDULERS, type StreamSchedulerName } from './outbound/scheduling/stream-scheduler.js'
export { forEachUndelivered, UndeliveredMessage } from './outbound/undelivered-messages.js'
export { Path, type PathAddresses, type PathState } from './path/path.js'
export { type Duration, type Instant, NEVER } from './time.js'
