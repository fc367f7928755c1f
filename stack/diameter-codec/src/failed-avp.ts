import { singleAvp } from './avp-writer.js'
import { DATA_FORMATS } from './data-format/data-formats.js'
import { type DecodeFault, decodeFault } from './decode-fault.js'
import type { AvpDefinition } from './dictionary/dictionary.js'

/**
 * An example of an AVP that is missing: its code, Vendor-Id and flags, and "a zero-filled payload of the minimum required
 * length" (RFC 6733 §7.5; §7.1.5 for 5005). Ready to stand in a Failed-AVP.
 */
export function exampleAvp(definition: AvpDefinition): Uint8Array {
  return singleAvp(definition, new Uint8Array(minimumValueLength(definition)))
}

/** The fewest octets a value of this AVP can have; 0 for a group ("an empty payload would be sufficient", RFC 6733 §7.1.5). */
export function minimumValueLength(definition: AvpDefinition | null): number {
  if (definition === null || definition.format === 'Grouped') return 0
  return DATA_FORMATS[definition.format].minimumLength
}

/**
 * A fault found in a group, with its AVP put back into the group it stood in, so that the recipient can tell where (RFC 6733
 * §7.5: "the Failed-AVP MAY contain the grouped AVP, which in turn contains the single offending AVP").
 */
export function faultInsideGroup(group: AvpDefinition, { resultCode, where, failedAvp }: DecodeFault): DecodeFault {
  return decodeFault(resultCode, `${group.name}: ${where}`, failedAvp.length === 0 ? failedAvp : singleAvp(group, failedAvp))
}
