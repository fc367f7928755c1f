export { abortChunkLength, writeAbortChunk } from './chunk/abort-chunk.js'
export { type AsconfAckChunk, asconfAckChunkLength, readAsconfAckChunk, writeAsconfAckChunk } from './chunk/asconf-ack-chunk.js'
export {
  type AsconfChunk,
  asconfChunkLength,
  readAsconfChunk,
  readAsconfLookupAddress,
  writeAsconfChunk,
} from './chunk/asconf-chunk.js'
export { AuthChunk, authChunkLength, readAuthChunk, writeAuthChunk } from './chunk/auth-chunk.js'
export { BARE_CHUNK_LENGTH, type BareChunkType, readBareChunk, writeBareChunk } from './chunk/bare-chunk.js'
export { CHUNK_HEADER_LENGTH, isTagReflected, TAG_REFLECTED, writeChunkHeader } from './chunk/chunk-header.js'
export { cookieEchoChunkLength, readCookieEchoChunk, writeCookieEchoChunk } from './chunk/cookie-echo-chunk.js'
export {
  DATA_BEGINNING,
  DATA_CHUNK_HEADER_LENGTH,
  DATA_ENDING,
  DATA_IMMEDIATE,
  DATA_UNORDERED,
  DataChunk,
  dataChunkLength,
  readDataChunk,
  writeDataChunk,
} from './chunk/data-chunk.js'
export { errorChunkLength, readErrorCauses, writeErrorChunk } from './chunk/error-chunk.js'
export {
  ForwardTsnChunk,
  forwardTsnChunkLength,
  mostSkippedStreams,
  readForwardTsnChunk,
  skipStream,
  writeForwardTsnChunk,
} from './chunk/forward-tsn-chunk.js'
export {
  type HeartbeatInfo,
  heartbeatChunkLength,
  readHeartbeatInfo,
  writeHeartbeatAck,
  writeHeartbeatChunk,
} from './chunk/heartbeat-chunk.js'
export {
  I_DATA_CHUNK_HEADER_LENGTH,
  IDataChunk,
  iDataChunkLength,
  readIDataChunk,
  writeIDataChunk,
} from './chunk/i-data-chunk.js'
export {
  IForwardTsnChunk,
  iForwardTsnChunkLength,
  mostSkippedMessages,
  readIForwardTsnChunk,
  skipMessages,
  writeIForwardTsnChunk,
} from './chunk/i-forward-tsn-chunk.js'
export { type InitChunk, initChunkLength, readInitChunk, writeInitChunk } from './chunk/init-chunk.js'
export { LARGEST_PAD_CHUNK, writePadChunk } from './chunk/pad-chunk.js'
export { readSackChunk, reserveSackRoom, SackChunk, sackChunkLength, writeSackChunk } from './chunk/sack-chunk.js'
export { readShutdownChunk, SHUTDOWN_CHUNK_LENGTH, writeShutdownChunk } from './chunk/shutdown-chunk.js'
export {
  ABORT,
  ASCONF,
  ASCONF_ACK,
  AUTH,
  COOKIE_ACK,
  COOKIE_ECHO,
  chunkTypeName,
  DATA,
  ERROR,
  FORWARD_TSN,
  HEARTBEAT,
  HEARTBEAT_ACK,
  I_DATA,
  I_FORWARD_TSN,
  INIT,
  INIT_ACK,
  PAD,
  SACK,
  SHUTDOWN,
  SHUTDOWN_ACK,
  SHUTDOWN_COMPLETE,
} from './chunk-type.js'
export {
  COMMON_HEADER_LENGTH,
  CommonHeader,
  fillChecksum,
  readCommonHeader,
  verifyChecksum,
  writeCommonHeader,
} from './common-header.js'
export { crc32c, crc32cOfPacket } from './crc32c.js'
export { type DecodeFault, describeFault, fault, isFault } from './decode-fault.js'
export {
  type AddressConfigurationCause,
  type AddressConfigurationCauseCode,
  addressConfigurationCause,
} from './error-cause/address-configuration-cause.js'
export {
  type BareCause,
  type CookieReceivedWhileShuttingDownCause,
  cookieReceivedWhileShuttingDownCause,
  type InvalidMandatoryParameterCause,
  invalidMandatoryParameterCause,
  type OutOfResourceCause,
  outOfResourceCause,
} from './error-cause/bare-cause.js'
export { causesLength, type ErrorCause, MOST_CAUSES, readCauses, writeCauses } from './error-cause/error-cause.js'
export {
  COOKIE_RECEIVED_WHILE_SHUTTING_DOWN,
  errorCauseName,
  ILLEGAL_ASCONF_ACK,
  INVALID_MANDATORY_PARAMETER,
  INVALID_STREAM_IDENTIFIER,
  MISSING_MANDATORY_PARAMETER,
  NO_USER_DATA,
  OUT_OF_RESOURCE,
  PROTOCOL_VIOLATION,
  REQUEST_REFUSED_NO_AUTHORIZATION,
  REQUEST_TO_DELETE_LAST_ADDRESS,
  REQUEST_TO_DELETE_SOURCE_ADDRESS,
  RESOURCE_SHORTAGE,
  RESTART_WITH_NEW_ADDRESSES,
  STALE_COOKIE,
  UNRECOGNIZED_CHUNK_TYPE,
  UNRECOGNIZED_PARAMETERS,
  UNRESOLVABLE_ADDRESS,
  UNSUPPORTED_HMAC_IDENTIFIER,
  USER_INITIATED_ABORT,
} from './error-cause/error-cause-code.js'
export { type InvalidStreamIdentifierCause, invalidStreamIdentifierCause } from './error-cause/invalid-stream-identifier-cause.js'
export { type MissingMandatoryParameterCause, missingMandatoryParameterCause } from './error-cause/missing-mandatory-parameter-cause.js'
export { type NoUserDataCause, noUserDataCause } from './error-cause/no-user-data-cause.js'
export { type ProtocolViolationCause, protocolViolationCause } from './error-cause/protocol-violation-cause.js'
export { type RestartWithNewAddressesCause, restartWithNewAddressesCause } from './error-cause/restart-with-new-addresses-cause.js'
export { type StaleCookieCause, staleCookieCause } from './error-cause/stale-cookie-cause.js'
export { type UnknownCause, unknownCause } from './error-cause/unknown-cause.js'
export { type UnrecognizedChunkTypeCause, unrecognizedChunkTypeCause } from './error-cause/unrecognized-chunk-type-cause.js'
export { type UnrecognizedParametersCause, unrecognizedParametersCause } from './error-cause/unrecognized-parameters-cause.js'
export { type UnresolvableAddressCause, unresolvableAddressCause } from './error-cause/unresolvable-address-cause.js'
export { type UnsupportedHmacIdentifierCause, unsupportedHmacIdentifierCause } from './error-cause/unsupported-hmac-identifier-cause.js'
export { type UserInitiatedAbortCause, userInitiatedAbortCause } from './error-cause/user-initiated-abort-cause.js'
export { ChunkCursor } from './packet-reader.js'
export { type PayloadTrees, packetTree } from './packet-tree.js'
export { type ChunkListParameter, chunkListParameter } from './parameter/chunk-list-parameter.js'
export {
  type AddressParameter,
  type AddressRequest,
  type ConfigurationRequest,
  configurationRequestOctets,
  MOST_CONFIGURATION_REQUESTS,
} from './parameter/configuration-request.js'
export type { ConfigurationResponse } from './parameter/configuration-response.js'
export { type CookiePreservativeParameter, cookiePreservativeParameter } from './parameter/cookie-preservative-parameter.js'
export { type EcnCapableParameter, ecnCapableParameter } from './parameter/ecn-capable-parameter.js'
export { type ForwardTsnSupportedParameter, forwardTsnSupportedParameter } from './parameter/forward-tsn-supported-parameter.js'
export { type HostNameAddressParameter, hostNameAddressParameter } from './parameter/host-name-address-parameter.js'
export { type Ipv4AddressParameter, ipv4AddressParameter } from './parameter/ipv4-address-parameter.js'
export { type Ipv6AddressParameter, ipv6AddressParameter } from './parameter/ipv6-address-parameter.js'
export { type PaddingParameter, paddingParameter } from './parameter/padding-parameter.js'
export {
  MOST_PARAMETERS,
  type Parameter,
  parameterOctets,
  parametersLength,
  readParameters,
  writeParameters,
} from './parameter/parameter.js'
export {
  CHUNK_LIST,
  COOKIE_PRESERVATIVE,
  ECN_CAPABLE,
  FORWARD_TSN_SUPPORTED,
  HEARTBEAT_INFO,
  HOST_NAME_ADDRESS,
  IPV4_ADDRESS,
  IPV6_ADDRESS,
  PADDING,
  parameterTypeName,
  RANDOM,
  REQUESTED_HMAC_ALGORITHM,
  STATE_COOKIE,
  SUPPORTED_ADDRESS_TYPES,
  SUPPORTED_EXTENSIONS,
  UNRECOGNIZED_PARAMETER,
} from './parameter/parameter-type.js'
export { type RandomParameter, randomParameter } from './parameter/random-parameter.js'
export { type RequestedHmacAlgorithmParameter, requestedHmacAlgorithmParameter } from './parameter/requested-hmac-algorithm-parameter.js'
export { type StateCookieParameter, stateCookieParameter } from './parameter/state-cookie-parameter.js'
export { type SupportedAddressTypesParameter, supportedAddressTypesParameter } from './parameter/supported-address-types-parameter.js'
export { type SupportedExtensionsParameter, supportedExtensionsParameter } from './parameter/supported-extensions-parameter.js'
export { type UnknownParameter, unknownParameter } from './parameter/unknown-parameter.js'
export { type UnrecognizedParameter, unrecognizedParameter } from './parameter/unrecognized-parameter.js'
export { DIAMETER, DIAMETER_DTLS, M3UA, payloadProtocolName } from './payload-protocol-identifier.js'
export { ssnAdd, ssnLess, tsnAdd, tsnDistance, tsnLess, tsnLessOrEqual } from './serial-number.js'
export { copyTlvValue, TLV_HEADER_LENGTH, TypeLengthValueCursor } from './type-length-value.js'
export { mustReportUnknown, mustReportUnknownParameter, mustStopAtUnknown, mustStopAtUnknownParameter } from './unknown-type-action.js'
