/** Registration Status of a REG RSP. RFC 4666 §3.6.2. */
export const REGISTRATION_STATUS = {
  SUCCESSFULLY_REGISTERED: 0,
  ERROR_UNKNOWN: 1,
  INVALID_DPC: 2,
  INVALID_NETWORK_APPEARANCE: 3,
  INVALID_ROUTING_KEY: 4,
  PERMISSION_DENIED: 5,
  CANNOT_SUPPORT_UNIQUE_ROUTING: 6,
  ROUTING_KEY_NOT_PROVISIONED: 7,
  INSUFFICIENT_RESOURCES: 8,
  UNSUPPORTED_ROUTING_KEY_PARAMETER: 9,
  UNSUPPORTED_TRAFFIC_MODE: 10,
  ROUTING_KEY_CHANGE_REFUSED: 11,
  ALREADY_REGISTERED: 12,
} as const

export type RegistrationStatus = (typeof REGISTRATION_STATUS)[keyof typeof REGISTRATION_STATUS]

/** Deregistration Status of a DEREG RSP. RFC 4666 §3.6.4. */
export const DEREGISTRATION_STATUS = {
  SUCCESSFULLY_DEREGISTERED: 0,
  ERROR_UNKNOWN: 1,
  INVALID_ROUTING_CONTEXT: 2,
  PERMISSION_DENIED: 3,
  NOT_REGISTERED: 4,
  ASP_ACTIVE: 5,
} as const

export type DeregistrationStatus = (typeof DEREGISTRATION_STATUS)[keyof typeof DEREGISTRATION_STATUS]

/** In words, for people; an unknown status is shown as a number. */
export function registrationStatusName(status: number): string {
  return REGISTRATION_NAMES.get(status) ?? `Registration Status ${status}`
}

/** In words, for people; an unknown status is shown as a number. */
export function deregistrationStatusName(status: number): string {
  return DEREGISTRATION_NAMES.get(status) ?? `Deregistration Status ${status}`
}

const REGISTRATION_NAMES: ReadonlyMap<number, string> = new Map([
  [REGISTRATION_STATUS.SUCCESSFULLY_REGISTERED, 'Successfully Registered'],
  [REGISTRATION_STATUS.ERROR_UNKNOWN, 'Error - Unknown'],
  [REGISTRATION_STATUS.INVALID_DPC, 'Error - Invalid DPC'],
  [REGISTRATION_STATUS.INVALID_NETWORK_APPEARANCE, 'Error - Invalid Network Appearance'],
  [REGISTRATION_STATUS.INVALID_ROUTING_KEY, 'Error - Invalid Routing Key'],
  [REGISTRATION_STATUS.PERMISSION_DENIED, 'Error - Permission Denied'],
  [REGISTRATION_STATUS.CANNOT_SUPPORT_UNIQUE_ROUTING, 'Error - Cannot Support Unique Routing'],
  [REGISTRATION_STATUS.ROUTING_KEY_NOT_PROVISIONED, 'Error - Routing Key not Currently Provisioned'],
  [REGISTRATION_STATUS.INSUFFICIENT_RESOURCES, 'Error - Insufficient Resources'],
  [REGISTRATION_STATUS.UNSUPPORTED_ROUTING_KEY_PARAMETER, 'Error - Unsupported RK parameter Field'],
  [REGISTRATION_STATUS.UNSUPPORTED_TRAFFIC_MODE, 'Error - Unsupported/Invalid Traffic Handling Mode'],
  [REGISTRATION_STATUS.ROUTING_KEY_CHANGE_REFUSED, 'Error - Routing Key Change Refused'],
  [REGISTRATION_STATUS.ALREADY_REGISTERED, 'Error - Routing Key Already Registered'],
])

const DEREGISTRATION_NAMES: ReadonlyMap<number, string> = new Map([
  [DEREGISTRATION_STATUS.SUCCESSFULLY_DEREGISTERED, 'Successfully Deregistered'],
  [DEREGISTRATION_STATUS.ERROR_UNKNOWN, 'Error - Unknown'],
  [DEREGISTRATION_STATUS.INVALID_ROUTING_CONTEXT, 'Error - Invalid Routing Context'],
  [DEREGISTRATION_STATUS.PERMISSION_DENIED, 'Error - Permission Denied'],
  [DEREGISTRATION_STATUS.NOT_REGISTERED, 'Error - Not Registered'],
  [DEREGISTRATION_STATUS.ASP_ACTIVE, 'Error - ASP Currently Active for Routing Context'],
])
