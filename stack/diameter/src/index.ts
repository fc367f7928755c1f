export { AnswerBacklog } from './answer-backlog.js'
export {
  applicationsOf,
  type Capabilities,
  NO_CAPABILITIES,
  NO_INBAND_SECURITY,
  TLS_INBAND_SECURITY,
  type VendorSpecificApplication,
} from './capabilities-exchange.js'
export { DiameterNode, type NodeConfiguration, nodeConfiguration } from './diameter-node.js'
export type { DisconnectCause } from './disconnection.js'
export { winsElection } from './election.js'
export {
  acceptsPayloadProtocolId,
  DIAMETER_DTLS_PAYLOAD_PROTOCOL_ID,
  DIAMETER_PAYLOAD_PROTOCOL_ID,
  DIAMETER_PORT,
  DIAMETER_SECURE_PORT,
  type LowerLayer,
} from './lower-layer.js'
export { MessageFraming } from './message-framing.js'
export { DEFAULT_OVERLOAD_CONTROL, type OverloadControl } from './overload/overload-control.js'
export type { ReportType } from './overload/overload-report.js'
export type { ReactingNode } from './overload/reacting-node.js'
export { type LoadFunction, ReportingNode } from './overload/reporting-node.js'
export { DiameterPeer } from './peer.js'
export type { CloseReason, DiameterPeerEvent, DiscardReason, PeerListener, RequestFailure, SendOutcome } from './peer-event.js'
export type { PeerState } from './peer-state-machine.js'
export type { PeerTable } from './peer-table.js'
export { DEFAULT_PEER_TIMERS, type PeerTimers, SHORTEST_WATCHDOG_MS } from './peer-timers.js'
export type { ReceivedRequest } from './received-request.js'
export type { RemotePeer } from './remote-peer.js'
export type { FailoverEvent } from './routing/failover-event.js'
export type { NextHopState } from './routing/next-hop.js'
export type { ProxyPolicy, ProxyVerdict } from './routing/proxy-policy.js'
export { RequestRouting, type RoutedPeer } from './routing/request-routing.js'
export { DEFAULT_ROUTING, type RoutingConfiguration } from './routing/routing-configuration.js'
export type { RoutingCounters } from './routing/routing-counters.js'
export type { RoutingEvent, RoutingFailure, RoutingListener, RoutingOutcome } from './routing/routing-listener.js'
export {
  type LocalAction,
  REDIRECT_HOST_USAGES,
  type RedirectHostUsage,
  type RouteEntry,
  type ServerEntry,
} from './routing/routing-table.js'
export type { WatchdogState } from './watchdog.js'
