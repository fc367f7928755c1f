export { CHUNK_HEADER_LENGTH, isTagReflected, TAG_REFLECTED, writeChunkHeader } from './chunk/chunk-header.js'
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
export { type InitChunk, initChunkLength, readInitChunk, writeInitChunk } from './chunk/init-chunk.js'
export { readSackChunk, reserveSackRoom, SackChunk, sackChunkLength, writeSackChunk } from './chunk/sack-chunk.js'
export {
  ABORT,
  COOKIE_ACK,
  COOKIE_ECHO,
  chunkTypeName,
  DATA,
  ERROR,
  HEARTBEAT,
  HEARTBEAT_ACK,
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
export { ChunkCursor } from './packet-reader.js'
export { type CookiePreservativeParameter, cookiePreservativeParameter } from './parameter/cookie-preservative-parameter.js'
export { type EcnCapableParameter, ecnCapableParameter } from './parameter/ecn-capable-parameter.js'
export { type ForwardTsnSupportedParameter, forwardTsnSupportedParameter } from './parameter/forward-tsn-supported-parameter.js'
export { type HostNameAddressParameter, hostNameAddressParameter } from './parameter/host-name-address-parameter.js'
export { type Ipv4AddressParameter, ipv4AddressParameter } from './parameter/ipv4-address-parameter.js'
export { type Ipv6AddressParameter, ipv6AddressParameter } from './parameter/ipv6-address-parameter.js'
export { type PaddingParameter, paddingParameter } from './parameter/padding-parameter.js'
export { MOST_PARAMETERS, type Parameter, parametersLength, readParameters, writeParameters } from './parameter/parameter.js'
export {
  COOKIE_PRESERVATIVE,
  ECN_CAPABLE,
  FORWARD_TSN_SUPPORTED,
  HEARTBEAT_INFO,
  HOST_NAME_ADDRESS,
  IPV4_ADDRESS,
  IPV6_ADDRESS,
  PADDING,
  parameterTypeName,
  STATE_COOKIE,
  SUPPORTED_ADDRESS_TYPES,
  SUPPORTED_EXTENSIONS,
  UNRECOGNIZED_PARAMETER,
} from './parameter/parameter-type.js'
export { type StateCookieParameter, stateCookieParameter } from './parameter/state-cookie-parameter.js'
export { type SupportedAddressTypesParameter, supportedAddressTypesParameter } from './parameter/supported-address-types-parameter.js'
export { type SupportedExtensionsParameter, supportedExtensionsParameter } from './parameter/supported-extensions-parameter.js'
export { type UnknownParameter, unknownParameter } from './parameter/unknown-parameter.js'
export { type UnrecognizedParameter, unrecognizedParameter } from './parameter/unrecognized-parameter.js'
export { ssnAdd, ssnLess, tsnAdd, tsnDistance, tsnLess, tsnLessOrEqual } from './serial-number.js'
export { copyTlvValue, TLV_HEADER_LENGTH, TypeLengthValueCursor } from './type-length-value.js'
export { mustReportUnknown, mustReportUnknownParameter, mustStopAtUnknown, mustStopAtUnknownParameter } from './unknown-type-action.js'
