export { AnsweredRequests } from './answered-requests.js'
export {
  type AdvertisedApplication,
  type ApplicationAnswer,
  type ApplicationRequest,
  type ApplicationResult,
  type ExperimentalResult,
  type RequestFailure,
  type RequestOutcome,
  type RequestSender,
  type ServedApplication,
  servedApplication,
  type TypedAnswer,
} from './application.js'
export { ApplicationFunction } from './application-function/application-function.js'
export { MediaSession, type MediaSessionEvent, type MediaSessionOptions } from './application-function/media-session.js'
export type { ClientProcedure, ClientSurroundings, ProcedureOutcome, RunningClient } from './client-procedure.js'
export { CLIENT_PROCEDURES } from './client-procedures.js'
export type { ConfigurationDocument } from './configuration/configuration-document.js'
export type { ConfiguredApplication, DiameterConfiguration, DiameterNodeUse } from './configuration/diameter-configuration.js'
export {
  type DiameterConfigurationSource,
  diameterConfigurationSchema,
  readDiameterConfiguration,
} from './configuration/read-configuration.js'
export { counted } from './counted.js'
export { CreditControlSession, type CreditControlSessionOptions, TerminationCause } from './credit-control-client/credit-control-session.js'
export { type EventResult, type OneTimeEventOptions, OneTimeEvents } from './credit-control-client/one-time-events.js'
export { CX_ADVERTISED, CX_SESSION, type CxAvp, type CxMessage } from './cx/cx-application.js'
export { CxHomeSubscriberServer } from './cx/cx-home-subscriber-server.js'
export type { ImsRegistration, ImsState } from './cx/ims-registration.js'
export { type DiameterClientOptions, DiameterClientRole } from './diameter-client-role.js'
export { describePeerEvent } from './diameter-event-text.js'
export {
  BLACKLISTED,
  EquipmentIdentityRegister,
  GREYLISTED,
  sampleImei,
  sampleRegister,
  UNKNOWN_EQUIPMENT,
  WHITELISTED,
} from './equipment-identity-register.js'
export { type EquipmentIdentityRegisterOptions, EquipmentIdentityRegisterRole } from './equipment-identity-register-role.js'
export { LateSender } from './late-sender.js'
export { type ChallengeOutcome, Usim } from './milenage/usim.js'
export { type DiameterNodeObserver, type DiameterNodeOptions, DiameterNodeRole } from './node/diameter-node-role.js'
export {
  type ConnectionTransport,
  type DiameterNodeSettings,
  type ListenSettings,
  nodeSettings,
  type PeerSettings,
} from './node/node-settings.js'
export type { AnswerTaker } from './node/routed-requests.js'
export { Account } from './online-charging/account.js'
export { AccountBook } from './online-charging/account-book.js'
export type { FinalUnitPolicy } from './online-charging/final-unit.js'
export { formatMicros, type Micros, parseMicros } from './online-charging/money.js'
export { type OnlineChargingOptions, OnlineChargingSystem } from './online-charging/online-charging-system.js'
export type { TariffBook } from './online-charging/service-request.js'
export type { SubscriptionId } from './online-charging/subscription.js'
export type { Tariff } from './online-charging/tariff.js'
export type { ChargingRule } from './policy-control/charging-rule.js'
export type { MediaQuality, Policy, PolicyProfile } from './policy-control/policy.js'
export { PolicyAndChargingRulesFunction, type PolicyOptions } from './policy-control/policy-and-charging-rules-function.js'
export { Gateway } from './policy-enforcement/gateway.js'
export { GatewaySession, type GatewaySessionOptions } from './policy-enforcement/gateway-session.js'
export type { AttachmentOutcome } from './s6a/attachment.js'
export { AuthenticationCentre } from './s6a/authentication-centre.js'
export { HomeSubscriberServer, type HomeSubscriberServerOptions } from './s6a/home-subscriber-server.js'
export type { HssEvent } from './s6a/hss-event.js'
export type { ServingNode, ServingNodeKind } from './s6a/location-register.js'
export { type MmeEvent, MobilityManagementEntity, type MobilityManagementEntityOptions } from './s6a/mobility-management-entity.js'
export { describeOutcome, resultOf, S6A_ADVERTISED, type S6aAvp, type S6aMessage, type S6aOutcome, sendS6a } from './s6a/s6a-application.js'
export { accessPointNames, type SubscriptionCopy } from './s6a/subscription-copy.js'
export { NOT_AN_ANSWER } from './s13/equipment-answer.js'
export {
  checkEquipment,
  type EquipmentStatus,
  type EquipmentVerdict,
  equipmentIdentityRegisterApplication,
  S13_ADVERTISED,
} from './s13/equipment-check.js'
export type { RunningSample, SampleApplication, SampleSurroundings } from './sample-application.js'
export { SAMPLE_APPLICATIONS } from './sample-applications.js'
export { DIAMETER_CLIENT } from './scenario/diameter-client.js'
export { DIAMETER_RELAY } from './scenario/diameter-relay.js'
export { DIAMETER_SERVER } from './scenario/diameter-server.js'
export { readEquipment } from './subscriber/equipment-table.js'
export { sampleSubscriber, sampleSubscribers } from './subscriber/sample-subscribers.js'
export {
  type AccessPoint,
  BARRABLE_RADIO,
  type BarrableRadio,
  type BitRate,
  PDN_TYPES,
  type PdnType,
  type Subscriber,
} from './subscriber/subscriber.js'
export { readSubscribers, SubscriberDirectory } from './subscriber/subscriber-directory.js'
export { csvRows, csvRowsOf } from './table/csv-rows.js'
export { TableError } from './table/table-error.js'
export type { TableRow, TableRows } from './table/table-rows.js'
