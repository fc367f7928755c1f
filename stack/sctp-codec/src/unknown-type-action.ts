/**
 * What to do with a chunk or parameter of a type one does not know: its two highest bits say so.
 * RFC 9260 §3.2 for chunk types (8 bits), §3.2.1 for parameter types (16 bits).
 *
 *     00  stop processing, say nothing      10  skip this one, say nothing
 *     01  stop processing and report        11  skip this one and report
 *
 * "Stop" ends the packet for a chunk, and the parameters of its chunk for a parameter. An unknown chunk is reported in
 * an ERROR chunk, an unknown parameter as RFC 9260 §3.2.2 has it.
 */

/** True for chunk types 00xxxxxx and 01xxxxxx: this chunk and all that follow in the packet are discarded. */
export function mustStopAtUnknown(chunkType: number): boolean {
  return (chunkType & 0x80) === 0
}

/** True for chunk types 01xxxxxx and 11xxxxxx: answered with the cause Unrecognized Chunk Type. */
export function mustReportUnknown(chunkType: number): boolean {
  return (chunkType & 0x40) !== 0
}

/** True for parameter types 00… and 01…: this parameter and all that follow in the chunk go unprocessed. */
export function mustStopAtUnknownParameter(parameterType: number): boolean {
  return (parameterType & 0x8000) === 0
}

/** True for parameter types 01… and 11…: reported to the sender. */
export function mustReportUnknownParameter(parameterType: number): boolean {
  return (parameterType & 0x4000) !== 0
}
