import {
  AS_STATE_CHANGE,
  deregistrationStatusName,
  errorCodeName,
  formatAffectedPointCode,
  formatPointCode,
  type M3uaMessage,
  OTHER_STATUS,
  type PointCodeForm,
  type RoutingKey,
  registrationStatusName,
  STATUS_TYPE,
  TRAFFIC_MODE_TYPE,
} from '@sigbed/m3ua-codec'

/** A message in one line, its short name first: `ASPAC loadshare, RC 100`. */
export function messageText(message: M3uaMessage, form: PointCodeForm): string {
  const parts = partsOf(message, form).filter((part) => part !== '')
  if ('routingContexts' in message && message.kind !== 'DEREG REQ' && message.routingContexts.length > 0) {
    parts.push(`RC ${message.routingContexts.join(' ')}`)
  }
  if ('networkAppearance' in message && message.networkAppearance !== null) parts.push(`NA ${message.networkAppearance}`)
  if ('info' in message && message.info !== null) parts.push(JSON.stringify(message.info))
  return parts.length === 0 ? message.kind : `${message.kind} ${parts.join(', ')}`
}

/** The parameters for programs; octets in hexadecimal. */
export function messageDetails(message: M3uaMessage): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(message)
      .filter(([name]) => name !== 'kind')
      .map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value]),
  )
}

function partsOf(message: M3uaMessage, form: PointCodeForm): string[] {
  switch (message.kind) {
    case 'ASPUP':
    case 'ASPUP ACK':
      return [message.aspIdentifier === null ? '' : `ASP Identifier ${message.aspIdentifier}`]
    case 'ASPAC':
    case 'ASPAC ACK':
      return [message.trafficModeType === null ? '' : trafficModeName(message.trafficModeType)]
    case 'ASPDN':
    case 'ASPDN ACK':
    case 'ASPIA':
    case 'ASPIA ACK':
      return []
    case 'BEAT':
    case 'BEAT ACK':
      return [message.heartbeatData === null ? '' : `${message.heartbeatData.length} octets`]
    case 'NTFY':
      return [
        statusText(message.statusType, message.statusInformation),
        message.aspIdentifier === null ? '' : `ASP ${message.aspIdentifier}`,
      ]
    case 'ERR':
      return [errorCodeName(message.errorCode), ...message.affectedPointCodes.map((code) => formatAffectedPointCode(code, form))]
    case 'DUNA':
    case 'DAVA':
    case 'DAUD':
    case 'DRST':
      return message.affectedPointCodes.map((code) => formatAffectedPointCode(code, form))
    case 'SCON':
      return [
        ...message.affectedPointCodes.map((code) => formatAffectedPointCode(code, form)),
        message.congestionLevel === null ? '' : `level ${message.congestionLevel}`,
        message.concernedDestination === null ? '' : `concerns ${formatPointCode(message.concernedDestination, form)}`,
      ]
    case 'DUPU':
      return [formatPointCode(message.affectedPointCode.pointCode, form), `user ${message.user}`, `cause ${message.cause}`]
    case 'REG REQ':
      return message.routingKeys.map((key) => keyText(key, form))
    case 'REG RSP':
      return message.registrationResults.map(
        ({ localRoutingKeyIdentifier, status, routingContext }) =>
          `key ${localRoutingKeyIdentifier}: ${registrationStatusName(status)}${status === 0 ? `, RC ${routingContext}` : ''}`,
      )
    case 'DEREG REQ':
      return [`RC ${message.routingContexts.join(' ')}`]
    case 'DEREG RSP':
      return message.deregistrationResults.map(({ routingContext, status }) => `RC ${routingContext}: ${deregistrationStatusName(status)}`)
    default:
      return message satisfies never
  }
}

function keyText({ localRoutingKeyIdentifier, routingContext, destinations }: RoutingKey, form: PointCodeForm): string {
  const wanted = destinations.map(({ destinationPointCode, serviceIndicators, originatingPointCodes }) => {
    const si = serviceIndicators.length === 0 ? '' : ` SI ${serviceIndicators.join(' ')}`
    const opc =
      originatingPointCodes.length === 0 ? '' : ` OPC ${originatingPointCodes.map((code) => formatAffectedPointCode(code, form)).join(' ')}`
    return `DPC ${formatAffectedPointCode(destinationPointCode, form)}${si}${opc}`
  })
  return `key ${localRoutingKeyIdentifier}: ${wanted.join('; ')}${routingContext === null ? '' : `, RC ${routingContext}`}`
}

/** The status of a NTFY by its name: `AS-PENDING`. */
export function statusText(type: number, information: number): string {
  const name = (type === STATUS_TYPE.AS_STATE_CHANGE ? AS_STATES : type === STATUS_TYPE.OTHER ? OTHERS : undefined)?.get(information)
  return name ?? `status ${type}/${information}`
}

function trafficModeName(type: number): string {
  return TRAFFIC_MODES.get(type) ?? `Traffic Mode Type ${type}`
}

const AS_STATES: ReadonlyMap<number, string> = new Map([
  [AS_STATE_CHANGE.AS_INACTIVE, 'AS-INACTIVE'],
  [AS_STATE_CHANGE.AS_ACTIVE, 'AS-ACTIVE'],
  [AS_STATE_CHANGE.AS_PENDING, 'AS-PENDING'],
])
const OTHERS: ReadonlyMap<number, string> = new Map([
  [OTHER_STATUS.INSUFFICIENT_ASP_RESOURCES, 'Insufficient ASP Resources Active in AS'],
  [OTHER_STATUS.ALTERNATE_ASP_ACTIVE, 'Alternate ASP Active'],
  [OTHER_STATUS.ASP_FAILURE, 'ASP Failure'],
])
const TRAFFIC_MODES: ReadonlyMap<number, string> = new Map([
  [TRAFFIC_MODE_TYPE.OVERRIDE, 'override'],
  [TRAFFIC_MODE_TYPE.LOADSHARE, 'loadshare'],
  [TRAFFIC_MODE_TYPE.BROADCAST, 'broadcast'],
])
