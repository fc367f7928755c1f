import type { SendOutcome } from '@sigbed/m3ua'
import { ProtocolData } from '@sigbed/m3ua-codec'
import type { Surroundings } from '@sigbed/sctp-sockets'
import type { TrafficConfiguration } from '../configuration/m3ua-configuration.js'
import type { SendDataStep } from '../script/step.js'

/** What became of a `send-data`. */
export interface DataSent {
  readonly taken: number
  /** Of those not taken, why; the first that stopped the sending. */
  readonly refusal: SendOutcome | null
  readonly elapsedMs: number
}

/**
 * Sends so many messages at a steady rate; a full send buffer is waited for, everything else ends it. Resolves when the last one
 * is taken by its association, which delivers it or is lost.
 */
export function sendData(
  step: SendDataStep,
  traffic: TrafficConfiguration,
  surroundings: Surroundings,
  send: (protocolData: ProtocolData) => SendOutcome,
  givenUp: AbortSignal,
): Promise<DataSent> {
  const protocolData = new ProtocolData()
  protocolData.originatingPointCode = step.originatingPointCode ?? traffic.originatingPointCode
  protocolData.destinationPointCode = step.destinationPointCode ?? traffic.destinationPointCode
  protocolData.serviceIndicator = step.serviceIndicator ?? traffic.serviceIndicator
  protocolData.networkIndicator = traffic.networkIndicator
  protocolData.octets = Uint8Array.from({ length: step.octets }, (_, i) => i)
  protocolData.userDataLength = step.octets
  const startedAt = surroundings.now()
  let taken = 0
  let full = 0
  return new Promise((resolve) => {
    const end = (refusal: SendOutcome | null): void => resolve({ taken, refusal, elapsedMs: surroundings.now() - startedAt })
    const tick = (): void => {
      if (givenUp.aborted) {
        end('not-active')
        return
      }
      const due = Math.min(step.count, 1 + Math.floor(((surroundings.now() - startedAt) * step.perSecond) / 1000))
      while (taken < due) {
        protocolData.signallingLinkSelection = step.signallingLinkSelection ?? taken % SLS_VALUES
        const outcome = send(protocolData)
        if (outcome === 'sent' || outcome === 'queued') {
          taken++
          full = 0
        } else if (outcome !== 'send-buffer-full' || ++full > MOST_FULL_TICKS) {
          end(outcome)
          return
        } else break
      }
      if (taken === step.count) end(null)
      else surroundings.startTimer(Math.max(TICK_MS, 1000 / step.perSecond / 2), tick)
    }
    tick()
  })
}

/** ITU-T Q.704: four bits. */
const SLS_VALUES = 16
const TICK_MS = 5
/** Ten seconds of a buffer that does not empty. */
const MOST_FULL_TICKS = 2000
