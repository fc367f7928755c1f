import {
  ASCONF,
  type ErrorCause,
  type InitChunk,
  mustReportUnknownParameter,
  type Parameter,
  protocolViolationCause,
} from '@sigbed/sctp-codec'
import { authenticationOffer, authenticationOfferFault } from '../authentication/authentication-offer.js'
import type { Capabilities } from './capabilities.js'

/** Why an INIT or INIT ACK cannot be accepted: what goes into the ABORT, and words for people. */
export interface InitRefusal {
  readonly causes: readonly ErrorCause[]
  readonly detail: string
}

/** RFC 9260 §3.3.2, §3.3.3, §5.1.1, §5.1.2: values that make a chunk unacceptable; null when it is fine. */
export function refuseInit(init: InitChunk, wanted: Capabilities): InitRefusal | null {
  // §3.3.2: an Initiate Tag of 0 MUST NOT be used.
  if (init.initiateTag === 0) return { causes: [invalidMandatoryParameter], detail: 'an Initiate Tag of 0' }
  if (offersTooSmallWindow(init)) return { causes: [invalidMandatoryParameter], detail: 'a receive window below 1500 octets' }
  // §5.1.1: an association without streams in either direction MUST NOT be set up.
  if (init.outboundStreams === 0 || init.inboundStreams === 0)
    return { causes: [invalidMandatoryParameter], detail: 'no streams in one direction' }
  // §3.3.2.1.4: Host Name Address is answered by ABORT with Unresolvable Address.
  const hostName = init.parameters.find((parameter) => parameter.kind === 'host-name-address')
  if (hostName?.kind === 'host-name-address') {
    return {
      causes: [{ kind: 'unresolvable-address', code: 5, parameter: hostNameOctets(hostName.hostName) }],
      detail: 'a Host Name Address',
    }
  }
  // RFC 4895 §6.1: the ABORT SHOULD say 'Protocol Violation'.
  const fault = wanted.authentication ? authenticationOfferFault(init.parameters) : null
  if (fault !== null) return { causes: [protocolViolationCause(new Uint8Array(0))], detail: fault }
  // RFC 5061 §6: a peer with ASCONF and without authentication MUST be refused.
  if (wanted.dynamicAddresses && listsAsconf(init.parameters) && authenticationOffer(init.parameters) === null)
    return { causes: [protocolViolationCause(new Uint8Array(0))], detail: 'ASCONF without authentication' }
  return null
}

/** RFC 9260 §3.3.2, §3.3.3: a_rwnd MUST NOT be smaller than 1500. */
export function offersTooSmallWindow(init: InitChunk): boolean {
  return init.advertisedReceiverWindow < SMALLEST_WINDOW
}

/** The parameters that count, and those to report (RFC 9260 §3.2.1, §3.2.2). Where processing has to stop, the codec's list ends. */
export function heededParameters(list: readonly Parameter[]): {
  readonly heeded: readonly Parameter[]
  readonly unrecognized: readonly Uint8Array[]
} {
  const heeded: Parameter[] = []
  const unrecognized: Uint8Array[] = []
  for (const parameter of list) {
    if (parameter.kind !== 'unknown') {
      heeded.push(parameter)
      continue
    }
    if (mustReportUnknownParameter(parameter.type)) unrecognized.push(parameter.octets)
  }
  return { heeded, unrecognized }
}

function listsAsconf(said: readonly Parameter[]): boolean {
  return said.some((parameter) => parameter.kind === 'supported-extensions' && parameter.chunkTypes.includes(ASCONF))
}

/** The parameter as it came: type 11, length, name, padding. */
function hostNameOctets(hostName: Uint8Array): Uint8Array {
  const octets = new Uint8Array((4 + hostName.length + 3) & ~3)
  octets[1] = 11
  octets[2] = (4 + hostName.length) >>> 8
  octets[3] = 4 + hostName.length
  octets.set(hostName, 4)
  return octets
}

const invalidMandatoryParameter: ErrorCause = { kind: 'invalid-mandatory-parameter', code: 7 }
const SMALLEST_WINDOW = 1500
