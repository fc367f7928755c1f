import { STREAM_SCHEDULERS, type StreamSchedulerName } from '@sigbed/sctp-core'
import { SocketOptionError } from './sctp-error.js'
import type { StreamValue } from './socket-options.js'

/** RFC 8260 §4.3.2. @throws SocketOptionError SCTP_OPTION_INVALID */
export function demandStreamScheduler(name: StreamSchedulerName): void {
  if (!STREAM_SCHEDULERS.includes(name))
    throw new SocketOptionError('SCTP_OPTION_INVALID', 'SCTP_STREAM_SCHEDULER', name, STREAM_SCHEDULERS.join(', '))
}

/** RFC 8260 §4.3.3. @throws SocketOptionError SCTP_OPTION_INVALID */
export function demandStreamValue({ stream, value }: StreamValue, streams: number): void {
  const option = 'SCTP_STREAM_SCHEDULER_VALUE'
  if (!Number.isInteger(stream) || stream < 0 || stream >= streams)
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.stream`, stream, `the outbound streams are 0 to ${streams - 1}`)
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.value`, value, 'a whole number from 0 to 65535')
}
