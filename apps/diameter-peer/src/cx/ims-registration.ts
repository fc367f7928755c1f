/** How a subscriber stands in IMS (TS 29.228 §6.1.2): unregistered ones have a server that serves them all the same. */
export type ImsState = 'not registered' | 'registered' | 'unregistered'

export interface ImsRegistration {
  readonly state: ImsState
  /** SIP URI of the S-CSCF that serves him, or to which he was promised while he authenticates; null for none. */
  readonly serverName: string | null
}

const NOT_REGISTERED: ImsRegistration = { state: 'not registered', serverName: null }

/** Who is registered where. One entry a subscriber that has been seen, so it is as bounded as the directory. */
export class ImsRegister {
  private readonly registrations = new Map<string, ImsRegistration>()

  registrationOf(imsi: string): ImsRegistration {
    return this.registrations.get(imsi) ?? NOT_REGISTERED
  }

  set(imsi: string, registration: ImsRegistration): void {
    this.registrations.set(imsi, registration)
  }

  clear(imsi: string): void {
    this.registrations.delete(imsi)
  }
}

/** What a Server-Assignment-Type does to a registration. */
export type AssignmentEffect = 'register' | 'serve unregistered' | 'keep server' | 'deregister' | 'none' | 'give up' | 'not of Cx'

/** Every value of Server-Assignment-Type (TS 29.229 §6.3.15) and what it comes to, TS 29.228 §6.1.2.1. */
export const ASSIGNMENT_EFFECTS = {
  NO_ASSIGNMENT: 'none',
  REGISTRATION: 'register',
  RE_REGISTRATION: 'register',
  UNREGISTERED_USER: 'serve unregistered',
  TIMEOUT_DEREGISTRATION: 'deregister',
  USER_DEREGISTRATION: 'deregister',
  TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME: 'keep server',
  USER_DEREGISTRATION_STORE_SERVER_NAME: 'keep server',
  ADMINISTRATIVE_DEREGISTRATION: 'deregister',
  AUTHENTICATION_FAILURE: 'give up',
  AUTHENTICATION_TIMEOUT: 'give up',
  DEREGISTRATION_TOO_MUCH_DATA: 'deregister',
  // These three belong to SWx and to restoration.
  AAA_USER_DATA_REQUEST: 'not of Cx',
  PGW_UPDATE: 'not of Cx',
  RESTORATION: 'not of Cx',
} as const satisfies Record<string, AssignmentEffect>
