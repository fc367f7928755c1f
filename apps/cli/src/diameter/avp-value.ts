import { type AvpDefinition, valueFromText, whatValueTakes } from 'diameter-codec'
import { UsageError } from '../command-failure.js'

/**
 * The value of an AVP from the text a user gave.
 *
 * @param place the AVP as the user named it
 * @throws UsageError saying what the format takes
 */
export function avpValueOf(text: string, definition: AvpDefinition, place: string): unknown {
  const value = valueFromText(text, definition)
  if (value !== null) return value
  const { code, vendorId } = definition
  throw new UsageError(
    `${place} takes ${whatValueTakes(definition)}, not ${JSON.stringify(text)}. Any octets at all are sent by number: ${code}:${vendorId}=0x….`,
  )
}
