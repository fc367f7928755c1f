import { S13_APPLICATION_ID } from 'diameter-codec'
import { z } from 'zod'
import { counted } from '../counted.js'
import { sampleRegister } from '../equipment-identity-register.js'
import type { RunningSample, SampleApplication, SampleSurroundings } from '../sample-application.js'
import { readEquipment } from '../subscriber/equipment-table.js'
import { equipmentIdentityRegisterApplication } from './equipment-check.js'

const SETTINGS = z.strictObject({
  equipment: z.string().min(1).optional().describe('table of equipments: a CSV file, or a table of a SQLite database'),
  sampleEquipment: z.int().min(1).max(1_000_000).default(1000).describe('how many sample equipments there are without a table'),
})

/** An EIR as a configuration names it. */
export const S13_SAMPLE: SampleApplication<typeof SETTINGS> = {
  word: 's13',
  applicationId: S13_APPLICATION_ID,
  describe: "equipment identity register (S13, S13')",
  settings: SETTINGS,
  open(settings, { readTable }: SampleSurroundings): RunningSample {
    const register =
      settings.equipment === undefined ? sampleRegister(settings.sampleEquipment) : readEquipment(readTable(settings.equipment))
    return {
      served: equipmentIdentityRegisterApplication(register, () => {}),
      summary: counted(register.size, 'piece of equipment', 'pieces of equipment'),
      connect: () => {},
    }
  },
}
