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
export { ssnAdd, ssnLess, tsnAdd, tsnDistance, tsnLess, tsnLessOrEqual } from './serial-number.js'
export { mustReportUnknown, mustReportUnknownParameter, mustStopAtUnknown, mustStopAtUnknownParameter } from './unknown-type-action.js'
