import {
  type AffectedPointCode,
  DataMessage,
  DEREGISTRATION_STATUS,
  dataMessageLength,
  type M3uaMessage,
  messageLength,
  peekMessageCode,
  REGISTRATION_STATUS,
  readMessage,
  writeDataMessage,
  writeMessage,
} from '@sigbed/m3ua-codec'
import type { AssociationUser, LowerLayer } from '../src/lower-layer.js'
import { userData } from './back-to-back.js'

/** A lower layer that keeps what was sent, and hands in what a test makes up: one end without the other. */
export class Recorder implements LowerLayer {
  readonly sent: M3uaMessage[] = []
  dataSent = 0

  send(octets: Uint8Array, offset: number, length: number): boolean {
    if (peekMessageCode(octets, offset, length) === 0x0101) {
      this.dataSent++
      return true
    }
    const message = readMessage(octets, offset, length)
    if (message.kind === 'DECODE-FAULT') throw new Error(`sent what cannot be read: ${message.where}`)
    this.sent.push(message)
    return true
  }

  /** What was sent since the last call, in short: the kind, with Error Code and Routing Contexts where there are any. */
  said(): string[] {
    return this.sent.splice(0).map((message) => {
      const routingContexts = 'routingContexts' in message && message.routingContexts.length > 0 ? ` [${message.routingContexts}]` : ''
      if (message.kind === 'ERR') return `ERR 0x${message.errorCode.toString(16).padStart(2, '0')}${routingContexts}`
      if (message.kind === 'REG RSP') {
        const results = message.registrationResults.map(({ localRoutingKeyIdentifier, status, routingContext }) => {
          return `${localRoutingKeyIdentifier} ${nameOf(REGISTRATION_STATUS, status)} ${routingContext}`
        })
        return `REG RSP ${results.join(', ')}`
      }
      if (message.kind === 'DEREG RSP') {
        const results = message.deregistrationResults.map(({ status, routingContext }) => {
          return `${routingContext} ${nameOf(DEREGISTRATION_STATUS, status)}`
        })
        return `DEREG RSP ${results.join(', ')}`
      }
      if ('affectedPointCodes' in message)
        return `${message.kind} ${pointCodes(message.affectedPointCodes)}${congestion(message)}${routingContexts}`
      if (message.kind === 'DUPU')
        return `DUPU ${pointCodes([message.affectedPointCode])} user ${message.user} cause ${message.cause}${routingContexts}`
      if (message.kind === 'NTFY') return `NTFY ${message.statusType}/${message.statusInformation}${routingContexts}`
      return message.kind + routingContexts
    })
  }
}

function nameOf(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? `${value}`
}

/** "7" for a point code, "16/4" for one with four bits open. */
function pointCodes(affected: readonly AffectedPointCode[]): string {
  return affected.map(({ pointCode, mask }) => (mask === 0 ? `${pointCode}` : `${pointCode}/${mask}`)).join(',')
}

function congestion(message: M3uaMessage): string {
  return message.kind === 'SCON' ? ` level ${message.congestionLevel}` : ''
}

export function octetsOf(message: M3uaMessage): Uint8Array {
  const octets = new Uint8Array(messageLength(message))
  writeMessage(octets, 0, message)
  return octets
}

export function dataOctets(routingContext: number | null, networkAppearance: number | null = null, destinationPointCode = 0): Uint8Array {
  const message = new DataMessage()
  message.hasRoutingContext = routingContext !== null
  message.routingContext = routingContext ?? 0
  message.hasNetworkAppearance = networkAppearance !== null
  message.networkAppearance = networkAppearance ?? 0
  message.protocolData = userData(1)
  message.protocolData.destinationPointCode = destinationPointCode
  const octets = new Uint8Array(dataMessageLength(message))
  writeDataMessage(octets, 0, message)
  return octets
}

export function hand(to: AssociationUser, octets: Uint8Array, streamId = 0, now = 0): void {
  to.handleMessage(octets, 0, octets.length, streamId, now)
}

export const ASPUP: M3uaMessage = { kind: 'ASPUP', aspIdentifier: null, info: null }
export const aspac = (routingContexts: readonly number[] = [], trafficModeType: number | null = null): M3uaMessage => ({
  kind: 'ASPAC',
  trafficModeType,
  routingContexts,
  info: null,
})
export const aspia = (routingContexts: readonly number[] = []): M3uaMessage => ({ kind: 'ASPIA', routingContexts, info: null })
export const error = (errorCode: number, about: M3uaMessage | null = null, routingContexts: readonly number[] = []): M3uaMessage => ({
  kind: 'ERR',
  errorCode,
  routingContexts,
  networkAppearance: null,
  affectedPointCodes: [],
  diagnosticInformation: about === null ? null : octetsOf(about),
})
