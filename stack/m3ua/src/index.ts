export {
  type AspRequest,
  DEFAULT_ACKNOWLEDGEMENT_MS,
  DEFAULT_REQUEST_ATTEMPTS,
} from './application-server-process/acknowledgement-timer.js'
export { ApplicationServerProcess, type ApplicationServerProcessListener } from './application-server-process/application-server-process.js'
export {
  type ApplicationServerProcessConfiguration,
  DEFAULT_AUDIT_MS,
  DEFAULT_DESTINATION_ENTRIES,
  type DestinationConfiguration,
} from './application-server-process/asp-configuration.js'
export type { AspTarget } from './application-server-process/asp-procedures.js'
export type { AspApplicationServer, AspRoutingKey } from './application-server-process/asp-traffic.js'
export type { CongestionReport, NetworkManagementOutcome } from './application-server-process/network-management.js'
export type { RegistrationRequestMessage } from './application-server-process/routing-key-registration.js'
export {
  type SgpConfiguration,
  SignallingGatewayAccess,
  type SignallingGatewayAccessConfiguration,
  type SignallingGatewayAccessListener,
} from './application-server-process/signalling-gateway-access.js'
export { type AspState, type AspTrigger, NEXT_ASP_STATE, nextAspState } from './asp-state-machine.js'
export { M3uaConfigurationError } from './configuration-error.js'
export { type DestinationStatus, DestinationTable } from './destination-table.js'
export { USUAL_HEARTBEAT_MS } from './heartbeat.js'
export type { Interoperability } from './interoperability.js'
export { IpServerProcess, type IpServerProcessConfiguration, type IpServerProcessListener } from './ip-server-process/ip-server-process.js'
export type { IpspExchange, RemoteIpsp } from './ip-server-process/remote-ipsp.js'
export {
  type AssociationUser,
  type Instant,
  type LowerLayer,
  M3UA_PAYLOAD_PROTOCOL_IDENTIFIER,
  M3UA_PORT,
  NEVER,
  type Timed,
  type UndeliveredMessages,
} from './lower-layer.js'
export type { AccessEvent, AspEvent, AssociationEvent, DestinationEvent, IpspEvent, RegistrationEvent, SgpEvent } from './m3ua-event.js'
export { NO_NETWORK_APPEARANCE, NO_ROUTING_CONTEXT } from './routing-context.js'
export type { SendOutcome } from './send-outcome.js'
export type { ApplicationServerConfiguration } from './signalling-gateway/application-server.js'
export type { ApplicationServerStatistics } from './signalling-gateway/application-server-statistics.js'
export { type AsState, type AsTrigger, DEFAULT_RECOVERY_MS, NEXT_AS_STATE, nextAsState } from './signalling-gateway/as-state-machine.js'
export { DEFAULT_PENDING_MESSAGES, DEFAULT_PENDING_OCTETS } from './signalling-gateway/pending-queue.js'
export type { RemoteAsp } from './signalling-gateway/remote-asp.js'
export type { RoutedDestination } from './signalling-gateway/routing-key.js'
export type { RegistrationConfiguration } from './signalling-gateway/routing-key-registration.js'
export {
  type SignallingGatewayConfiguration,
  type SignallingGatewayListener,
  SignallingGatewayProcess,
} from './signalling-gateway/signalling-gateway-process.js'
export type { Ss7Network } from './signalling-gateway/ss7-network.js'
export { dataStream, MANAGEMENT_STREAM, NO_DATA_STREAM } from './stream-selection.js'
export { type TrafficMode, trafficModeType } from './traffic-mode.js'
