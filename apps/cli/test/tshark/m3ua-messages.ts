import {
  AS_STATE_CHANGE,
  DataMessage,
  DEREGISTRATION_STATUS,
  dataMessageLength,
  ERROR_CODE,
  type M3uaMessage,
  MTP3_USER,
  messageLength,
  OTHER_STATUS,
  REGISTRATION_STATUS,
  type RoutingKey,
  STATUS_TYPE,
  TRAFFIC_MODE_TYPE,
  UNAVAILABILITY_CAUSE,
  writeDataMessage,
  writeMessage,
} from '@sigbed/m3ua-codec'

/** Octets of a message, with the RFC's short name. */
export interface WrittenMessage {
  readonly name: string
  readonly octets: Uint8Array
}

const routingContexts = [100, 4_000_000_001]
const info = 'maintenance at noon'
const affectedPointCodes = [
  { mask: 0, pointCode: 0x00_1234 },
  { mask: 4, pointCode: 0xff_fff0 },
]
const regional = { networkAppearance: 7, routingContexts, affectedPointCodes, info }
const routingKey: RoutingKey = {
  localRoutingKeyIdentifier: 9,
  routingContext: 500,
  trafficModeType: TRAFFIC_MODE_TYPE.LOADSHARE,
  networkAppearance: 7,
  destinations: [
    {
      destinationPointCode: { mask: 0, pointCode: 0x00_1234 },
      serviceIndicators: [3, 5],
      originatingPointCodes: [{ mask: 2, pointCode: 0x00_0010 }],
    },
    { destinationPointCode: { mask: 3, pointCode: 0x00_2000 }, serviceIndicators: [], originatingPointCodes: [] },
  ],
}

/** Every message but DATA with every parameter it may have, and what has numbers of a list once with each of them. */
const MESSAGES: readonly M3uaMessage[] = [
  { kind: 'DUNA', ...regional },
  { kind: 'DAVA', ...regional },
  { kind: 'DAUD', ...regional },
  { kind: 'DRST', ...regional },
  { kind: 'SCON', ...regional, concernedDestination: 0x00_4321, congestionLevel: 2 },
  ...Object.values(MTP3_USER).flatMap((user) =>
    Object.values(UNAVAILABILITY_CAUSE).map((cause): M3uaMessage => {
      const { affectedPointCodes: _, ...around } = regional
      return { kind: 'DUPU', ...around, affectedPointCode: { mask: 0, pointCode: 0x00_1234 }, user, cause }
    }),
  ),
  { kind: 'ASPUP', aspIdentifier: 12, info },
  { kind: 'ASPUP ACK', aspIdentifier: 12, info },
  { kind: 'ASPDN', info },
  { kind: 'ASPDN ACK', info },
  { kind: 'BEAT', heartbeatData: Uint8Array.of(1, 2, 3, 4, 5) },
  { kind: 'BEAT ACK', heartbeatData: Uint8Array.of(1, 2, 3, 4, 5) },
  ...Object.values(TRAFFIC_MODE_TYPE).flatMap((trafficModeType): M3uaMessage[] => [
    { kind: 'ASPAC', trafficModeType, routingContexts, info },
    { kind: 'ASPAC ACK', trafficModeType, routingContexts, info },
  ]),
  { kind: 'ASPIA', routingContexts, info },
  { kind: 'ASPIA ACK', routingContexts, info },
  { kind: 'REG REQ', routingKeys: [routingKey, { ...routingKey, localRoutingKeyIdentifier: 10 }] },
  {
    kind: 'REG RSP',
    registrationResults: Object.values(REGISTRATION_STATUS).map((status, index) => ({
      localRoutingKeyIdentifier: index,
      status,
      routingContext: 500,
    })),
  },
  { kind: 'DEREG REQ', routingContexts },
  {
    kind: 'DEREG RSP',
    deregistrationResults: Object.values(DEREGISTRATION_STATUS).map((status) => ({ routingContext: 500, status })),
  },
  ...Object.values(ERROR_CODE).map(
    (errorCode): M3uaMessage => ({
      kind: 'ERR',
      errorCode,
      routingContexts,
      networkAppearance: 7,
      affectedPointCodes,
      diagnosticInformation: Uint8Array.of(1, 0, 3, 1, 0, 0, 0, 8),
    }),
  ),
  ...Object.values(AS_STATE_CHANGE).map((information) => notify(STATUS_TYPE.AS_STATE_CHANGE, information)),
  ...Object.values(OTHER_STATUS).map((information) => notify(STATUS_TYPE.OTHER, information)),
]

/** Every message of M3UA's six classes, as our codec writes them. */
export function everyM3uaMessage(): WrittenMessage[] {
  return [
    { name: 'DATA', octets: dataOctets() },
    ...MESSAGES.map((message) => {
      const octets = new Uint8Array(messageLength(message))
      writeMessage(octets, 0, message)
      return { name: message.kind, octets }
    }),
  ]
}

function notify(statusType: number, statusInformation: number): M3uaMessage {
  return { kind: 'NTFY', statusType, statusInformation, aspIdentifier: 12, routingContexts, info }
}

function dataOctets(): Uint8Array {
  const message = new DataMessage()
  message.hasNetworkAppearance = true
  message.networkAppearance = 7
  message.hasRoutingContext = true
  message.routingContext = 100
  message.hasCorrelationId = true
  message.correlationId = 77
  const data = message.protocolData
  data.originatingPointCode = 1234
  data.destinationPointCode = 5678
  data.serviceIndicator = SERVICE_OF_NOBODY
  data.networkIndicator = 2
  data.messagePriority = 1
  data.signallingLinkSelection = 11
  data.octets = Uint8Array.of(1, 2, 3, 4, 5)
  data.userDataLength = data.octets.length
  const octets = new Uint8Array(dataMessageLength(message))
  writeDataMessage(octets, 0, message)
  return octets
}

/** A spare Service Indicator: what the user data mean is not asked here. */
const SERVICE_OF_NOBODY = 15
