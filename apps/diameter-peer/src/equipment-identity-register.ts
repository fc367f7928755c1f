/** What an EIR says of a mobile equipment: values of Equipment-Status (3GPP TS 29.272 §7.3.51). */
export const WHITELISTED = 0
export const BLACKLISTED = 1
export const GREYLISTED = 2
/** The register does not know the equipment: DIAMETER_ERROR_EQUIPMENT_UNKNOWN. */
export const UNKNOWN_EQUIPMENT = -1

/** An Equipment Identity Register: IMEIs (14 digits, without the check digit) and what is to be thought of them. */
export class EquipmentIdentityRegister {
  private readonly statusByImei = new Map<string, number>()

  enter(imei: string, status: number): void {
    this.statusByImei.set(imei, status)
  }

  get size(): number {
    return this.statusByImei.size
  }

  /** WHITELISTED, BLACKLISTED, GREYLISTED or UNKNOWN_EQUIPMENT. A 15th digit, the check or spare digit, is not looked at. */
  lookUp(imei: string): number {
    return this.statusByImei.get(imei.length === 15 ? imei.slice(0, 14) : imei) ?? UNKNOWN_EQUIPMENT
  }
}

/** The `index`-th IMEI of the sample population: a test Type Allocation Code (00-1 …, of the GSMA's range for tests) and a serial number. */
export function sampleImei(index: number): string {
  return SAMPLE_TYPE_ALLOCATION_CODE + String(index % 1_000_000).padStart(6, '0')
}

/** A register of `size` equipments, most of them white; every 13th was stolen, every 17th is watched, every 19th was never entered. */
export function sampleRegister(size: number): EquipmentIdentityRegister {
  const register = new EquipmentIdentityRegister()
  for (let index = 0; index < size; index++) {
    if (index % 19 === 18) continue
    register.enter(sampleImei(index), index % 13 === 12 ? BLACKLISTED : index % 17 === 16 ? GREYLISTED : WHITELISTED)
  }
  return register
}

const SAMPLE_TYPE_ALLOCATION_CODE = '00100001'
