import { z } from 'zod'
import { BLACKLISTED, EquipmentIdentityRegister, GREYLISTED, WHITELISTED } from '../equipment-identity-register.js'
import { checkedRows } from '../table/checked-rows.js'
import { TableError } from '../table/table-error.js'
import type { TableRows } from '../table/table-rows.js'

const STATUSES = { white: WHITELISTED, black: BLACKLISTED, grey: GREYLISTED } as const
const STATUS_REMEDY = 'give white, black or grey'

const EQUIPMENT_COLUMNS = z.object({
  imei: z
    .string({ error: 'give an IMEI of 14 or 15 digits' })
    .regex(/^\d{14,15}$/, { error: 'give an IMEI of 14 digits, or of 15 with its check digit' })
    .transform((imei) => imei.slice(0, 14)),
  status: z.enum(Object.keys(STATUSES) as (keyof typeof STATUSES)[], { error: STATUS_REMEDY }),
})

/** Reads an equipment identity register from a table of IMEIs and colours. @throws TableError */
export function readEquipment(table: TableRows): EquipmentIdentityRegister {
  const register = new EquipmentIdentityRegister()
  const places = new Map<string, string>()
  for (const { place, row } of checkedRows(table, EQUIPMENT_COLUMNS, EQUIPMENT_COLUMNS)) {
    const other = places.get(row.imei)
    if (other !== undefined)
      throw new TableError(`${table.name}, ${place}, column "imei"`, `${row.imei} stands in ${other} already`, 'Leave one of them out.')
    places.set(row.imei, place)
    register.enter(row.imei, STATUSES[row.status])
  }
  return register
}
