import { FORMATS, type Format, type GroupName } from './message-contents.js'
import {
  affectedPointCodes,
  ERROR,
  grouped,
  type MessageName,
  message,
  type ParameterName,
  parameter,
  protocolData,
  routingContext,
  status,
  TAG,
  text,
  trafficMode,
  words,
} from './message-octets.js'

/** One thing that is wrong with a message or a group, its parameters, and the Error Code that answers. */
export type ParameterFault = readonly [what: string, parameters: readonly Uint8Array[], answer: keyof typeof ERROR]

export const PARAMETER_NAMES = Object.keys(TAG) as ParameterName[]

/** A message of this name, right in everything, with no parameter that it can do without. */
export function plainMessage(name: MessageName): Uint8Array {
  return message(name, ...FORMATS[name].mandatory.map((wanted) => SAMPLES[wanted]))
}

/** Every single thing that can be wrong with the parameters of a message, or of a group. RFC 4666 §3.2, §3.8.1. */
export function parameterFaults(name: MessageName | GroupName): readonly ParameterFault[] {
  const { mandatory, optional, repeated = [] }: Format = FORMATS[name]
  const all = [...mandatory, ...optional]
  const right = mandatory.map((wanted) => SAMPLES[wanted])
  const withAnother = (own: ParameterName, wrong: Uint8Array) => [...right.filter((_, i) => mandatory[i] !== own), wrong]
  return [
    ...mandatory.map(
      (own) => [`without ${own}`, mandatory.filter((other) => other !== own).map((other) => SAMPLES[other]), 'missingParameter'] as const,
    ),
    ...all
      .filter((own) => !repeated.includes(own))
      .map(
        (own) =>
          [`${own} twice`, [...right.filter((_, i) => mandatory[i] !== own), SAMPLES[own], SAMPLES[own]], 'unexpectedParameter'] as const,
      ),
    ...PARAMETER_NAMES.filter((other) => !all.includes(other)).map(
      (other) => [`with ${other}`, [...right, SAMPLES[other]], 'unexpectedParameter'] as const,
    ),
    ...all.flatMap((own) =>
      wrongLengths(own, name).map(
        (length) =>
          [`${own} of ${length} octets`, withAnother(own, parameter(own, new Uint8Array(length).fill(1))), 'parameterFieldError'] as const,
      ),
    ),
    ...all.flatMap((own) =>
      [0, 3].map(
        (length) => [`Parameter Length ${length} of ${own}`, withAnother(own, parameter(own, [], length)), 'parameterFieldError'] as const,
      ),
    ),
    ...all.map(
      (own) => [`${own} longer than what holds it`, withAnother(own, parameter(own, [0, 0, 0, 1], 0xffff)), 'parameterFieldError'] as const,
    ),
    ['half a parameter header at the end', [...right, Uint8Array.of(0, 4, 0)], 'parameterFieldError'],
  ]
}

/** Lengths of the value that a parameter must not have. */
function wrongLengths(name: ParameterName, within: MessageName | GroupName): readonly number[] {
  switch (name) {
    case 'INFO String':
      return [256, 1000]
    case 'Protocol Data':
      return [0, 1, 11]
    case 'Heartbeat Data':
    case 'Diagnostic Information':
    case 'Routing Key':
    case 'Registration Result':
    case 'Deregistration Result':
      return []
    case 'Service Indicators':
      return [0]
    case 'Routing Context':
      return ONE_ROUTING_CONTEXT.has(within) ? [0, 1, 3, 5, 8] : [0, 1, 3, 5, 6]
    case 'Affected Point Code':
    case 'Originating Point Code List':
      return [0, 1, 3, 5, 6]
    default:
      return [0, 1, 3, 5, 8]
  }
}

/** One right value of each parameter. */
const SAMPLES: Readonly<Record<ParameterName, Uint8Array>> = {
  'INFO String': text('INFO String', 'hello'),
  'Routing Context': routingContext(1),
  'Diagnostic Information': parameter('Diagnostic Information', [1, 2, 3]),
  'Heartbeat Data': parameter('Heartbeat Data', [1, 2, 3]),
  'Traffic Mode Type': trafficMode('loadshare'),
  'Error Code': words('Error Code', ERROR.unexpectedMessage),
  Status: status('AS-ACTIVE'),
  'ASP Identifier': words('ASP Identifier', 1),
  'Affected Point Code': affectedPointCodes(8),
  'Correlation ID': words('Correlation ID', 1),
  'Network Appearance': words('Network Appearance', 4),
  'User/Cause': words('User/Cause', 3),
  'Congestion Indications': words('Congestion Indications', 1),
  'Concerned Destination': words('Concerned Destination', 8),
  'Routing Key': grouped('Routing Key', words('Local-RK-Identifier', 1), words('Destination Point Code', 8)),
  'Registration Result': grouped(
    'Registration Result',
    words('Local-RK-Identifier', 1),
    words('Registration Status', 0),
    routingContext(1),
  ),
  'Deregistration Result': grouped('Deregistration Result', routingContext(1), words('Deregistration Status', 0)),
  'Local-RK-Identifier': words('Local-RK-Identifier', 1),
  'Destination Point Code': words('Destination Point Code', 8),
  'Service Indicators': parameter('Service Indicators', [3, 5]),
  'Originating Point Code List': words('Originating Point Code List', 9, 10),
  'Protocol Data': protocolData(),
  'Registration Status': words('Registration Status', 0),
  'Deregistration Status': words('Deregistration Status', 0),
}

const ONE_ROUTING_CONTEXT: ReadonlySet<MessageName | GroupName> = new Set([
  'DATA',
  'Routing Key',
  'Registration Result',
  'Deregistration Result',
] as const)
