export {
  type AffectedPointCode,
  coversPointCode,
  formatAffectedPointCode,
  parseAffectedPointCode,
  pointCodeRange,
  pointCodesWithin,
} from './affected-point-code.js'
export type { AspStateMaintenanceMessage } from './asp-state-maintenance-message.js'
export { type AspTrafficMaintenanceMessage, TRAFFIC_MODE_TYPE } from './asp-traffic-maintenance-message.js'
export { M3UA_HEADER_LENGTH, M3UA_VERSION, M3uaHeader, readM3uaHeader, writeM3uaHeader } from './common-header.js'
export { type DecodeFault, fault } from './decode-fault.js'
export { ERROR_CODE, type ErrorCode, errorCodeName } from './error-code.js'
export {
  AS_STATE_CHANGE,
  type ErrorMessage,
  type ManagementMessage,
  type NotifyMessage,
  OTHER_STATUS,
  STATUS_TYPE,
} from './management-message.js'
export { type M3uaMessage, messageLength, readMessage, writeMessage } from './message.js'
export {
  DATA_MESSAGE_CODE,
  ERR_MESSAGE_CODE,
  MESSAGE_CLASS,
  MESSAGE_CODE,
  type MessageName,
  messageClassOf,
  messageName,
  peekMessageCode,
} from './message-class.js'
export { messageTree } from './message-tree.js'
export { PARAMETER_TAG, ParameterCursor, type ParameterSet, type ParameterTag, parameterSet } from './parameter.js'
export { formatPointCode, largestPointCode, type PointCodeForm, parsePointCode } from './point-code.js'
export { LONGEST_USER_DATA, ProtocolData, protocolDataLength, readProtocolData, writeProtocolData } from './protocol-data.js'
export {
  DEREGISTRATION_STATUS,
  type DeregistrationStatus,
  deregistrationStatusName,
  REGISTRATION_STATUS,
  type RegistrationStatus,
  registrationStatusName,
} from './registration-status.js'
export type { RoutingKey, RoutingKeyDestination } from './routing-key.js'
export type { DeregistrationResult, RegistrationResult, RoutingKeyManagementMessage } from './routing-key-management-message.js'
export {
  type CongestionMessage,
  type DestinationStateMessage,
  MTP3_USER,
  type SignallingNetworkManagementMessage,
  UNAVAILABILITY_CAUSE,
  type UserPartUnavailableMessage,
} from './signalling-network-management-message.js'
export { DataMessage, dataMessageLength, readDataMessage, writeDataMessage } from './transfer-message.js'
