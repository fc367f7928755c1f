import { readU24, writeU32 } from '@sigbed/octets'
import { type AvpKey, AvpWriter, MessageHeader, PROXIABLE_FLAG, REQUEST_FLAG } from 'diameter-codec'
import type { RunValues, ValueSlot } from './value-slot.js'

/** What a request is made of, in order: AVPs that are always the same, values that are not, and groups with such values in them. */
export type RequestPart =
  | { readonly kind: 'avps'; readonly octets: Uint8Array }
  | { readonly kind: 'slot'; readonly avp: AvpKey; readonly slot: ValueSlot }
  | { readonly kind: 'begin-group'; readonly avp: AvpKey }
  | { readonly kind: 'end-group' }

/**
 * One request of a template, ready to be sent over and over. Where no value changes its length, the message is laid out once and the
 * values are written where they stand; otherwise it is written anew each time, the parts that stay the same in one piece.
 */
export class CompiledRequest {
  /** The message is `octets` 0 to `length`, the Hop-by-Hop Identifier left at 0. Good until the next `write`. */
  octets: Uint8Array = NO_OCTETS
  length = 0
  readonly isFixed: boolean
  private readonly writer = new AvpWriter()
  private readonly header = new MessageHeader()
  private readonly slots: ValueSlot[] = []
  private readonly slotsAt: number[] = []
  private readonly scratch: Uint8Array

  constructor(
    readonly commandCode: number,
    readonly applicationId: number,
    proxiable: boolean,
    private readonly parts: readonly RequestPart[],
  ) {
    this.header.commandCode = commandCode
    this.header.applicationId = applicationId
    this.header.flags = REQUEST_FLAG | (proxiable ? PROXIABLE_FLAG : 0)
    this.isFixed = parts.every((part) => part.kind !== 'slot' || part.slot.fixedLength >= 0)
    this.scratch = new Uint8Array(Math.max(0, ...parts.map((part) => (part.kind === 'slot' ? part.slot.longest : 0))))
  }

  write(values: RunValues, endToEndId: number): void {
    if (this.isFixed && this.length > 0) {
      for (let i = 0; i < this.slots.length; i++) this.slots[i]!.write(this.octets, this.slotsAt[i]!, values)
    } else this.writeAnew(values)
    writeU32(this.octets, END_TO_END_ID_AT, endToEndId)
  }

  private writeAnew(values: RunValues): void {
    const { writer, scratch, parts } = this
    writer.beginMessage()
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!
      switch (part.kind) {
        case 'avps':
          writer.writeAvps(part.octets)
          break
        case 'slot': {
          const length = part.slot.write(scratch, 0, values)
          const headerAt = writer.length
          writer.writeOctetString(part.avp, scratch, 0, length)
          if (this.isFixed) this.remember(part.slot, headerAt)
          break
        }
        case 'begin-group':
          writer.beginGroup(part.avp)
          break
        default:
          writer.endGroup()
      }
    }
    writer.endMessage(this.header)
    this.octets = writer.octets
    this.length = writer.length
  }

  /** The value of the AVP that has just been written: it ends where its length field says. */
  private remember(slot: ValueSlot, headerAt: number): void {
    this.slots.push(slot)
    this.slotsAt.push(headerAt + readU24(this.writer.octets, headerAt + AVP_LENGTH_AT) - slot.fixedLength)
  }
}

const END_TO_END_ID_AT = 16
const AVP_LENGTH_AT = 5
const NO_OCTETS = new Uint8Array(0)
