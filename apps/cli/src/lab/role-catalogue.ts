import { DIAMETER_CLIENT, DIAMETER_RELAY, DIAMETER_SERVER } from '@sigbed/diameter-peer'
import { APPLICATION_SERVER_PROCESS, SIGNALLING_GATEWAY } from '@sigbed/m3ua-peer'
import type { RoleKind } from '@sigbed/testbed'

/** Every kind of peer a scenario can have on its nodes. */
export const ROLE_KINDS: readonly RoleKind[] = [
  SIGNALLING_GATEWAY,
  APPLICATION_SERVER_PROCESS,
  DIAMETER_SERVER,
  DIAMETER_CLIENT,
  DIAMETER_RELAY,
]
