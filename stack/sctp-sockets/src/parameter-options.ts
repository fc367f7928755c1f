import { type ProtocolParameters, protocolParameters } from '@sigbed/sctp-core'
import { SocketOptionError } from './sctp-error.js'

/** The options that are nothing but protocol parameters, and which. */
export type ParameterOption =
  | 'SCTP_RTOINFO'
  | 'SCTP_ASSOCINFO'
  | 'SCTP_INITMSG'
  | 'SCTP_AUTOCLOSE'
  | 'SCTP_PEER_ADDR_PARAMS'
  | 'SCTP_DELAYED_SACK'
  | 'SCTP_MAX_BURST'
  | 'SCTP_PEER_ADDR_THLDS'

/**
 * The parameters after a change to an option of theirs.
 *
 * @throws SocketOptionError SCTP_OPTION_INVALID for a field that is none of the option's, and for values that make no sense
 */
export function changedParameters(
  option: ParameterOption,
  change: Partial<ProtocolParameters>,
  current: ProtocolParameters,
): ProtocolParameters {
  const allowed: readonly string[] = FIELDS[option]
  for (const [field, value] of Object.entries(change)) {
    if (!allowed.includes(field)) throw new SocketOptionError('SCTP_OPTION_INVALID', option, field, `its fields are ${allowed.join(', ')}`)
    if (typeof value !== 'number' || Number.isNaN(value) || value < 0)
      throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.${field}`, value, 'a number, 0 or more')
  }
  if (change.validCookieLifeMs === 0)
    throw new SocketOptionError('SCTP_OPTION_INVALID', `${option}.validCookieLifeMs`, 0, 'above 0, or no association could be set up')
  try {
    return protocolParameters({ ...current, ...change })
  } catch (cause) {
    if (cause instanceof RangeError) throw new SocketOptionError('SCTP_OPTION_INVALID', option, change, cause.message)
    throw cause
  }
}

const FIELDS = {
  SCTP_RTOINFO: ['rtoInitialMs', 'rtoMinMs', 'rtoMaxMs'],
  SCTP_ASSOCINFO: ['associationMaxRetrans', 'validCookieLifeMs'],
  SCTP_INITMSG: ['outboundStreams', 'inboundStreams', 'maxInitRetransmits'],
  SCTP_AUTOCLOSE: ['autocloseMs'],
  SCTP_PEER_ADDR_PARAMS: ['heartbeatIntervalMs', 'pathMaxRetrans', 'pathMtu'],
  SCTP_DELAYED_SACK: ['sackDelayMs'],
  SCTP_MAX_BURST: ['maxBurst'],
  SCTP_PEER_ADDR_THLDS: ['pathMaxRetrans', 'potentiallyFailedMaxRetrans', 'primarySwitchoverMaxRetrans'],
} as const satisfies Record<ParameterOption, readonly (keyof ProtocolParameters)[]>
