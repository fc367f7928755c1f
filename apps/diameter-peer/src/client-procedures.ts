import { MEDIA_PROCEDURE } from './application-function/media-procedure.js'
import type { ClientProcedure } from './client-procedure.js'
import { REGISTER_PROCEDURE } from './cx/register-procedure.js'
import { BEARER_PROCEDURE, CHARGE_PROCEDURE } from './policy-enforcement/gateway-procedures.js'
import { ATTACH_PROCEDURE } from './s6a/attach-procedure.js'
import { CHECK_EQUIPMENT_PROCEDURE } from './s13/check-equipment-procedure.js'

/** Everything a sample client can do. One more is one more line here. */
export const CLIENT_PROCEDURES: readonly ClientProcedure[] = [
  ATTACH_PROCEDURE,
  CHECK_EQUIPMENT_PROCEDURE,
  REGISTER_PROCEDURE,
  BEARER_PROCEDURE,
  CHARGE_PROCEDURE,
  MEDIA_PROCEDURE,
]
