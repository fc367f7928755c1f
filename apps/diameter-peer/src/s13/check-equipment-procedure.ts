import { S13_APPLICATION_ID } from 'diameter-codec'
import type { ClientProcedure, ClientSurroundings, RunningClient } from '../client-procedure.js'
import { sampleImei } from '../equipment-identity-register.js'
import { LateSender } from '../late-sender.js'
import { checkEquipment, type EquipmentVerdict } from './equipment-check.js'

/** An MME that asks about sample equipments. */
export const CHECK_EQUIPMENT_PROCEDURE: ClientProcedure = {
  word: 'check-equipment',
  describe: 'ask about an equipment as an MME: ECR (S13)',
  applicationIds: [S13_APPLICATION_ID],
  open({ destinationRealm }: ClientSurroundings): RunningClient {
    const sender = new LateSender()
    return {
      served: [],
      connect: (to) => sender.connect(to),
      run: (index) => {
        const imei = sampleImei(index)
        return new Promise((resolve) =>
          checkEquipment(sender, destinationRealm, imei, (verdict) =>
            resolve({ ok: verdict.kind !== 'no answer', detail: `${imei}: ${describe(verdict)}` }),
          ),
        )
      },
    }
  },
}

function describe(verdict: EquipmentVerdict): string {
  switch (verdict.kind) {
    case 'known':
      return verdict.status
    case 'unknown':
      return 'unknown to the register'
    case 'no answer':
      return verdict.why
  }
}
