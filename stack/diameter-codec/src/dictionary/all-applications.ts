import { CX } from './cx.js'
import { CX_APPLICATION_ID } from './cx-commands.js'
import type { AvpTable, CommandTable, Dictionary } from './dictionary.js'
import { GX, GX_APPLICATION_ID } from './gx.js'
import { GY } from './gy.js'
import { NASREQ, NASREQ_APPLICATION_ID } from './nasreq.js'
import { RFC6733 } from './rfc6733.js'
import { ACCOUNTING_APPLICATION_ID, BASE_APPLICATION_ID, RELAY_APPLICATION_ID } from './rfc6733-commands.js'
import { CREDIT_CONTROL_APPLICATION_ID } from './rfc8506-commands.js'
import { RX, RX_APPLICATION_ID } from './rx.js'
import { S6A } from './s6a.js'
import { S6A_APPLICATION_ID } from './s6a-commands.js'
import { S13, S13_APPLICATION_ID } from './s13.js'
import { SH } from './sh.js'
import { SH_APPLICATION_ID } from './sh-commands.js'
import { SWX } from './swx.js'
import { SWX_APPLICATION_ID } from './swx-commands.js'
import { SY, SY_APPLICATION_ID } from './sy.js'

/** An application by the number that names it in a header (RFC 6733 §2.4). */
export interface DiameterApplication {
  readonly applicationId: number
  /** As people say it: "S13". */
  readonly name: string
  /** Its own AVPs and commands and those of the base protocol. */
  readonly dictionary: Dictionary<AvpTable, CommandTable>
}

/** Every application this codec has a dictionary of. One more is one more line here; a number stands once. */
export const ALL_APPLICATIONS: readonly DiameterApplication[] = [
  { applicationId: BASE_APPLICATION_ID, name: 'Diameter common messages', dictionary: RFC6733 },
  { applicationId: NASREQ_APPLICATION_ID, name: 'NASREQ', dictionary: NASREQ },
  { applicationId: ACCOUNTING_APPLICATION_ID, name: 'Diameter base accounting', dictionary: RFC6733 },
  { applicationId: CX_APPLICATION_ID, name: 'Cx/Dx', dictionary: CX },
  { applicationId: SH_APPLICATION_ID, name: 'Sh', dictionary: SH },
  { applicationId: S6A_APPLICATION_ID, name: 'S6a/S6d', dictionary: S6A },
  { applicationId: CREDIT_CONTROL_APPLICATION_ID, name: 'Gy', dictionary: GY },
  { applicationId: RX_APPLICATION_ID, name: 'Rx', dictionary: RX },
  { applicationId: GX_APPLICATION_ID, name: 'Gx', dictionary: GX },
  { applicationId: S13_APPLICATION_ID, name: 'S13', dictionary: S13 },
  { applicationId: SWX_APPLICATION_ID, name: 'SWx', dictionary: SWX },
  { applicationId: SY_APPLICATION_ID, name: 'Sy', dictionary: SY },
  { applicationId: RELAY_APPLICATION_ID, name: 'Relay', dictionary: RFC6733 },
]

/** The application of this number, or null. */
export function findApplication(applicationId: number): DiameterApplication | null {
  return BY_ID.get(applicationId) ?? null
}

const BY_ID: ReadonlyMap<number, DiameterApplication> = new Map(
  ALL_APPLICATIONS.map((application) => [application.applicationId, application]),
)
