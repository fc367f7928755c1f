import { NO_ROUTING_CONTEXT } from '@sigbed/m3ua'
import { type DataMessage, ProtocolData } from '@sigbed/m3ua-codec'
import { type Label, TEST_LABEL } from './message-octets.js'

/** DATA as the user of the system under test was handed it, kept. */
export interface DeliveredData extends Label {
  /** Null where none is configured. */
  readonly routingContext: number | null
}

/** A copy of what is lent during `onData`. */
export function delivered(message: DataMessage, routingContext: number): DeliveredData {
  const { octets, userDataAt, userDataLength, ...label } = message.protocolData
  return {
    ...label,
    userData: [...octets.subarray(userDataAt, userDataAt + userDataLength)],
    routingContext: routingContext === NO_ROUTING_CONTEXT ? null : routingContext,
  }
}

/** What the user of the system under test hands in to be sent; a field left out is what TEST_LABEL has. */
export function protocolDataOf(fields: Partial<Label>): ProtocolData {
  const { userData, ...label } = { ...TEST_LABEL, ...fields }
  const octets = Uint8Array.from(userData)
  return Object.assign(new ProtocolData(), label, { octets, userDataAt: 0, userDataLength: octets.length })
}
