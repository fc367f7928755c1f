import {
  AvpWriter,
  avpValue,
  avpValues,
  CAPABILITIES_EXCHANGE,
  type DecodeFault,
  type DiameterAddress,
  type DiameterMessage,
  decodeFault,
  decodeMessage,
  ERROR_FLAG,
  exampleAvp,
  isDecodeFault,
  MessageHeader,
  RELAY_APPLICATION_ID,
  REQUEST_FLAG,
  ResultCode,
  RFC6733,
  type RFC6733_AVPS,
  type RFC6733_COMMANDS,
  resultCodeClass,
} from 'diameter-codec'

/** What a node says of itself in CER and CEA. RFC 6733 §5.3. */
export interface Capabilities {
  readonly originHost: string
  readonly originRealm: string
  /** Every local address the association may send from; over SCTP each MUST be listed (§5.3.5). */
  readonly hostIpAddresses: readonly DiameterAddress[]
  readonly vendorId: number
  readonly productName: string
  /** 0 leaves it out (§8.16). */
  readonly originStateId: number
  readonly supportedVendorIds: readonly number[]
  readonly authApplicationIds: readonly number[]
  readonly acctApplicationIds: readonly number[]
  readonly vendorSpecificApplications: readonly VendorSpecificApplication[]
  /** Empty means NO_INBAND_SECURITY alone (§6.10). */
  readonly inbandSecurityIds: readonly number[]
  /** 0 leaves it out. */
  readonly firmwareRevision: number
}

export interface VendorSpecificApplication {
  readonly vendorId: number
  readonly applicationId: number
  readonly kind: 'authentication' | 'accounting'
}

/** A node that advertises nothing yet: to be spread into one that does. */
export const NO_CAPABILITIES: Omit<Capabilities, 'originHost' | 'originRealm' | 'hostIpAddresses' | 'productName'> = {
  vendorId: 0,
  originStateId: 0,
  supportedVendorIds: [],
  authApplicationIds: [],
  acctApplicationIds: [],
  vendorSpecificApplications: [],
  inbandSecurityIds: [],
  firmwareRevision: 0,
}

/** A CEA: who answers, and with what result. Capabilities are null in an answer with the E bit, which carries none. */
export interface CapabilitiesAnswer {
  readonly resultCode: number
  readonly capabilities: Capabilities | null
}

/** Writes a CER. RFC 6733 §5.3.1. */
export function writeCapabilitiesRequest(local: Capabilities, hopByHopId: number, endToEndId: number, into: AvpWriter): void {
  into.beginMessage()
  writeCapabilities(local, into)
  into.endMessage(header(REQUEST_FLAG, hopByHopId, endToEndId))
}

/**
 * Writes a CEA. RFC 6733 §5.3.2; "SHOULD include all of its supported applications as a hint" (§5.3), also when it refuses.
 * @param failedAvp complete AVPs for Failed-AVP, or none
 */
export function writeCapabilitiesAnswer(
  local: Capabilities,
  resultCode: number,
  failedAvp: Uint8Array,
  hopByHopId: number,
  endToEndId: number,
  into: AvpWriter,
): void {
  into.beginMessage()
  into.writeUnsigned32(AVP.resultCode, resultCode)
  writeCapabilities(local, into)
  if (failedAvp.length > 0) {
    into.beginGroup(AVP.failedAvp)
    into.writeAvps(failedAvp)
    into.endGroup()
  }
  // RFC 6733 §7.1.3: protocol errors "MUST only be used in answer messages whose 'E' bit is set" (3010 DIAMETER_UNKNOWN_PEER is one).
  into.endMessage(header(resultCodeClass(resultCode) === 'protocol-error' ? ERROR_FLAG : 0, hopByHopId, endToEndId))
}

/** Reads a CER whole: its grammar is checked (RFC 6733 §5.3.1), and that each Vendor-Specific-Application-Id names one application. */
export function readCapabilitiesRequest(octets: Uint8Array, offset: number, length: number): Capabilities | DecodeFault {
  const message = decodeMessage(octets, offset, length, RFC6733)
  return isDecodeFault(message) ? message : capabilitiesOf(message)
}

export function readCapabilitiesAnswer(octets: Uint8Array, offset: number, length: number): CapabilitiesAnswer | DecodeFault {
  const message = decodeMessage(octets, offset, length, RFC6733)
  if (isDecodeFault(message)) return message
  const resultCode = avpValue(message.avps, 'Result-Code')!
  if (message.error) return { resultCode, capabilities: null }
  const capabilities = capabilitiesOf(message)
  return isDecodeFault(capabilities) ? capabilities : { resultCode, capabilities }
}

/** The applications both nodes have, or the Result-Code of a refusal. */
export function judgeCapabilities(local: Capabilities, remote: Capabilities): readonly number[] | DecodeFault {
  const common = commonApplications(local, remote)
  // RFC 6733 §5.3: no application in common MUST be answered with DIAMETER_NO_COMMON_APPLICATION.
  if (common.length === 0) return NO_COMMON_APPLICATION
  // RFC 6733 §5.3: no security mechanism in common MUST be answered with DIAMETER_NO_COMMON_SECURITY.
  if (!securityOf(remote).some((id) => securityOf(local).includes(id))) return NO_COMMON_SECURITY
  return common
}

/** Every application a node names, of whichever kind and vendor (RFC 6733 §5.3: the Vendor-Id "MUST NOT be used" here). */
export function applicationsOf(capabilities: Capabilities): readonly number[] {
  return [
    ...new Set([
      ...capabilities.authApplicationIds,
      ...capabilities.acctApplicationIds,
      ...capabilities.vendorSpecificApplications.map((application) => application.applicationId),
    ]),
  ]
}

function commonApplications(local: Capabilities, remote: Capabilities): readonly number[] {
  const ours = applicationsOf(local)
  const theirs = applicationsOf(remote)
  // RFC 6733 §5.3: a relay "MUST be interpreted as having common applications with the peer".
  if (theirs.includes(RELAY_APPLICATION_ID)) return ours
  return ours.includes(RELAY_APPLICATION_ID) ? theirs : ours.filter((id) => theirs.includes(id))
}

/** RFC 6733 §6.10: absent, the AVP means NO_INBAND_SECURITY. */
function securityOf(capabilities: Capabilities): readonly number[] {
  return capabilities.inbandSecurityIds.length === 0 ? [NO_INBAND_SECURITY] : capabilities.inbandSecurityIds
}

function capabilitiesOf(message: DiameterMessage<typeof RFC6733_AVPS, typeof RFC6733_COMMANDS>): Capabilities | DecodeFault {
  const { avps } = message
  const vendorSpecificApplications: VendorSpecificApplication[] = []
  for (const group of avpValues(avps, 'Vendor-Specific-Application-Id')) {
    const vendorId = avpValue(group, 'Vendor-Id')!
    const authentication = avpValue(group, 'Auth-Application-Id')
    const accounting = avpValue(group, 'Acct-Application-Id')
    if (authentication !== null && accounting !== null) return bothApplications(authentication, accounting)
    if (authentication === null && accounting === null) return NEITHER_APPLICATION
    const kind = authentication === null ? 'accounting' : 'authentication'
    vendorSpecificApplications.push({ vendorId, applicationId: authentication ?? accounting!, kind })
  }
  return {
    originHost: avpValue(avps, 'Origin-Host')!,
    originRealm: avpValue(avps, 'Origin-Realm')!,
    hostIpAddresses: avpValues(avps, 'Host-IP-Address'),
    vendorId: avpValue(avps, 'Vendor-Id')!,
    productName: avpValue(avps, 'Product-Name')!,
    originStateId: avpValue(avps, 'Origin-State-Id') ?? 0,
    supportedVendorIds: avpValues(avps, 'Supported-Vendor-Id'),
    authApplicationIds: avpValues(avps, 'Auth-Application-Id'),
    acctApplicationIds: avpValues(avps, 'Acct-Application-Id'),
    vendorSpecificApplications,
    inbandSecurityIds: avpValues(avps, 'Inband-Security-Id'),
    firmwareRevision: avpValue(avps, 'Firmware-Revision') ?? 0,
  }
}

function writeCapabilities(local: Capabilities, into: AvpWriter): void {
  into.writeUtf8String(AVP.originHost, local.originHost)
  into.writeUtf8String(AVP.originRealm, local.originRealm)
  // RFC 6733 §5.3.5: one Host-IP-Address for each address that may be a source of the association.
  for (const address of local.hostIpAddresses) into.writeAddress(AVP.hostIpAddress, address)
  into.writeUnsigned32(AVP.vendorId, local.vendorId)
  into.writeUtf8String(AVP.productName, local.productName)
  if (local.originStateId !== 0) into.writeUnsigned32(AVP.originStateId, local.originStateId)
  for (const id of local.supportedVendorIds) into.writeUnsigned32(AVP.supportedVendorId, id)
  for (const id of local.authApplicationIds) into.writeUnsigned32(AVP.authApplicationId, id)
  for (const id of local.inbandSecurityIds) into.writeUnsigned32(AVP.inbandSecurityId, id)
  for (const id of local.acctApplicationIds) into.writeUnsigned32(AVP.acctApplicationId, id)
  for (const application of local.vendorSpecificApplications) {
    into.beginGroup(AVP.vendorSpecificApplicationId)
    into.writeUnsigned32(AVP.vendorId, application.vendorId)
    into.writeUnsigned32(application.kind === 'accounting' ? AVP.acctApplicationId : AVP.authApplicationId, application.applicationId)
    into.endGroup()
  }
  if (local.firmwareRevision !== 0) into.writeUnsigned32(AVP.firmwareRevision, local.firmwareRevision)
}

/** RFC 6733 §6.11: both in one group MUST be answered with 5009 and a Failed-AVP that contains the two. */
function bothApplications(authentication: number, accounting: number): DecodeFault {
  const both = new AvpWriter()
  both.beginAvps()
  both.writeUnsigned32(AVP.authApplicationId, authentication)
  both.writeUnsigned32(AVP.acctApplicationId, accounting)
  return decodeFault(ResultCode.DIAMETER_AVP_OCCURS_TOO_MANY_TIMES, 'Vendor-Specific-Application-Id', both.copy())
}

/** CER and CEA leave P clear: they "MUST NOT be proxied, redirected, or relayed" (RFC 6733 §5.3). */
function header(flags: number, hopByHopId: number, endToEndId: number): MessageHeader {
  const filled = new MessageHeader()
  filled.flags = flags
  filled.commandCode = CAPABILITIES_EXCHANGE
  filled.hopByHopId = hopByHopId
  filled.endToEndId = endToEndId
  return filled
}

/** Values of Inband-Security-Id (RFC 6733 §6.10). */
export const NO_INBAND_SECURITY = 0
export const TLS_INBAND_SECURITY = 1

const AVP = {
  resultCode: RFC6733.avp('Result-Code'),
  failedAvp: RFC6733.avp('Failed-AVP'),
  originHost: RFC6733.avp('Origin-Host'),
  originRealm: RFC6733.avp('Origin-Realm'),
  hostIpAddress: RFC6733.avp('Host-IP-Address'),
  vendorId: RFC6733.avp('Vendor-Id'),
  productName: RFC6733.avp('Product-Name'),
  originStateId: RFC6733.avp('Origin-State-Id'),
  supportedVendorId: RFC6733.avp('Supported-Vendor-Id'),
  authApplicationId: RFC6733.avp('Auth-Application-Id'),
  acctApplicationId: RFC6733.avp('Acct-Application-Id'),
  inbandSecurityId: RFC6733.avp('Inband-Security-Id'),
  vendorSpecificApplicationId: RFC6733.avp('Vendor-Specific-Application-Id'),
  firmwareRevision: RFC6733.avp('Firmware-Revision'),
}
const NO_COMMON_APPLICATION = decodeFault(ResultCode.DIAMETER_NO_COMMON_APPLICATION, 'applications')
const NO_COMMON_SECURITY = decodeFault(ResultCode.DIAMETER_NO_COMMON_SECURITY, 'Inband-Security-Id')
/** RFC 6733 §6.11: neither in the group SHOULD be answered with 5005 and examples of both. */
const NEITHER_APPLICATION = decodeFault(
  ResultCode.DIAMETER_MISSING_AVP,
  'Vendor-Specific-Application-Id',
  Uint8Array.from([...exampleAvp(AVP.authApplicationId), ...exampleAvp(AVP.acctApplicationId)]),
)
